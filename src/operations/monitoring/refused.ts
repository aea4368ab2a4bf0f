/** Why something that was sent is not kept. */
export const REFUSED = [
  'unreadable',
  'labels',
  'too-old',
  'too-new',
  'second-value',
  'series-limit',
  'histogram',
] as const
export type RefusedReason = (typeof REFUSED)[number]

/** How many values were not taken, and one of them, by reason. */
export class Refused {
  readonly counts = new Map<RefusedReason, { values: number; example: string }>()

  add(reason: RefusedReason, example: () => string, values = 1): void {
    const known = this.counts.get(reason)
    if (known) known.values += values
    else this.counts.set(reason, { values, example: example().slice(0, EXAMPLE_CHARACTERS_MAX) })
  }

  get isEmpty(): boolean {
    return this.counts.size === 0
  }
}

const EXAMPLE_CHARACTERS_MAX = 500
