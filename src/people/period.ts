/** From an instant on, up to, not including, another: epoch milliseconds UTC. Without `untilMs` it has no end yet. */
export type Period = { fromMs: number; untilMs?: number }

export function holdsAt({ fromMs, untilMs }: Period, atMs: number): boolean {
  return fromMs <= atMs && (untilMs === undefined || atMs < untilMs)
}

/** The time that two periods share; undefined when they share none. */
export function sharedPeriod(one: Period, other: Period): Period | undefined {
  const fromMs = Math.max(one.fromMs, other.fromMs)
  const untilMs = Math.min(one.untilMs ?? Infinity, other.untilMs ?? Infinity)
  if (fromMs >= untilMs) return undefined
  return untilMs === Infinity ? { fromMs } : { fromMs, untilMs }
}
