import { instantMs } from '../../../estate/validity.ts'
import type { Text } from '../../../platform/text.ts'
import { atCeilingText, CENSORED_MIN, countAtCeiling } from '../ceiling.ts'
import { ordinary } from './calendar.ts'
import type { Series } from './csv-series.ts'

/** What is known of a series besides its values. Dates and instants as `estate/validity.ts` reads them, in `zone`. */
export type Conditions = {
  zone: string
  /** Learn how Japanese holidays, the turn of the year and of months differ. */
  japaneseCalendar?: boolean
  outages?: readonly { from: string; until: string }[]
  steps?: readonly { date: string; amount: number }[]
  /** The series cannot show more than this. */
  ceiling?: number
  /** The series is a counter that is cleared at the first moment of each month in `zone`. */
  resets?: 'monthly'
}

export type Conditioned = {
  series: Series
  /** A forecast of the conditioned series, back in the terms of what is measured; `step` counts from the first value. */
  restored: (step: number, value: number) => number
  lowerBound: boolean
  because: Text[]
}

/** The series as it would be in ordinary times: without outages, planned steps, and days unlike others. Pure. */
export function conditioned(series: Series, conditions: Conditions): Conditioned {
  const { zone, outages = [], steps = [], ceiling, japaneseCalendar = false } = conditions
  const because: Text[] = []
  const wall = series.floating === true ? 'UTC' : zone
  const stepOf = (written: string): number => {
    const { startMs = 0, stepMs = 1 } = series
    return Math.ceil((instantMs(written, wall) - startMs) / stepMs)
  }
  const values = series.values.slice()
  const dated = series.startMs !== undefined && series.stepMs !== undefined
  if (!dated && outages.length + steps.length > 0) because.push(NO_INSTANTS)
  let leftOut = 0
  for (const { from, until } of dated ? outages : [])
    for (let at = Math.max(0, stepOf(from)); at < Math.min(values.length, stepOf(until)); at += 1) {
      if (!Number.isNaN(values[at]!)) leftOut += 1
      values[at] = NaN
    }
  if (leftOut > 0)
    because.push({
      ja: `既知の停止の間の ${leftOut} 個の値を除きました。`,
      en: `${leftOut} values measured in known outages were left out.`,
    })
  const planned = (dated ? steps : []).map(({ date, amount }) => ({ at: stepOf(date), amount }))
  // A past step is in the values already: what came before is lifted to what comes after.
  for (const { at, amount } of planned)
    for (let step = 0; step < Math.min(at, values.length); step += 1) {
      if (at < values.length) values[step]! += amount
    }
  const coming = planned.filter(({ at }) => at >= values.length)
  if (planned.length > 0)
    because.push({
      ja: `計画された増減 ${planned.length} 件を織り込みました。`,
      en: `${planned.length} planned steps were reckoned with.`,
    })
  const hidden = countAtCeiling(series.values, ceiling)
  const lowerBound = hidden >= CENSORED_MIN
  if (lowerBound) because.push(atCeilingText(hidden, ceiling!))
  const plain = { ...series, values }
  const days = japaneseCalendar ? ordinary(plain, zone) : { values, factorAt: () => 1, because: [] }
  because.push(...days.because)
  return {
    series: { ...series, values: days.values },
    restored: (step, value) =>
      coming.reduce((sum, { at, amount }) => (step >= at ? sum + amount : sum), value * days.factorAt(step)),
    lowerBound,
    because,
  }
}

const NO_INSTANTS: Text = {
  ja: '値に時刻がないため、停止と計画された増減は使えません。',
  en: 'The values have no instants, so outages and planned steps cannot be used.',
}
