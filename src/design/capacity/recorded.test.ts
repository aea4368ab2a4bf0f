import { expect, it } from 'vitest'
import type { Exhaustion } from './exhaust/exhaustion.ts'
import { dueForecasts, recordedIn, forecastFact } from './recorded.ts'

const crossing = { date: '2027-10-18', median: '2027-11-01', lower: '2027-09-01', upper: null }
const one: Exhaustion = {
  id: 'r',
  unit: 'Gbit/s',
  usable: 280,
  exhausts: crossing,
  steady: crossing,
  under_failure: null,
  order_by: '2027-07-20',
  ask_by: '2027-07-20',
  late: false,
  observed: '2026-10-22',
  because: [],
}
const histories = { r: { path: 'r.csv', sha256: 'a'.repeat(64), text: '' } }

it('records a forecast once for each history, and again when what it says has changed', () => {
  const [first] = dueForecasts([one], histories, {})
  expect(first).toMatchObject({ resource: 'r', observed: '2026-10-22', order_by: '2027-07-20' })
  const known = { r: recordedIn(forecastFact(first!, 0)) }
  expect(known.r).toEqual(first)
  expect(dueForecasts([one], histories, known)).toEqual([])
  const grown = { r: { ...histories.r, sha256: 'b'.repeat(64) } }
  expect(dueForecasts([one], grown, known)).toHaveLength(1)
  expect(dueForecasts([{ ...one, late: true }], histories, known)).toHaveLength(1)
})

it('records nothing of what could not be forecast', () => {
  const cannot_forecast = { ja: '実績がありません。', en: 'There is no history.' }
  expect(dueForecasts([{ ...one, cannot_forecast }], histories, {})).toEqual([])
  expect(dueForecasts([one], {}, {})).toEqual([])
})
