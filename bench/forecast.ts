/**
 * Our forecasts beside R's ets, thetaf and mstl (stlf over all seasons) on the same series: made hourly and weekly
 * ones, and public ones where ../shared is there. Scores as in M4 (OWA against Naive2), coverage of 95% intervals and
 * CPU time a series, with ratios to the rivals. ets takes seconds on hours and gets every tenth series.
 * Usage: node bench/forecast.ts [series of a kind, 100]
 */
import { forecast } from '../src/design/capacity/forecast/forecast.ts'
import { publicHourlySeries } from './forecast-public.ts'
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
    `${kind.padEnd(14)} ${name.padEnd(7)} n ${String(score.count).padStart(3)}  sMAPE ${score.smape.toFixed(2).padStart(6)}  MASE ${score.mase.toFixed(3)}  OWA ${score.owa.toFixed(3)}  95% covers ${score.coverage.toFixed(1)}%  ${score.cpuMs.toFixed(1)} CPU ms${ratio}`,
  )
}

function compare(kind: string, set: readonly BenchSeries[], rivals: readonly RivalName[]): void {
  const paths = set.map(ours)
  print(kind, 'kensho', scoreOf(set, paths))
  for (const rival of rivals) {
    const some = rival === 'ets' && set[0]!.scale > 1 ? set.filter((_one, at) => at % 10 === 0) : set
    const theirs = scoreOf(some, rivalForecasts(rival, some))
    const mine = scoreOf(
      some,
      paths.filter((_one, at) => some.includes(set[at]!)),
    )
    print(kind, rival, theirs, mine)
  }
}

function main(): void {
  const size = Number(process.argv[2] ?? 100)
  const many = (make: (seed: number) => BenchSeries): BenchSeries[] =>
    Array.from({ length: size }, (_none, at) => make(at + 1))
  // The first series would otherwise pay for compiling.
  many((seed) => hourlySeries(seed + 5_000, 800))
    .slice(0, 10)
    .forEach(ours)
  const rivals: RivalName[] = haveR() ? ['thetaf', 'mstl', 'ets'] : []
  if (rivals.length === 0)
    console.log('skipped: R with its package forecast is not there, so there are no rivals')
  compare(
    'hourly, made',
    many((seed) => hourlySeries(seed, seed % 2 === 0 ? 700 : 960)),
    rivals,
  )
  compare(
    'weekly, made',
    many((seed) => weeklySeries(seed)),
    rivals,
  )
  const real = publicHourlySeries()
  if (real.length === 0) console.log('skipped: the folder ../shared with public series is not there')
  else compare('hourly, public', real, rivals)
  const long = many((seed) => hourlySeries(seed, 8_760)).slice(0, 20)
  print('a year of hours', 'kensho', scoreOf(long, long.map(ours)))
}

main()
