import { expect, it } from 'vitest'
import { ageText } from './age.ts'
import { gapsIn, loneIn, rowsOf } from './gaps.ts'

it('finds what is missing after the first value, but for the step that is still under way', () => {
  expect(gapsIn([null, null, 1, null, null, 2, 3, null, 4, null])).toEqual([
    { from: 3, until: 5 },
    { from: 7, until: 8 },
  ])
  expect(gapsIn([1, 2, 3])).toEqual([])
  expect(gapsIn([null, null])).toEqual([])
  // A series that has stopped shows it: only the newest step is not counted.
  expect(gapsIn([1, null, null, null])).toEqual([{ from: 1, until: 3 }])
})

it('finds the values that stand alone, and gives each its time', () => {
  expect(loneIn([1, null, 2, 3, null, 4])).toEqual([0, 5])
  const page = { from: '2026-11-23T00:00:00.000Z', step_ms: 300_000, values: [null, 5, null, 7] }
  expect(rowsOf(page as Parameters<typeof rowsOf>[0])).toEqual([
    { at: '2026-11-23T00:05:00.000Z', value: 5 },
    { at: '2026-11-23T00:15:00.000Z', value: 7 },
  ])
})

it('says an age in one unit', () => {
  expect([-5, 12_000, 200_000, 7_300_000, 9 * 86_400_000].map((age) => ageText(age).en)).toEqual([
    '0 s',
    '12 s',
    '3 min',
    '2 h',
    '9 days',
  ])
})
