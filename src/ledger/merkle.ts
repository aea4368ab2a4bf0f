import { hash } from 'node:crypto'

/**
 * Merkle trees of RFC 6962 and RFC 9162 section 2.1 over SHA-256, and the subtree proofs of Merkle Tree Certificates
 * (draft-ietf-plants-merkle-tree-certs section 4). Verification takes bigints, since sizes on the wire reach 2^64.
 */
export const HASH_BYTES = 32

/** Outcome of checking a proof; `because` is one English sentence for logs and reports. */
export type Check = { ok: true } | { ok: false; because: string }

const SIZE_LIMIT = 1n << 64n

export const EMPTY_ROOT: Uint8Array = hash('sha256', '', 'buffer')

/** SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + entry.length)
  input[0] = 0
  input.set(entry, 1)
  return hash('sha256', input, 'buffer')
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + left.length + right.length)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + left.length)
  return hash('sha256', input, 'buffer')
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}

export type InclusionProof = {
  index: bigint
  size: bigint
  leaf: Uint8Array
  proof: readonly Uint8Array[]
  root: Uint8Array
}

/** Is the leaf (its hash) at `index` of the tree of `size` leaves with this root? */
export function checkInclusion({ index, size, leaf, proof, root }: InclusionProof): Check {
  return checkSubtreeInclusion({ index, start: 0n, end: size, leaf, proof, root }, false)
}

export type SubtreeInclusionProof = Omit<InclusionProof, 'size'> & { start: bigint; end: bigint }

/** Is the leaf at `index` of the subtree over leaves [start, end) with this root? `index` counts from leaf 0. */
export function checkSubtreeInclusion(given: SubtreeInclusionProof, aligned = true): Check {
  const { index, start, end, leaf, proof, root } = given
  if (start >= end) return refuse(`leaves [${start}, ${end}) hold nothing`)
  if (start < 0n || end >= SIZE_LIMIT) return refuse('sizes are below 2^64')
  if (aligned && !isSubtree(start, end)) return refuse(`[${start}, ${end}) is not a subtree`)
  if (index < start || index >= end) return refuse(`index ${index} lies outside [${start}, ${end})`)
  if (leaf.length !== HASH_BYTES) return refuse(`a leaf hash has ${HASH_BYTES} bytes, found ${leaf.length}`)
  let position = index - start
  let last = end - start - 1n
  let node = leaf
  for (const step of proof) {
    if (step.length !== HASH_BYTES)
      return refuse(`a proof hash has ${HASH_BYTES} bytes, found ${step.length}`)
    if (last === 0n) return refuse('the proof is too long')
    if (odd(position) || position === last) {
      node = nodeHash(step, node)
      while (!odd(position) && position !== 0n) {
        position >>= 1n
        last >>= 1n
      }
    } else {
      node = nodeHash(node, step)
    }
    position >>= 1n
    last >>= 1n
  }
  if (last !== 0n) return refuse('the proof is too short')
  return equalBytes(node, root) ? { ok: true } : refuse('the proof leads to another root')
}

export type ConsistencyProof = {
  size1: bigint
  size2: bigint
  root1: Uint8Array
  root2: Uint8Array
  proof: readonly Uint8Array[]
}

/** Are the first `size1` leaves of the second tree the first tree? Nothing can be proven from an empty first tree. */
export function checkConsistency({ size1, size2, root1, root2, proof }: ConsistencyProof): Check {
  if (size1 <= 0n) return refuse('from an empty tree nothing can be proven')
  return checkSubtreeConsistency({ start: 0n, end: size1, size: size2, root1, root2, proof })
}

export type SubtreeConsistencyProof = {
  start: bigint
  end: bigint
  size: bigint
  /** Root of the subtree over leaves [start, end). */
  root1: Uint8Array
  /** Root of the tree of `size` leaves. */
  root2: Uint8Array
  proof: readonly Uint8Array[]
}

/** Is the subtree over leaves [start, end) a part of the tree of `size` leaves? */
export function checkSubtreeConsistency(given: SubtreeConsistencyProof): Check {
  const { start, end, size, root1, root2, proof } = given
  if (start < 0n || start > end || end > size || size >= SIZE_LIMIT) {
    return refuse(`[${start}, ${end}) does not lie in a tree of ${size} leaves`)
  }
  if (start === end) return checkEmptySubtree(root1, proof)
  if (!isSubtree(start, end)) return refuse(`[${start}, ${end}) is not a subtree`)
  if (start === 0n && end === size) {
    if (proof.length > 0) return refuse('the proof of a tree with itself is empty')
    return equalBytes(root1, root2) ? { ok: true } : refuse('trees of one size have different roots')
  }
  return foldConsistency(given)
}

function checkEmptySubtree(root: Uint8Array, proof: readonly Uint8Array[]): Check {
  if (proof.length > 0) return refuse('the proof of an empty subtree is empty')
  return equalBytes(root, EMPTY_ROOT) ? { ok: true } : refuse('this is not the root of an empty tree')
}

/** Positions, at the height reached, of a subtree's first and last leaf and of the tree's last leaf. */
type Heights = { first: bigint; edge: bigint; last: bigint }

function climb(at: Heights): void {
  at.first >>= 1n
  at.edge >>= 1n
  at.last >>= 1n
}

/** Both roots are folded from the same hashes: `old` takes only those left of the subtree's edge, `now` all of them. */
function foldConsistency({ start, end, size, root1, root2, proof }: SubtreeConsistencyProof): Check {
  const at: Heights = { first: start, edge: end - 1n, last: size - 1n }
  // Up to the largest whole node on the subtree's right edge; where both right edges are one, to the subtree itself.
  // (Shifting never makes two different edges equal here: only an odd one is shifted, and it is the smaller.)
  while (at.first !== at.edge && (at.edge === at.last || odd(at.edge))) climb(at)
  const whole = at.first === at.edge
  const seed = whole ? root1 : proof[0]
  if (seed === undefined) return refuse('the proof is too short')
  let [old, now] = [seed, seed]
  for (const step of whole ? proof : proof.slice(1)) {
    if (step.length !== HASH_BYTES)
      return refuse(`a proof hash has ${HASH_BYTES} bytes, found ${step.length}`)
    if (at.last === 0n) return refuse('the proof is too long')
    if (odd(at.edge) || at.edge === at.last) {
      if (at.first < at.edge) old = nodeHash(step, old)
      now = nodeHash(step, now)
      while (!odd(at.edge) && at.edge !== 0n) climb(at)
    } else {
      now = nodeHash(now, step)
    }
    climb(at)
  }
  if (at.last !== 0n) return refuse('the proof is too short')
  if (!equalBytes(old, root1)) return refuse('the proof leads to another first root')
  return equalBytes(now, root2) ? { ok: true } : refuse('the proof leads to another second root')
}

/** [start, end) is a subtree when `start` is a multiple of the smallest power of two that holds `end - start` leaves. */
function isSubtree(start: bigint, end: bigint): boolean {
  let span = 1n
  while (span < end - start) span <<= 1n
  return start % span === 0n
}

function odd(value: bigint): boolean {
  return (value & 1n) === 1n
}

function refuse(because: string): Check {
  return { ok: false, because }
}
