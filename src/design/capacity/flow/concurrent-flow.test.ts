import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNetwork } from '../../../estate/index.ts'
import type { Network } from '../../../estate/network.ts'
import { prepare } from '../model.ts'
import { randomNetwork } from '../random-network.oracle.ts'
import { concurrentFlow } from './concurrent-flow.ts'
import { exactFlow } from './flow.oracle.ts'
import { packing } from './packing.ts'

const OPTIONS = { gap: 0.01, passesMax: 20_000 }
const SNDLIB = path.resolve(import.meta.dirname, '../../../../../shared/data/networks/topohub-sndlib')

/** Capacity for what has none, so that there is something to solve. */
function whole(network: Network): Network {
  return {
    ...network,
    links: network.links.map((link, at) => ({
      ...link,
      capacity: link.capacity ?? { forward: 10 + (at % 7), backward: 12 + (at % 5) },
    })),
  }
}

describe('the maximum concurrent flow', () => {
  it('is certified within 1% and holds the exact one of a linear program (60 random networks with pools)', async () => {
    let solved = 0
    for (let seed = 1; seed <= 60; seed += 1) {
      const { model } = prepare(whole(randomNetwork(seed)), undefined)
      if (model.traffic.destinations.length === 0) continue
      const flow = concurrentFlow(model, OPTIONS)
      const exact = await exactFlow(packing(model))
      expect(flow.lambda, `seed ${seed}`).toBeLessThanOrEqual(exact * (1 + 1e-6) + 1e-9)
      expect(flow.upperBound, `seed ${seed}`).toBeGreaterThanOrEqual(exact * (1 - 1e-6) - 1e-9)
      expect(flow.upperBound, `seed ${seed}`).toBeLessThanOrEqual(flow.lambda * 1.01 + 1e-9)
      solved += 1
    }
    expect(solved).toBeGreaterThanOrEqual(40)
  }, 60_000)

  it('takes no unknown capacity for an infinite one', () => {
    const network = randomNetwork(3)
    for (const link of network.links) delete link.capacity
    expect(() => concurrentFlow(prepare(network, undefined).model, OPTIONS)).toThrow(RangeError)
  })

  it.skipIf(!existsSync(SNDLIB))(
    'holds the exact one of a public network (skipped where ../shared is absent)',
    async () => {
      const file = path.join(SNDLIB, 'abilene.json')
      const { network } = readNetwork(file, readFileSync(file))
      const { model } = prepare(whole(network), undefined)
      const flow = concurrentFlow(model, OPTIONS)
      const exact = await exactFlow(packing(model))
      expect(flow.lambda).toBeLessThanOrEqual(exact * (1 + 1e-6))
      expect(flow.upperBound).toBeGreaterThanOrEqual(exact * (1 - 1e-6))
      expect(flow.upperBound / flow.lambda).toBeLessThanOrEqual(1.01)
    },
  )
})
