import { createHash, hash } from 'node:crypto'
import type { Hash } from 'node:crypto'

/** Counts and digests the rows of one table. `content` does not depend on their order, so no table must be sorted. */
export type RowDigest = {
  /** A row, or a part of one; `ends` says that the row ends with it. */
  part: (bytes: Uint8Array, ends: boolean) => void
  rows: () => number
  content: () => string
}

/**
 * The sum of the SHA-256 of each row, read as little-endian numbers, modulo 2^256, in hex: equal for equal rows in any
 * order, and unlike an exclusive or it does not lose rows that occur twice. It finds accidents; against forgery stands
 * the ledger.
 */
export function rowDigest(): RowDigest {
  // Eight words of 32 bits, the least significant first; numbers are exact far beyond one carry.
  const sum = new Uint32Array(8)
  let rows = 0
  let begun: Hash | null = null
  const add = (digest: Buffer) => {
    let carry = 0
    for (let word = 0; word < 8; word++) {
      const total = (sum[word] ?? 0) + digest.readUInt32LE(word * 4) + carry
      sum[word] = total % 0x1_0000_0000
      carry = total >= 0x1_0000_0000 ? 1 : 0
    }
    rows++
  }
  return {
    part: (bytes, ends) => {
      if (!begun && ends) return add(hash('sha256', bytes, 'buffer'))
      begun = (begun ?? createHash('sha256')).update(bytes)
      if (!ends) return
      add(begun.digest())
      begun = null
    },
    rows: () => rows,
    content: () =>
      Array.from(sum, (word) => word.toString(16).padStart(8, '0'))
        .reverse()
        .join(''),
  }
}

/** Digests the rows in a piece of COPY's text, in which every row ends with a newline. */
export function digestText(digest: RowDigest, piece: Buffer): void {
  for (let at = 0; at < piece.length;) {
    const newline = piece.indexOf(0x0a, at)
    const end = newline < 0 ? piece.length : newline + 1
    digest.part(piece.subarray(at, end), newline >= 0)
    at = end
  }
}
