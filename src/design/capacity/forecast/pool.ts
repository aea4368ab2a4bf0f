import { autoregression } from './autoregression.ts'
import { autoregressionAfter, holtAfter, smoothHoltAfter, thetaAfter } from './decomposition.ts'
import { severalSeasons } from './double-seasonal.ts'
import { onLogarithms, type Method } from './method.ts'
import { seasonalMean, seasonalNaive } from './naive.ts'

/** A member of the pool and how much it is trusted before any trial. */
export type Member = { method: Method; trust: number }

/**
 * The methods worth trying on a series: `known` values before the first origin, the seasons that fit into them, and whether every value is above 0 (then logarithms are tried as well).
 */
export function poolFor(known: number, seasons: readonly number[], positive: boolean): Member[] {
  const fit = seasons.filter((season) => known >= CYCLES_MIN * season + 4)
  const members = fit.length === 0 ? plainPool(known) : seasonalPool(known, fit)
  if (!positive) return members
  const bent = members.filter(({ method }) => LOGGED.test(method.name))
  return [...members, ...bent.map(({ method, trust }) => ({ method: onLogarithms(method), trust }))]
}

/** A trial may know a little more than one cycle, where the series itself has two or more. */
export const CYCLES_MIN = 1.25

const LOGGED = /^(?:autoregression|damped trend|theta|exponential)/u

function plainPool(known: number): Member[] {
  const members: Member[] = [
    { method: seasonalNaive(1), trust: 1 },
    { method: thetaAfter([]), trust: 1.5 },
    { method: holtAfter([]), trust: 1.5 },
  ]
  for (const order of [1, 2, 4, 8])
    if (known >= 6 * order + 10) members.push({ method: ar(order), trust: 0.7 })
  return members
}

function ar(order: number): Method {
  return autoregression(Array.from({ length: order }, (_none, at) => at + 1))
}

function seasonalPool(known: number, seasons: readonly number[]): Member[] {
  const longest = Math.max(...seasons)
  const shortest = Math.min(...seasons)
  const members: Member[] = seasons.flatMap((season) => [
    { method: seasonalNaive(season), trust: 0.5 },
    { method: seasonalMean(season, 8, 0.8), trust: 0.5 },
  ])
  members.push({ method: thetaAfter(seasons), trust: 1 }, { method: holtAfter(seasons), trust: 1 })
  members.push({ method: autoregressionAfter(seasons), trust: 1 })
  if (seasons.length <= 2) members.push({ method: severalSeasons(seasons), trust: 1 })
  if (seasons.length > 1) members.push({ method: holtAfter([longest]), trust: 0.5 })
  if (shortest > 24 || seasons.length === 1)
    members.push({ method: holtAfter([]), trust: 0.5 }, { method: thetaAfter([]), trust: 0.5 })
  if (longest >= 40 && seasons.length === 1) members.push(...yearlyPool(known, longest))
  for (const lags of lagSets(known, seasons)) members.push({ method: autoregression(lags), trust: 1.5 })
  return members
}

/** A long season of which few cycles are known, such as the year in weeks: smooth shapes instead of single phases. */
function yearlyPool(known: number, season: number): Member[] {
  // 52 weeks are a day short of a year; waves can have its true length.
  const period = season === 52 ? 365.25 / 7 : season
  return [1, 2, 3, 5]
    .filter((count) => known >= 12 * (2 * count + 3))
    .flatMap((count) => [
      { method: autoregression([1, 2, 3], { period, count }), trust: 0.8 },
      { method: smoothHoltAfter([season]), trust: count === 1 ? 1 : 0 },
    ])
    .filter(({ trust }) => trust > 0)
}

/** Short lags, and lags around each season and its double; only sets that leave enough rows to learn from. */
function lagSets(known: number, seasons: readonly number[]): number[][] {
  const rich = seasons.flatMap((season) => [...around(season, 2), ...around(2 * season, 1)])
  const spare = seasons.flatMap((season) => around(season, 1))
  const plain = seasons.flatMap((season) => [season])
  const sets = [
    [1, 2, 3, 4, 5, 6, ...rich],
    [1, 2, 3, ...spare],
    [1, 2, ...plain],
  ]
  return sets
    .map((set) => [...new Set(set.filter((lag) => lag > 0))].toSorted((a, b) => a - b))
    .filter((set) => known - set.at(-1)! >= 4 * set.length + 20)
}

function around(lag: number, reach: number): number[] {
  return Array.from({ length: 2 * reach + 1 }, (_none, at) => lag - reach + at)
}
