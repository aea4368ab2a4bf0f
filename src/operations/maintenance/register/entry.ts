import { placed } from '../../../charter/element.ts'
import { instant } from '../../../charter/instant.ts'
import {
  defaulted,
  id,
  listOf,
  number,
  oneOf,
  optional,
  record,
  required,
  text,
} from '../../../estate/shape.ts'
import type { Infer } from '../../../estate/shape.ts'

const days = (what: string) => number({ min: 0, max: 3660, what })

const contact = record('a contact', {
  role: required(oneOf(['notices', 'desk', 'escalation', 'sales']), 'What it is for.'),
  address: optional(text(320), 'Mail address.'),
  phone: optional(text(100), 'Telephone number.'),
})

const portal = record('a portal', {
  url: required(text(2000), 'Where the provider publishes its work.'),
  every_days: required(days('a number of days'), 'How often somebody looks there.'),
})

/**
 * One element of the collection `external_lines`: what is known of a provider of external lines or services, whom its
 * notices come from, and what may be expected of it (5.1).
 */
export const registerShape = placed(
  record('a register entry', {
    id: required(id, 'Unique in the register.'),
    party: required(id, 'The provider, a party of the estate.'),
    covers: optional(
      listOf(id, { max: 100_000 }),
      'Lines, circuits and other elements that it is for; absent: every line and circuit of the provider.',
    ),
    channel: required(oneOf(['mail', 'portal', 'api']), 'How it announces work.'),
    senders: defaulted(
      listOf(text(320), { max: 200 }),
      () => [],
      'Domains (with those below them) or addresses that its notices come from.',
    ),
    contacts: required(listOf(contact, { min: 1, max: 50 }), 'Whom to ask.'),
    notice_days: optional(days('a number of days'), 'How long before planned work it is to give notice.'),
    silence_days: optional(days('a number of days'), 'Longer without a word from it is an alarm.'),
    portal: optional(portal, 'Where it publishes only on a page of its own.'),
    judge_hours: defaulted(
      number({ above: 0, max: 1000, what: 'a number of hours' }),
      () => 24,
      'A notice that is not clear is decided within that time.',
    ),
    language: defaulted(oneOf(['ja', 'en']), () => 'ja' as const, 'The language to write to it in.'),
    reschedule: defaulted(
      oneOf(['none', 'ask', 'decline']),
      () => 'ask' as const,
      'What the contract allows when a window does not suit: nothing, to ask, or to decline it (BCOP DECLINED).',
    ),
    tolerates: defaulted(
      listOf(oneOf(['redundancy-lost', 'capacity']), { max: 2 }),
      () => ['capacity' as const],
      'What its windows may take from services without it being asked about them: their redundancy, N-1 capacity.',
    ),
    from: required(instant, 'Since when it is registered: silence counts from here.'),
  }),
)

export type RegisterElement = Infer<typeof registerShape>

export const REGISTER_COLLECTION = 'external_lines'
export const REGISTER_DECLARED = 'maintenance.register.declared'

/** What controls know of an entry: whom to write to is no business of theirs. Instants are ISO 8601 UTC. */
export type RegisterEntry = {
  id: string
  party: string
  covers?: string[]
  channel: 'mail' | 'portal' | 'api'
  notice_days?: number
  silence_days?: number
  portal_every_days?: number
  judge_hours: number
  contacts: number
  from: string
}

export type RegisterDeclared = { entries: RegisterEntry[] }

/** The entry whose sender an address is: an exact address first, then the domain, the most exact one first. */
export function entryOfSender(
  entries: readonly Pick<RegisterElement, 'id' | 'senders' | 'party'>[],
  address: string,
): Pick<RegisterElement, 'id' | 'senders' | 'party'> | undefined {
  const whole = address.toLowerCase()
  const domain = whole.slice(whole.lastIndexOf('@') + 1)
  let best: { entry: (typeof entries)[number]; length: number } | undefined
  for (const entry of entries)
    for (const sender of entry.senders) {
      const known = sender.toLowerCase().replace(/^@/, '')
      const fits = known.includes('@') ? known === whole : domain === known || domain.endsWith(`.${known}`)
      if (fits && known.length > (best?.length ?? 0)) best = { entry, length: known.length }
    }
  return best?.entry
}
