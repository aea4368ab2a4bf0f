import type { Text } from '../../../platform/text.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { lastDay } from '../../improvement/web/last-day.ts'

/** A half-open period as its first and its last civil day in its zone. */
export function usePeriod(): (period: { from: string; until: string; zone: string }) => string {
  const say = useSay()
  return ({ from, until, zone }) => {
    const first: Text = civilDate(lastDay(new Date(Date.parse(from) + 1).toISOString(), zone), false)
    const last: Text = civilDate(lastDay(until, zone), false)
    return say({ ja: `${first.ja}から${last.ja}まで`, en: `${first.en} to ${last.en}` })
  }
}
