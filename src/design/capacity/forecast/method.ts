/**
 * A way to forecast. Given a complete series and origins (ascending; an origin is how many values are known), it
 * returns a path of `horizon` values for each origin and uses nothing at or after that origin, neither as data nor to
 * estimate its parameters. One call for all origins lets it carry its state along instead of starting anew.
 */
export type Method = {
  name: string
  forecast: (values: Float64Array, origins: readonly number[], horizon: number) => Float64Array[]
}

/**
 * A way to carry on what is left of a series without its seasons. Learning is what costs, so it is done anew only now
 * and then; `carry` makes a path from the end of the values with what was learnt from them or from fewer.
 */
export type Carrier<Learnt> = {
  name: string
  learn: (values: Float64Array) => Learnt
  carry: (values: Float64Array, learnt: Learnt, horizon: number) => Float64Array
}

/** At which of the origins a carrier learns anew: the first, every fourth, and the last, from which it counts. */
export function learnsAt(at: number, origins: number): boolean {
  return at % 4 === 0 || at === origins - 1
}

export function mean(values: Float64Array, from = 0, to: number = values.length): number {
  let sum = 0
  for (let at = from; at < to; at += 1) sum += values[at]!
  return to > from ? sum / (to - from) : 0
}

const logarithms = new WeakMap<Float64Array, Float64Array>()

/** Logarithms of a series, made once however many methods want them. */
function logarithmsOf(values: Float64Array): Float64Array {
  const known = logarithms.get(values) ?? values.map((value) => Math.log(value))
  logarithms.set(values, known)
  return known
}

/** The same method on logarithms; only for series above 0. Keeps percentages equal where swings grow with the level. */
export function onLogarithms(method: Method): Method {
  return {
    name: `${method.name}, log`,
    forecast: (values, origins, horizon) => {
      const logs = logarithmsOf(values)
      return method.forecast(logs, origins, horizon).map((path, at) => {
        // A log forecast that runs away becomes astronomic; nothing grows tenfold beyond what was ever seen.
        let most = -Infinity
        for (let t = 0; t < origins[at]!; t += 1) most = Math.max(most, logs[t]!)
        return path.map((value) => Math.exp(Math.min(value, most + 2.3)))
      })
    },
  }
}
