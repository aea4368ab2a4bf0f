import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { lineDifference } from './line-difference.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 9 })
// An empty last line is no line: a text ends where its last line does.
const text = lines.map((list) => (list.length === 0 ? '' : `${list.join('\n')}\n`))
const linesOf = (whole: string) => (whole === '' ? [] : whole.replace(/\n$/, '').split('\n'))

/** The longest common subsequence by trying everything. */
function longest(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0
  const [a, ...restA] = one
  const [b, ...restB] = other
  return a === b ? 1 + longest(restA, restB) : Math.max(longest(restA, other), longest(one, restB))
}

it('tells both texts, and keeps as many lines as can be kept (300 pairs)', () => {
  let compared = 0
  fc.assert(
    fc.property(text, text, (before, after) => {
      const difference = lineDifference(before, after)
      const left = difference.filter(({ is }) => is !== 'added').map((line) => line.text)
      const right = difference.filter(({ is }) => is !== 'removed').map((line) => line.text)
      expect([left, right]).toEqual([linesOf(before), linesOf(after)])
      const same = difference.filter(({ is }) => is === 'same').length
      expect(same).toBe(longest(linesOf(before), linesOf(after)))
      compared += 1
    }),
    { numRuns: 300 },
  )
  expect(compared).toBe(300)
})

it('shows texts too long to compare as a whole', () => {
  const long = (word: string) => Array.from({ length: 3100 }, (_, n) => `${word}${n}`).join('\n')
  const difference = lineDifference(long('a'), long('b'))
  expect(difference.filter(({ is }) => is === 'removed')).toHaveLength(3100)
  expect(difference).toHaveLength(6200)
})
