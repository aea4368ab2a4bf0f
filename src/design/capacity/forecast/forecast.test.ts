import { expect, it } from 'vitest'
import { hourlySeries, weeklySeries } from '../../../../bench/forecast-series.ts'
import { forecast, type Forecast, type ForecastOptions } from './forecast.ts'
import { uniformFrom } from '../../../platform/random.ts'

function mustForecast(
  values: ArrayLike<number>,
  options: Partial<ForecastOptions> & { horizon: number },
): Forecast {
  const result = forecast({ id: 's', values: Float64Array.from(values) }, { levels: [80, 95], ...options })
  if ('cannot_forecast' in result) throw new Error(result.cannot_forecast.en)
  return result
}

it('beats the last week again, and its 95% intervals cover about as much, on 20 hourly series', () => {
  let inside = 0
  let steps = 0
  let ours = 0
  let naive = 0
  for (let seed = 901; seed <= 920; seed += 1) {
    const { values, horizon, seasons } = hourlySeries(seed, 800)
    const known = values.slice(0, -horizon)
    const result = mustForecast(known, { horizon, seasons })
    const scale = known.reduce((sum, value) => sum + value, 0)
    values.slice(-horizon).forEach((value, step) => {
      steps += 1
      ours += Math.abs(value - result.point[step]!) / scale
      naive += Math.abs(value - known[known.length - 168 + step]!) / scale
      if (value >= result.lower['95']![step]! && value <= result.upper['95']![step]!) inside += 1
    })
  }
  expect(steps).toBe(20 * 48)
  expect(ours / naive).toBeLessThan(0.8)
  expect((100 * inside) / steps).toBeGreaterThan(91)
  expect((100 * inside) / steps).toBeLessThan(99)
})

it('beats the last value on 40 weekly series', () => {
  let ours = 0
  let naive = 0
  for (let seed = 901; seed <= 940; seed += 1) {
    const { values, horizon, seasons } = weeklySeries(seed)
    const known = values.slice(0, -horizon)
    const result = mustForecast(known, { horizon, seasons })
    values.slice(-horizon).forEach((value, step) => {
      ours += Math.abs(value - result.point[step]!) / known.at(-1)!
      naive += Math.abs(value - known.at(-1)!) / known.at(-1)!
    })
  }
  expect(ours / naive).toBeLessThan(0.85)
})

function wave(time: number): number {
  return 100 + 40 * Math.sin((2 * Math.PI * time) / 24)
}

it('follows an exact season exactly, with and without being told of it', () => {
  const values = Array.from({ length: 24 * 20 }, (_none, time) => wave(time))
  for (const seasons of [[24], undefined]) {
    const result = mustForecast(values, { horizon: 30, ...(seasons && { seasons }) })
    // A day that is found is looked at by weekdays as well.
    expect(result.seasons).toEqual(seasons ?? [24, 168])
    result.point.forEach((value, step) => expect(value).toBeCloseTo(wave(24 * 20 + step), 1))
  }
})

it('takes the turn from night to day for no jump of the level where nobody told the season', () => {
  const random = uniformFrom(11)
  const values = Array.from({ length: 24 * 30 }, (_none, at) => {
    const isOpen = at % 24 >= 8 && at % 24 < 20 && Math.floor(at / 24) % 7 < 5
    return (isOpen ? 400 : 20) * (0.95 + 0.1 * random())
  })
  const told = mustForecast(values, { horizon: 48, seasons: [24, 168] })
  const found = mustForecast(values, { horizon: 48 })
  expect(found.seasons).toEqual([24, 168])
  expect(found.point).toEqual(told.point)
  expect(found.because.filter(({ en }) => en.includes('jumped'))).toEqual([])
})

it('never gives NaN, keeps bounds in order and 0 as floor, whatever the series', () => {
  let tried = 0
  const random = uniformFrom(7)
  const kinds: ((at: number) => number)[] = [
    (at) => at,
    (at) => (at < 60 ? 5 : 500),
    () => (random() < 0.9 ? 0 : 1000),
    (at) => 1.2 ** at,
    (at) => (at % 7 === 0 ? NaN : random()),
    (at) => (at === 40 ? 1e9 : random()),
    (at) => -random() * at,
    () => 1e-12 * random(),
    (at) => (at > 50 && at < 90 ? NaN : at % 24),
    (at) => (at === 0 ? 1 : 0),
  ]
  for (const kind of kinds)
    for (const length of [8, 13, 61, 120, 360])
      for (const horizon of [1, 200])
        for (const seasons of [undefined, [1], [7], [24, 168], [52]]) {
          const values = Float64Array.from({ length }, (_none, at) => kind(at))
          const result = forecast(
            { id: 's', values },
            { horizon, levels: [80, 95], ...(seasons && { seasons }) },
          )
          tried += 1
          if ('cannot_forecast' in result) continue
          const known = values.filter((value) => !Number.isNaN(value))
          const floor = known.every((value) => value >= 0) ? 0 : -Infinity
          for (let step = 0; step < horizon; step += 1) {
            const bounds = [result.lower['95']![step]!, result.lower['80']![step]!, result.point[step]!]
            const all = [...bounds, result.upper['80']![step]!, result.upper['95']![step]!]
            if (!all.every(Number.isFinite) || all.some((value, at) => at > 0 && value < all[at - 1]!))
              throw new Error(
                `${kinds.indexOf(kind)} ${length} ${horizon} ${seasons?.join()} ${step}: ${all.join()}`,
              )
            if (all[0]! < floor) throw new Error(`${kinds.indexOf(kind)} ${length} ${step}: below 0`)
          }
        }
  expect(tried).toBe(10 * 5 * 2 * 5)
}, 60_000)

it('says in both languages why it cannot forecast', () => {
  const gappy = Array.from({ length: 40 }, (_none, at) => (at % 3 === 0 ? at : NaN))
  for (const values of [[5], Array.from({ length: 50 }, () => 3), gappy, []]) {
    const result = forecast({ id: 's', values: Float64Array.from(values) }, { horizon: 3, levels: [95] })
    expect(result).toHaveProperty('cannot_forecast.ja')
    expect(result).toHaveProperty('cannot_forecast.en')
  }
})

it('gives the same forecast for the same series', () => {
  const { values, horizon, seasons } = hourlySeries(3, 700)
  expect(mustForecast(values, { horizon, seasons })).toEqual(mustForecast(values, { horizon, seasons }))
})
