import { append, type Fact } from '../../ledger/index.ts'
import { digestOf } from '../../charter/digest.ts'
import { knownAtMoment } from '../../charter/known.ts'
import { approved, requestApproval, type Approvable, type GivenApproval } from '../../people/index.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { knownLines } from './intake/known-lines.ts'
import { REVIEW_RELAYS_JOB } from './intake/receive.ts'
import { lessonOf } from './lesson.ts'
import {
  CONTACT_RECORDED,
  LESSON_APPROVED,
  NOTICE_DECIDED,
  NOTICE_READ,
  OWN_PLANNED,
  PORTAL_READ,
  type Choice,
  type ContactRecorded,
  type NoticeDecided,
  type NoticeRead,
  type OwnPlanned,
  type PortalRead,
} from './notice-facts.ts'
import type { NoticeWindow } from './notice.ts'
import { registerOf } from './register/documents.ts'

const NO_READING = {
  ja: 'その通知の読みは見つかりません。',
  en: 'There is no such reading of a notice.',
}
const NO_ENTRY = { ja: '社外回線台帳にその項目はありません。', en: 'The register has no such entry.' }
const NO_LESSON = {
  ja: 'この決定から学べることはありません。',
  en: 'There is nothing to learn from this decision.',
}

/** One reading of one mail. */
export type ReadingPlace = { mail: string; index: number }

/**
 * A person decides what a notice says. With `lesson` it is put forward, for another's approval, as what to make of the
 * same doubt in mails of this sender and form. Returns the fact's place in the inbox.
 */
export async function decideNotice(
  ctx: Context,
  actor: Actor,
  place: ReadingPlace,
  decision: { choice: Choice; because: string; lesson: boolean },
): Promise<bigint> {
  const read = await readingAt(ctx, place)
  if (read === undefined) throw new Refusal('missing', NO_READING)
  assertChoice(read, decision.choice)
  const decided_at = new Date(ctx.clock.now()).toISOString()
  const body: NoticeDecided = { ...place, ...decision, decided_at, of: digestOf(read.notice) }
  const lesson = decision.lesson ? lessonOf(read, body) : undefined
  if (decision.lesson && lesson === undefined) throw new Refusal('conflict', NO_LESSON)
  return await inTransaction(ctx.db, async (tx) => {
    if (lesson !== undefined)
      await requestApproval(ctx, tx, approvableLesson(body, actor.id), `/maintenance?mail=${place.mail}`)
    return await appendBy(tx, actor, NOTICE_DECIDED, body, [`mail:${place.mail}`])
  })
}

/** Another person approves what a decision teaches. */
export async function approveLesson(
  ctx: Context,
  actor: Actor,
  place: ReadingPlace,
  given: GivenApproval,
): Promise<bigint> {
  const { facts } = await knownAtMoment(ctx, {})
  const decided = facts.findLast((fact) => fact.type === NOTICE_DECIDED && isAt(fact, place))
  const decision = decided?.body as unknown as NoticeDecided | undefined
  if (decided === undefined || decision?.lesson !== true) throw new Refusal('missing', NO_LESSON)
  return await inTransaction(ctx.db, async (tx) => {
    const approval = await approved(ctx, tx, actor, approvableLesson(decision, decided.by), given)
    return await appendBy(tx, actor, LESSON_APPROVED, { ...place, approval }, [`mail:${place.mail}`])
  })
}

/** What is approved when a lesson is: the decision as it was made. */
export function approvableLesson(decision: NoticeDecided, by: string): Approvable {
  return {
    kind: 'maintenance.lesson',
    id: `${decision.mail}.${decision.index}`,
    digest: digestOf({ ...decision, by }),
    title: {
      ja: '同じ送信元・書式の通知を、この決定のとおりに読む',
      en: 'Read notices of this sender and form as it was decided here',
    },
    contributors: [by],
  }
}

/** Records that somebody spoke with a provider or looked at its portal. */
export async function recordContact(
  ctx: Context,
  actor: Actor,
  contact: Omit<ContactRecorded, 'at'>,
): Promise<bigint> {
  const { workspace } = await knownAtMoment(ctx, {})
  if (!registerOf(workspace).some(({ id }) => id === contact.entry)) throw new Refusal('missing', NO_ENTRY)
  const body: ContactRecorded = { ...contact, at: new Date(ctx.clock.now()).toISOString() }
  return await inTransaction(ctx.db, (tx) =>
    appendBy(tx, actor, CONTACT_RECORDED, body, [contact.entry].filter(isNameable)),
  )
}

/** Records what a person read on a provider's page of some work; that the page was looked at is recorded with it. */
export async function recordPortalNotice(
  ctx: Context,
  actor: Actor,
  read: Omit<PortalRead, 'stamp'>,
): Promise<bigint> {
  const { workspace } = await knownAtMoment(ctx, {})
  const entry = registerOf(workspace).find(({ id }) => id === read.entry)
  if (entry === undefined) throw new Refusal('missing', NO_ENTRY)
  assertWindows(read.windows)
  const lines = knownLines(workspace.estate, entry)
  const objects = read.objects.flatMap(({ said, impact }): PortalRead['objects'] => {
    const ids = lines.resolve(said)
    return ids.length === 0 ? [{ id: null, said, impact }] : ids.map((id) => ({ id, said, impact }))
  })
  const stamp = new Date(ctx.clock.now()).toISOString()
  const body: PortalRead = { ...read, objects, stamp }
  const looked: ContactRecorded = { entry: read.entry, kind: 'portal-checked', note: read.number, at: stamp }
  const named = [read.entry, ...objects.flatMap(({ id }) => id ?? [])].filter(isNameable)
  return await inTransaction(ctx.db, async (tx) => {
    await appendBy(tx, actor, CONTACT_RECORDED, looked, [read.entry].filter(isNameable))
    return await appendBy(tx, actor, PORTAL_READ, body, named)
  })
}

/** Announces work of our own, or changes what was announced of it. */
export async function planOwn(ctx: Context, actor: Actor, plan: Omit<OwnPlanned, 'stamp'>): Promise<bigint> {
  const { workspace } = await knownAtMoment(ctx, {})
  assertWindows(plan.windows)
  const known = new Set(
    Object.values(workspace.estate).flatMap((part) => (Array.isArray(part) ? part.map(idOf) : [])),
  )
  const stranger = plan.objects.find(({ id }) => id === null || !known.has(id))
  if (stranger !== undefined)
    throw new InputError(
      'body',
      { path: 'objects' },
      `ids of the estate, found ${stranger.id ?? stranger.said}`,
    )
  const body: OwnPlanned = { ...plan, stamp: new Date(ctx.clock.now()).toISOString() }
  const named = plan.objects.map(({ id }) => id).filter((id) => id !== null)
  return await inTransaction(ctx.db, (tx) => appendBy(tx, actor, OWN_PLANNED, body, named.filter(isNameable)))
}

function idOf(element: object): string {
  return 'id' in element && typeof element.id === 'string' ? element.id : ''
}

function isNameable(id: string): boolean {
  return id !== '' && id.length <= 256
}

async function appendBy(
  tx: Tx,
  actor: Actor,
  type: string,
  body: object,
  objects: string[],
): Promise<bigint> {
  const fact = { type, by: actor.id, clause: '5.1', objects, body: body as Fact['body'] }
  const { id } = await append(tx, fact)
  await enqueue(tx, REVIEW_RELAYS_JOB, { fact: String(id) }, { key: 'relays' })
  return id
}

async function readingAt(ctx: Context, place: ReadingPlace): Promise<NoticeRead | undefined> {
  const { facts } = await knownAtMoment(ctx, {})
  const fact = facts.findLast((one) => one.type === NOTICE_READ && isAt(one, place))
  return fact?.body as unknown as NoticeRead | undefined
}

function isAt({ body }: Fact, { mail, index }: ReadingPlace): boolean {
  return body['mail'] === mail && body['index'] === index
}

function assertChoice({ notice }: NoticeRead, choice: Choice): void {
  if (choice.kind === 'competing' && notice.competing[choice.index] === undefined)
    throw new InputError('body', { path: 'choice.index' }, `one of ${notice.competing.length} other readings`)
  if (choice.kind === 'corrected') assertWindows(choice.windows)
}

const WINDOW_MS_MAX = 60 * 86_400_000

function assertWindows(windows: readonly NoticeWindow[]): void {
  for (const [at, { start, end }] of windows.entries()) {
    const lasts = Date.parse(end) - Date.parse(start)
    if (!(lasts > 0 && lasts <= WINDOW_MS_MAX))
      throw new InputError('body', { path: `windows.${at}` }, 'an end after its start, at most 60 days later')
  }
}
