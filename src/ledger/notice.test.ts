import { array, assert as assertProperty, integer, property, uniqueArray } from 'fast-check'
import { expect, it } from 'vitest'
import type { Batch } from './batch.ts'
import { noticeOf, noticeText, parseNotice, placeIn } from './notice.ts'

/** Ids that stand there several times are of rows with so many facts. */
function batchOf(ids: number[], size = 1000): Pick<Batch, 'size' | 'at' | 'rows'> {
  const rows = [...new Set(ids)].map((id) => ({
    id: String(id),
    facts: ids.filter((one) => one === id).map(() => '{}'),
  }))
  return { size, at: 1_795_355_100_123, rows }
}

it('says for every id of 500 batches where it went, and of others that they are not in it', () => {
  let placed = 0
  const starts = uniqueArray(integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 60 })
  assertProperty(
    property(
      starts,
      array(integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 60 }),
      (firsts, counts) => {
        const ids = [
          ...new Set(
            firsts.flatMap((first, order) => Array.from({ length: counts[order] ?? 1 }, (_, n) => first + n)),
          ),
        ]
        ids.sort((a, b) => a - b)
        const notice = parseNotice(noticeText(noticeOf(batchOf(ids))))
        for (const [order, id] of ids.entries()) {
          expect(notice && placeIn(notice, id)).toEqual({ index: 1000 + order, at: 1_795_355_100_123 })
          placed++
        }
        for (let id = 0; id < 3010; id += 7)
          if (!ids.includes(id)) expect(notice && placeIn(notice, id)).toBeUndefined()
      },
    ),
    { numRuns: 500, seed: 3 },
  )
  expect(placed).toBeGreaterThan(8000)
})

it('knows rows of several facts, by the first of each', () => {
  const notice = parseNotice(noticeText(noticeOf(batchOf([5, 6, 6, 6, 7, 8, 8, 12]))))
  const indexes = [5, 6, 7, 8, 12].map((id) => notice && placeIn(notice, id)?.index)
  expect(indexes).toEqual([1000, 1001, 1004, 1005, 1007])
  expect(noticeText(noticeOf(batchOf([5, 6, 6, 6, 7, 8, 8, 12])))).toBe('1000 1795355100123 5,6*3,7,8*2,12')
})

it('leaves the ranges out when they do not fit a notification, and reads nothing into other texts', () => {
  const many = noticeText(noticeOf(batchOf(Array.from({ length: 4096 }, (_, n) => 9_000_000_000 + n * 2))))
  expect(many.length).toBeLessThan(100)
  expect(parseNotice(many)).toBeUndefined()
  expect(noticeText(noticeOf(batchOf(Array.from({ length: 4096 }, (_, n) => n + 5))))).toBe(
    '1000 1795355100123 5+4096',
  )
  for (const text of ['', '1', '1 2', '1 2 x', '1 2 ,', '1 2 1+', 'a 2 3', '1 2 3 4', '1 2 1+2+']) {
    const notice = parseNotice(text)
    if (notice) expect(placeIn(notice, 99)).toBeUndefined()
  }
  expect(parseNotice('1 2 x')).toBeUndefined()
})
