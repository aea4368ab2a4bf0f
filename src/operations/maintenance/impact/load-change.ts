import type { Route } from './ways.ts'

/** By how much loads change, arc by arc; clearing costs what was changed. */
export class LoadChange {
  readonly by: Float64Array
  readonly arcs: number[] = []
  readonly #seen: Uint8Array

  constructor(arcCount: number) {
    this.by = new Float64Array(arcCount)
    this.#seen = new Uint8Array(arcCount)
  }

  add({ arcs, share }: Route, volume: number): void {
    for (let at = 0; at < arcs.length; at += 1) {
      const arc = arcs[at]!
      this.by[arc]! += volume * share[at]!
      if (this.#seen[arc] === 1) continue
      this.#seen[arc] = 1
      this.arcs.push(arc)
    }
  }

  /** Takes traffic from one route and puts it onto another. */
  move(from: Route, to: Route, volume: number): void {
    if (from === to) return
    this.add(from, -volume)
    this.add(to, volume)
  }

  clear(): void {
    for (const arc of this.arcs) {
      this.by[arc] = 0
      this.#seen[arc] = 0
    }
    this.arcs.length = 0
  }
}
