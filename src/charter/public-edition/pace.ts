/** How often one place may ask: this many at once, and so many more a second. */
const AT_ONCE = 240
const A_SECOND = 4
/** As many places are remembered; whoever was quiet for longest is forgotten first. */
const PLACES_MAX = 10_000

type Bucket = { left: number; atMs: number }

/** Counts requests by the place they come from, in this process. */
export class Pace {
  readonly #buckets = new Map<string, Bucket>()

  /** Seconds to wait before the next request of a place is answered; 0 when this one is. */
  waitSeconds(place: string, nowMs: number): number {
    const before = this.#buckets.get(place) ?? { left: AT_ONCE, atMs: nowMs }
    const regained = (Math.max(0, nowMs - before.atMs) / 1000) * A_SECOND
    const left = Math.min(AT_ONCE, before.left + regained)
    const waits = left < 1
    // Set anew, so that it stands behind those that were quiet.
    this.#buckets.delete(place)
    this.#buckets.set(place, { left: waits ? left : left - 1, atMs: nowMs })
    if (this.#buckets.size > PLACES_MAX) this.#buckets.delete(this.#buckets.keys().next().value!)
    return waits ? Math.ceil((1 - left) / A_SECOND) : 0
  }
}
