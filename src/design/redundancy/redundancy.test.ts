import { describe, expect, it } from 'vitest'
import { bruteCounts, bruteServices } from './brute.oracle.ts'
import { denseNetwork, randomNetwork } from './random-network.oracle.ts'
import { redundancyOf } from './redundancy.ts'
import { deadAfter, isUp, replayWitness } from './replay.ts'
import { takesDown } from './takes-down.ts'
import { uniformFrom } from '../../platform/random.ts'

const NETWORKS = 2000

describe('single points against brute force', () => {
  it(`finds the same on ${NETWORKS} random networks, and every witness replays`, () => {
    const seen = { services: 0, broken: 0, points: 0, tolerated: 0, directed: 0, groups: 0, assumed: 0 }
    for (let seed = 200_001; seed <= 200_000 + NETWORKS; seed += 1) {
      const network = randomNetwork(seed)
      const report = redundancyOf(network)
      const counts = bruteCounts(network)
      expect({ seed, ...counts }).toEqual({
        seed,
        components: report.components,
        blocks: report.blocks,
        articulation_points: report.articulation_points,
        bridges: report.bridges,
      })
      const brute = bruteServices(network)
      expect(report.services.map((service) => service.id)).toEqual(brute.map((service) => service.id))
      brute.forEach((truth, at) => {
        const service = report.services[at]!
        const points = [...service.single_points, ...(service.tolerated ?? [])]
        expect({
          seed,
          id: truth.id,
          broken: service.broken === true,
          single: points.map((p) => p.id).sort(),
        }).toEqual({
          seed,
          id: truth.id,
          broken: truth.broken,
          single: [...truth.single].sort(),
        })
        for (const point of points) {
          const wrong = replayWitness(network, service.id, point.witness)
          expect({ seed, service: service.id, point: point.id, wrong }).toEqual({
            seed,
            service: service.id,
            point: point.id,
            wrong: [],
          })
        }
        seen.services += 1
        seen.broken += truth.broken ? 1 : 0
        seen.points += points.length
        seen.tolerated += service.tolerated?.length ?? 0
        seen.assumed += service.assumed === true && !truth.broken ? 1 : 0
      })
      seen.directed += network.links.some((link) => link.directed) ? 1 : 0
      seen.groups += network.groups.length > 0 ? 1 : 0
    }
    // The generator must keep making cases that matter, or the test would prove nothing.
    expect(seen.services).toBeGreaterThan(1500)
    expect(seen.services - seen.broken).toBeGreaterThan(700)
    expect(seen.points).toBeGreaterThan(3000)
    expect(seen.tolerated).toBeGreaterThan(20)
    expect(seen.directed).toBeGreaterThan(300)
    expect(seen.groups).toBeGreaterThan(250)
    expect(seen.assumed).toBeGreaterThan(50)
  })
})

describe('many services against many risks', () => {
  it('finds the same as brute force on 20 dense networks', () => {
    let services = 0
    let risks = 0
    for (let seed = 1; seed <= 20; seed += 1) {
      const network = denseNetwork(seed)
      const report = redundancyOf(network)
      bruteServices(network).forEach((truth, at) => {
        const service = report.services[at]!
        const points = [...service.single_points, ...(service.tolerated ?? [])]
        expect({
          seed,
          id: service.id,
          broken: service.broken === true,
          single: points.map((p) => p.id).sort(),
        }).toEqual({ seed, id: truth.id, broken: truth.broken, single: [...truth.single].sort() })
        for (const point of points)
          expect({ seed, wrong: replayWitness(network, service.id, point.witness) }).toEqual({
            seed,
            wrong: [],
          })
        services += 1
        risks += points.filter((point) => point.kind === 'risk').length
      })
    }
    expect(services).toBeGreaterThan(400)
    expect(risks).toBeGreaterThan(300)
  })
})

describe('takesDown against brute force', () => {
  it('agrees for random sets of failures, and its witnesses replay', () => {
    let taken = 0
    let asked = 0
    for (let seed = 5001; seed <= 5400; seed += 1) {
      const network = randomNetwork(seed)
      const random = uniformFrom(seed)
      const ids = [...network.nodes, ...network.links, ...network.risks, ...network.groups].map(
        (thing) => thing.id,
      )
      const failed = ids.filter(() => random() < 0.15)
      const takedown = takesDown(network, [...failed, 'no-such-thing'])
      expect(takedown.unresolved).toEqual(['no-such-thing'])
      const steady = deadAfter(network, [])
      const dead = deadAfter(network, failed)
      expect(new Set([...takedown.dies.map((death) => death.id), ...steady])).toEqual(dead)
      const services = network.services.length > 0 ? network.services : [undefined]
      const down = services.filter((service) => !isUp(network, service, dead))
      const before = services.filter((service) => !isUp(network, service, steady))
      const name = (service: (typeof services)[number]): string => service?.id ?? 'all-nodes'
      expect({ seed, ids: takedown.already_down }).toEqual({ seed, ids: before.map(name) })
      expect({ seed, ids: takedown.services.map((service) => service.id) }).toEqual({
        seed,
        ids: down.filter((service) => !before.includes(service)).map(name),
      })
      for (const { id, witness } of takedown.services)
        expect({ seed, id, wrong: replayWitness(network, id, witness) }).toEqual({ seed, id, wrong: [] })
      taken += takedown.services.length
      asked += 1
    }
    expect(asked).toBe(400)
    expect(taken).toBeGreaterThan(150)
  })
})
