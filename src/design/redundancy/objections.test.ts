import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../charter/gate.ts'
import { decide } from '../../charter/gate.ts'
import { emptyNetwork, type Network } from '../../estate/network.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Json } from '../../platform/text.ts'
import { redundancyObjections } from './objections.ts'
import { randomNetwork } from './random-network.oracle.ts'
import { deadAfter, isUp } from './replay.ts'
import { worseningOf } from './worsening.ts'

const CHANGE: Change = {
  id: 'c', requester: 'p', digest: 'd', fromMs: 0, untilMs: 3_600_000, takes_down: [], restores: [],
} // prettier-ignore

function decided(network: Network | undefined, change: Partial<Change>) {
  const facts: Fact[] = []
  const body = { network: network as unknown as Json, source: 'n.yaml', sha256: 'a'.repeat(64) }
  if (network !== undefined) facts.push({ type: 'estate.network.declared', by: 'system:estate', body })
  const full = { ...CHANGE, ...change }
  return decide([redundancyObjections], [{ fromMs: full.fromMs, untilMs: full.untilMs, facts }], full, 0)
}

/** a and b over three lines; two of them of unknown route where asked. */
function threeLines(unknown: string[] = []): Network {
  const network = emptyNetwork()
  for (const id of ['a', 'b']) network.nodes.push({ id, rides_on: [], beyond_boundary: true })
  for (const id of ['x', 'y', 'z'])
    network.links.push({
      id, from: 'a', to: 'b', directed: false, metric: 1, rides_on: [],
      ...(unknown.includes(id) && { route: 'unknown' as const }),
    }) // prettier-ignore
  const modes = { any_from: false, any_to: false, tolerate: [], needs: [] }
  network.services.push({ id: 's', from: ['a'], to: ['b'], ...modes })
  return network
}

describe('what gets worse', () => {
  it('is what brute force finds, on random networks with anything out of work before', () => {
    const kinds = new Map<string, number>()
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.infiniteStream(fc.nat()), (seed, numbers) => {
        const network = randomNetwork(seed)
        const ids = [...network.nodes, ...network.links, ...network.risks, ...network.groups].map(
          ({ id }) => id,
        )
        const draw = () => ids[numbers.next().value! % ids.length]!
        const failed = new Set(seed % 3 === 0 ? [draw()] : [])
        const down = new Set([...failed, draw(), ...(seed % 2 === 0 ? [draw()] : [])])
        const found = worseningOf({ network, failed }, { network, failed: down })
        const services = network.services.length > 0 ? network.services : [undefined]
        for (const service of services) {
          const up = (dead: Iterable<string>) => isUp(network, service, deadAfter(network, dead))
          const own = found.filter((one) => one.service.id === (service?.id ?? 'all-nodes'))
          const kind = own.find((one) => one.kind !== 'not-proven' && one.kind !== 'not-known')
          const told = kind?.kind ?? 'nothing'
          kinds.set(told, (kinds.get(told) ?? 0) + 1)
          if (!up(failed)) expect(told).toBe('nothing')
          else if (!up(down)) expect(told).toBe('goes-down')
          else {
            const alive = [...network.nodes, ...network.links, ...network.risks]
              .filter(
                ({ id, beyond_boundary }) => beyond_boundary !== true && !deadAfter(network, down).has(id),
              )
              .map(({ id }) => id)
            const single = alive.filter((id) => !up([...down, id]) && up([...failed, id]))
            const accepted = single.filter((id) => service?.tolerate.includes(id) !== true)
            expect(kind?.points.toSorted() ?? []).toEqual(accepted.toSorted())
          }
        }
      }),
      { numRuns: 150 },
    )
    for (const kind of ['nothing', 'goes-down', 'loses-redundancy'])
      expect(kinds.get(kind), kind).toBeGreaterThan(5)
  })
})

describe('a service of which nobody can tell', () => {
  it('needs acceptance where the change leaves only lines of unknown route', () => {
    const { decision, objections } = decided(threeLines(['x', 'y']), { takes_down: ['z'] })
    expect(decision).toBe('needs-acceptance')
    expect(objections[0]).toMatchObject({ effect: 'needs-acceptance', acceptable_by: 'quality-owner' })
    expect(objections[0]!.because[0]!.text.en).toContain('not proven diverse')
  })

  it('needs acceptance where an import left something open that the service touches, and is shown where nothing dies', () => {
    const network = threeLines()
    network.findings.push({ place: 'row 7', text: { ja: '読めない行', en: 'an unread row' }, touches: ['a'] })
    expect(decided(network, { takes_down: ['z'] }).decision).toBe('needs-acceptance')
    const repair = decided(network, {})
    expect([repair.decision, repair.objections.map(({ effect }) => effect)]).toEqual(['allow', ['informs']])
  })

  it('is every service where no network is declared, or nobody looks', () => {
    expect(decided(undefined, {}).decision).toBe('needs-acceptance')
    expect(decide([], [], CHANGE, 0).decision).toBe('needs-acceptance')
    const half = [{ fromMs: 0, untilMs: 1000, facts: [] }]
    expect(decide([() => []], half, CHANGE, 0).decision).toBe('needs-acceptance')
  })
})

describe('one line for another', () => {
  it('only informs where there was no redundancy before either', () => {
    const network = threeLines()
    network.links = network.links.slice(0, 1)
    const adds = { ...emptyNetwork(), links: [{ ...network.links[0]!, id: 'new' }] }
    const { decision, objections } = decided(network, { takes_down: ['x'], adds })
    expect([decision, objections.map(({ effect }) => effect)]).toEqual(['allow', ['informs']])
    expect(decided(network, { takes_down: ['x'] }).decision).toBe('deny')
  })
})
