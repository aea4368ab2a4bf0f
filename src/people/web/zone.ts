import { useQuery } from '@tanstack/react-query'
import type { Text } from '../../platform/text.ts'
import { instantLine } from '../../web/civil.ts'
import { useSay } from '../../web/language.tsx'
import { zoneQuery } from './people-query.ts'

/** Says an instant in the operator's zone, with the zone written. */
export function useWhen(): (at: string) => string {
  const say = useSay()
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  return (at) => say(instantLine(at, zone) satisfies Text)
}
