/**
 * Our forecasts beside R's thetaf, mstl (stlf over all seasons), ets, tbats, auto.arima and the plain mean of them on
 * the same series: made hourly and weekly ones, those that R brings, and public ones where ../shared is there. Scores
 * as in M4 (OWA against Naive2), coverage of 95% intervals, overall and by part of the horizon, and CPU time a series,
 * with ratios to the rivals. What takes R seconds on hours gets few of the series; auto.arima, which
 * takes minutes on hours, weeks only.
 * Usage: node bench/forecast.ts [series of a kind, 100]
 */
import { forecast } from '../src/design/capacity/forecast/forecast.ts'
import { mixedHours } from './forecast-kinds.ts'
import { publicHourlySeries, seriesFromR } from './forecast-public.ts'
import { haveR, rivalForecasts, type RivalName } from './forecast-rivals.ts'
import { covered, mase, naive2, smape } from './forecast-score.ts'
import { hourlySeries, weeklySeries, type BenchSeries } from './forecast-series.ts'

type Path = { point: number[]; lower: number[]; upper: number[]; cpuMs: number }
type Score = { count: number; smape: number; mase: number; owa: number; coverage: number; cpuMs: number }

function ours(series: BenchSeries): Path {
  const known = Float64Array.from(series.values.slice(0, -series.horizon))
  const before = process.cpuUsage()
  const result = forecast(
    { id: series.id, values: known },
    { horizon: series.horizon, seasons: series.seasons, levels: [95] },
  )
  const { user, system } = process.cpuUsage(before)
  if ('cannot_forecast' in result) throw new Error(`${series.id}: ${result.cannot_forecast.en}`)
  return {
    point: result.point,
    lower: result.lower['95']!,
    upper: result.upper['95']!,
    cpuMs: (user + system) / 1000,
  }
}

function scoreOf(set: readonly BenchSeries[], paths: readonly Path[]): Score {
  const sums = { smape: 0, mase: 0, smape2: 0, mase2: 0, inside: 0, steps: 0, cpu: 0 }
  set.forEach(({ values, horizon, scale }, at) => {
    const known = values.slice(0, -horizon)
    const came = values.slice(-horizon)
    const path = paths[at]!
    const base = naive2(known, scale, horizon)
    sums.smape += smape(path.point, came)
    sums.mase += mase(path.point, came, known, scale)
    sums.smape2 += smape(base, came)
    sums.mase2 += mase(base, came, known, scale)
    sums.inside += covered(path.lower, path.upper, came)
    sums.steps += horizon
    sums.cpu += path.cpuMs
  })
  return {
    count: set.length,
    smape: sums.smape / set.length,
    mase: sums.mase / set.length,
    owa: (sums.smape / sums.smape2 + sums.mase / sums.mase2) / 2,
    coverage: (100 * sums.inside) / sums.steps,
    cpuMs: sums.cpu / set.length,
  }
}

function print(kind: string, name: string, score: Score, against?: Score): void {
  const ratio = against
    ? `  our OWA / its ${(against.owa / score.owa).toFixed(2)}, our CPU / its ${(against.cpuMs / score.cpuMs).toFixed(2)}`
    : ''
  console.log(
    `${kind.padEnd(16)} ${name.padEnd(10)} n ${String(score.count).padStart(3)}  sMAPE ${score.smape.toFixed(2).padStart(6)}  MASE ${score.mase.toFixed(3)}  OWA ${score.owa.toFixed(3)}  95% covers ${score.coverage.toFixed(1)}%  ${score.cpuMs.toFixed(1)} CPU ms${ratio}`,
  )
}

/** Every so many-th series for what is slow in R. */
const EVERY_HOURS: Record<RivalName, number> = {
  thetaf: 1,
  mstl: 1,
  ets: 20,
  tbats: 30,
  'auto.arima': Infinity,
}
const EVERY_WEEKS: Record<RivalName, number> = { thetaf: 1, mstl: 1, ets: 1, tbats: 15, 'auto.arima': 5 }

function compare(kind: string, set: readonly BenchSeries[], rivals: readonly RivalName[]): void {
  const paths = set.map(ours)
  print(kind, 'kensho', scoreOf(set, paths))
  printCoverage(kind, set, paths)
  const quick: Path[][] = []
  for (const rival of rivals) {
    const every = (set[0]!.scale > 1 ? EVERY_HOURS : EVERY_WEEKS)[rival]
    if (every === Infinity) continue
    const some = set.filter((_one, at) => at % every === 0)
    const made = rivalForecasts(rival, some)
    if (every === 1) quick.push(made)
    const mine = paths.filter((_one, at) => at % every === 0)
    print(kind, rival, scoreOf(some, made), scoreOf(some, mine))
  }
  if (quick.length > 1)
    print(
      kind,
      'their mean',
      scoreOf(
        set,
        set.map((_one, at) => meanOf(quick, at)),
      ),
      scoreOf(set, paths),
    )
}

function meanOf(methods: readonly Path[][], at: number): Path {
  const rows = methods.map((paths) => paths[at]!)
  const average = (of: 'point' | 'lower' | 'upper'): number[] =>
    rows[0]![of].map((_none, step) => rows.reduce((sum, row) => sum + row[of][step]!, 0) / rows.length)
  const cpuMs = rows.reduce((sum, row) => sum + row.cpuMs, 0)
  return { point: average('point'), lower: average('lower'), upper: average('upper'), cpuMs }
}

/** Coverage by sixth of the horizon: an average can hide intervals that are too wide first and too narrow later. */
function printCoverage(kind: string, set: readonly BenchSeries[], paths: readonly Path[]): void {
  const horizon = set[0]!.horizon
  const parts = Array.from({ length: 6 }, (_none, part) => {
    const from = Math.round((part * horizon) / 6)
    const until = Math.round(((part + 1) * horizon) / 6)
    const inside = set.reduce((sum, { values }, at) => {
      const came = values.slice(-horizon).slice(from, until)
      const { lower, upper } = paths[at]!
      return sum + covered(lower.slice(from, until), upper.slice(from, until), came)
    }, 0)
    return `${from + 1}-${until} ${((100 * inside) / (until - from) / set.length).toFixed(1)}%`
  })
  console.log(`${kind.padEnd(16)} 95% intervals cover, by steps ahead: ${parts.join('  ')}`)
}

function main(): void {
  const size = Number(process.argv[2] ?? 100)
  const many = (make: (seed: number) => BenchSeries): BenchSeries[] =>
    Array.from({ length: size }, (_none, at) => make(at + 1))
  // The first series would otherwise pay for compiling.
  many((seed) => hourlySeries(seed + 5_000, 800))
    .slice(0, 10)
    .forEach(ours)
  const isThere = haveR()
  const rivals: RivalName[] = isThere ? ['thetaf', 'mstl', 'ets', 'tbats', 'auto.arima'] : []
  if (!isThere) console.log('skipped: R with its package forecast is not there, so there are no rivals')
  compare(
    'hours, load',
    many((seed) => hourlySeries(seed, seed % 2 === 0 ? 700 : 960)),
    rivals,
  )
  // The pool was chosen on others of these kinds: numbers from 50,000 on were never looked at before.
  compare('hours, mixed', mixedHours(size, 50_000), rivals)
  compare(
    'weeks, made',
    many((seed) => weeklySeries(seed + 9_000)),
    rivals,
  )
  if (isThere) {
    compare('hours, load of R', seriesFromR('hour'), rivals.slice(0, 2))
    compare('weeks of R', seriesFromR('week'), rivals)
  }
  const real = publicHourlySeries()
  if (real.length === 0) console.log('skipped: the folder ../shared with public series is not there')
  else compare('hours, public', real, rivals.slice(0, 2))
  const long = many((seed) => hourlySeries(seed, 8_760)).slice(0, 20)
  print('a year of hours', 'kensho', scoreOf(long, long.map(ours)))
}

main()
