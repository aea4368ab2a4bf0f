import { autoregression, carriedBy } from './autoregression.ts'
import { holtAfter, smoothHoltAfter, thetaAfter } from './decomposition.ts'
import { severalSeasons } from './double-seasonal.ts'
import { onLogarithms, type Method } from './method.ts'
import { dampedTrend, theta } from './exponential.ts'
import { lastLevel, seasonalMean, seasonalNaive } from './naive.ts'
import { afterProfile } from './profile.ts'

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

/** Differences of logarithms run away where the level is near 0. */
const LOGGED = /^(?:autoregression \(|damped trend|theta|exponential)(?!.*quick)/u

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
  if (seasons.length <= 2) members.push({ method: severalSeasons(seasons), trust: 1 })
  if (seasons.length > 1) members.push({ method: holtAfter([longest]), trust: 0.5 })
  members.push({ method: thetaAfter(seasons), trust: 0.5 })
  if (longest >= 40 && seasons.length === 1)
    members.push(...yearlyPool(known, longest), { method: holtAfter([]), trust: 0.5 })
  members.push(...profilePool(known, seasons), ...differencePool(known, shortest, longest))
  for (const lags of lagSets(known, seasons)) members.push({ method: autoregression(lags), trust: 1 })
  return members
}

/** What is left of the usual week, carried on in several ways. */
function profilePool(known: number, seasons: readonly number[]): Member[] {
  const shortest = Math.min(...seasons)
  const rich = [1, 2, 3, ...around(shortest, 1), shortest + 2, ...around(2 * shortest, 1)]
  const own = enough(known, rich) ? rich : [1, 2, 3]
  const ways = [carriedBy([1, 2, 3], [], 1e-3), carriedBy(own, [], 1e-3)].slice(own === rich ? 0 : 1)
  const slow = [...ways, carriedBy(own === rich ? [1, 2, 3, shortest, 2 * shortest] : own, [1], 1e-3)].map(
    (way) => afterProfile(way, seasons, 0.9),
  )
  return [
    ...slow,
    afterProfile(dampedTrend, seasons, 0.9),
    afterProfile(theta, seasons, 0.9),
    afterProfile(lastLevel, seasons, 0.9),
    ...ways.map((way) => afterProfile(way, seasons, 0.75)),
  ].map((method) => ({ method, trust: 1 }))
}

/** Autoregression of differences: for levels that wander or go on growing, where a mean to return to is wrong. */
function differencePool(known: number, shortest: number, longest: number): Member[] {
  const near = [
    ...new Set([1, 2, 3, ...around(shortest, 1), ...(longest > shortest ? around(longest, 1) : [])]),
  ]
  const days = [
    ...new Set([
      1,
      2,
      3,
      ...around(shortest, 1),
      ...around(2 * shortest, 1),
      ...(longest > shortest ? around(longest, 1) : []),
    ]),
  ]
  const daily = Array.from({ length: longest === 7 * shortest ? 7 : 2 }, (_none, at) => (at + 1) * shortest)
  const sets: { lags: number[]; differences: number[]; raise: number }[] = [
    { lags: near, differences: [1], raise: 1e-3 },
    { lags: days, differences: [shortest], raise: 1e-2 },
    { lags: [1, 2, 3, ...daily], differences: [1, shortest], raise: 1e-3 },
    ...(longest > shortest
      ? [{ lags: [1, 2, 3, shortest, shortest + 1], differences: [longest], raise: 1e-3 }]
      : []),
  ]
  return sets
    .filter(({ lags, differences }) => enough(known - differences.reduce((sum, lag) => sum + lag, 0), lags))
    .map(({ lags, ...how }) => ({
      method: autoregression(
        lags.filter((lag) => lag > 0),
        how,
      ),
      trust: 1,
    }))
}

/** Whether enough rows are left to learn the weights of these lags. */
function enough(known: number, lags: readonly number[]): boolean {
  return known - Math.max(...lags) >= 4 * lags.length + 20
}

/** A long season of which few cycles are known, such as the year in weeks: smooth shapes instead of single phases. */
function yearlyPool(known: number, season: number): Member[] {
  // 52 weeks are a day short of a year; waves can have its true length.
  const period = season === 52 ? 365.25 / 7 : season
  return [1, 2, 3, 5]
    .filter((count) => known >= 12 * (2 * count + 3))
    .flatMap((count) => [
      { method: autoregression([1, 2, 3], { waves: { period, count } }), trust: 0.8 },
      { method: smoothHoltAfter([season]), trust: count === 1 ? 1 : 0 },
    ])
    .filter(({ trust }) => trust > 0)
}

/** Short lags, and lags around each season; only sets that leave enough rows to learn from. */
function lagSets(known: number, seasons: readonly number[]): number[][] {
  const spare = seasons.flatMap((season) => around(season, 1))
  const sets = [
    [1, 2, 3, ...spare],
    [1, 2, ...seasons],
  ]
  return sets
    .map((set) => [...new Set(set.filter((lag) => lag > 0))].toSorted((a, b) => a - b))
    .filter((set) => enough(known, set))
}

function around(lag: number, reach: number): number[] {
  return Array.from({ length: 2 * reach + 1 }, (_none, at) => lag - reach + at)
}
