/**
 * Hourly series of seven kinds, seeded: what public collections of hours hold beside plain load. The mix was set so
 * that plain methods (the last day, the last week, theta, STL) score there in the order and about at the distance that
 * is published for hourly data of the M4 competition. Values are rounded to tenths and at least 1.
 */
import type { BenchSeries } from './forecast-series.ts'
import { uniformFrom } from '../src/platform/random.ts'

type Random = { uniform: () => number; normal: () => number }
type Value = (at: number, hour: number, isWeekend: boolean) => number

/** Parts of the mix, which add up to 1. */
const MIX = { load: 0.33, drift: 0.18, level: 0.14, counts: 0.1, noise: 0.07, weather: 0.1, shift: 0.08 }
type Kind = keyof typeof MIX
const KINDS = Object.keys(MIX) as Kind[]

/** About `count` series of all kinds in their parts, 700 or 960 hours known; another `first` gives others. */
export function mixedHours(count: number, first: number, horizon = 48): BenchSeries[] {
  return KINDS.flatMap((kind) =>
    Array.from({ length: Math.round(count * MIX[kind]) }, (_none, at) =>
      oneSeries(kind, first + at, ((first + at) % 5 < 2 ? 700 : 960) + horizon, horizon),
    ),
  )
}

function oneSeries(kind: Kind, seed: number, length: number, horizon: number): BenchSeries {
  const uniform = uniformFrom(((seed * 131 + KINDS.indexOf(kind) * 7_919) * 2_654_435_761) % 2 ** 32)
  for (let warm = 0; warm < 5; warm += 1) uniform()
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const random = { uniform, normal }
  const level = kind === 'counts' ? 1 : 10 ** (1.5 + 2.5 * uniform())
  const firstDay = Math.floor(7 * uniform())
  const value = MAKERS[kind](random, length)
  const values = Array.from({ length }, (_none, at) => {
    const isWeekend = (firstDay + Math.floor(at / 24)) % 7 >= 5
    return Math.max(1, Math.round(10 * level * value(at, at % 24, isWeekend)) / 10)
  })
  return { id: `${kind}-${seed}`, values, horizon, seasons: [24, 168], scale: 24 }
}

/** A day from 0 to 1 with up to three humps. */
function dayShape({ uniform }: Random): number[] {
  const humps = Array.from({ length: 1 + Math.floor(3 * uniform()) }, () => ({
    hour: 24 * uniform(),
    width: 1.5 + 5 * uniform(),
    height: 0.3 + uniform(),
  }))
  const raw = Array.from({ length: 24 }, (_none, at) =>
    humps.reduce((sum, { hour, width, height }) => {
      const apart = Math.min(Math.abs(at - hour), 24 - Math.abs(at - hour))
      return sum + height * Math.exp(-((apart / width) ** 2) / 2)
    }, 0),
  )
  const least = Math.min(...raw)
  const most = Math.max(...raw)
  return raw.map((value) => (value - least) / (most - least + 1e-9))
}

/** Electric load and traffic: a week that repeats, swings that vary from day to day, slow weather. */
function load(random: Random, shiftAt = -1): Value {
  const { uniform, normal } = random
  const workday = dayShape(random)
  const weekend = dayShape(random)
  const swing = 0.2 + 0.8 * uniform()
  const own = uniform() < 0.2 ? 0 : 0.2 + 0.6 * uniform()
  const calm = uniform() < 0.2 ? 1 : 0.6 + 0.4 * uniform()
  const noise = 0.003 + 0.05 * uniform() ** 2
  const memory = [0.7, 0.9, 0.97, 0.99][Math.floor(4 * uniform())]!
  const weather = (0.01 + 0.08 * uniform() ** 1.5) * Math.sqrt(1 - memory ** 2)
  const wander = uniform() < 0.5 ? 0 : 0.002 * uniform()
  const varies = 0.03 * uniform()
  const jump = Math.exp((uniform() < 0.5 ? -1 : 1) * (0.15 + 0.5 * uniform()))
  let state = 0
  let day = 0
  let walk = 0
  return (at, hour, isWeekend) => {
    if (hour === 0) day = 0.5 * day + varies * normal()
    state = memory * state + weather * normal()
    walk += wander * normal()
    const shape = isWeekend ? calm * ((1 - own) * workday[hour]! + own * weekend[hour]!) : workday[hour]!
    const step = shiftAt >= 0 && at >= shiftAt ? jump : 1
    return step * Math.exp(walk + state + noise * normal()) * (1 - swing + swing * shape * (1 + day))
  }
}

/** Steady growth or decline of which a day is more than the noise. */
function drift(random: Random): Value {
  const { uniform, normal } = random
  const shape = dayShape(random)
  const swing = 0.02 + 0.3 * uniform()
  const pace = (uniform() < 0.7 ? 1 : -1) * (0.0001 + 0.0012 * uniform() ** 2)
  const back = 0.02 * uniform() ** 2
  const noise = 0.0003 + 0.003 * uniform() ** 2
  const kick = 0.00002 * uniform()
  const calm = uniform() < 0.5 ? 0 : 0.3 * uniform()
  let slope = pace
  let level = 0
  return (_at, hour, isWeekend) => {
    slope = pace + (1 - back) * (slope - pace) + kick * normal()
    level += slope + 0.3 * noise * normal()
    const part = swing * shape[hour]! * (isWeekend ? 1 - calm : 1)
    return Math.exp(Math.min(3, level)) + part + noise * normal()
  }
}

/** A level that wanders, with a small day on it. */
function level(random: Random): Value {
  const { uniform, normal } = random
  const shape = dayShape(random)
  const swing = 0.05 + 0.5 * uniform()
  const step = 0.003 + 0.015 * uniform()
  const calm = uniform() < 0.4 ? 0 : 0.4 * uniform()
  const noise = 0.002 + 0.02 * uniform()
  const back = uniform() < 0.5 ? 0 : 0.01 * uniform()
  const momentum = uniform() < 0.4 ? 0.6 * uniform() : 0
  let pace = 0
  let at = 0
  return (_at, hour, isWeekend) => {
    pace = momentum * pace + step * normal()
    at = (1 - back) * at + pace
    const day = 1 + swing * shape[hour]! * (isWeekend ? 1 - calm : 1) + noise * normal()
    return Math.exp(Math.max(-2.5, Math.min(2.5, at))) * day
  }
}

/** Small numbers of events, few or none at night. */
function counts(random: Random): Value {
  const { uniform, normal } = random
  const shape = dayShape(random)
  const usual = 3 + 60 * uniform() ** 2
  const calm = 0.7 * uniform()
  const over = 0.05 + 0.25 * uniform()
  const night = uniform() < 0.5 ? 0 : 0.1 * uniform()
  let state = 0
  return (_at, hour, isWeekend) => {
    state = 0.9 * state + over * Math.sqrt(0.19) * normal()
    const part = night + (1 - night) * shape[hour]! * (isWeekend ? 1 - calm : 1)
    const mean = usual * part * Math.exp(state)
    return 1 + Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  }
}

/** Hardly any season: what is left is memory. */
function noise(random: Random): Value {
  const { uniform, normal } = random
  const shape = dayShape(random)
  const memory = 0.3 + 0.65 * uniform()
  const size = 0.05 + 0.3 * uniform()
  const swing = 0.5 * uniform() ** 2
  let state = 0
  return (_at, hour) => {
    state = memory * state + size * Math.sqrt(1 - memory ** 2) * normal()
    return Math.exp(state) * (1 + swing * shape[hour]!)
  }
}

/** As temperatures: a day whose swing comes and goes on a slow level. */
function weather(random: Random): Value {
  const { uniform, normal } = random
  const shape = dayShape(random)
  const swing = 0.1 + 0.3 * uniform()
  const memory = 0.985 + 0.012 * uniform()
  const size = 0.04 + 0.16 * uniform()
  let state = 0
  let aim = 1
  let part = 0
  return (_at, hour) => {
    if (hour === 0) aim = Math.max(0.1, 1 + 0.6 * (aim - 1) + 0.25 * normal())
    part += 0.15 * (aim - part)
    state = memory * state + size * Math.sqrt(1 - memory ** 2) * normal()
    return 1 + state + swing * part * shape[hour]! + 0.004 * normal()
  }
}

const MAKERS: Record<Kind, (random: Random, length: number) => Value> = {
  load: (random) => load(random),
  drift,
  level,
  counts,
  noise,
  weather,
  // A jump of the level somewhere in the middle.
  shift: (random, length) => load(random, Math.floor(length * (0.3 + 0.6 * random.uniform()))),
}
