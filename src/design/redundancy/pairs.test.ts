import { describe, expect, it } from 'vitest'
import { emptyNetwork } from '../../estate/network.ts'
import { bruteServices } from './brute.oracle.ts'
import { prepare } from './prepare.ts'
import { denseNetwork, randomNetwork } from './random-network.oracle.ts'
import { redundancyOf } from './redundancy.ts'
import { takesDownOf } from './takes-down.ts'

const NETWORKS = 500

describe('minimal failure sets of size two', () => {
  it(`are those of brute force on ${NETWORKS} random networks`, () => {
    let pairs = 0
    let mixed = 0
    for (let seed = 20_001; seed <= 20_000 + NETWORKS; seed += 1) {
      const network = randomNetwork(seed)
      const report = redundancyOf(network, { pairs: true })
      bruteServices(network, true).forEach((truth, at) => {
        const service = report.services[at]!
        const declared = network.services[at]
        // Without endpoints there is nothing to judge, unless it is made of others.
        const ends = (declared?.from.length ?? 1) + (declared?.to.length ?? 0) + (declared?.needs.length ?? 0)
        if (ends === 0 && declared?.made_of === undefined) return
        expect({ seed, id: service.id, pairs: service.minimal_pairs }).toEqual({
          seed,
          id: truth.id,
          pairs: truth.pairs,
        })
        pairs += truth.pairs?.length ?? 0
        mixed += truth.pairs?.filter(([a, b]) => a[0] !== b[0]).length ?? 0
      })
    }
    expect(pairs).toBeGreaterThan(1000)
    expect(mixed).toBeGreaterThan(100)
  })

  it('are those of every pair failed in turn on dense networks, directed or not', () => {
    let pairs = 0
    for (let seed = 1; seed <= 4; seed += 1) {
      const network = denseNetwork(seed)
      network.services = network.services.slice(0, 6)
      if (seed % 2 === 0)
        for (const link of network.links.slice()) {
          link.directed = true
          network.links.push({ ...link, id: `${link.id}-back`, from: link.to, to: link.from })
        }
      const prepared = prepare(network)
      const report = redundancyOf(network, { pairs: true })
      const truth = new Map<string, [string, string][]>(report.services.map((service) => [service.id, []]))
      const ids = [...network.nodes, ...network.links, ...network.risks].map((thing) => thing.id)
      ids.forEach((a, at) => {
        for (const b of ids.slice(at + 1))
          for (const { id } of takesDownOf(prepared, [a, b]).services) truth.get(id)!.push([a, b])
      })
      for (const service of report.services) {
        if (service.minimal_pairs === undefined) continue
        const alone = new Set(
          [...service.single_points, ...(service.tolerated ?? [])].map((point) => point.id),
        )
        const expected = truth.get(service.id)!.filter(([a, b]) => !alone.has(a) && !alone.has(b))
        expect({ seed, id: service.id, pairs: service.minimal_pairs }).toEqual({
          seed,
          id: service.id,
          pairs: expected,
        })
        pairs += expected.length
      }
    }
    expect(pairs).toBeGreaterThan(150)
  })

  it('says where there are more than it lists', () => {
    const network = emptyNetwork()
    const around = 1100
    for (let at = 0; at < around; at += 1) {
      network.nodes.push({ id: `n${at}`, rides_on: [] })
      const ends = { from: `n${at}`, to: `n${(at + 1) % around}` }
      network.links.push({ id: `l${at}`, ...ends, directed: false, metric: 1, rides_on: [] })
    }
    const [service] = redundancyOf(network, { pairs: true }).services
    expect(service?.minimal_pairs_cut_off).toBe(true)
    expect(service?.minimal_pairs).toHaveLength(2_000_000)
  })
})
