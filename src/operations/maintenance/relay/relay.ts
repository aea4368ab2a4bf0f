import type { ApprovalRecord } from '../../../people/index.ts'
import type { Fact } from '../../../ledger/fact.ts'
import type { Language, Text } from '../../../platform/text.ts'

/** What is written to customers about a maintenance, and to providers about one that breaks a tolerance. */
export const RELAY_DUE = 'maintenance.relay.due'
export const RELAY_DRAFTED = 'maintenance.relay.drafted'
export const RELAY_APPROVED = 'maintenance.relay.approved'
export const RELAY_SENT = 'maintenance.relay.sent'
export const RELAY_ANSWERED = 'maintenance.relay.answered'
export const RELAY_WITHDRAWN = 'maintenance.relay.withdrawn'

export const RELAY_FACTS = [
  RELAY_DUE,
  RELAY_DRAFTED,
  RELAY_APPROVED,
  RELAY_SENT,
  RELAY_ANSWERED,
  RELAY_WITHDRAWN,
] as const

/** `notice` to a customer; `inquiry`, `reschedule` or `decline` to a provider. */
export type RelayKind = 'notice' | 'inquiry' | 'reschedule' | 'decline'

/** What a maintenance does to one service in an interval. Instants are ISO 8601 UTC, half-open. */
export type RelayEffect = {
  service: string
  from: string
  until: string
  effect: 'down' | 'redundancy-lost' | 'capacity'
  because: Text
}

/** `maintenance.relay.due`: somebody is to be told, by when, and of what. */
export type RelayDue = {
  id: string
  kind: RelayKind
  /** Id of the customer, or of the provider's register entry. */
  to: string
  maintenance: string
  /** The maintenance is off: earlier word of it is taken back. */
  cancelled: boolean
  effects: RelayEffect[]
  language: Language
  due_by: string
  /** What the contract says; the provider may have left less time than that. */
  notice_days: number
  late_by_provider: boolean
}

/** `maintenance.relay.drafted`: the mail as it would be sent, as a blob; each draft of an id replaces the one before. */
export type RelayDrafted = { id: string; digest: string; subject: string; text: string; recipients: number }

export type RelayApproved = { id: string; approval: ApprovalRecord }

/** `maintenance.relay.sent`: a mail server has taken it over for so many of its recipients. */
export type RelaySent = { id: string; message_id: string; accepted: number; refused: number; at: string }

/** `maintenance.relay.answered`: what came back. `mail` where it is a mail that came in. */
export type RelayAnswered = {
  id: string
  answer: 'acknowledged' | 'bounced'
  at: string
  mail?: string
  note: string
}

/** `maintenance.relay.withdrawn`: what it says is no longer so. */
export type RelayWithdrawn = { id: string; because: string; at: string }

export type RelayState = 'due' | 'drafted' | 'approved' | 'sent' | 'acknowledged' | 'bounced' | 'withdrawn'

/** One relay after all its facts. */
export type Relay = {
  due: RelayDue
  state: RelayState
  draft?: RelayDrafted & { by: string }
  approval?: ApprovalRecord
  sentMs?: number
  messageId?: string
  answer?: RelayAnswered
}

/** All relays that facts speak of, by id. */
export function relaysIn(facts: readonly Fact[]): Map<string, Relay> {
  const relays = new Map<string, Relay>()
  for (const fact of facts) {
    if (fact.type === RELAY_DUE) {
      const due = fact.body as unknown as RelayDue
      if (!relays.has(due.id)) relays.set(due.id, { due, state: 'due' })
      continue
    }
    const id = fact.body['id']
    const relay = typeof id === 'string' ? relays.get(id) : undefined
    if (relay !== undefined) relays.set(relay.due.id, after(relay, fact))
  }
  return relays
}

function after(relay: Relay, { type, body, by }: Fact): Relay {
  if (type === RELAY_DRAFTED) {
    const { approval: _void, ...rest } = relay
    return { ...rest, state: 'drafted', draft: { ...(body as unknown as RelayDrafted), by } }
  }
  if (type === RELAY_APPROVED) {
    const { approval } = body as unknown as RelayApproved
    // Words that were changed in the same moment were not what was approved.
    return approval.digest === relay.draft?.digest ? { ...relay, state: 'approved', approval } : relay
  }
  if (type === RELAY_SENT) {
    const { at, message_id } = body as unknown as RelaySent
    return { ...relay, state: 'sent', sentMs: Date.parse(at), messageId: message_id }
  }
  if (type === RELAY_ANSWERED) {
    const answer = body as unknown as RelayAnswered
    return { ...relay, state: answer.answer, answer }
  }
  return type === RELAY_WITHDRAWN ? { ...relay, state: 'withdrawn' } : relay
}

/** Whether those it is for have been told, as far as a mail server can say so. */
export function isTold({ state }: Relay): boolean {
  return state === 'sent' || state === 'acknowledged'
}
