import { autoregression, carriedBy } from './autoregression.ts'
import { holtAfter, smoothHoltAfter, thetaAfter } from './decomposition.ts'
import { severalSeasons } from './double-seasonal.ts'
import { onLogarithms, type Method } from './method.ts'
import { dampedTrend, theta } from './exponential.ts'
import { likeDays } from './like-days.ts'
import { lastLevel, seasonalMean, seasonalNaive } from './naive.ts'
import { afterProfile } from './profile.ts'

/**
 * The methods worth trying on a series: `known` values before the first origin, the seasons that fit into them, and
 * whether every value is above 0 (then logarithms are tried as well). None is trusted more than another beforehand:
 * such trust, learnt on some series, made others worse.
 */
export function poolFor(known: number, seasons: readonly number[], positive: boolean): Method[] {
  const fit = seasons.filter((season) => known >= CYCLES_MIN * season + 4)
  const methods = fit.length === 0 ? plainPool(known) : seasonalPool(known, fit)
  if (!positive) return methods
  return [...methods, ...methods.filter(({ name }) => LOGGED.test(name)).map(onLogarithms)]
}

/** A trial may know a little more than one cycle, where the series itself has two or more. */
export const CYCLES_MIN = 1.25

/** Differences of logarithms run away where the level is near 0. */
const LOGGED = /^(?:days alike|autoregression \(|damped trend|theta|exponential)(?!.*quick)/u

function plainPool(known: number): Method[] {
  const orders = [1, 2, 4, 8].filter((order) => known >= 6 * order + 10)
  return [seasonalNaive(1), thetaAfter([]), holtAfter([]), ...orders.map(ar)]
}

function ar(order: number): Method {
  return autoregression(Array.from({ length: order }, (_none, at) => at + 1))
}

function seasonalPool(known: number, seasons: readonly number[]): Method[] {
  const longest = Math.max(...seasons)
  const shortest = Math.min(...seasons)
  const daily = longest === 7 * shortest && shortest >= DAY_MIN
  return [
    ...seasons.flatMap((season) => [seasonalNaive(season), seasonalMean(season, 8, 0.8)]),
    ...(seasons.length <= 2 ? [severalSeasons(seasons)] : []),
    ...(seasons.length > 1 ? [holtAfter([longest])] : []),
    thetaAfter(seasons),
    ...(longest >= YEAR_MIN && seasons.length === 1 ? yearlyPool(known, longest) : []),
    ...(daily ? [likeDays(shortest)] : []),
    ...profilePool(known, seasons),
    ...differencePool(known, shortest, longest),
    ...lagSets(known, seasons).map((lags) => autoregression(lags)),
  ]
}

/** From so many steps on a season is taken for a year, and a cycle of which seven are a longer one for a day. */
const YEAR_MIN = 40
const DAY_MIN = 6

/** What is left of the usual week, carried on in several ways. */
function profilePool(known: number, seasons: readonly number[]): Method[] {
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
  ]
}

/** Autoregression of differences: for levels that wander or go on growing, where a mean to return to is wrong. */
function differencePool(known: number, shortest: number, longest: number): Method[] {
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
    .map(({ lags, ...how }) =>
      autoregression(
        lags.filter((lag) => lag > 0),
        how,
      ),
    )
}

/** Whether enough rows are left to learn the weights of these lags. */
function enough(known: number, lags: readonly number[]): boolean {
  return known - Math.max(...lags) >= 4 * lags.length + 20
}

/**
 * A long season of which few cycles are known, such as the year in weeks: smooth shapes instead of single phases, and
 * methods without any season, as a year may show nothing at all.
 */
function yearlyPool(known: number, season: number): Method[] {
  // 52 weeks are a day short of a year; waves can have its true length.
  const period = season === 52 ? 365.25 / 7 : season
  const counts = [1, 2, 3, 5].filter((count) => known >= 12 * (2 * count + 3))
  return [
    ...counts.map((count) => autoregression([1, 2, 3], { waves: { period, count } })),
    smoothHoltAfter([season]),
    seasonalNaive(1),
    thetaAfter([]),
    holtAfter([]),
    ar(2),
    autoregression([1, 2, 3], { differences: [1] }),
  ]
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
