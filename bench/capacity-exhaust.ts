/**
 * Backtests of the day of exhaustion: histories are cut off, the day is forecast, and what came says whether the order
 * would have been too late. Generated growth of seven kinds, and the public NAB series (../shared) whose peaks of 3.4
 * hours stand for days, a day for a week. Usable is a random part above the highest peak before the cut. The public
 * series are there for their anomalies: a second row counts only what runs out for good, so that a lone spike, which
 * nobody orders capacity for, is left out. Too late: later than the day on which it came; how early: days before it.
 * Usage: node bench/capacity-exhaust.ts [series of a kind, 60] [number of the first, 1]
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { loadavg } from 'node:os'
import { dateOf, dayOf } from '../src/design/capacity/exhaust/civil-days.ts'
import { exhaustionOf } from '../src/design/capacity/exhaust/exhaustion.ts'
import { randomness } from '../src/design/capacity/exhaust/random.ts'
import { readSeries, type Series } from '../src/design/capacity/forecast/csv-series.ts'

const DAY_MS = 86_400_000
const START_DAY = dayOf('2020-01-01')
const BUFFER_DAYS = 14
const QUANTILE = 0.975
const LEAD_DAYS = 90
const REVIEW_DAYS = 91
const KINDS = ['linear', 'exponential', 'walk', 'steps', 'bends', 's-curve', 'yearly'] as const

type Case = { values: Float64Array; cut: number; usable: number }

function generated(kind: (typeof KINDS)[number], seed: number): Case {
  const random = randomness(seed * 7_919 + KINDS.indexOf(kind))
  const count = 1_600
  const cut = 120 + Math.floor(random.uniform() * 600)
  const base = 100 * (1 + random.uniform())
  const yearly = base * (0.1 + 0.5 * random.uniform())
  const noise = base * (0.01 + 0.05 * random.uniform())
  const weekend = base * 0.2 * random.uniform()
  const middle = 200 + 900 * random.uniform()
  let walked = base
  let step = 0
  let bend = yearly / 365
  const values = Float64Array.from({ length: count }, (_none, day) => {
    walked += kind === 'walk' ? yearly / 365 + 0.012 * base * random.normal() : 0
    if (kind === 'steps' && random.uniform() < 1 / 150) step += base * 0.12 * random.uniform()
    if (kind === 'bends' && random.uniform() < 1 / 180) bend = (yearly / 365) * (0.2 + 1.6 * random.uniform())
    if (kind === 'bends') walked += bend
    const trend = {
      linear: base + (yearly * day) / 365,
      exponential: base * (1 + yearly / base) ** (day / 365),
      walk: walked,
      steps: base + (0.4 * yearly * day) / 365 + step,
      bends: walked,
      's-curve': base * (1 + 2 / (1 + Math.exp((middle - day) / 150))),
      yearly: base + (yearly * day) / 365 + 0.08 * base * Math.sin((2 * Math.PI * day) / 365.25),
    }[kind]
    return Math.max(0, trend - (day % 7 > 4 ? weekend : 0) + noise * random.normal())
  })
  const most = values.subarray(0, cut).reduce((high, value) => Math.max(high, value), 0)
  return { values, cut, usable: most * (1.02 + 0.6 * random.uniform()) }
}

/** The public series, each cut at three places. */
function publicCases(): Case[] {
  const folder = path.resolve(import.meta.dirname, '../../shared/data/traffic/nab/data')
  if (!existsSync(folder)) return []
  return globSync('*/*.csv', { cwd: folder })
    .filter((file) => !file.startsWith('artificial'))
    .flatMap((file, which) => {
      const [series] = readSeries(file, onceEach(readFileSync(path.join(folder, file), 'utf8')))
      const bin = Math.max(1, Math.round(DAY_MS / 7 / (series!.stepMs ?? DAY_MS)))
      const values = Float64Array.from({ length: Math.floor(series!.values.length / bin) }, (_none, at) => {
        const part = series!.values.subarray(at * bin, (at + 1) * bin).filter((value) => !Number.isNaN(value))
        return part.length === 0 ? NaN : part.reduce((high, value) => Math.max(high, value))
      })
      const random = randomness(which)
      return [0.4, 0.6, 0.8].map((share) => {
        const cut = Math.floor(share * values.length)
        const known = values.subarray(0, cut).filter((value) => !Number.isNaN(value))
        const sorted = known.toSorted()
        const most = sorted.at(-1) ?? 0
        return { values, cut, usable: most * (1.02 + 0.4 * random.uniform()) }
      })
    })
}

/** Some public files have two values for one instant, which the reader refuses: the first stays. */
function onceEach(text: string): string {
  const lines = text.split('\n')
  const seen = new Set<string>()
  return lines
    .filter((line) => {
      const stamp = line.split(',')[0]!
      const isNew = !seen.has(stamp)
      seen.add(stamp)
      return isNew
    })
    .join('\n')
}

type Tally = {
  cases: number
  ranOut: number
  late: number
  lateBuffered: number
  inside: number
  early: number[]
  earlyDays: number[]
  left: number[]
}

/** The first step from `cut` on above what is usable; with `lasting` also on at least two of the six steps after it. */
function ranOutAt({ values, cut, usable }: Case, lasting = false): number {
  return values.findIndex(
    (value, at) =>
      at >= cut &&
      value > usable &&
      (!lasting || values.subarray(at + 1, at + 7).filter((next) => next > usable).length >= 2),
  )
}

function judge(cases: readonly Case[], lasting = false): Tally & { cpuMs: number } {
  const tally: Tally = {
    cases: 0,
    ranOut: 0,
    late: 0,
    lateBuffered: 0,
    inside: 0,
    early: [],
    earlyDays: [],
    left: [],
  }
  const before = process.cpuUsage()
  for (const one of cases) {
    const { values, cut, usable } = one
    const series: Series = {
      id: 'case',
      values: values.slice(0, cut),
      stepMs: DAY_MS,
      startMs: START_DAY * DAY_MS,
    }
    const today = dateOf(START_DAY + cut)
    const resource = { ...RESOURCE, maximum: usable }
    const found = exhaustionOf(resource, series, [], { zone: 'UTC', today, quantile: QUANTILE })
    if (found.cannot_forecast) continue
    tally.cases += 1
    const came = ranOutAt(one, lasting)
    if (came < 0) continue
    tally.ranOut += 1
    const day = (date: string | null): number => (date === null ? Infinity : dayOf(date) - START_DAY)
    if (day(found.exhausts.date) > came) tally.late += 1
    if (day(found.exhausts.date) - BUFFER_DAYS > came) tally.lateBuffered += 1
    if (day(found.exhausts.lower) <= came && came <= day(found.exhausts.upper)) tally.inside += 1
    tally.early.push((came - day(found.exhausts.date)) / (came - cut + 1))
    tally.earlyDays.push(came - day(found.exhausts.date))
    tally.left.push(came - cut)
  }
  const { user, system } = process.cpuUsage(before)
  return { ...tally, cpuMs: (user + system) / 1000 / cases.length }
}

const RESOURCE = {
  id: 'case',
  unit: 'Mbit/s',
  reserve: 0,
  buffer_days: 0,
  approval_days: 0,
  deadlines: [],
  outages: [],
  steps: [],
  orders: [],
  takes_over: [],
}

/**
 * The same as lived: forecast anew every quarter, order as soon as the order-by day comes before the next review. Too
 * late where the ordered arrives after the day on which it ran out.
 */
function lived(cases: readonly Case[]): { ranOut: number; late: number; early: number[] } {
  const tally = { ranOut: 0, late: 0, early: [] as number[] }
  for (const one of cases) {
    const { values, cut, usable } = one
    const came = ranOutAt(one)
    if (came < cut + LEAD_DAYS + REVIEW_DAYS) continue
    tally.ranOut += 1
    let ordered = Infinity
    for (let now = cut; now < came && ordered === Infinity; now += REVIEW_DAYS) {
      const series = {
        id: 'case',
        values: values.slice(0, now),
        stepMs: DAY_MS,
        startMs: START_DAY * DAY_MS,
      }
      const looking = { zone: 'UTC', today: dateOf(START_DAY + now), quantile: QUANTILE }
      const resource = { ...RESOURCE, maximum: usable, lead_time_days: LEAD_DAYS, buffer_days: BUFFER_DAYS }
      const { order_by } = exhaustionOf(resource, series, [], looking)
      const due = order_by ? dayOf(order_by) - START_DAY : Infinity
      if (due < now + REVIEW_DAYS) ordered = Math.max(now, due)
    }
    if (ordered + LEAD_DAYS > came) tally.late += 1
    tally.early.push(came - ordered - LEAD_DAYS)
  }
  return tally
}

function print(name: string, tally: ReturnType<typeof judge>): void {
  const share = (count: number): string => `${((100 * count) / Math.max(1, tally.ranOut)).toFixed(1)}%`
  const early = tally.early.filter(Number.isFinite).toSorted((a, b) => a - b)
  console.log(
    `${name.padEnd(15)} cases ${String(tally.cases).padStart(4)}, ran out ${String(tally.ranOut).padStart(4)}  too late ${share(tally.late)}, with a buffer of ${BUFFER_DAYS} days ${share(tally.lateBuffered)}  95% interval holds it ${share(tally.inside)}  early by ${Math.round(meanOf(tally.earlyDays))} of ${Math.round(meanOf(tally.left))} days left (means; median part ${(early[early.length >> 1] ?? NaN).toFixed(2)})  ${tally.cpuMs.toFixed(1)} CPU ms`,
  )
}

function meanOf(days: readonly number[]): number {
  const known = days.filter(Number.isFinite)
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
}

function main(): void {
  const size = Number(process.argv[2] ?? 60)
  const first = Number(process.argv[3] ?? 1)
  const all: Case[] = []
  console.log(`load average ${loadavg()[0]!.toFixed(1)}`)
  for (const kind of KINDS) {
    const cases = Array.from({ length: size }, (_none, at) => generated(kind, first + at))
    all.push(...cases)
    print(kind, judge(cases))
  }
  print('generated', judge(all))
  const quarterly = lived(all.filter((_case, at) => at % 5 === 0))
  const spare = quarterly.early.filter(Number.isFinite).toSorted((a, b) => a - b)
  console.log(
    `as lived     ran out ${quarterly.ranOut}  reviewed every ${REVIEW_DAYS} days, lead time ${LEAD_DAYS}, buffer ${BUFFER_DAYS}: too late ${((100 * quarterly.late) / Math.max(1, quarterly.ranOut)).toFixed(1)}%, otherwise ${spare[spare.length >> 1] ?? NaN} days to spare (median)`,
  )
  const real = publicCases()
  if (real.length === 0) console.log('skipped: the folder ../shared with public series is not there')
  else {
    print('public', judge(real))
    print('public, lasting', judge(real, true))
  }
}

main()
