import type { SeriesPage } from '../page-schema.ts'

/** A run of steps that have no value, half-open, by their places. */
export type Gap = { from: number; until: number }

/** Where values are missing after the first one: before it nothing was measured, and the last step may still come. */
export function gapsIn(values: readonly (number | null)[]): Gap[] {
  const gaps: Gap[] = []
  const first = values.findIndex((value) => value !== null)
  if (first < 0) return gaps
  for (let place = first; place < values.length - 1; place += 1) {
    if (values[place] !== null) continue
    const last = gaps.at(-1)
    if (last?.until === place) last.until += 1
    else gaps.push({ from: place, until: place + 1 })
  }
  return gaps
}

/** Values with nothing on either side, which a line would not show. */
export function loneIn(values: readonly (number | null)[]): number[] {
  return values.flatMap((value, place) => {
    const alone =
      value !== null && (values[place - 1] ?? null) === null && (values[place + 1] ?? null) === null
    return alone ? [place] : []
  })
}

/** Each value with its time, ISO 8601. */
export function rowsOf({ from, step_ms, values }: SeriesPage): { at: string; value: number }[] {
  const fromMs = Date.parse(from)
  return values.flatMap((value, place) =>
    value === null ? [] : [{ at: new Date(fromMs + place * step_ms).toISOString(), value }],
  )
}
