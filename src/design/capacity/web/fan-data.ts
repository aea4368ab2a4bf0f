import type { ResourcePage } from '../wall/page.ts'

/** Columns as the chart takes them: a day a row, in epoch seconds of its noon UTC; null where there is nothing. */
export type FanColumns = {
  days: string[]
  x: number[]
  measured: (number | null)[]
  median: (number | null)[]
  lower95: (number | null)[]
  upper95: (number | null)[]
  lower80: (number | null)[]
  upper80: (number | null)[]
  usable: (number | null)[]
  underFailure: (number | null)[]
  ceiling: (number | null)[]
  earlier: (number | null)[]
}

const DAY_S = 86_400

function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00Z`) / 1000
}

function dateAt(noon: number): string {
  return new Date(noon * 1000).toISOString().slice(0, 10)
}

/** Measured and forecast side by side, with the limits that hold on each day and one earlier forecast laid over. */
export function fanColumns(page: ResourcePage, then: number | undefined): FanColumns {
  const { measured, fan, limits } = page
  const byDay = new Map<number, number>()
  measured?.peaks.forEach((value, at) => {
    if (value !== null) byDay.set(noonOf(measured.from) + at * measured.step_days * DAY_S, value)
  })
  const ahead = new Map(fan.map((point) => [noonOf(point.date), point]))
  const earlier = new Map(
    (page.against[then ?? -1]?.points ?? []).map(({ date, median }) => [noonOf(date), median]),
  )
  const x = [...new Set([...gridOf(page), ...byDay.keys(), ...ahead.keys(), ...earlier.keys()])].toSorted(
    (one, other) => one - other,
  )
  const days = x.map(dateAt)
  const carried = new Map(page.under_failure?.points.map((point) => [point.date, point.carried]))
  const limitOn = (day: string) => limits.findLast(({ from }) => from <= day) ?? limits[0]
  const point = (pick: (one: ResourcePage['fan'][number]) => number) =>
    x.map((at) => {
      const one = ahead.get(at)
      return one === undefined ? null : pick(one)
    })
  return {
    days,
    x,
    measured: x.map((at) => byDay.get(at) ?? null),
    median: point((one) => one.median),
    lower95: point((one) => one.lower95),
    upper95: point((one) => one.upper95),
    lower80: point((one) => one.lower80),
    upper80: point((one) => one.upper80),
    usable: days.map((day) => limitOn(day)?.usable ?? null),
    underFailure: days.map((day) => carried.get(day) ?? null),
    ceiling: days.map(() => measured?.ceiling ?? null),
    earlier: x.map((at) => earlier.get(at) ?? null),
  }
}

/** Every day of the picture: what was left out between two measured days is a gap, not a line. */
function gridOf({ measured, fan }: ResourcePage): number[] {
  const first = measured === null ? fan[0]?.date : measured.from
  if (first === undefined) return []
  const step = (measured?.step_days ?? 1) * DAY_S
  const measuredEnd = measured === null ? 0 : noonOf(measured.from) + (measured.peaks.length - 1) * step
  const end = Math.max(measuredEnd, noonOf(fan.at(-1)?.date ?? first))
  const grid: number[] = []
  for (let at = noonOf(first); at <= end; at += step) grid.push(at)
  return grid
}

/** Rows for the table behind the chart: the last day of each month, and the days that matter. */
export function monthlyRows(columns: FanColumns): number[] {
  return columns.days.flatMap((day, at) => {
    const next = columns.days[at + 1]
    const isLast = next === undefined || next.slice(0, 7) !== day.slice(0, 7)
    const has = columns.measured[at] !== null || columns.median[at] !== null
    return isLast && has ? [at] : []
  })
}
