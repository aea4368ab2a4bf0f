/**
 * By further failure, how much traffic it puts elsewhere, and what is left at least on the ways that this takes. Taking
 * costs what was added.
 */
export class Extra {
  readonly #sum: Float64Array
  readonly #left: Float64Array
  readonly #touched: number[] = []

  constructor(failureCount: number) {
    this.#sum = new Float64Array(failureCount)
    this.#left = new Float64Array(failureCount).fill(Infinity)
  }

  add(failure: number, volume: number, left: number): void {
    if (this.#left[failure] === Infinity && this.#sum[failure] === 0) this.#touched.push(failure)
    this.#sum[failure]! += volume
    if (left < this.#left[failure]!) this.#left[failure] = left
  }

  /** The failures of which this holds; all is forgotten. */
  taken(holds: (sum: number, left: number) => boolean): Set<number> {
    const found = new Set<number>()
    for (const failure of this.#touched) {
      if (holds(this.#sum[failure]!, this.#left[failure]!)) found.add(failure)
      this.#sum[failure] = 0
      this.#left[failure] = Infinity
    }
    this.#touched.length = 0
    return found
  }
}
