import type { Histories } from '../../../estate/history.ts'
import { demandHistoryKey } from '../../../estate/history.ts'
import type { Network } from '../../../estate/network.ts'
import { forecastDemand, type DemandForecast } from '../../../design/capacity/index.ts'
import { InputError } from '../../../platform/failure.ts'
import type { Text } from '../../../platform/text.ts'
import type { WeekHour } from '../../../platform/zone-clock.ts'
import type { Forecasts } from './demand-hours.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** As far as notices are looked at. */
const AHEAD_DAYS = 400

/** What was measured, and where and when it is carried on from. */
export type Measured = { histories: Histories; zone: string; nowMs: number }

/** What the loads of hours rest on: forecasts of what was measured, and for all other demands their profile. */
export type LoadGround = {
  forecasts: Forecasts
  /** Demands that follow a forecast. */
  forecast: number
  /** Demands of which nothing was measured: their profile, or their constant volume, stands for the forecast. */
  by_profile: number
  /** Demands of which what was measured does not suffice, and why; their profile stands for the forecast. */
  not_forecast: { from: string; to: string; because: Text }[]
}

type Kept = { histories: Histories; zone: string; week: number; ground: LoadGround }
const kept = new WeakMap<Network, Kept>()

/** The ground of a network's loads; found once a week for the same network and histories. */
export function loadGroundOf(network: Network, { histories, zone, nowMs }: Measured): LoadGround {
  const week = Math.floor(nowMs / WEEK_MS)
  const known = kept.get(network)
  if (known !== undefined && known.histories === histories && known.zone === zone && known.week === week)
    return known.ground
  const not_forecast: LoadGround['not_forecast'] = []
  const looking = { zone, nowMs, untilMs: (week + 1) * WEEK_MS + AHEAD_DAYS * DAY_MS }
  const forecasts = network.demands.map((demand): DemandForecast | undefined => {
    if (demand.history === undefined) return undefined
    const history = histories[demandHistoryKey(demand)]
    const found = history === undefined ? { cannot_forecast: NOT_THERE } : attempt(history, looking)
    if (!('cannot_forecast' in found)) return found
    not_forecast.push({ from: demand.from, to: demand.to, because: found.cannot_forecast })
    return undefined
  })
  const forecast = forecasts.filter((one) => one !== undefined).length
  const by_profile = network.demands.length - forecast - not_forecast.length
  const ground = { forecasts, forecast, by_profile, not_forecast }
  kept.set(network, { histories, zone, week, ground })
  return ground
}

const NOT_THERE: Text = {
  ja: '実績のファイルがありません。',
  en: 'The file of what was measured is not there.',
}

function attempt(...asked: Parameters<typeof forecastDemand>): ReturnType<typeof forecastDemand> {
  try {
    return forecastDemand(...asked)
  } catch (problem) {
    if (!(problem instanceof InputError)) throw problem
    return {
      cannot_forecast: {
        ja: `実績を読めません（${problem.message}）。`,
        en: `What was measured cannot be read (${problem.message}).`,
      },
    }
  }
}

/** The same network with every demand as it is forecast for one hour, to be looked at by what knows no forecasts. */
export function networkInHour(network: Network, forecasts: Forecasts, place: WeekHour): Network {
  const demands = network.demands.map((demand, at) => {
    const forecast = forecasts[at]
    if (forecast === undefined) return demand
    const { profile: _profile, ...rest } = demand
    return { ...rest, volume: forecast.at(place) }
  })
  return { ...network, demands }
}
