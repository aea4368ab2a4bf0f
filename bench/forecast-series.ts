import { uniformFrom } from '../src/platform/random.ts'
/** Series for the forecast bench: made ones that resemble hourly and weekly business series, seeded. */

export type BenchSeries = { id: string; values: number[]; horizon: number; seasons: number[]; scale: number }

type Random = { uniform: () => number; normal: () => number }

function randomOf(seed: number): Random {
  const uniform = uniformFrom(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}

/** A smooth daily shape with one or two humps at its own hours. */
function dayShape({ uniform }: Random): number[] {
  const humps = Array.from({ length: 1 + Math.floor(uniform() * 3) }, () => ({
    hour: uniform() * 24,
    width: 1.5 + uniform() * 5,
    height: 0.3 + uniform(),
  }))
  return Array.from({ length: 24 }, (_none, hour) => {
    let value = 0
    for (const hump of humps) {
      const apart = Math.min(Math.abs(hour - hump.hour), 24 - Math.abs(hour - hump.hour))
      value += hump.height * Math.exp(-((apart / hump.width) ** 2) / 2)
    }
    return value
  })
}

/** Hourly: load, traffic, temperature, counts; with weekends, slow levels, growth, changing swings and outliers. */
export function hourlySeries(seed: number, length: number, horizon = 48): BenchSeries {
  const random = randomOf(seed)
  const { uniform, normal } = random
  const workday = dayShape(random)
  const weekend =
    uniform() < 0.3 ? workday : dayShape(random).map((value, hour) => 0.5 * value + 0.35 * workday[hour]!)
  const weekDay = Array.from({ length: 7 }, () => 1 + 0.06 * normal())
  const weekendPart = uniform() < 0.25 ? 0 : 0.4 + 0.6 * uniform()
  const swing = 0.3 + 2 * uniform()
  const memory = [0.5, 0.8, 0.93, 0.98][Math.floor(uniform() * 4)]!
  const weather = (0.02 + 0.12 * uniform()) * Math.sqrt(1 - memory ** 2)
  const noise = 0.005 + 0.08 * uniform() ** 2
  const growth = uniform() < 0.5 ? 0 : (normal() * 0.15) / length
  const wander = uniform() < 0.5 ? 0 : 0.004 * uniform()
  const multiplies = uniform() < 0.7
  const counts = uniform() < 0.15
  const level = 10 ** (1 + 3 * uniform())
  const startDay = Math.floor(uniform() * 7)
  let state = 0
  let walk = 0
  let dayLevel = 0
  const values = Array.from({ length: length + horizon }, (_none, at) => {
    const hour = at % 24
    const day = (startDay + Math.floor(at / 24)) % 7
    if (hour === 0) dayLevel = 0.4 * dayLevel + 0.04 * normal()
    state = memory * state + weather * normal()
    walk += wander * normal()
    const shape =
      day >= 5 ? weekendPart * weekend[hour]! + (1 - weekendPart) * workday[hour]! : workday[hour]!
    const bend = swing * shape * weekDay[day]! * (1 + (multiplies ? dayLevel : 0))
    const rest = 1 + state * (multiplies ? 1 + bend : 1) + noise * normal() * (multiplies ? 1 + bend : 1)
    const value = level * Math.max(0.02, (bend + rest) * (1 + walk + growth * at))
    return counts
      ? Math.max(0, Math.round((value / level) * 12 + Math.sqrt((value / level) * 12) * normal() * 0.7))
      : value
  })
  return { id: `hourly-${seed}`, values, horizon, seasons: [24, 168], scale: 24 }
}

/** Weekly: random walks, growth, yearly seasons of any strength, level shifts; some without any season. */
export function weeklySeries(seed: number, horizon = 13): BenchSeries {
  const random = randomOf(seed + 77_777)
  const { uniform, normal } = random
  const length = [93, 150, 270, 520, 900, 2000][Math.floor(uniform() * 6)]!
  const swing = uniform() < 0.35 ? 0 : 0.02 + 0.3 * uniform()
  const phase = uniform() * 52
  const spikes = Array.from({ length: 4 }, () => ({
    week: Math.floor(uniform() * 52),
    size: 0.3 * normal() * swing,
  }))
  const drift = normal() * 0.0015
  const walking = uniform() < 0.6 ? 0.004 + 0.03 * uniform() ** 2 : 0.002
  const memory = uniform() * 0.9
  const noise = 0.003 + 0.05 * uniform() ** 2
  const level = 10 ** (2 + 3 * uniform())
  let walk = 0
  let state = 0
  const values = Array.from({ length: length + horizon }, (_none, at) => {
    walk += drift + walking * normal()
    state = memory * state + noise * normal()
    const week = at % 52
    let season = swing * Math.sin((2 * Math.PI * (week - phase)) / 52)
    for (const spike of spikes) if (spike.week === week) season += spike.size
    return level * Math.exp(Math.max(-3, Math.min(3, walk)) + season + state)
  })
  return { id: `weekly-${seed}`, values, horizon, seasons: [52], scale: 1 }
}
