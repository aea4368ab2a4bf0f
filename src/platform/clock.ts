/** Time comes in from outside everywhere, so that tests and the demo can hold it. Instants are epoch milliseconds UTC. */
export type Clock = { now: () => number }

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands still until it is set or advanced. */
export function fixedClock(startMs: number): Clock & { advance: (byMs: number) => void } {
  let nowMs = startMs
  return {
    now: () => nowMs,
    advance: (byMs) => {
      nowMs += byMs
    },
  }
}
