import { uniformFrom } from '../../../platform/random.ts'

/** Numbers that look random and are the same at every run: from a seed, uniform in [0, 1) and standard normal. */
export type Randomness = { uniform: () => number; normal: () => number }

export function randomness(seed: number): Randomness {
  const uniform = uniformFrom(seed)
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
