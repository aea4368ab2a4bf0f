import { describe, expect, it } from 'vitest'
import type { Cell } from '../platform/csv.ts'
import { matching, sorted } from './table-rows.ts'

const cells: Cell[][] = [
  ['tyo-10', '東京 コア', 3],
  ['tyo-9', 'ＴＯＫＹＯ 境界', undefined],
  ['osa-1', '大阪 コア', 12],
  ['osa-2', undefined, 12],
]

describe('rows of a table', () => {
  it('are found by every word, in any cell, whatever case and width', () => {
    expect(matching(cells, 'コア')).toEqual([0, 2])
    expect(matching(cells, 'tokyo')).toEqual([1])
    expect(matching(cells, ' ｏｓａ　コア ')).toEqual([2])
    expect(matching(cells, '')).toEqual([0, 1, 2, 3])
    expect(matching(cells, 'nothing')).toEqual([])
  })

  it('are sorted by number or as people count, equal ones in their order, empty ones last', () => {
    const all = [0, 1, 2, 3]
    expect(sorted(cells, all, { column: 0, down: false })).toEqual([2, 3, 1, 0])
    expect(sorted(cells, all, { column: 2, down: false })).toEqual([0, 2, 3, 1])
    expect(sorted(cells, all, { column: 2, down: true })).toEqual([2, 3, 0, 1])
    expect(sorted(cells, all, undefined)).toEqual(all)
  })

  it('stay quick at 10,000 rows', () => {
    const many: Cell[][] = Array.from({ length: 10_000 }, (_, index) => [
      `node-${(index * 7919) % 10_000}`,
      '東京',
      index,
    ])
    const from = performance.now()
    expect(matching(many, 'node-99').length).toBe(111)
    expect(sorted(many, matching(many, ''), { column: 0, down: false })[1]).toBeDefined()
    expect(performance.now() - from).toBeLessThan(2_000)
  })
})
