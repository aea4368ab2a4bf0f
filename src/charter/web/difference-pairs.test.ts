import { array, assert, constantFrom, property } from 'fast-check'
import { expect, it } from 'vitest'
import { lineDifference } from '../line-difference.ts'
import { pairsOf } from './difference-pairs.ts'

it('puts what was removed beside what came in its place', () => {
  expect(pairsOf(lineDifference('a\nb\nc\n', 'a\nx\ny\nc\n'))).toEqual([
    { is: 'same', before: 'a', after: 'a' },
    { is: 'changed', before: 'b', after: 'x' },
    { is: 'changed', after: 'y' },
    { is: 'same', before: 'c', after: 'c' },
  ])
})

it('keeps every line of both texts in its order', () => {
  const text = array(constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 })
  let checked = 0
  assert(
    property(text, text, (one, other) => {
      const pairs = pairsOf(lineDifference(one.join('\n'), other.join('\n')))
      expect(pairs.flatMap(({ before }) => before ?? [])).toEqual(one)
      expect(pairs.flatMap(({ after }) => after ?? [])).toEqual(other)
      checked += 1
    }),
    { numRuns: 200 },
  )
  expect(checked).toBe(200)
})
