import { digestOf } from '../../../charter/digest.ts'
import { knownAtMoment, type Known } from '../../../charter/known.ts'
import { append, type Fact } from '../../../ledger/index.ts'
import {
  approved,
  closeApproval,
  requestApproval,
  type Approvable,
  type GivenApproval,
} from '../../../people/index.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, type Tx } from '../../../platform/database.ts'
import type { Actor } from '../../../platform/http/permission.ts'
import { enqueue } from '../../../platform/jobs.ts'
import { Refusal } from '../../../platform/refusal.ts'
import type { Text } from '../../../platform/text.ts'
import { knownMaintenances } from '../known-maintenances.ts'
import type { Maintenance } from '../maintenance.ts'
import { registerOf } from '../register/documents.ts'
import { effectsByMaintenance } from './effects.ts'
import { draftedLetter, mailOf, nameOf, type OutgoingMail } from './message.ts'
import { owedOf } from './owed.ts'
import {
  isTold,
  RELAY_ANSWERED,
  RELAY_APPROVED,
  RELAY_DRAFTED,
  RELAY_DUE,
  RELAY_SENT,
  RELAY_WITHDRAWN,
  relaysIn,
  type Relay,
  type RelayAnswered,
  type RelayDrafted,
  type RelayDue,
  type RelayWithdrawn,
} from './relay.ts'
import { insertRelay, lockRelays, markSent } from './store.ts'

export const SEND_RELAY_JOB = 'approved words are sent'
const SYSTEM = 'system:maintenance'

const NO_RELAY = { ja: 'その案内はありません。', en: 'There is no such notice to send.' }
const SENT_ALREADY = {
  ja: 'すでに送られたか取り下げられたため、変えられません。',
  en: 'It has been sent or withdrawn and cannot be changed.',
}

type View = { known: Known; maintenances: readonly Maintenance[]; relays: Map<string, Relay> }

async function viewOf(ctx: Context): Promise<View> {
  const known = await knownAtMoment(ctx, {})
  return { known, maintenances: knownMaintenances(known), relays: relaysIn(known.facts) }
}

/** All relays as they stand, the newest last. */
export async function readRelays(ctx: Context): Promise<Relay[]> {
  return [...(await viewOf(ctx)).relays.values()]
}

/**
 * Brings what is due up to date with what is known: drafts what somebody is to be told, withdraws what no longer holds.
 * Repeating it changes nothing. Returns how many facts it wrote.
 */
export async function reviewRelays(ctx: Context): Promise<number> {
  const { known, maintenances, relays } = await viewOf(ctx)
  const { estate } = known.workspace
  const view = { estate, register: registerOf(known.workspace), relays: [...relays.values()] }
  const effects = effectsByMaintenance(known, maintenances)
  let written = 0
  for (const maintenance of maintenances) {
    if (maintenance.certainty !== 'certain') continue
    const owed = owedOf(maintenance, effects.get(maintenance.key) ?? [], view, known.atMs)
    if (owed.due.length + owed.withdrawn.length === 0) continue
    written += await inTransaction(ctx.db, async (tx) => {
      await lockRelays(tx)
      for (const id of owed.withdrawn) await withdraw(ctx, tx, relays.get(id), known.atMs)
      for (const due of owed.due) await putForward(ctx, tx, due, maintenance, known, relays)
      return owed.withdrawn.length + 2 * owed.due.length
    })
  }
  return written
}

async function withdraw(ctx: Context, tx: Tx, relay: Relay | undefined, atMs: number): Promise<void> {
  if (relay === undefined) return
  const { id } = relay.due
  await closeApproval(tx, 'maintenance.relay', id)
  const because = 'the maintenance changed'
  const body: RelayWithdrawn = { id, because, at: new Date(atMs).toISOString() }
  await put(tx, SYSTEM, RELAY_WITHDRAWN, relay.due, body)
  ctx.log.info({ relay: id }, 'a draft was withdrawn')
}

async function putForward(
  ctx: Context,
  tx: Tx,
  due: RelayDue,
  maintenance: Maintenance,
  known: Known,
  relays: ReadonlyMap<string, Relay>,
): Promise<void> {
  const again = [...relays.values()].some(
    (relay) => relay.due.to === due.to && relay.due.maintenance === due.maintenance && isTold(relay),
  )
  const { letter, recipients } = draftedLetter(ctx, due, maintenance, known.workspace, again)
  if (!(await insertRelay(tx, due.id, known.atMs))) return
  await put(tx, SYSTEM, RELAY_DUE, due, due)
  const words = { ...letter, recipients: recipients.length }
  await draft(ctx, tx, known.workspace, { by: SYSTEM, due, words, contributors: [SYSTEM] })
}

type Draft = {
  by: string
  due: RelayDue
  words: { subject: string; text: string; recipients: number }
  contributors: readonly string[]
}

async function draft(
  ctx: Context,
  tx: Tx,
  workspace: Workspace,
  { by, due, words, contributors }: Draft,
): Promise<bigint> {
  const digest = digestOf({ due, subject: words.subject, text: words.text })
  const body: RelayDrafted = { id: due.id, digest, ...words }
  const fact = await put(tx, by, RELAY_DRAFTED, due, body)
  await requestApproval(ctx, tx, approvableRelay(workspace, due, body, contributors), '/approvals')
  return fact
}

function approvableRelay(
  workspace: Workspace,
  due: RelayDue,
  drafted: RelayDrafted,
  contributors: readonly string[],
): Approvable {
  return {
    kind: 'maintenance.relay',
    id: due.id,
    digest: drafted.digest,
    title: titleOf(due, { ja: nameOf(workspace, due.to, 'ja'), en: nameOf(workspace, due.to, 'en') }),
    contributors,
    dueMs: Date.parse(due.due_by),
  }
}

/** What the approver is asked, in a line: whom one would write to, and about which work. */
function titleOf({ kind, maintenance, cancelled }: RelayDue, to: Text): Text {
  const work = maintenance.slice(maintenance.indexOf('/') + 1)
  if (kind !== 'notice')
    return { ja: `${to.ja} へ、工事 ${work} について書く`, en: `Write to ${to.en} about the work ${work}` }
  return cancelled
    ? { ja: `${to.ja} へ、工事 ${work} の中止を知らせる`, en: `Tell ${to.en} that the work ${work} is off` }
    : { ja: `${to.ja} へ、工事 ${work} を知らせる`, en: `Tell ${to.en} about the work ${work}` }
}

/** A person words it otherwise; it waits for approval anew, by somebody who has worded none of it. */
export async function rewordRelay(
  ctx: Context,
  actor: Actor,
  id: string,
  words: { subject: string; text: string },
): Promise<bigint> {
  const { known, relays } = await viewOf(ctx)
  const relay = openRelay(relays, id)
  const contributors = [...contributorsOf(known.facts, id), actor.id]
  return await inTransaction(ctx.db, async (tx) => {
    await lockRelays(tx)
    const recipients = relay.draft?.recipients ?? 0
    const { due } = relay
    const drafted = { by: actor.id, due, words: { ...words, recipients }, contributors }
    return await draft(ctx, tx, known.workspace, drafted)
  })
}

/** Who worded any draft of it. */
function contributorsOf(facts: readonly Fact[], id: string): string[] {
  const authors = facts
    .filter(({ type, body }) => type === RELAY_DRAFTED && body['id'] === id)
    .map(({ by }) => by)
  return [...new Set(authors)]
}

/** Approves exactly the words that stand; they are then sent. */
export async function approveRelay(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<bigint> {
  return await inTransaction(ctx.db, async (tx) => {
    await lockRelays(tx)
    const { known, relays } = await viewOf(ctx)
    const relay = openRelay(relays, id)
    if (relay.draft === undefined) throw new Refusal('conflict', NO_RELAY)
    const what = approvableRelay(known.workspace, relay.due, relay.draft, contributorsOf(known.facts, id))
    const approval = await approved(ctx, tx, actor, what, given)
    const fact = await put(tx, actor.id, RELAY_APPROVED, relay.due, { id, approval })
    await enqueue(tx, SEND_RELAY_JOB, { id, fact: String(fact) }, { key: `relay ${id}` })
    return fact
  })
}

function openRelay(relays: ReadonlyMap<string, Relay>, id: string): Relay {
  const relay = relays.get(id)
  if (relay === undefined) throw new Refusal('missing', NO_RELAY)
  if (relay.state !== 'due' && relay.state !== 'drafted') throw new Refusal('conflict', SENT_ALREADY)
  return relay
}

/** Hands a mail to a mail server; how many recipients it took and refused. */
export type SendMail = (mail: OutgoingMail) => Promise<{ accepted: number; refused: number }>

/**
 * Sends what was approved, unless that was done. A process that dies in between sends again, with the same Message-ID,
 * by which receivers know it as the same.
 */
export async function sendRelay(ctx: Context, id: string, send: SendMail): Promise<void> {
  const { known, maintenances, relays } = await viewOf(ctx)
  const relay = relays.get(id)
  const maintenance = maintenances.find(({ key }) => key === relay?.due.maintenance)
  if (relay?.state !== 'approved' || maintenance === undefined) return
  const mail = mailOf(ctx, relay, maintenance, known)
  const { accepted, refused } = await send(mail)
  const at = new Date(ctx.clock.now()).toISOString()
  await inTransaction(ctx.db, async (tx) => {
    if (await markSent(tx, id, ctx.clock.now()))
      await put(tx, SYSTEM, RELAY_SENT, relay.due, { id, message_id: mail.messageId, accepted, refused, at })
  })
}

/** Records what came back: by a person, or from a mail that came in. */
export async function recordAnswer(
  ctx: Context,
  actor: Actor,
  answer: Omit<RelayAnswered, 'at'>,
): Promise<bigint> {
  const { relays } = await viewOf(ctx)
  const relay = relays.get(answer.id)
  if (relay === undefined || relay.sentMs === undefined) throw new Refusal('missing', NO_RELAY)
  return await inTransaction(ctx.db, (tx) =>
    put(tx, actor.id, RELAY_ANSWERED, relay.due, { ...answer, at: new Date(ctx.clock.now()).toISOString() }),
  )
}

async function put(tx: Tx, by: string, type: string, due: RelayDue, body: object): Promise<bigint> {
  const objects = [due.to, due.maintenance, due.id].filter((id) => id.length <= 256)
  return (await append(tx, { type, by, clause: '5.1', objects, body: body as Fact['body'] })).id
}
