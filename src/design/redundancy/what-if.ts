import type { PlannedWork } from '../../charter/planned.ts'
import type { Estate } from '../../estate/estate.ts'
import type { Network } from '../../estate/network.ts'
import { nextChangeMs } from '../../estate/steady-network.ts'
import { servicesIn } from '../../estate/service-tree.ts'
import { loadUnder } from '../capacity/index.ts'
import { redundancyOf } from './redundancy.ts'
import type { ServiceReport } from './report.ts'
import { withStandingTolerances } from './tolerances.ts'

/** A link or pool that carries more than its capacity while something has failed, and what it carries else. */
export type Overload = {
  id: string
  direction?: 'forward' | 'backward'
  load: number
  capacity: number
  steady_load: number
}

/** What a failure does to the demands; `known` false: without demands nothing can be said, which is no all-clear. */
export type LoadAfter = {
  known: boolean
  too_large?: true
  unserved: number
  lost_at_endpoint: number
  overloaded: Overload[]
  /** Links without a capacity that carry something: whether they are overloaded is not known. */
  unknown_capacity: number
}

/** Loads while some things have failed, beside those of the steady state. Pure. */
export function loadAfter(network: Network, failed: readonly string[]): LoadAfter {
  const none = { unserved: 0, lost_at_endpoint: 0, overloaded: [], unknown_capacity: 0 }
  if (network.demands.length === 0) return { known: false, ...none }
  try {
    const [steady, after] = [loadUnder(network, []), loadUnder(network, failed)]
    const keyOf = (row: { id: string; direction?: string }): string => `${row.id} ${row.direction ?? ''}`
    const before = new Map([...steady.links, ...steady.pools].map((row) => [keyOf(row), row.load]))
    const over = new Set(after.overloaded)
    const rows = [...after.links, ...after.pools]
    return {
      known: true,
      unserved: after.unserved,
      lost_at_endpoint: after.lost_at_endpoint,
      overloaded: rows
        .filter((row) => over.has(row.id) && row.capacity !== null && row.load > row.capacity)
        .map((row) => ({
          id: row.id,
          ...('direction' in row && { direction: row.direction }),
          load: row.load,
          capacity: row.capacity!,
          steady_load: before.get(keyOf(row)) ?? 0,
        }))
        .toSorted((one, other) => other.load / other.capacity - one.load / one.capacity),
      unknown_capacity: rows.filter(({ capacity, load }) => capacity === null && load > 0).length,
    }
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem
    return { known: false, too_large: true, ...none }
  }
}

const pairsKnown = new WeakMap<Network, Map<string, ServiceReport | undefined>>()

/** One service with its minimal pairs; undefined where there is none of that id. A network is asked once for each. */
export function serviceWithPairs(network: Network, id: string, atMs: number): ServiceReport | undefined {
  const known = pairsKnown.get(network) ?? new Map<string, ServiceReport | undefined>()
  pairsKnown.set(network, known)
  const standing = withStandingTolerances(network, atMs)
  const tolerated = standing.services.find((service) => service.id === id)?.tolerate.length ?? 0
  const key = `${tolerated} ${id}`
  if (known.has(key)) return known.get(key)
  const needed = new Set([id])
  for (const one of needed) {
    const made = standing.services.find((service) => service.id === one)?.made_of
    if (made !== undefined) for (const part of servicesIn(made)) needed.add(part)
  }
  const services = standing.services.filter((service) => needed.has(service.id))
  const report = redundancyOf({ ...standing, services }, { pairs: true }).services.find(
    (service) => service.id === id,
  )
  known.set(key, report)
  return report
}

const TURNS_MAX = 400

/**
 * The instants from now on at which the network is another: something of the estate begins or ceases to be valid, or
 * announced work begins or ends. In order; at most 400, with `cut` where there are more.
 */
export function turnsOf(
  estate: Estate,
  work: readonly PlannedWork[],
  nowMs: number,
): { turns: number[]; cut: boolean } {
  const instants = new Set<number>()
  for (let at = nextChangeMs(estate, nowMs); Number.isFinite(at); at = nextChangeMs(estate, at)) {
    instants.add(at)
    if (instants.size > TURNS_MAX) break
  }
  for (const { fromMs, untilMs } of work) for (const at of [fromMs, untilMs]) if (at > nowMs) instants.add(at)
  const turns = [...instants].toSorted((one, other) => one - other)
  return { turns: turns.slice(0, TURNS_MAX), cut: turns.length > TURNS_MAX }
}
