/**
 * A binary heap of whole numbers by key, smallest key first, in typed arrays that are never given back: one heap
 * serves millions of searches. An item may be pushed more than once; who pops it decides which entry is stale.
 */
export class Heap {
  keys: Float64Array
  items: Int32Array
  size = 0
  /** Key of the item popped last. */
  key = 0

  constructor(capacity: number) {
    this.keys = new Float64Array(Math.max(capacity, 1))
    this.items = new Int32Array(Math.max(capacity, 1))
  }

  push(key: number, item: number): void {
    if (this.size === this.keys.length) this.grow()
    const { keys, items } = this
    let at = this.size
    this.size += 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (keys[parent]! <= key) break
      keys[at] = keys[parent]!
      items[at] = items[parent]!
      at = parent
    }
    keys[at] = key
    items[at] = item
  }

  /** The item of the smallest key, or -1 when empty. */
  pop(): number {
    if (this.size === 0) return -1
    const { keys, items } = this
    const top = items[0]!
    this.key = keys[0]!
    this.size -= 1
    const key = keys[this.size]!
    const item = items[this.size]!
    let at = 0
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      if (child + 1 < this.size && keys[child + 1]! < keys[child]!) child += 1
      if (keys[child]! >= key) break
      keys[at] = keys[child]!
      items[at] = items[child]!
      at = child
    }
    keys[at] = key
    items[at] = item
    return top
  }

  grow(): void {
    const keys = new Float64Array(this.keys.length * 2)
    const items = new Int32Array(this.items.length * 2)
    keys.set(this.keys)
    items.set(this.items)
    this.keys = keys
    this.items = items
  }
}
