/** R's forecasts of the same series (Debian's r-cran-forecast), in one R process a method. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BenchSeries } from './forecast-series.ts'

export type RivalName = 'ets' | 'thetaf' | 'mstl' | 'tbats' | 'auto.arima'
export type RivalForecast = { id: string; cpuMs: number; point: number[]; lower: number[]; upper: number[] }

const SCRIPT = `
suppressMessages(library(forecast))
args <- commandArgs(TRUE)
for (line in readLines(args[1])) {
  part <- strsplit(line, ";")[[1]]
  x <- as.numeric(strsplit(part[5], ",")[[1]])
  h <- as.integer(part[2])
  seasons <- as.integer(strsplit(part[4], ",")[[1]])
  seasons <- seasons[2 * seasons < length(x)]
  clock <- proc.time()
  f <- switch(args[2],
    ets = forecast(ets(ts(x, frequency = as.integer(part[3]))), h = h, level = 95),
    tbats = forecast(tbats(msts(x, seasonal.periods = if (length(seasons)) seasons else 1), use.parallel = FALSE), h = h, level = 95),
    auto.arima = forecast(auto.arima(ts(x, frequency = as.integer(part[3]))), h = h, level = 95),
    thetaf = thetaf(ts(x, frequency = as.integer(part[3])), h = h, level = 95),
    mstl = if (length(seasons)) stlf(msts(x, seasonal.periods = seasons), h = h, level = 95) else forecast(ets(x), h = h, level = 95))
  cpu <- sum((proc.time() - clock)[1:2]) * 1000
  row <- function(v) paste(sprintf("%.8g", as.numeric(v)), collapse = ",")
  cat(part[1], ";", cpu, ";", row(f$mean), ";", row(f$lower), ";", row(f$upper), "\\n", sep = "")
}
`

/** True once R and its package answer; installs them where this process may (as root, on Debian). */
export function haveR(): boolean {
  if (answers()) return true
  if (process.getuid?.() !== 0) return false
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'r-cran-forecast'], { stdio: 'ignore' })
  return answers()
}

function answers(): boolean {
  return spawnSync('Rscript', ['-e', 'library(forecast)'], { stdio: 'ignore' }).status === 0
}

export function rivalForecasts(name: RivalName, set: readonly BenchSeries[]): RivalForecast[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-forecast-'))
  try {
    const lines = set.map(({ id, values, horizon, seasons, scale }) =>
      [id, horizon, scale, seasons.join(','), values.slice(0, -horizon).join(',')].join(';'),
    )
    writeFileSync(path.join(folder, 'series.txt'), `${lines.join('\n')}\n`)
    writeFileSync(path.join(folder, 'rival.R'), SCRIPT)
    const ran = spawnSync('Rscript', [path.join(folder, 'rival.R'), path.join(folder, 'series.txt'), name], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 900_000,
    })
    if (ran.status !== 0) throw new Error(`R's ${name} failed: ${ran.stderr.slice(-500)}`)
    return ran.stdout.trim().split('\n').map(readLine)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Public series that R brings: half-hourly load of England, four stock markets and gold. Daily values become weeks. */
export function seriesOfR(): { id: string; step: 'hour' | 'week'; values: number[] }[] {
  const ran = spawnSync('Rscript', ['-e', PUBLIC_SERIES], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (ran.status !== 0) throw new Error(`R gave no series: ${ran.stderr.slice(-500)}`)
  return ran.stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [step, id = '', row = ''] = line.split(';')
      return { id, step: step === 'hour' ? 'hour' : 'week', values: row.split(',').map(Number) }
    })
}

const PUBLIC_SERIES = `
suppressMessages(library(forecast))
row <- function(step, id, v) cat(step, ";", id, ";", paste(sprintf("%.8g", v), collapse = ","), "\\n", sep = "")
half <- as.numeric(taylor)
row("hour", "taylor", colMeans(matrix(half, 2)))
for (name in colnames(EuStockMarkets)) row("week", name, as.numeric(EuStockMarkets[seq(1, 1860, 5), name]))
price <- as.numeric(na.omit(as.numeric(gold)))
row("week", "gold", price[seq(1, length(price), 5)])
`

function readLine(line: string): RivalForecast {
  const [id = '', cpu = '', ...rows] = line.split(';')
  const [point = [], lower = [], upper = []] = rows.map((row) => row.split(',').map(Number))
  return { id, cpuMs: Number(cpu), point, lower, upper }
}
