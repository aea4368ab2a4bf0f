import type { Fact } from '../../../ledger/fact.ts'
import { appendAll } from '../../../ledger/append-all.ts'
import { getBlob } from '../../../ledger/blob.ts'
import { knownAtMoment, type Known } from '../../../charter/known.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/database.ts'
import { enqueue, type Job } from '../../../platform/jobs.ts'
import { readWhole } from '../attachment/apart.ts'
import { lessonsFor, lessonsIn, taught } from '../lesson.ts'
import { identificationOf } from '../mail/identification.ts'
import { PASSWORD_RECEIVED, type MailAuthentication, type PasswordReceived } from '../notice-facts.ts'
import type { Notice } from '../notice.ts'
import { cameBack, type CameBack } from '../relay/came-back.ts'
import { RELAY_ANSWERED, type RelayAnswered } from '../relay/relay.ts'
import { registerOf } from '../register/documents.ts'
import { entryOfSender } from '../register/entry.ts'
import {
  lockMail,
  markFailed,
  markRead,
  readMailRow,
  unreadSince,
  type MailRead,
  type StoredMail,
} from '../store.ts'
import { authenticationOf, configuredResolver, type ResolveName } from './authentication.ts'
import { knownLines } from './known-lines.ts'
import { factsOfMail, type MailMeta } from './notice-fact.ts'
import { candidatesIn, passwordsNear, waitingForThis } from './passwords.ts'
import { READ_MAIL_JOB, REVIEW_RELAYS_JOB } from './receive.ts'

/** When the name service did not answer, a mail is judged again this long after. */
const AGAIN_AFTER_MS = 10 * 60_000
const ROUNDS_MAX = 20
/** A mail that is unread for so long may have lost its job with the worker that was at it. */
const LOST_AFTER_MS = 30_000
const SWEEP_MAX = 500

type Payload = { sha256: string; round?: number; bringer?: string }

/**
 * Reads a mail that has been taken over and appends what it says as facts, once for each round: a job that is repeated
 * finds the round taken and does nothing. `round` is the round that is asked for, from 1; `bringer` a mail that may bring
 * the password of this one.
 */
export async function readMail(
  ctx: Context,
  { sha256, round = 1, bringer }: Payload,
  resolve: ResolveName,
): Promise<void> {
  const row = await readMailRow(ctx.db, sha256)
  if (row === undefined || row.round >= round || round > ROUNDS_MAX) return
  const bytes = await getBlob(ctx.config, sha256)
  const authentication = await authenticationOf(bytes, row.envelope, resolve)
  const known = await knownAtMoment(ctx, {})
  const { facts, read, again } = await readingOf(ctx, { row, bytes, round, bringer, authentication }, known)
  await inTransaction(ctx.db, async (tx) => {
    const locked = await lockMail(tx, sha256)
    if (locked === undefined || locked.round >= round) return
    await markRead(tx, sha256, round, read, ctx.clock.now())
    const last = await appendAll(tx, facts)
    if (last !== undefined) await enqueue(tx, REVIEW_RELAYS_JOB, { fact: String(last.id) }, { key: 'relays' })
    for (const waiting of again)
      await enqueue(
        tx,
        READ_MAIL_JOB,
        { sha256: waiting.sha256, round: waiting.round + 1, bringer: sha256 },
        { key: `mail ${waiting.sha256}` },
      )
    if (isUnsettled(authentication) && round < ROUNDS_MAX)
      await enqueue(
        tx,
        READ_MAIL_JOB,
        { sha256, round: round + 1 },
        { key: `mail ${sha256}`, runAtMs: ctx.clock.now() + AGAIN_AFTER_MS * round },
      )
  })
}

function isUnsettled({ aligned, spf, dkim, dmarc }: MailAuthentication): boolean {
  return !aligned && [spf, dkim, dmarc].includes('temperror')
}

type BeforeReading = {
  row: StoredMail
  bytes: Buffer
  round: number
  bringer: string | undefined
  authentication: MailAuthentication
}

type MailReading = { facts: Fact[]; read: MailRead; again: StoredMail[] }

async function readingOf(
  ctx: Context,
  { row, bytes, round, bringer, authentication }: BeforeReading,
  { workspace, facts: known }: Known,
): Promise<MailReading> {
  const identified = identificationOf(bytes)
  const sender = identified.from.slice(identified.from.lastIndexOf('@') + 1).slice(0, 255)
  const read: MailRead = {
    messageId: identified.messageId,
    thread: identified.references,
    sender,
    subject: identified.subject.toWellFormed().replaceAll('\0', ''),
    waitsFor: undefined,
  }
  const mailFrom = row.envelope?.mailFrom
  const back = cameBack({ bytes, identified, authentication, mailFrom }, known, workspace)
  if (back !== undefined) return { facts: [answerFact(row, back)], read, again: [] }
  const entry = entryOfSender(registerOf(workspace), identified.from)
  const lines = knownLines(workspace.estate, entry)
  const passwords = await passwordsNear(ctx, row, sender, bringer)
  const whole = await readWhole(bytes, { knownObjects: lines.searched, passwords })
  const again = candidatesIn(bytes).length === 0 ? [] : await waitingForThis(ctx, row, sender)
  if (again.length > 0 && whole.notices.every(saysNothing))
    return { facts: [passwordFact(row, again)], read, again }
  const { layout } = whole
  const trusted = entry !== undefined && authentication.aligned
  const lessons = trusted ? lessonsFor(lessonsIn(known), { sender, layout }) : []
  const meta: MailMeta = {
    mail: row.sha256,
    round,
    received_at: new Date(row.receivedMs).toISOString(),
    message_id: identified.messageId,
    references: identified.references.slice(-20),
    sender,
    provider: entry?.id ?? null,
    authentication,
    layout,
    ...(whole.waitsForPassword && { waits_for: 'password' }),
  }
  const notices = whole.notices.map((notice) => taught(notice, lessons))
  const waitsFor = whole.waitsForPassword ? 'password' : undefined
  return { facts: factsOfMail(meta, notices, lines.resolve), read: { ...read, waitsFor }, again }
}

function saysNothing({ maintenance_id, windows }: Notice): boolean {
  return maintenance_id === '' && windows.length === 0
}

function passwordFact({ sha256 }: StoredMail, opens: readonly StoredMail[]): Fact {
  const body: PasswordReceived = { mail: sha256, opens: opens.map((mail) => mail.sha256) }
  const objects = [sha256, ...body.opens].map((mail) => `mail:${mail}`)
  return { type: PASSWORD_RECEIVED, by: 'system:maintenance', clause: '5.1', objects, body }
}

function answerFact(row: StoredMail, { relay, answer }: CameBack): Fact {
  const at = new Date(row.receivedMs).toISOString()
  const body: RelayAnswered = { id: relay.due.id, answer, at, mail: row.sha256, note: '' }
  const objects = [`mail:${row.sha256}`, relay.due.to, relay.due.id].filter((id) => id.length <= 256)
  return { type: RELAY_ANSWERED, by: 'system:maintenance', clause: '5.1', objects, body }
}

/** The jobs that keep true: what was received has been read. */
export function readingJobs(resolverOf: (ctx: Context) => ResolveName = configuredResolver): Job[] {
  return [
    {
      name: READ_MAIL_JOB,
      timeoutMs: 60_000,
      run: async (ctx, payload) => {
        const asked = payload as Payload
        try {
          await readMail(ctx, asked, resolverOf(ctx))
        } catch (error) {
          await markFailed(
            ctx.db,
            asked.sha256,
            error instanceof Error ? error.message.slice(0, 500) : 'unknown',
          )
          throw error
        }
      },
    },
    {
      name: 'no received mail stays unread',
      schedule: '* * * * *',
      run: async (ctx) => {
        const lost = await unreadSince(ctx.db, ctx.clock.now() - LOST_AFTER_MS, SWEEP_MAX)
        await inTransaction(ctx.db, async (tx) => {
          for (const sha256 of lost)
            await enqueue(tx, READ_MAIL_JOB, { sha256 }, { key: `mail ${sha256}`, keepsTurn: true })
        })
      },
    },
  ]
}
