import { EMPTY_ROOT, nodeHash } from './merkle.ts'

/** Leaves [start, end) whose tree hash is one element of a proof. */
export type LeafRange = { start: number; end: number }

/** The hash of the whole subtree of 2^height leaves whose leaves begin at `position` × 2^height. */
export type NodeReader = (height: number, position: number) => Uint8Array

/** The ranges of PATH(index, D[size]) of RFC 9162 section 2.1.3.1, from the leaf upward. Needs index < size. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  assertWithin(0 <= index && index < size, `leaf ${index} of ${size}`, index, size)
  const ranges: LeafRange[] = []
  let [low, high] = [0, size]
  while (high - low > 1) {
    const middle = low + splitOf(high - low)
    if (index < middle) {
      ranges.push({ start: middle, end: high })
      high = middle
    } else {
      ranges.push({ start: low, end: middle })
      low = middle
    }
  }
  return ranges.reverse()
}

/** The ranges of PROOF(size1, D[size2]) of RFC 9162 section 2.1.4.1. Needs 0 < size1 <= size2. */
export function consistencyRanges(size1: number, size2: number): LeafRange[] {
  assertWithin(0 < size1 && size1 <= size2, `${size1} of ${size2} leaves`, size1, size2)
  return subtreeConsistencyRanges(0, size1, size2)
}

/** The ranges of SUBTREE_PROOF(start, end, D[size]); [start, end) must be a subtree that is not empty. */
export function subtreeConsistencyRanges(start: number, end: number, size: number): LeafRange[] {
  assertWithin(
    0 <= start && start < end && end <= size,
    `[${start}, ${end}) of ${size} leaves`,
    start,
    end,
    size,
  )
  const ranges: LeafRange[] = []
  let [low, high, from] = [0, size, start]
  // Once the path has left the subtree's own left edge, the verifier no longer knows the remaining node.
  let known = true
  while (!(from === low && end === high)) {
    const middle = low + splitOf(high - low)
    if (end <= middle) {
      ranges.push({ start: middle, end: high })
      high = middle
    } else {
      ranges.push({ start: low, end: middle })
      if (from < middle) {
        assertWithin(from === low, `[${start}, ${end}) is no subtree`)
        from = middle
        known = false
      }
      low = middle
    }
  }
  if (!known) ranges.push({ start: from, end })
  return ranges.reverse()
}

/** The tree hash of a range whose start is aligned as in a proof, put together from whole subtrees. */
export function rangeHash({ start, end }: LeafRange, node: NodeReader): Uint8Array {
  if (start === end) return EMPTY_ROOT
  const parts: Uint8Array[] = []
  for (let at = start; at < end;) {
    let [height, width] = [0, 1]
    while (width * 2 <= end - at) {
      width *= 2
      height += 1
    }
    assertWithin(at % width === 0, `leaf ${at} does not begin a subtree of ${width}`, start, end)
    parts.push(node(height, at / width))
    at += width
  }
  return parts.reduceRight((right, left) => nodeHash(left, right))
}

/** The largest power of two below `count`, which is at least 2. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

function assertWithin(holds: boolean, what: string, ...numbers: number[]): void {
  if (!holds || !numbers.every(Number.isSafeInteger)) throw new RangeError(`no such proof: ${what}`)
}
