import { useQuery } from '@tanstack/react-query'
import { zoneQuery } from '../../../people/web/people-query.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'

/** The civil day that ends at an instant, in a zone: what was due at its end is due on that day. */
export function lastDay(endsAt: string, zone: string): string {
  const within = new Date(Date.parse(endsAt) - 1)
  const parts = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('en-CA', parts).format(within)
}

/** Says a due instant as the day at whose end it falls. */
export function useLastDay(): (endsAt: string) => string {
  const say = useSay()
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  return (endsAt) => say(civilDate(lastDay(endsAt, zone), false))
}
