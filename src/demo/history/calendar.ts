const DAY_MS = 86_400_000
const JST_MS = 9 * 3_600_000

/** The instant of `daysAgo` days before now at an hour of the day in Tokyo, where there is no summer time. */
export function daysBefore(nowMs: number, daysAgo: number, hour: number): number {
  const midnight = Math.floor((nowMs + JST_MS) / DAY_MS) * DAY_MS - JST_MS
  return midnight - daysAgo * DAY_MS + hour * 3_600_000
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}

export const DAY = DAY_MS
