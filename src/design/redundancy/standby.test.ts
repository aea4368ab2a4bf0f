import { describe, expect, it } from 'vitest'
import { emptyNetwork, type Group, type Network } from '../../estate/network.ts'
import { bruteServices } from './brute.oracle.ts'
import { singlePointsControl } from './control.ts'
import { randomNetwork } from './random-network.oracle.ts'
import { redundancyOf } from './redundancy.ts'
import { isUntested } from './standby.ts'

const NETWORKS = 1500

/** Two routers that stand in for each other between a source and a target. */
function pairOf(group: Partial<Group>): Network {
  const network = emptyNetwork()
  for (const id of ['source', 'one', 'other', 'target']) network.nodes.push({ id, rides_on: [] })
  for (const [at, [from, to]] of [
    ['source', 'one'],
    ['source', 'other'],
    ['one', 'target'],
    ['other', 'target'],
  ].entries())
    network.links.push({ id: `l${at}`, from: from!, to: to!, directed: false, metric: 1, rides_on: [] })
  network.groups.push({ id: 'routers', members: ['one', 'other'], needs: 1, ...group })
  const modes = { any_from: true, any_to: true, tolerate: [] }
  network.services.push({ id: 'voice', from: ['source', 'target'], to: ['routers'], needs: [], ...modes })
  return network
}

describe('a standby that was never tested', () => {
  it('is not redundancy, and says so', () => {
    const [voice] = redundancyOf(pairOf({})).services
    expect(voice?.single_points).toEqual([])
    expect(voice?.verdict).toBe('unknown')
    expect(voice?.unproven?.[0]?.text.en).toContain('never tested')
    expect(voice?.unproven?.[0]?.objects).toContain('routers')
  })

  it('is one once it was tested, or where nothing switches over', () => {
    for (const group of [{ tested_at: '2026-04-01' }, { kind: 'active-active' }, { kind: 'lag' }] as const)
      expect(redundancyOf(pairOf(group)).services[0]?.verdict).toBe('pass')
  })

  it('ceases to be one when its last test is too old: the control says so by itself', () => {
    const body = { network: pairOf({ tested_at: '2025-10-01' }), source: 'made', sha256: '0' }
    const state = singlePointsControl.fold(undefined, {
      type: 'estate.network.declared',
      by: 'system:estate',
      body,
    })
    const at = (instant: string) => singlePointsControl.judge(state, Date.parse(instant)).verdict
    expect([at('2026-10-31T23:59:59Z'), at('2026-11-01T00:00:01Z')]).toEqual(['pass', 'unknown'])
    // Before the test had happened it had shown nothing either.
    expect(at('2025-09-30T00:00:00Z')).toBe('unknown')
  })

  it(`agrees with groups that need all members, by brute force on ${NETWORKS} random networks`, () => {
    const seen = { services: 0, unproven: 0 }
    for (let seed = 900_001; seed <= 900_000 + NETWORKS; seed += 1) {
      const network = randomNetwork(seed)
      const strict = network.groups.map((group) =>
        isUntested(group) ? { ...group, needs: new Set(group.members).size } : group,
      )
      // A group that is down from the start blurs what its members would have done.
      if (network.groups.some(({ needs, members }) => needs > new Set(members).size)) continue
      const truth = bruteServices({ ...network, groups: strict })
      redundancyOf(network).services.forEach((service, at) => {
        const { broken, single } = truth[at]!
        if (service.broken === true || service.single_points.length > 0) return
        const tolerated = new Set(network.services[at]?.tolerate)
        const left = single.filter((id) => !tolerated.has(id))
        const said = service.unproven?.some(({ text }) => text.en.includes('never tested')) === true
        const truly = !broken && left.length > 0
        // What is made of others is judged with all that is open in them taken together: never less than the truth.
        const made = network.services[at]?.made_of !== undefined
        expect({ seed, id: service.id, said }).toEqual({ seed, id: service.id, said: made ? said : truly })
        if (made && truly) expect(service.verdict).toBe('unknown')
        seen.services += 1
        seen.unproven += said ? 1 : 0
      })
    }
    expect(seen.services).toBeGreaterThan(150)
    expect(seen.unproven).toBeGreaterThan(20)
  })
})
