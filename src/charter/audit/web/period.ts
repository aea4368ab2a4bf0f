import { useQuery } from '@tanstack/react-query'
import { zoneQuery } from '../../../people/web/people-query.ts'
import type { Text } from '../../../platform/text.ts'
import { civilDate, clockTime, zoneName } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { dayOf } from '../../web/civil-input.ts'
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

/** The civil day of an instant where the operator is, `2026-11-22`: what a seal shows. */
export function useCivilDay(): (at: string) => string {
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  return (at) => dayOf(at, zone)
}

/** An instant with its year, as a period audited may be of another one: `13 August 2026, 10:00 JST`. */
export function useMoment(): (at: string) => string {
  const say = useSay()
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  return (at) => {
    const day = civilDate(dayOf(at, zone), false)
    const time = `${clockTime(at, zone)} ${zoneName(at, zone)}`
    return say({ ja: `${day.ja} ${time}`, en: `${day.en}, ${time}` })
  }
}
