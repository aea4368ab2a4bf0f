import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSnappy, SnappyError } from './snappy.ts'
import { snappyBlock, varint } from './write.oracle.ts'

const MAX = 1_000_000

describe('a snappy block', () => {
  it('gives back what was compressed', () => {
    const repeated = Buffer.from('carrier="海岸電送",'.repeat(9_000))
    expect(readSnappy(snappyBlock(repeated), MAX).equals(repeated)).toBe(true)
    expect(snappyBlock(repeated).length).toBeLessThan(repeated.length / 10)
    const pieces = fc.array(fc.uint8Array({ maxLength: 90 }), { maxLength: 40 })
    fc.assert(
      fc.property(pieces, fc.nat(4), (parts, times) => {
        const plain = Buffer.concat(Array.from({ length: times + 1 }, () => parts).flat())
        expect(readSnappy(snappyBlock(plain), MAX).equals(plain)).toBe(true)
      }),
      { numRuns: 300, seed: 5 },
    )
  })

  it('knows every form of literal and copy', () => {
    const literal = (tag: number[], bytes: Buffer) => Buffer.concat([Buffer.from(tag), bytes])
    const a = Buffer.alloc(70, 'a')
    const block = (...parts: (Buffer | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part)))
    // One byte of length, then a copy of one, two and four bytes of offset.
    const copies = block(
      varint(70 + 11 + 64 + 5),
      literal([60 << 2, 69], a),
      [(7 << 2) | 1, 1],
      [(63 << 2) | 2, 70, 0],
      [(4 << 2) | 3, 2, 0, 0, 0],
    )
    expect(readSnappy(copies, MAX).toString()).toBe('a'.repeat(150))
    for (const [bytes, tag] of [
      [2, 61],
      [3, 62],
      [4, 63],
    ] as const) {
      const length = Buffer.alloc(bytes)
      length.writeUIntLE(69, 0, bytes)
      expect(readSnappy(block(varint(70), [tag << 2], length, a), MAX).toString()).toBe('a'.repeat(70))
    }
    expect(readSnappy(Buffer.from([0]), MAX).length).toBe(0)
  })

  const HOSTILE: [string, Buffer, RegExp][] = [
    ['nothing', Buffer.alloc(0), /expected a length/],
    ['a length without end', Buffer.alloc(9, 0xff), /at most 32 bits/],
    ['a length of 35 bits', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7f]), /at most 32 bits/],
    ['a bomb of 4 GB', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0x61]), /at most 1000000 bytes/],
    ['a literal that is cut', Buffer.from([9, 8 << 2, 1, 2]), /more bytes/],
    ['a length of a literal that is cut', Buffer.from([9, 63 << 2, 1]), /more bytes/],
    // snappyjs 0.7.0 never ends on this one.
    [
      'a literal of 4 GB',
      Buffer.from([100, 0, 0x61, 63 << 2, 0xf0, 0xff, 0xff, 0xff, ...Array(20).fill(0)]),
      /more bytes/,
    ],
    ['a copy of nothing', Buffer.from([9, 1, 1]), /offset 1/],
    ['a copy with offset 0', Buffer.from([9, 0, 0x61, 1, 0]), /offset 0/],
    ['a copy from before the beginning', Buffer.from([9, 0, 0x61, (3 << 2) | 2, 2, 0]), /offset 2/],
    ['an offset that is cut', Buffer.from([9, 0, 0x61, (3 << 2) | 3, 1, 0]), /more bytes/],
    ['more than declared', Buffer.from([1, 1 << 2, 0x61, 0x62]), /no more than the declared/],
    [
      'a copy beyond what is declared',
      Buffer.from([3, 0, 0x61, (9 << 2) | 2, 1, 0]),
      /no more than the declared/,
    ],
    ['less than declared', Buffer.from([5, 0, 0x61]), /expected 5 bytes as declared, found 1/],
  ]
  it.each(HOSTILE)('refuses %s', (_, block, expected) => {
    expect(() => readSnappy(block, MAX)).toThrow(expected)
  })

  it('ends for any bytes, with a block or a SnappyError, and allocates no more than allowed', () => {
    const read = { blocks: 0, refused: 0 }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
        try {
          expect(readSnappy(bytes, 5_000).length).toBeLessThanOrEqual(5_000)
          read.blocks += 1
        } catch (problem) {
          expect(problem).toBeInstanceOf(SnappyError)
          read.refused += 1
        }
      }),
      { numRuns: 20_000, seed: 7, examples: [[Uint8Array.from([2, 4, 1, 2])], [Uint8Array.from([9])]] },
    )
    expect(read.blocks).toBeGreaterThan(0)
    expect(read.blocks + read.refused).toBe(20_000)
  })
})
