import { expect, it } from 'vitest'
import { InputError } from '../../../platform/failure.ts'
import { readSeries } from './csv-series.ts'

it('reads a series a row, ragged, with or without a header, quoted or not', () => {
  const read = readSeries('f.csv', 'id,v1,v2,v3\na,1,2,3\n"b","4","5"\nc,6,,8,,\nd,NA,1e3\n')
  expect(read.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
  expect(read.map(({ values }) => [...values])).toEqual([
    [1, 2, 3],
    [4, 5],
    [6, NaN, 8],
    [NaN, 1000],
  ])
  expect(readSeries('f.csv', 'a,1,2\n')).toHaveLength(1)
  expect(readSeries('f.csv', '"V1","V2","V3"\nH1,1,2\n').map(({ id }) => id)).toEqual(['H1'])
})

it('reads timestamp,value in any order, with gaps where a step is missing', () => {
  const text =
    'timestamp,value\n2026-01-01 02:00:00,3\n2026-01-01 00:00:00,1\n2026-01-01 01:00:00,2\n2026-01-01 04:00:00,5\n'
  const [series] = readSeries('dir/load.csv', text)
  expect(series).toMatchObject({ id: 'load', stepMs: 3_600_000 })
  expect([...series!.values]).toEqual([1, 2, 3, NaN, 5])
})

it.each([
  ['text in a series', 'a,1,x,3\n', 1, 'cell 3'],
  ['text below a header', 'id,v1\na,1\nb,none\n', 3, 'cell 2'],
  ['an infinite value', 'a,1,Infinity\n', 1, 'cell 3'],
  [
    'two values for one instant',
    'timestamp,value\n2026-01-01 00:00,1\n2026-01-01 01:00,1\n2026-01-01 01:00,2\n',
    4,
    undefined,
  ],
  ['text as a value', 'timestamp,value\n2026-01-01 00:00,1\n2026-01-01 01:00,low\n', 3, 'cell 2'],
  ['a broken timestamp', 'timestamp,value\n2026-01-01 00:00,1\n2026-13-41 01:00,1\n', 3, 'cell 1'],
  ['one id twice', 'a,1\na,2\n', undefined, undefined],
  ['nothing', '\n', undefined, undefined],
])('refuses %s and names the place', (_what, text, line, cell) => {
  let refused: unknown
  try {
    readSeries('f.csv', text)
  } catch (problem) {
    refused = problem
  }
  expect(refused).toBeInstanceOf(InputError)
  expect((refused as InputError).place).toEqual({
    ...(line !== undefined && { line }),
    ...(cell !== undefined && { path: cell }),
  })
})
