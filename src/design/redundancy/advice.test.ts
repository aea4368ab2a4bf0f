import { describe, expect, it } from 'vitest'
import type { Network } from '../../estate/network.ts'
import { adviceOn } from './advice.ts'
import { randomNetwork } from './random-network.oracle.ts'
import { redundancyOf } from './redundancy.ts'
import { promised } from './report.ts'

const NETWORKS = 1200

function withLinks(network: Network, ends: readonly { from: string; to: string }[]): Network {
  const links = ends.map(({ from, to }, at) => ({
    id: `advised-${at}`,
    from,
    to,
    directed: false,
    metric: 1,
    rides_on: [],
  }))
  return { ...network, links: [...network.links, ...links] }
}

const gapsOf = (network: Network): string[] =>
  promised(redundancyOf(network)).flatMap(({ id, single_points }) =>
    single_points.map((point) => `${point.id} takes ${id}`),
  )

describe('advice', () => {
  it(`removes what it says, all of it judged anew, on ${NETWORKS} random networks`, () => {
    const seen = { advised: 0, removed: 0, left: 0, alone: 0, several: 0, directed: 0 }
    for (let seed = 700_001; seed <= 700_000 + NETWORKS; seed += 1) {
      const network = randomNetwork(seed)
      const report = redundancyOf(network)
      const advice = adviceOn(network, report)
      if (network.links.some((link) => link.directed)) {
        expect(advice).toBeUndefined()
        seen.directed += 1
        continue
      }
      if (advice === undefined || advice.cheapest.length === 0) continue
      const before = gapsOf(network)
      const after = gapsOf(
        withLinks(
          network,
          advice.plan.flatMap(({ additions }) => additions),
        ),
      )
      const removed = advice.plan.flatMap(({ removes }) =>
        removes.map(({ point, service }) => `${point} takes ${service}`),
      )
      expect({ seed, before: [...before].sort() }).toEqual({
        seed,
        before: [...removed, ...advice.left.map(({ point, service }) => `${point} takes ${service}`)].sort(),
      })
      // Links take nothing down, but a service may rest on the new ones where it did not stand on two ways before.
      for (const gap of removed)
        expect({ seed, gap, still: after.includes(gap) }).toEqual({ seed, gap, still: false })
      for (const { point, service, additions } of advice.cheapest) {
        if (additions.length === 0) continue
        expect(gapsOf(withLinks(network, additions))).not.toContain(`${point} takes ${service}`)
        seen[additions.length === 1 ? 'alone' : 'several'] += 1
      }
      seen.advised += 1
      seen.removed += removed.length
      seen.left += advice.left.length
    }
    expect(seen.advised).toBeGreaterThan(150)
    expect(seen.removed).toBeGreaterThan(100)
    expect(seen.left).toBeGreaterThan(100)
    expect(seen.alone).toBeGreaterThan(100)
    expect(seen.several).toBeGreaterThan(5)
    expect(seen.directed).toBeGreaterThan(100)
  })
})
