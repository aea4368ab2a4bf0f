import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../people/web/people-query.ts'
import type { Text } from '../../platform/text.ts'
import { civilDate } from '../../web/civil.ts'
import { useSay } from '../../web/language.tsx'
import { same } from '../../web/message.ts'
import { boardQuery } from './board-query.ts'
import { dayOf, endOfDay } from './civil-input.ts'
import { personsQuery, type Naming } from './clause-query.ts'
import { words } from './clause-words.ts'

/** Whether this person may do something, and in words why not. Unknown until the server has said so. */
export type May = { may: boolean; why?: Text }

export function useMay(): (permission: string) => May {
  const { data: me } = useQuery(meQuery)
  return (permission) => {
    if (me === undefined) return { may: false }
    if (me.permissions.includes(permission)) return { may: true }
    return { may: false, why: me.person === undefined ? words.signInFirst : words.notYours }
  }
}

/** Names of persons; the system and strangers keep their id. */
export function useNaming(): Naming {
  const { data = [] } = useQuery(personsQuery)
  return (id) => {
    if (id.startsWith('system:')) return words.kensho
    return data.find((person) => person.id === id)?.name ?? same(id)
  }
}

/** The line of an entry that says who approved it and when; none where nobody has. */
export function useApprover(): (by: string | undefined, at: string | undefined) => [Text, string][] {
  const say = useSay()
  const nameOf = useNaming()
  const { day } = useDays()
  return (by, at) =>
    by === undefined ? [] : [[words.approver, `${say(nameOf(by))}${at === undefined ? '' : ` ${day(at)}`}`]]
}

/** The operator's zone and how its days are written. */
export function useDays(): {
  zone: string
  era: boolean
  /** The civil day on which the board was judged; empty until it is read. */
  today: string
  day: (at: string) => string
  lastDay: (until: string) => string
} {
  const say = useSay()
  const { data } = useQuery(boardQuery)
  const { zone, era } = data?.operator ?? { zone: 'UTC', era: false }
  const day = (at: string) => say(civilDate(dayOf(at, zone), era))
  const today = data === undefined ? '' : dayOf(data.at, zone)
  return { zone, era, today, day, lastDay: (until) => day(new Date(Date.parse(until) - 1).toISOString()) }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The last instant of a civil day in the operator's zone, where that is past; else undefined: now. */
export function useThen(day: string | undefined): string | undefined {
  const { data } = useQuery(boardQuery)
  if (data === undefined || day === undefined || !DAY.test(day) || Number.isNaN(Date.parse(day)))
    return undefined
  const { zone } = data.operator
  if (day >= dayOf(data.at, zone)) return undefined
  return new Date(Date.parse(endOfDay(day, zone)) - 1).toISOString()
}
