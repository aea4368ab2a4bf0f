import type { Text } from '../../../platform/text.ts'
import { words } from './words.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How long ago something was, in one unit: `12 s`, `3 min`, `5 h`, `9 days`. */
export function ageText(ageMs: number): Text {
  const age = Math.max(0, ageMs)
  if (age < 2 * MINUTE_MS) return words.seconds(Math.round(age / 1000))
  if (age < 2 * HOUR_MS) return words.minutes(Math.round(age / MINUTE_MS))
  if (age < 2 * DAY_MS) return words.hours(Math.round(age / HOUR_MS))
  return words.days(Math.round(age / DAY_MS))
}
