/** Numbers that look random and are the same at every run: from a seed, uniform in [0, 1) and standard normal. */
export type Randomness = { uniform: () => number; normal: () => number }

export function randomness(seed: number): Randomness {
  let state = seed >>> 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  let spare: number | undefined
  // Box and Muller (1958) make two at a time.
  const normal = (): number => {
    if (spare !== undefined) {
      const ready = spare
      spare = undefined
      return ready
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
  return { uniform, normal }
}
