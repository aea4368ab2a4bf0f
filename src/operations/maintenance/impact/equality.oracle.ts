import { Temporal } from 'temporal-polyfill'
import type { Network } from '../../../estate/network.ts'
import { truthAt, type Truth } from './brute.oracle.ts'
import type { Forecasts } from './demand-hours.ts'
import { ImpactEngine } from './impact.ts'
import { HORIZON_MS, randomForecasts, randomNetwork, randomOutages } from './random.oracle.ts'
import type { Finding } from './window.ts'
import { uniformFrom } from '../../../platform/random.ts'

const ZONE = 'Asia/Tokyo'

export type Compared = { instants: number; findings: number; differences: string[] }

/** Compares the engine with brute force on one random network at some instants, borders of outages among them. */
export function compareWithBrute(seed: number, instantCount: number): Compared {
  const network = randomNetwork(seed)
  const outages = randomOutages(network, seed, 2 + (seed % 6))
  const random = uniformFrom(seed ^ 0x2545f491)
  const forecasts = seed % 2 === 0 ? [] : randomForecasts(network, seed)
  const ground = { forecasts, forecast: 0, by_profile: 0, not_forecast: [] }
  const engine = new ImpactEngine([{ fromMs: 0, untilMs: HORIZON_MS, network, ground }], ZONE)
  const { findings } = engine.impact(outages)
  const compared: Compared = { instants: 0, findings: findings.length, differences: [] }
  for (let at = 0; at < instantCount; at += 1) {
    const outage = outages[Math.floor(random() * outages.length)]!
    // Half of them where an outage begins or ends, the others within one.
    const inside = outage.fromMs + Math.floor(random() * (outage.untilMs - outage.fromMs))
    const atMs = at % 2 === 0 ? inside : at % 4 === 1 ? outage.fromMs : outage.untilMs
    if (atMs >= HORIZON_MS) continue
    compared.instants += 1
    const truth = truthAt(inHour(network, forecasts, atMs), outages, atMs, ZONE)
    for (const certain of [true, false]) {
      const expected = JSON.stringify(certain ? truth.certain : truth.possible)
      const found = JSON.stringify(foundAt(findings, atMs, certain))
      if (found !== expected)
        compared.differences.push(
          `seed ${seed} at ${atMs} ${certain ? 'certain' : 'possible'}: ${found} for ${expected}`,
        )
    }
  }
  return compared
}

/** A network with the demands of one hour, found from scratch. */
function inHour(network: Network, forecasts: Forecasts, atMs: number): Network {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(ZONE)
  const monday = Temporal.PlainDate.from('1969-12-29').until(local.toPlainDate(), { largestUnit: 'day' }).days
  const place = { week: Math.floor(monday / 7), hour: (local.dayOfWeek - 1) * 24 + local.hour }
  const demands = network.demands.map((demand, at) => {
    const forecast = forecasts[at]
    return forecast === undefined ? demand : { from: demand.from, to: demand.to, volume: forecast.at(place) }
  })
  return { ...network, demands }
}

function foundAt(findings: readonly Finding[], atMs: number, certain: boolean): Truth {
  const held = findings.filter((one) => one.fromMs <= atMs && atMs < one.untilMs && one.certain === certain)
  const of = (kind: Finding['kind']): string[] =>
    held
      .filter((one) => one.kind === kind)
      .map(({ service }) => service)
      .sort()
  return {
    down: of('down'),
    redundancy: held
      .filter(({ kind }) => kind === 'redundancy')
      .map(({ service, failures }): [string, string[]] => [service, failures.toSorted()])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
    capacity: of('capacity'),
  }
}
