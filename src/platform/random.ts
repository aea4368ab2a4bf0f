/** Numbers from 0 up to, not including, 1; the same sequence for the same seed. */
export type Uniform = () => number

/** Numbers from 0 up to, not including, `below`; the same sequence for the same seed. */
export type Draw = (below: number) => number

/**
 * A generator for tests, benches and generated examples, so that a failing case can be named by its seed; never for
 * secrets: mulberry32 by Tommy Ettinger (public domain), 32 bits of state. `seed`: any integer.
 */
export function uniformFrom(seed: number): Uniform {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same as whole numbers. */
export function drawFrom(seed: number): Draw {
  const uniform = uniformFrom(seed)
  return (below) => Math.floor(uniform() * below)
}
