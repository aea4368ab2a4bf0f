import { expect, it } from 'vitest'
import { emptyNetwork, type Network } from '../../estate/network.ts'
import { takesDown } from '../redundancy/index.ts'
import { bruteLoads } from './brute.oracle.ts'
import { loadUnder, survive } from './index.ts'
import { randomNetwork } from './random-network.oracle.ts'

const NETWORKS = 300

function linkBetween(id: string, from: string, to: string, capacity = 10): Network['links'][number] {
  return {
    id,
    from,
    to,
    directed: false,
    metric: 1,
    rides_on: [],
    capacity: { forward: capacity, backward: capacity },
  }
}

/** Two ways of equal length from a to d, and a longer third one. */
function diamond(): Network {
  return {
    ...emptyNetwork(),
    nodes: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, rides_on: [] })),
    links: [
      linkBetween('ab', 'a', 'b'),
      linkBetween('bd', 'b', 'd'),
      linkBetween('ac', 'a', 'c'),
      linkBetween('cd', 'c', 'd'),
      linkBetween('ae', 'a', 'e'),
      linkBetween('ef', 'e', 'f'),
      linkBetween('fd', 'f', 'd'),
    ],
    demands: [{ from: 'a', to: 'd', volume: 16 }],
  }
}

it(`equals routing anew, demand by demand, under every single failure of ${NETWORKS} random networks`, async () => {
  let compared = 0
  let failures = 0
  let apart = 0
  const near = (ours: number, theirs: number): void => {
    compared += 1
    if (!(Math.abs(ours - theirs) <= 1e-6)) apart += 1
  }
  for (let seed = 1; seed <= NETWORKS; seed += 1) {
    const network = randomNetwork(seed)
    const report = await survive(network)
    const worst = new Map<string, number>()
    for (const failure of report.failures) {
      failures += 1
      const dead = new Set(takesDown(network, [failure.id]).dies.map((death) => death.id))
      const brute = bruteLoads(network, dead)
      near(failure.unserved, brute.unserved)
      near(failure.lost_at_endpoint, brute.lost)
      const over = new Set<string>()
      for (const { id, direction, capacity } of report.links) {
        const load = brute.load.get(`${id} ${direction}`) ?? 0
        worst.set(`${id} ${direction}`, Math.max(load, worst.get(`${id} ${direction}`) ?? 0))
        if (capacity !== null && load > capacity + 1e-7) over.add(id)
      }
      expect(failure.overloaded.filter((id) => id !== 'p').toSorted()).toEqual([...over].toSorted())
      const ours = loadUnder(network, [failure.id])
      for (const { id, direction, load } of ours.links) near(load, brute.load.get(`${id} ${direction}`) ?? 0)
      expect(ours.overloaded.toSorted()).toEqual(failure.overloaded.toSorted())
    }
    const steady = bruteLoads(network, new Set(takesDown(network, []).dies.map((death) => death.id)))
    for (const { id, direction, load, worst: most } of report.links) {
      near(load, steady.load.get(`${id} ${direction}`) ?? 0)
      near(most.load, worst.get(`${id} ${direction}`) ?? 0)
    }
  }
  expect(apart).toBe(0)
  expect(failures).toBeGreaterThan(3_000)
  expect(compared).toBeGreaterThan(50_000)
}, 60_000)

it('splits equally over next hops, and names the failure that loads each link most', async () => {
  const report = await survive(diamond())
  const row = report.links.find((link) => link.id === 'ab' && link.direction === 'forward')
  expect(row).toMatchObject({
    load: 8,
    utilisation: 0.8,
    worst: { failure: 'c', load: 16, utilisation: 1.6 },
  })
  expect(report.failures.find((failure) => failure.id === 'c')?.overloaded).toEqual(['ab', 'bd'])
  expect(report.failures.find((failure) => failure.id === 'a')).toMatchObject({
    unserved: 0,
    lost_at_endpoint: 16,
  })
  expect(report.growth.steady).toMatchObject({ factor: 1.25 })
  expect(report.growth.under_failure).toMatchObject({ factor: 0.625, failure: 'c' })
})

it('gives no number where the capacity is unknown or 0, and says why', async () => {
  const network = diamond()
  delete network.links[0]!.capacity
  network.links[1]!.capacity = { forward: 0, backward: 0 }
  network.links[2]!.capacity = { forward: -5, backward: NaN }
  const report = await survive(network)
  const of = (id: string) => report.links.find((link) => link.id === id && link.direction === 'forward')
  expect(of('ab')).toMatchObject({ capacity: null, utilisation: null, worst: { utilisation: null } })
  expect(of('ac')).toMatchObject({ capacity: null, utilisation: null })
  expect(of('bd')).toMatchObject({ capacity: 0, utilisation: null })
  expect(of('bd')?.because?.en).toContain('capacity is 0')
  expect(report.steady.overloaded).toEqual(['bd'])
  expect(report.growth.steady?.factor).toBe(0)
  expect(report.unknown).toHaveLength(1)
  expect(JSON.stringify(report)).not.toMatch(/null,"worst":null|NaN|Infinity/)
})

it('adds up what pools share, the busier way, and finds them overloaded', async () => {
  const network = diamond()
  network.pools = [{ id: 'contract', members: ['ab', 'ac'], capacity: 12, unit: 'Gbit/s' }]
  const report = await survive(network)
  expect(report.pools).toMatchObject([{ id: 'contract', load: 16, worst: { load: 16 } }])
  expect(report.steady.overloaded).toEqual(['contract'])
})

it('takes the factors of the hour in the operator’s zone, and without an hour each demand’s highest', () => {
  const network = diamond()
  const day = Array.from({ length: 24 }, (_none, hour) => (hour === 9 ? 2 : 0.5))
  network.demands = [{ from: 'a', to: 'd', volume: 4, profile: day }]
  const load = (at?: { instantMs: number; zone: string }) => loadUnder(network, [], at).links[0]?.load
  const midnightUtc = Date.UTC(2026, 5, 1)
  expect(load({ instantMs: midnightUtc, zone: 'Asia/Tokyo' })).toBe(4)
  expect(load({ instantMs: midnightUtc, zone: 'UTC' })).toBe(1)
  expect(load()).toBe(4)
  const week = Array.from({ length: 168 }, (_none, hour) => (hour === 9 ? 3 : 1))
  network.demands = [{ from: 'a', to: 'd', volume: 4, profile: week }]
  expect(load({ instantMs: midnightUtc, zone: 'Asia/Tokyo' })).toBe(6)
  expect(load({ instantMs: midnightUtc + 24 * 3_600_000, zone: 'Asia/Tokyo' })).toBe(2)
})

it('names failed ids that the network does not hold instead of passing over them', () => {
  expect(loadUnder(diamond(), ['nowhere', 'b'])).toMatchObject({
    unresolved: ['nowhere'],
    dead: ['b', 'ab', 'bd'],
  })
})
