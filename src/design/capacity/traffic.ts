import { Temporal } from 'temporal-polyfill'
import type { Demand } from '../../estate/network.ts'

/** An instant (epoch milliseconds) in the operator's IANA zone, such as Asia/Tokyo. */
export type Hour = { instantMs: number; zone: string }

/** Demands gathered by destination: all that goes to one node is routed in one search. */
export type Traffic = {
  /** Node numbers to which anything flows, ascending. */
  destinations: Int32Array
  /** Demands of destination number d: rows start[d] to start[d + 1]. */
  start: Int32Array
  source: Int32Array
  volume: Float64Array
}

/**
 * The demands at an hour. A profile of 24 factors counts from midnight, one of 168 from Monday midnight, in the
 * operator's zone. Without an hour every demand stands at its own highest factor: no hour loads any link more.
 */
export function trafficOf(
  demands: readonly Demand[],
  nodeNumber: ReadonlyMap<string, number>,
  at: Hour | undefined,
): Traffic {
  const hourOfWeek = at === undefined ? undefined : hourOfWeekAt(at)
  const byDestination = new Map<number, Map<number, number>>()
  for (const demand of demands) {
    const from = nodeNumber.get(demand.from)
    const to = nodeNumber.get(demand.to)
    if (from === undefined || to === undefined)
      throw new RangeError(`the demand from ${demand.from} to ${demand.to} names an unknown node`)
    const volume = volumeAt(demand, hourOfWeek)
    if (from === to || volume === 0) continue
    const sources = byDestination.get(to) ?? new Map<number, number>()
    byDestination.set(to, sources.set(from, (sources.get(from) ?? 0) + volume))
  }
  return packed(byDestination)
}

function volumeAt(demand: Demand, hourOfWeek: number | undefined): number {
  const { profile } = demand
  let factor = 1
  if (profile !== undefined && profile.length > 0)
    factor = hourOfWeek === undefined ? Math.max(...profile) : profile[hourOfWeek % profile.length]!
  const volume = demand.volume * factor
  if (!(volume >= 0 && Number.isFinite(volume)))
    throw new RangeError(`the demand from ${demand.from} to ${demand.to} is no volume of at least 0`)
  return volume
}

/** Hours since Monday midnight by the zone's own clock, 0 to 167. */
export function hourOfWeekAt({ instantMs, zone }: Hour): number {
  const local = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone)
  return (local.dayOfWeek - 1) * 24 + local.hour
}

function packed(byDestination: ReadonlyMap<number, ReadonlyMap<number, number>>): Traffic {
  const destinations = Int32Array.from([...byDestination.keys()].toSorted((a, b) => a - b))
  const start = new Int32Array(destinations.length + 1)
  const source: number[] = []
  const volume: number[] = []
  destinations.forEach((destination, at) => {
    for (const [from, amount] of byDestination.get(destination)!) {
      source.push(from)
      volume.push(amount)
    }
    start[at + 1] = source.length
  })
  return { destinations, start, source: Int32Array.from(source), volume: Float64Array.from(volume) }
}
