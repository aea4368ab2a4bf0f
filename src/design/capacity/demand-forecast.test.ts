import { describe, expect, it } from 'vitest'
import { forecastDemand, type DemandForecast } from './demand-forecast.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 168 * HOUR_MS
/** Monday, 5 January 2026, midnight in Tokyo. */
const START_MS = Date.parse('2026-01-05T00:00:00+09:00')
const ZONE = 'Asia/Tokyo'

/** Grows by 1% of its beginning every week; evenings of working days are three times the nights. */
function truth(week: number, hour: number): number {
  const [day, clock] = [Math.floor(hour / 24), hour % 24]
  const shape = clock < 7 ? 1 : clock < 18 ? 2 : day < 5 ? 3 : 2.5
  return 100 * (1 + 0.01 * week) * shape
}

function historyOf(weeks: number, written: (atMs: number) => string, value = truth) {
  const lines = ['timestamp,value']
  for (let at = 0; at < weeks * 168; at += 1)
    lines.push(`${written(START_MS + at * HOUR_MS)},${value(Math.floor(at / 168), at % 168).toFixed(3)}`)
  return { path: 'demand.csv', sha256: '0'.repeat(64), text: lines.join('\n') }
}

const utc = (atMs: number): string => new Date(atMs).toISOString()
const wall = (atMs: number): string => new Date(atMs + 9 * HOUR_MS).toISOString().replace('Z', '')
const looking = (weeks: number) => ({
  zone: ZONE,
  nowMs: START_MS + weeks * WEEK_MS,
  untilMs: START_MS + (weeks + 57) * WEEK_MS,
})

function forecastOf(...asked: Parameters<typeof forecastDemand>): DemandForecast {
  const found = forecastDemand(...asked)
  if ('cannot_forecast' in found) throw new Error(found.cannot_forecast.en)
  return found
}

/** Weeks since the one of 1 January 1970 to that of the beginning. */
const FIRST_WEEK = Math.round((START_MS + 9 * HOUR_MS + 72 * HOUR_MS) / WEEK_MS)

describe('the forecast of a demand, hour by hour', () => {
  it.each([
    ['with offsets', utc],
    ['on the wall', wall],
  ])('carries level and shape of the week on, from times %s', (_, written) => {
    const found = forecastOf(historyOf(52, written), looking(52))
    let worst = 0
    for (const ahead of [1, 10, 40])
      for (let hour = 0; hour < 168; hour += 1) {
        const expected = truth(51 + ahead, hour)
        const miss = Math.abs(found.at({ week: FIRST_WEEK + 51 + ahead, hour }) - expected) / expected
        worst = Math.max(worst, miss)
      }
    expect(worst).toBeLessThan(0.06)
    expect(found.peak).toBeGreaterThan(found.at({ week: FIRST_WEEK + 60, hour: 20 }) * 0.999)
  })

  it('has the shape of a day where only days were measured', () => {
    const lines = ['timestamp,value']
    for (let day = 0; day < 140; day += 1)
      lines.push(`${wall(START_MS + day * 24 * HOUR_MS)},${day % 7 < 5 ? 200 : 100}`)
    const history = { path: 'd.csv', sha256: '', text: lines.join('\n') }
    const varied = { ...history, text: history.text.replace(',200', ',201') }
    const found = forecastOf(varied, looking(20))
    const [monday, sunday] = [10, 6 * 24 + 10].map((hour) => found.at({ week: FIRST_WEEK + 21, hour }))
    expect(monday! / sunday!).toBeCloseTo(2, 1)
  })

  it('says why it cannot where too little, too old or nothing that moves was measured', () => {
    const because = (...asked: Parameters<typeof forecastDemand>): string => {
      const found = forecastDemand(...asked)
      return 'cannot_forecast' in found ? found.cannot_forecast.en : ''
    }
    expect(because(historyOf(5, utc), looking(5))).toContain('only 5 weeks'.replace('only', 'Only'))
    expect(because(historyOf(30, utc), looking(60))).toContain('92 days')
    expect(
      because(
        historyOf(30, utc, () => 7),
        looking(30),
      ),
    ).toContain('same')
    const rows = { path: 'r.csv', sha256: '', text: 'id,v1,v2\na,1,2' }
    expect(because(rows, looking(2))).toContain('every day')
  })
})
