import { digestOf } from '../../charter/digest.ts'
import type { Text } from '../../platform/text.ts'
import { windowMs, type MaintenanceWindow } from './maintenance.ts'
import type {
  Choice,
  NoticeDecided,
  NoticeEdition,
  NoticeRead,
  PortalRead,
  ReadObject,
} from './notice-facts.ts'
import type { NoticeStatus, NoticeWindow } from './notice.ts'

/** What one mail announces of one maintenance, with what a person decided of it; copies of it are one. */
export type Announced = {
  mail: string
  index: number
  /** Every mail that brought it: two mailboxes, a mail sent twice. */
  copies: { mail: string; index: number }[]
  messageIds: string[]
  references: string[]
  receivedMs: number
  /** When the notice was issued; when it was received where it does not say. */
  stampMs: number
  /** Id in the register, or `~domain` of a stranger. */
  provider: string
  number: string
  account: string | undefined
  status: NoticeStatus
  windows: MaintenanceWindow[]
  /** Windows of other readings of the same mail. */
  otherWindows: MaintenanceWindow[]
  objects: ReadObject[]
  edition: NoticeEdition | undefined
  reasons: Text[]
  /** Said by whom it may be said by: a known sender who proved it, or a person decided so. */
  trusted: boolean
  /** Read without doubt, or decided. */
  settled: boolean
  decided: boolean
}

/** The readings that stand: newest round of each mail, slices put together, rejected ones left out, copies one. */
export function readingsOf(read: readonly NoticeRead[], decided: readonly NoticeDecided[]): Announced[] {
  const decisions = new Map(decided.map((one) => [placeOf(one), one]))
  const copies = new Map<string, NoticeRead[]>()
  for (const one of assembled(read)) {
    const key = contentOf(one)
    const same = copies.get(key)
    if (same === undefined) copies.set(key, [one])
    else same.push(one)
  }
  return [...copies.values()].flatMap((same) => {
    const choice = same
      .map((one) => choiceOf(one, decisions.get(placeOf(one.mail, one.index))))
      .findLast(Boolean)
    const announced = announcedBy(same, choice)
    return announced === undefined ? [] : [announced]
  })
}

/** What a person read on a provider's page: whoever looked vouches for it. */
export function announcedOnPage({ entry, number, status, windows, objects, stamp }: PortalRead): Announced {
  const stampMs = Date.parse(stamp)
  const mail = `page:${entry}:${number}:${stampMs}`
  return {
    mail,
    index: 0,
    copies: [{ mail, index: 0 }],
    messageIds: [],
    references: [],
    receivedMs: stampMs,
    stampMs,
    provider: entry,
    number,
    account: undefined,
    status,
    windows: windows.map(windowMs),
    otherWindows: [],
    objects,
    edition: undefined,
    reasons: [],
    trusted: true,
    settled: true,
    decided: true,
  }
}

/** What a person corrected or rejected holds whatever a later reading finds; a choice holds for what it was made of. */
function choiceOf({ notice }: NoticeRead, decision: NoticeDecided | undefined): Choice | undefined {
  if (decision === undefined) return undefined
  const { choice, of } = decision
  const own = choice.kind === 'corrected' || choice.kind === 'rejected'
  return own || of === undefined || of === digestOf(notice) ? choice : undefined
}

function placeOf(mail: string | { mail: string; index: number }, index = 0): string {
  return typeof mail === 'string' ? `${mail}.${index}` : `${mail.mail}.${mail.index}`
}

/** The newest round of each mail, with the objects of all slices. */
function assembled(read: readonly NoticeRead[]): NoticeRead[] {
  const rounds = new Map<string, number>()
  for (const { mail, round } of read) rounds.set(mail, Math.max(round, rounds.get(mail) ?? 0))
  const whole = new Map<string, NoticeRead>()
  const slices = new Set<string>()
  for (const one of read) {
    const slice = `${placeOf(one)}.${one.slice}`
    if (one.round !== rounds.get(one.mail) || slices.has(slice)) continue
    slices.add(slice)
    const first = whole.get(placeOf(one))
    whole.set(
      placeOf(one),
      first === undefined ? one : { ...first, objects: [...first.objects, ...one.objects] },
    )
  }
  return [...whole.values()]
}

/** Two mails that say exactly this are copies of one notice, whatever way they took. */
function contentOf({ notice, objects, message_id, mail, index }: NoticeRead): string {
  // Without a number or a stamp two different notices may look the same: then only the message itself tells.
  const told = notice.maintenance_id !== '' && notice.stamp !== null
  const own = told ? '' : `${message_id === '' ? mail : message_id}.${index}`
  const { maintenance_id, account = '', status, windows, stamp, edition } = notice
  const said = objects.map((object) => `${object.said} ${object.impact}`).toSorted()
  return JSON.stringify([own, maintenance_id, account, status, windows, stamp, edition ?? null, said])
}

function announcedBy(same: readonly NoticeRead[], choice: Choice | undefined): Announced | undefined {
  if (choice?.kind === 'rejected') return undefined
  const best = same.find(isTrusted) ?? same.find(({ provider }) => provider !== null) ?? same[0]
  if (best === undefined) return undefined
  const { notice } = best
  const receivedMs = Math.min(...same.map(({ received_at }) => Date.parse(received_at)))
  const corrected = choice?.kind === 'corrected' ? choice : undefined
  return {
    mail: best.mail,
    index: best.index,
    copies: same.map(({ mail, index }) => ({ mail, index })),
    messageIds: [...new Set(same.map(({ message_id }) => message_id).filter((id) => id !== ''))],
    references: [...new Set(same.flatMap(({ references }) => references))],
    receivedMs,
    stampMs: notice.stamp === null ? receivedMs : Date.parse(notice.stamp),
    provider: best.provider ?? `~${best.sender}`,
    number: corrected?.maintenance_id ?? notice.maintenance_id,
    account: notice.account,
    status: corrected?.status ?? notice.status,
    windows: chosenWindows(best, choice).map(windowMs),
    otherWindows:
      choice === undefined
        ? notice.competing.flatMap(({ windows }) => windows).map((window) => windowMs(window))
        : [],
    objects: corrected?.objects ?? best.objects,
    edition: notice.edition,
    reasons: notice.reasons,
    trusted: choice !== undefined || same.some(isTrusted),
    settled: choice !== undefined || !notice.needs_review,
    decided: choice !== undefined,
  }
}

function isTrusted({ provider, authentication }: NoticeRead): boolean {
  return provider !== null && authentication.aligned
}

function chosenWindows({ notice }: NoticeRead, choice: Choice | undefined): NoticeWindow[] {
  if (choice?.kind === 'corrected') return choice.windows
  if (choice?.kind === 'competing') return notice.competing[choice.index]?.windows ?? notice.windows
  return notice.windows
}
