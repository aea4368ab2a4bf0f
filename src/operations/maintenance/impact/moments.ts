import type { Outage } from './window.ts'

/** A stretch of time in which the same outages hold, and which network. */
export type Moment = { fromMs: number; untilMs: number; segment: number; outages: readonly Outage[] }

/**
 * Cuts `[fromMs, untilMs)` wherever an outage begins or ends and at each of `cuts` (where the network changes), and
 * gives the stretches in which any outage holds, in order. Half-open: what ends when another begins does not meet it.
 */
export function momentsOf(
  outages: readonly Outage[],
  fromMs: number,
  untilMs: number,
  cuts: readonly number[] = [],
): Moment[] {
  const held = outages.filter(
    (one) => one.fromMs < one.untilMs && one.fromMs < untilMs && one.untilMs > fromMs,
  )
  const begins = held.toSorted((one, other) => one.fromMs - other.fromMs)
  const times = new Set([fromMs, untilMs, ...cuts])
  for (const one of held) times.add(one.fromMs).add(one.untilMs)
  const bounds = [...times].filter((ms) => ms >= fromMs && ms <= untilMs).sort((one, other) => one - other)
  const moments: Moment[] = []
  let active: Outage[] = []
  let next = 0
  let segment = 0
  for (const [place, atMs] of bounds.slice(0, -1).entries()) {
    active = active.filter((one) => one.untilMs > atMs)
    for (; next < begins.length && begins[next]!.fromMs <= atMs; next += 1) active.push(begins[next]!)
    while (segment < cuts.length && cuts[segment]! <= atMs) segment += 1
    if (active.length > 0)
      moments.push({ fromMs: atMs, untilMs: bounds[place + 1]!, segment, outages: active.slice() })
  }
  return moments
}
