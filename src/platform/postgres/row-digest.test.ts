import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestText, rowDigest } from './row-digest.ts'

function digestOf(rows: Uint8Array[]): string {
  const digest = rowDigest()
  for (const row of rows) digest.part(row, true)
  expect(digest.rows()).toBe(rows.length)
  return digest.content()
}

function number(hex: string): bigint {
  return BigInt(`0x${hex}`)
}

const row = fc.uint8Array({ maxLength: 40 })

describe('the digest of rows', () => {
  it('of one row is its SHA-256 as a little-endian number; of none it is zero', () => {
    // SHA-256 of "abc" begins with the bytes ba 78 16 bf and ends with f2 00 15 ad.
    expect(digestOf([Buffer.from('abc')])).toBe(
      'ad1500f261ff10b49c7a1796a36103b02322ae5dde404141eacf018fbf1678ba',
    )
    expect(digestOf([])).toBe('0'.repeat(64))
  })

  it('does not depend on order (300 random lists)', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), fc.nat(), (rows, seed) => {
        const shuffled = rows.map((value, index) => ({ value, key: (index * 7919 + seed) % 101 }))
        const other = shuffled.toSorted((a, b) => a.key - b.key).map(({ value }) => value)
        expect(digestOf(other)).toBe(digestOf(rows))
      }),
      { numRuns: 300 },
    )
  })

  it('tells a row that is missing, changed, or there twice (300 random lists)', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), row, (rows, other) => {
        const whole = digestOf(rows)
        expect(digestOf(rows.slice(1))).not.toBe(whole)
        expect(digestOf([...rows, other])).not.toBe(whole)
        expect(digestOf([...rows, other, other])).not.toBe(whole)
        fc.pre(!Buffer.from(other).equals(Buffer.from(rows[0] ?? [])))
        expect(digestOf([other, ...rows.slice(1)])).not.toBe(whole)
      }),
      { numRuns: 300 },
    )
  })

  it('adds exactly what arithmetic on large integers adds', () => {
    const rows = Array.from({ length: 2000 }, (_, index) => Buffer.from(`row ${index}`))
    const sum = rows.reduce((total, one) => (total + number(digestOf([one]))) % 2n ** 256n, 0n)
    expect(number(digestOf(rows))).toBe(sum)
  })

  it('of a text is the same in any pieces, also when their memory is used again (500 random texts)', () => {
    const rows = fc.array(fc.string({ unit: fc.constantFrom('a', 'bc', '\\', '監', '\t') }), {
      maxLength: 12,
    })
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(rows, sizes, (texts, lengths) => {
        const lines = texts.map((text) => Buffer.from(`${text}\n`))
        const bytes = Buffer.concat(lines)
        const digest = rowDigest()
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const piece = Buffer.from(bytes.subarray(at, at + (lengths[turn % lengths.length] ?? 1)))
          digestText(digest, piece)
          at += piece.length
          piece.fill(0)
        }
        expect([digest.rows(), digest.content()]).toEqual([texts.length, digestOf(lines)])
      }),
      { numRuns: 500 },
    )
  })
})
