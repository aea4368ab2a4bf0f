import { describe, expect, it } from 'vitest'
import type { Network } from '../../estate/network.ts'
import { denseNetwork, randomNetwork } from './random-network.oracle.ts'
import { redundancyOf } from './redundancy.ts'
import { deadAfter, isUp } from './replay.ts'

/** The size of the smallest failure set by trying all sets, up to a size. */
function smallestSet(network: Network, serviceAt: number, sizeMax: number): number | undefined {
  const things = [...network.nodes, ...network.links, ...network.risks].map(({ id }) => id)
  const service = network.services[serviceAt]
  const tried = (chosen: string[], from: number, size: number): boolean => {
    if (size === 0) return !isUp(network, service, deadAfter(network, chosen))
    for (let at = from; at <= things.length - size; at += 1)
      if (tried([...chosen, things[at]!], at + 1, size - 1)) return true
    return false
  }
  for (let size = 1; size <= sizeMax; size += 1) if (tried([], 0, size)) return size
  return undefined
}

describe('bounds beyond pairs', () => {
  it('hold against every set of three, and the example does take the service down', () => {
    const seen = { sets: 0, exact: 0 }
    const networks = [
      ...Array.from({ length: 1500 }, (_, at) => randomNetwork(500_001 + at)),
      ...Array.from({ length: 4 }, (_, at) => denseNetwork(900 + at)),
    ]
    for (const [order, network] of networks.entries()) {
      const small = network.nodes.length + network.links.length + network.risks.length <= 40
      redundancyOf(network, { pairs: true }).services.forEach(({ id, smallest_failure_set: set }, at) => {
        if (set === undefined) return
        const dead = deadAfter(network, set.example)
        expect({ order, id, up: isUp(network, network.services[at], dead) }).toEqual({ order, id, up: false })
        expect(set.at_most).toBe(set.example.length)
        expect(set.at_least).toBe(3)
        seen.sets += 1
        if (!small) return
        const truth = smallestSet(network, at, 3)
        if (truth !== undefined) expect(truth).toBe(3)
        if (truth === set.at_most) seen.exact += 1
      })
    }
    expect(seen.sets).toBeGreaterThan(20)
    expect(seen.exact).toBeGreaterThan(5)
  })
})
