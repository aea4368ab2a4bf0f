import type { Demand } from '../../../estate/network.ts'
import type { DemandForecast } from '../../../design/capacity/index.ts'
import { HOURS_OF_WEEK, type WeekHour } from '../../../platform/zone-clock.ts'

/** The forecast of each demand, by its place among them; none where nothing was measured or it does not suffice. */
export type Forecasts = readonly (DemandForecast | undefined)[]

/**
 * Hours in which every demand has the same volume are one class, numbered as they are first asked for. A demand with a
 * forecast has another volume in each hour of each week; the others follow their profile, which counts 24 factors from
 * midnight, 168 from Monday midnight; without one they are constant.
 */
export class DemandHours {
  /** By demand: no hour brings more. */
  readonly peak: Float64Array
  readonly #demands: readonly Demand[]
  readonly #forecasts: Forecasts
  readonly #anyForecast: boolean
  /** By hour of the week, which profiles are alike there. */
  readonly #alike: string[]
  readonly #classes = new Map<string, number>()
  readonly #hours: WeekHour[] = []

  constructor(demands: readonly Demand[], forecasts: Forecasts) {
    this.#demands = demands
    this.#forecasts = forecasts
    this.#anyForecast = forecasts.some((one) => one !== undefined)
    this.peak = Float64Array.from(demands, ({ volume, profile }, at) => {
      const forecast = forecasts[at]
      if (forecast !== undefined) return forecast.peak
      return profile === undefined || profile.length === 0 ? volume : volume * Math.max(...profile)
    })
    // Demands with one profile move together: the profiles tell the hours apart.
    const profiles = new Map<string, readonly number[]>()
    for (const { profile } of demands)
      if (profile !== undefined && profile.length > 0) profiles.set(profile.join(), profile)
    this.#alike = Array.from({ length: HOURS_OF_WEEK }, (_, hour) =>
      Array.from(profiles.values(), (profile) => profile[hour % profile.length]).join(),
    )
  }

  classOf(place: WeekHour): number {
    const key = this.#anyForecast ? `${place.week} ${place.hour}` : this.#alike[place.hour]!
    const known = this.#classes.get(key)
    if (known !== undefined) return known
    this.#classes.set(key, this.#hours.length)
    return this.#hours.push(place) - 1
  }

  /** The volume of a demand in the hours of a class. */
  volume(demand: number, hourClass: number): number {
    const place = this.#hours[hourClass]!
    const forecast = this.#forecasts[demand]
    if (forecast !== undefined) return forecast.at(place)
    const { volume, profile } = this.#demands[demand]!
    return profile === undefined || profile.length === 0
      ? volume
      : volume * profile[place.hour % profile.length]!
  }
}
