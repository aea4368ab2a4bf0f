import { describe, expect, it } from 'vitest'
import { bruteServices } from './brute.oracle.ts'
import { randomNetwork } from './random-network.oracle.ts'
import { redundancyOf } from './redundancy.ts'

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
        // Without endpoints there is nothing to judge.
        if (declared && declared.from.length + declared.to.length + declared.needs.length === 0) return
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
})
