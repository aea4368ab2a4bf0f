import { hash } from 'node:crypto'

/** Counts and digests the rows of one table. `content` does not depend on their order, so no table must be sorted. */
export type RowDigest = { add: (row: Uint8Array) => void; rows: () => number; content: () => string }

/**
 * The sum of the SHA-256 of each row, read as little-endian numbers, modulo 2^256, in hex: equal for equal rows in any order, and unlike an
 * exclusive or it does not lose rows that occur twice. It finds accidents; against forgery stands the ledger.
 */
export function rowDigest(): RowDigest {
  // Eight words of 32 bits, the least significant first; numbers are exact far beyond one carry.
  const sum = new Uint32Array(8)
  let rows = 0
  return {
    add: (row) => {
      const digest = hash('sha256', row, 'buffer')
      let carry = 0
      for (let word = 0; word < 8; word++) {
        const total = (sum[word] ?? 0) + digest.readUInt32LE(word * 4) + carry
        sum[word] = total % 0x1_0000_0000
        carry = total >= 0x1_0000_0000 ? 1 : 0
      }
      rows++
    },
    rows: () => rows,
    content: () =>
      Array.from(sum, (word) => word.toString(16).padStart(8, '0'))
        .reverse()
        .join(''),
  }
}
