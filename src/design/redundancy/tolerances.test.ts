import { describe, expect, it } from 'vitest'
import { scopeFact } from '../../charter/scope.ts'
import { readNetwork } from '../../estate/index.ts'
import type { Fact } from '../../ledger/fact.ts'
import { singlePointsControl } from './control.ts'
import { tolerancesControl } from './tolerances.ts'

const terms = (over = '') => `{ risk: duct, reason: { ja: "来春まで", en: "until spring" }, requested_by: p-1,
  approved_by: p-2, approved_at: "2026-01-01T00:00Z", until: "2027-01-01T00:00Z"${over} }`

function factsOf(tolerate: string, kind: 'workspace' | 'network-file' = 'workspace'): Fact[] {
  const text = `
nodes: [{ id: a }, { id: b }]
risks: [{ id: duct, kind: duct }]
links: [{ id: l1, from: a, to: b, rides_on: [duct] }, { id: l2, from: a, to: b, rides_on: [duct] }]
services: [{ id: voice, from: [a], to: [b], tolerate: [${tolerate}] }]
`
  const { network } = readNetwork('made.yaml', new TextEncoder().encode(text))
  const declared = { network, source: 'made.yaml', sha256: '0' }
  return [
    scopeFact({ kind, zone: 'Asia/Tokyo', rules: 0 }),
    { type: 'estate.network.declared', by: 'system:estate', body: declared },
  ]
}

function verdicts(facts: Fact[], at: string): { tolerances: string; points: string[] } {
  const [tolerances, points] = [tolerancesControl, singlePointsControl].map((control) => {
    const state = facts
      .filter(({ type }) => control.facts.includes(type))
      .reduce((folded, fact) => control.fold(folded, fact), control.initial)
    return control.judge(state, Date.parse(at))
  })
  const failing = points!.because
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ objects }) => objects)
  return { tolerances: tolerances!.verdict, points: failing }
}

describe('what is tolerated', () => {
  it('holds for the named risk from its approval until its end, to the second', () => {
    const facts = factsOf(terms())
    // The ends of the service are single points themselves; the duct is one only where it is not tolerated.
    expect(verdicts(facts, '2026-12-31T23:59:59Z')).toEqual({
      tolerances: 'pass',
      points: expect.not.arrayContaining(['duct']) as string[],
    })
    expect(verdicts(facts, '2027-01-01T00:00:00Z').tolerances).toBe('fail')
    expect(verdicts(facts, '2027-01-01T00:00:00Z').points).toContain('duct')
    expect(verdicts(facts, '2025-12-31T23:59:59Z').points).toContain('duct')
  })

  it('is nothing where who asked for it approved it', () => {
    const found = verdicts(factsOf(terms().replace('p-2', 'P-1 ')), '2026-06-01T00:00Z')
    expect(found.tolerances).toBe('fail')
    expect(found.points).toContain('duct')
  })

  it('is unknown without reason, approver and end, and does not apply to a single network file', () => {
    expect(verdicts(factsOf('duct'), '2026-06-01T00:00Z').tolerances).toBe('unknown')
    expect(verdicts(factsOf('duct', 'network-file'), '2026-06-01T00:00Z').tolerances).toBe('not-applicable')
  })

  it('is refused without its terms or by kind', () => {
    expect(() => factsOf('{ risk: duct }')).toThrow(/reason/)
    expect(() => factsOf('{ kind: duct }')).toThrow(/kind/)
    expect(() => factsOf(terms(', because: x'))).toThrow(/because/)
  })
})
