import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineCutter } from './lines.ts'

describe('cutting into lines', () => {
  it('gives the same lines for any pieces, also when their memory is used again (500 random texts)', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', 'bc', '\\.', '監', ''), { maxLength: 60 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
        (whole, sizes) => {
          const bytes = Buffer.from(whole)
          const cutter = lineCutter(1000)
          const found: string[] = []
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1
            const piece = Buffer.from(bytes.subarray(at, at + size))
            for (const line of cutter.push(piece)) found.push(line.toString())
            piece.fill(0)
            at += size
          }
          const expected = whole.split('\n')
          const rest = expected.pop()
          expect(found).toEqual(expected.map((line) => `${line}\n`))
          expect(cutter.rest().toString()).toBe(rest)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('refuses a line without end', () => {
    const cutter = lineCutter(10)
    cutter.push(Buffer.from('1234567890'))
    expect(() => cutter.push(Buffer.from('1'))).toThrow(RangeError)
  })
})
