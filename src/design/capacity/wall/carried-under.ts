import type { Resource } from '../../../estate/resource.ts'
import type { Declared } from '../declared.ts'
import { dateOf, dayOf } from '../exhaust/civil-days.ts'
import { dailyPeaks } from '../exhaust/daily-peaks.ts'
import { usableOn } from '../exhaust/exhaustion.ts'
import { fanOf } from '../exhaust/fan.ts'
import { loadsFor } from '../exhaust/loads.ts'
import { survivalOf } from '../survival-once.ts'
import { seriesOf, type WallRow } from './wall.ts'

/** Up to where a load at rest is still carried under one failure, by civil day. */
export type CarriedUnder = { failure: string; points: { date: string; carried: number }[] }

const DAYS = 7

/**
 * For the failure that is worst for a resource: where it multiplies the load, what is usable by that factor; where the
 * load of another comes, what that leaves, by the other's highest daily peak of seven days, measured and then foreseen
 * with an even chance. Null where no failure is known to load it.
 */
export function carriedUnder(
  state: Declared,
  resource: Resource,
  row: WallRow,
  { zone, days }: { zone: string; days: number },
): CarriedUnder | null {
  const failure = row.under_failure?.failure
  const own = seriesOf(state, resource.id)
  if (state.network === undefined || failure === undefined || own?.startMs === undefined) return null
  const usableAt = usableOn(resource)
  const measured = dailyPeaks(own, zone, { peak: resource.peak ?? 'maximum' })
  const from = measured.firstDay
  const until = from + measured.values.length * measured.stepDays + days
  const factor = loadsFor(state.network, resource, survivalOf(state.network)).find(
    (load) => load.failure === failure,
  )?.factor
  const taken = factor === undefined ? takenOver(state, resource, failure, { zone, days }) : undefined
  const points: CarriedUnder['points'] = []
  for (let day = from; day < until; day += measured.stepDays) {
    const comes = taken?.(day)
    if (factor === undefined && comes === undefined) continue
    const carried = factor === undefined ? usableAt(day) - comes! : usableAt(day) / factor
    points.push({ date: dateOf(day), carried: Math.max(0, carried) })
  }
  return { failure, points }
}

/** What comes from another resource on a day: its share of the other's highest peak of the seven days up to it. */
function takenOver(
  state: Declared,
  resource: Resource,
  from: string,
  { zone, days }: { zone: string; days: number },
): (day: number) => number | undefined {
  const { share = 0 } = resource.takes_over.find((one) => one.from === from) ?? {}
  const series = seriesOf(state, from)
  const other = state.network?.resources.find(({ id }) => id === from)
  if (series?.startMs === undefined || other === undefined) return () => undefined
  const { firstDay, stepDays, values } = dailyPeaks(series, zone, other)
  const peaks = new Map<number, number>()
  values.forEach((value, at) => {
    if (!Number.isNaN(value)) peaks.set(firstDay + at * stepDays, value)
  })
  for (const { date, median } of fanOf(other, series, zone, { days, everyDays: 1 }))
    peaks.set(dayOf(date), median)
  return (day) => {
    const known: number[] = []
    for (let before = 0; before < DAYS; before += 1) known.push(peaks.get(day - before) ?? -Infinity)
    const peak = Math.max(...known)
    return Number.isFinite(peak) ? share * peak : undefined
  }
}
