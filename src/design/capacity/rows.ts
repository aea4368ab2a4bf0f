import type { Text } from '../../platform/text.ts'
import type { Growth, LinkLoad, LoadRow, PoolLoad } from './load-report.ts'
import type { Prepared } from './model.ts'
import { capacityAt } from './sweep.ts'

const NO_CAPACITY: Text = {
  ja: '容量が登録されていないため、使用率は不明です。',
  en: 'No capacity is known, so utilisation is unknown.',
}
const ZERO_CAPACITY: Text = {
  ja: '容量が 0 のため、使用率は定まりません。少しでも流れれば過負荷です。',
  en: 'The capacity is 0, so there is no utilisation; any load is an overload.',
}

function rowOf(load: number, capacity: number): LoadRow {
  if (Number.isNaN(capacity)) return { load, capacity: null, utilisation: null, because: NO_CAPACITY }
  if (capacity === 0) return { load, capacity, utilisation: null, because: ZERO_CAPACITY }
  return { load, capacity, utilisation: load / capacity }
}

export function utilisationOf(load: number, capacity: number): number | null {
  return rowOf(load, capacity).utilisation
}

/** What an element number of the calculation stands for: a direction of a link, or a pool. */
export function nameOf({ network }: Prepared, element: number): Pick<Growth, 'id' | 'direction'> {
  const link = network.links[element >> 1]
  if (link !== undefined) return { id: link.id, direction: element % 2 === 0 ? 'forward' : 'backward' }
  return { id: network.pools[element - 2 * network.links.length]!.id }
}

/** Ids of links and pools, each once. */
export function idsOf(prepared: Prepared, elements: Iterable<number>): string[] {
  const ids = new Set<string>()
  for (const element of elements) ids.add(nameOf(prepared, element).id)
  return [...ids]
}

/** Element numbers that are rows of the report: both directions of a link, the one of a directed link, each pool. */
export function elementsOf({ network }: Prepared): { links: number[]; pools: number[] } {
  const links = network.links.flatMap((link, at) => (link.directed ? [2 * at] : [2 * at, 2 * at + 1]))
  return { links, pools: network.pools.map((_pool, at) => 2 * network.links.length + at) }
}

export function linkRow(prepared: Prepared, element: number, load: number): LinkLoad {
  const { id } = nameOf(prepared, element)
  const direction = element % 2 === 0 ? 'forward' : 'backward'
  return { id, direction, ...rowOf(load, capacityAt(prepared.model, element)) }
}

export function poolRow(prepared: Prepared, element: number, load: number): PoolLoad {
  const pool = prepared.network.pools[element - 2 * prepared.network.links.length]!
  return { id: pool.id, unit: pool.unit, ...rowOf(load, capacityAt(prepared.model, element)) }
}
