import type { Carrier, Method } from './method.ts'

/** The last value, or the last cycle, again and again. Never best, seldom far off. */
export function seasonalNaive(period: number): Method {
  return {
    name: period === 1 ? 'naive' : `seasonal naive (${period})`,
    forecast: (values, origins, horizon) =>
      origins.map((origin) =>
        Float64Array.from({ length: horizon }, (_none, step) => values[origin - period + (step % period)]!),
      ),
  }
}

/** Mean of the same phase over the last cycles, newer ones weighing more: calmer than the last cycle alone. */
export function seasonalMean(period: number, cycles: number, fade: number): Method {
  return {
    name: `seasonal mean (${period})`,
    forecast: (values, origins, horizon) =>
      origins.map((origin) => {
        const path = new Float64Array(horizon)
        for (let step = 0; step < horizon; step += 1) {
          let sum = 0
          let weights = 0
          for (let cycle = 1, weight = 1; cycle <= cycles; cycle += 1, weight *= fade) {
            const at = origin - cycle * period + (step % period)
            if (at < 0) break
            sum += weight * values[at]!
            weights += weight
          }
          path[step] = sum / weights
        }
        return path
      }),
  }
}

/** What is left stays as it is. */
export const lastLevel: Carrier<undefined> = {
  name: 'last level',
  learn: () => undefined,
  carry: (values, _learnt, horizon) => new Float64Array(horizon).fill(values.at(-1)!),
}
