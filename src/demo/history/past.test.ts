import { describe, expect, it } from 'vitest'
import { carriedClauses } from '../../charter/clauses.ts'
import { actionAfter, type Action } from '../../charter/improvement/action.ts'
import { requestsIn, waiversIn } from '../../charter/waiver.ts'
import { factBytes } from '../../ledger/append.ts'
import { samePerson } from '../../charter/person.ts'
import { DEMO_PEOPLE } from '../people.ts'
import { demoFiles } from '../seed.ts'
import { looks } from './attested.ts'
import { beforeThePanelChange } from './changes.ts'
import { improvements, waivers } from './decisions.ts'
import { pastOfDemo } from './past.ts'

const NOW_MS = Date.parse('2026-11-23T02:00:00Z')
const people = new Set(DEMO_PEOPLE.map(({ id }) => id))

describe('the year of the demo operator', () => {
  it('never goes back in time, and ends before now', async () => {
    const steps = pastOfDemo(NOW_MS, await demoFiles(), new Set(carriedClauses()))
    expect(steps.length).toBeGreaterThan(100)
    steps.forEach(({ atMs }, order) => {
      expect(atMs).toBeLessThanOrEqual(NOW_MS)
      if (order > 0) expect(atMs).toBeGreaterThan(steps[order - 1]!.atMs)
    })
  })

  it('holds looks of its own people, of the past, each valid longer than until the next', () => {
    const seen = looks(NOW_MS, new Set(carriedClauses()))
    expect(seen.length).toBeGreaterThan(120)
    for (const { by, said, atMs } of seen) {
      expect(people.has(by)).toBe(true)
      expect(Date.parse(said.observed_to)).toBeLessThanOrEqual(atMs)
      expect(said.population.judged).toBeLessThanOrEqual(said.population.total)
    }
    expect(new Set(seen.map(({ said }) => said.id)).size).toBe(seen.length)
  })

  it('lets every action be verified by another than its owner, and one still be open', () => {
    const actions = new Map<string, Action>()
    for (const { fact } of improvements(NOW_MS)) {
      expect(factBytes(fact).length).toBeGreaterThan(50)
      const id = fact.body['id'] as string
      const after = actionAfter(actions.get(id), fact)
      if (after !== undefined && fact.type.startsWith('charter.action.')) actions.set(id, after)
    }
    const states = [...actions.values()].map(({ state }) => state).sort()
    expect(states).toEqual(['closed', 'closed', 'open', 'verified'])
    for (const { owner, verified } of actions.values())
      if (verified !== undefined) expect(samePerson(owner, verified.by)).toBe(false)
  })

  it('grants every waiver that was asked for, by another', () => {
    const facts = waivers(NOW_MS).map(({ fact }) => fact)
    expect(waiversIn(facts)).toHaveLength(2)
    expect(requestsIn(facts)).toEqual([])
    for (const waiver of waiversIn(facts))
      expect(samePerson(waiver.requested_by, waiver.approved_by)).toBe(false)
  })

  it('has a change that made the single point', async () => {
    const files = await demoFiles()
    const earlier = beforeThePanelChange(files)
    const differing = files.filter(({ content }, at) => !Buffer.from(content).equals(earlier[at]!.content))
    expect(differing.map(({ path }) => path)).toEqual(['equipment/tokyo2.yaml'])
  })
})
