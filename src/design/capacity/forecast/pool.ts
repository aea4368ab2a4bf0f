import { autoregression } from './autoregression.ts'
import { deseasoned, holtAfter, thetaAfter } from './decomposition.ts'
import { severalSeasons } from './double-seasonal.ts'
import { dampedHolt, holtPath } from './exponential.ts'
import { onLogarithms, type Method } from './method.ts'
import { seasonalMean, seasonalNaive } from './naive.ts'

/** A member of the pool and how much it is trusted before any trial. */
export type Member = { method: Method; trust: number }

/**
 * The methods worth trying on a series: `known` values before the first origin, the seasons that fit into them at
 * least twice, and whether every value is above 0 (then logarithms are tried as well).
 */
export function poolFor(known: number, seasons: readonly number[], positive: boolean): Member[] {
  const fit = seasons.filter((season) => known >= 2 * season + 2)
  const members = fit.length === 0 ? plainPool(known) : seasonalPool(known, fit)
  if (!positive) return members
  const bent = members.filter(({ method }) => LOGGED.test(method.name))
  return [...members, ...bent.map(({ method, trust }) => ({ method: onLogarithms(method), trust }))]
}

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
  return autoregression(
    Array.from({ length: order }, (_none, at) => at + 1),
    `autoregression (${order})`,
  )
}

function seasonalPool(known: number, seasons: readonly number[]): Member[] {
  const longest = Math.max(...seasons)
  const shortest = Math.min(...seasons)
  const members: Member[] = seasons.flatMap((season) => [
    { method: seasonalNaive(season), trust: 0.5 },
    { method: seasonalMean(season, 8, 0.8), trust: 0.5 },
  ])
  members.push({ method: thetaAfter(seasons), trust: 1 }, { method: holtAfter(seasons), trust: 1 })
  members.push({ method: deseasoned('autoregression', seasons, arPath), trust: 1 })
  if (seasons.length <= 2) members.push({ method: severalSeasons(seasons), trust: 1 })
  if (seasons.length > 1) members.push({ method: holtAfter([longest]), trust: 0.5 })
  if (shortest > 24 || seasons.length === 1)
    members.push({ method: holtAfter([]), trust: 0.5 }, { method: thetaAfter([]), trust: 0.5 })
  for (const lags of lagSets(known, seasons))
    members.push({ method: autoregression(lags, `autoregression (${lags.join(', ')})`), trust: 1.5 })
  return members
}

/** Short lags, and lags around each season and its double; only sets that leave enough rows to learn from. */
function lagSets(known: number, seasons: readonly number[]): number[][] {
  const around = (lag: number, reach: number): number[] =>
    Array.from({ length: 2 * reach + 1 }, (_none, at) => lag - reach + at)
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
    .filter((set) => known - set.at(-1)! >= 3 * set.length + 20)
}

/** Autoregression of order 3 on what is left without the seasons, after its mean over the last values. */
function arPath(adjusted: Float64Array, horizon: number): Float64Array {
  if (adjusted.length < 30) return holtPath(dampedHolt(adjusted), horizon)
  const recent = adjusted.subarray(Math.max(0, adjusted.length - 1_000))
  return autoregression([1, 2, 3], '').forecast(recent, [recent.length], horizon)[0]!
}
