import type { Known } from '../../../charter/known.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import type { Context } from '../../../platform/context.ts'
import { sendLetter } from '../../../platform/mail.ts'
import type { Language } from '../../../platform/text.ts'
import type { Maintenance } from '../maintenance.ts'
import { registerOf } from '../register/documents.ts'
import { NOTICE_READ, type NoticeRead } from '../notice-facts.ts'
import { declinedCalendar, maintenanceCalendar } from './calendar.ts'
import { impactOfEffect, letterOf, referenceOf, type Letter } from './letter.ts'
import { isTold, relaysIn, type Relay, type RelayDue } from './relay.ts'

/** A mail as it is handed to a mail server. */
export type OutgoingMail = {
  messageId: string
  to: string[]
  replyTo: string | undefined
  subject: string
  text: string
  calendar: string
  method: 'PUBLISH' | 'CANCEL' | 'REPLY'
}

/** The letter to put forward, and the addresses that it would go to. */
export function draftedLetter(
  ctx: Context,
  due: RelayDue,
  maintenance: Maintenance,
  workspace: Workspace,
  again: boolean,
): { letter: Letter; recipients: string[] } {
  const { language } = due
  const zone = workspace.estate.zone ?? 'UTC'
  const view = {
    maintenance,
    to: nameOf(workspace, due.to, language),
    from: workspace.operator?.name[language] ?? ctx.config.mail?.from ?? '',
    serviceName: (id: string) => nameOf(workspace, id, language),
    zone,
    again,
  }
  return { letter: letterOf(due, view), recipients: recipientsOf(due, workspace) }
}

/** What a customer, provider or service is called; its id where the estate does not name it. */
export function nameOf({ estate, ...workspace }: Workspace, id: string, language: Language): string {
  const entry = registerOf({ estate, ...workspace }).find((one) => one.id === id)
  const named = [...estate.customers, ...estate.services, ...estate.parties].find(
    (one) => one.id === (entry?.party ?? id),
  ) as { name?: string; name_en?: string } | undefined
  return (language === 'en' ? named?.name_en : undefined) ?? named?.name ?? id
}

function recipientsOf(due: RelayDue, workspace: Workspace): string[] {
  if (due.kind !== 'notice') {
    const contacts = registerOf(workspace).find(({ id }) => id === due.to)?.contacts ?? []
    const fit = contacts.filter(({ role }) => role === 'notices' || role === 'desk')
    return [...new Set((fit.length > 0 ? fit : contacts).flatMap(({ address }) => address ?? []))]
  }
  const customer = workspace.estate.customers.find(({ id }) => id === due.to)
  const services = new Set(due.effects.map(({ service }) => service))
  const terms = (customer?.terms ?? []).filter(
    (term) => services.size === 0 || term.services.some((service) => services.has(service)),
  )
  return [...new Set(terms.flatMap(({ contacts }) => contacts ?? []))]
}

/** The id by which answers to a relay are known; the same for each try to send it. */
function messageIdOf(ctx: Context, id: string): string {
  const address = ctx.config.notices.address ?? ctx.config.mail?.from ?? 'kensho.invalid'
  return `relay.${id}@${address.slice(address.lastIndexOf('@') + 1)}`
}

const RELAY_MESSAGE = /relay\.(r-[0-9a-f]{16})@/

/** The relay that a message id is of; undefined for any other. */
export function relayOfMessage(messageId: string): string | undefined {
  return RELAY_MESSAGE.exec(messageId)?.[1]
}

/** The approved words as a mail, with the calendar that says the same to a machine. */
export function mailOf(ctx: Context, relay: Relay, maintenance: Maintenance, known: Known): OutgoingMail {
  const { due, draft } = relay
  if (draft === undefined) throw new Error(`relay ${due.id} was approved without words`)
  const own = ctx.config.notices.address ?? ctx.config.mail?.from ?? 'notices@kensho.invalid'
  const earlier = [...relaysIn(known.facts).values()].filter(
    (one) => one.due.to === due.to && one.due.maintenance === due.maintenance && isTold(one),
  )
  const [user, domain] = own.split('@')
  const declined = due.kind === 'decline' ? declinedOf(maintenance, known, own, ctx.clock.now()) : undefined
  return {
    messageId: messageIdOf(ctx, due.id),
    to: recipientsOf(due, known.workspace),
    replyTo: ctx.config.notices.address === undefined ? undefined : `${user}+${due.id}@${domain}`,
    subject: draft.subject,
    text: draft.text,
    calendar: declined ?? announcedOf(relay, maintenance, known, own, earlier.length, ctx.clock.now()),
    method: declined !== undefined ? 'REPLY' : due.cancelled ? 'CANCEL' : 'PUBLISH',
  }
}

function announcedOf(
  { due, draft }: Relay,
  maintenance: Maintenance,
  known: Known,
  own: string,
  sequence: number,
  nowMs: number,
): string {
  // Taken back is what was told last: the calendar names those windows again.
  const effects = due.effects.length > 0 ? due.effects : lastTold(known, due)
  const windows = [
    ...new Map(effects.map(({ from, until }) => [`${from} ${until}`, { from, until }])).values(),
  ]
  return maintenanceCalendar({
    uid: `${due.to}.${maintenance.key}@${own.slice(own.indexOf('@') + 1)}`,
    sequence,
    stampMs: nowMs,
    provider: own.slice(own.indexOf('@') + 1),
    account: due.to,
    maintenance: referenceOf(due, maintenance),
    organizer: own,
    summary: draft?.subject ?? '',
    status: due.cancelled ? 'CANCELLED' : maintenance.status,
    windows: windows.map(({ from, until }) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) })),
    objects: effects.map(({ service, effect }) => ({ id: service, impact: impactOfEffect(effect) })),
  })
}

function lastTold(known: Known, due: RelayDue): RelayDue['effects'] {
  const told = [...relaysIn(known.facts).values()].filter(
    (one) => one.due.to === due.to && one.due.maintenance === due.maintenance && isTold(one),
  )
  return told.at(-1)?.due.effects ?? []
}

/** Only a calendar can be declined: without its UID nobody knows which. */
function declinedOf(maintenance: Maintenance, known: Known, own: string, nowMs: number): string | undefined {
  const mails = new Set(maintenance.readings.map(({ mail }) => mail))
  const read = known.facts
    .filter(({ type, body }) => type === NOTICE_READ && mails.has(body['mail'] as string))
    .map(({ body }) => body as unknown as NoticeRead)
    .findLast(({ notice }) => notice.edition !== undefined)
  if (read?.notice.edition === undefined) return undefined
  const { uid, sequence } = read.notice.edition
  const organizer = registerOf(known.workspace)
    .find(({ id }) => id === maintenance.provider)
    ?.contacts.find(({ address }) => address !== undefined)?.address
  if (organizer === undefined) return undefined
  return declinedCalendar({
    uid,
    sequence,
    stampMs: nowMs,
    organizer,
    attendee: own,
    windows: maintenance.windows,
  })
}

/** Sends by the mail server of the configuration. Throws where there is none, or it takes the mail for nobody. */
export async function sendByServer(
  ctx: Context,
  mail: OutgoingMail,
): Promise<{ accepted: number; refused: number }> {
  if (mail.to.length === 0) throw new Error(`nobody to send ${mail.messageId} to: the terms name no contacts`)
  return await sendLetter(ctx.config, {
    messageId: `<${mail.messageId}>`,
    // Whoever it goes to need not know who else is told.
    bcc: mail.to,
    to: mail.to.length === 1 ? mail.to[0] : ctx.config.mail?.from,
    ...(mail.replyTo !== undefined && { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    icalEvent: { method: mail.method, content: mail.calendar, filename: 'maintenance.ics' },
  })
}
