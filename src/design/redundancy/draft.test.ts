import { describe, expect, it } from 'vitest'
import type { Network } from '../../estate/network.ts'
import { draftSinglePoints, edit, openDraft, type Edit } from './draft.ts'
import { denseNetwork, randomNetwork } from './random-network.oracle.ts'
import { redundancyOf } from './redundancy.ts'
import { uniformFrom } from '../../platform/random.ts'

/** The same edit on the declared network, from which everything is then judged anew. */
function applied(network: Network, change: Edit): Network {
  const links = structuredClone(network.links)
  if (change.kind === 'remove-link')
    return { ...network, links: links.filter(({ id }) => id !== change.link) }
  if (change.kind === 'add-link') {
    const { id, from, to, rides_on } = change
    return { ...network, links: [...links, { id, from, to, directed: false, metric: 1, rides_on }] }
  }
  const link = links.find(({ id }) => id === change.link)!
  if (change.kind === 'ride') link.rides_on = [...new Set([...link.rides_on, change.risk])]
  else link.rides_on = link.rides_on.filter((id) => id !== change.risk)
  return { ...network, links }
}

function randomEdit(network: Network, random: () => number, at: number): Edit {
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const roll = network.links.length === 0 ? 0 : random()
  const riskIds = network.risks.map(({ id }) => id)
  if (roll < 0.3) {
    const rides_on = riskIds.length > 0 && random() < 0.5 ? [one(riskIds)] : []
    return {
      kind: 'add-link',
      id: `added-${at}`,
      from: one(network.nodes).id,
      to: one(network.nodes).id,
      rides_on,
    }
  }
  const link = one(network.links)
  if (roll < 0.6 || riskIds.length === 0) return { kind: 'remove-link', link: link.id }
  if (roll < 0.8 || link.rides_on.length === 0) return { kind: 'ride', link: link.id, risk: one(riskIds) }
  const risk = link.rides_on.find((id) => riskIds.includes(id))
  return { kind: 'leave', link: link.id, risk: risk ?? one(riskIds) }
}

function compare(seed: number, start: Network, edits: number): { edits: number; changes: number } {
  let network = start
  const random = uniformFrom(seed)
  const draft = openDraft(network)
  let changes = 0
  for (let at = 0; at < edits; at += 1) {
    const change = randomEdit(network, random, at)
    network = applied(network, change)
    changes += edit(draft, change).length
    for (const service of redundancyOf(network).services) {
      const points = [...service.single_points, ...(service.tolerated ?? [])]
      const expected = service.broken === true ? undefined : points.map((point) => point.id).sort()
      const found = draftSinglePoints(draft, service.id)?.sort()
      expect({ seed, at, change, id: service.id, found }).toEqual({
        seed,
        at,
        change,
        id: service.id,
        found: expected,
      })
    }
  }
  return { edits, changes }
}

describe('a draft', () => {
  it('judges the same after each edit as a judgement of everything anew', () => {
    const seen = { edits: 0, changes: 0 }
    for (let seed = 1; seed <= 150; seed += 1) {
      const { edits, changes } = compare(seed, randomNetwork(seed), 8)
      seen.edits += edits
      seen.changes += changes
    }
    for (let seed = 1; seed <= 12; seed += 1) {
      const network = denseNetwork(seed)
      // Without groups edits are local.
      network.groups = []
      network.services = network.services.filter((service) =>
        [...service.from, ...service.to, ...service.needs].every((id) => !id.startsWith('g')),
      )
      const { edits, changes } = compare(seed, network, 25)
      seen.edits += edits
      seen.changes += changes
    }
    expect(seen.edits).toBe(1500)
    expect(seen.changes).toBeGreaterThan(300)
  })

  it('refuses what does not fit and changes nothing', () => {
    const network = denseNetwork(1)
    const draft = openDraft(network)
    const refused: Edit[] = [
      { kind: 'remove-link', link: 'no-such-link' },
      { kind: 'add-link', id: 'l0', from: 'n0', to: 'n1', rides_on: [] },
      { kind: 'add-link', id: 'new', from: 'n0', to: 'nowhere', rides_on: [] },
      { kind: 'ride', link: 'n0', risk: 'r0' },
    ]
    for (const change of refused) expect(() => edit(draft, change)).toThrow(RangeError)
    expect(() => draftSinglePoints(draft, 'none')).toThrow(RangeError)
    for (const service of redundancyOf(network).services.filter(({ broken }) => broken !== true))
      expect(draftSinglePoints(draft, service.id)).toHaveLength(
        service.single_points.length + (service.tolerated?.length ?? 0),
      )
  })
})
