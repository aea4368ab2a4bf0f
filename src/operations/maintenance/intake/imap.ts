import type { ImapFlow } from 'imapflow'
import type { Context } from '../../../platform/context.ts'
import { ended } from '../../../platform/entry.ts'
import { inTransaction } from '../../../platform/database.ts'
import type { Duty } from '../../../platform/leadership.ts'
import { mailboxPlace, moveMailbox, type MailboxPlace } from '../store.ts'
import { recordIntake } from './check.ts'
import { MAIL_TAKEN_BYTES_MAX, takeMail } from './receive.ts'

const POLL_MS = 60_000
const CHECK_MS = 3_600_000
const STEP_MAILS = 100
const CONNECT_MS_MAX = 20_000

type Mailbox = { host: string; port: number; secure: boolean; user: string; pass: string; path: string }

/** `imaps://user:password@host:port/mailbox`; the mailbox is INBOX where none is named. */
export function mailboxOf(url: string): Mailbox {
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  const secure = protocol === 'imaps:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    user: decodeURIComponent(username),
    pass: decodeURIComponent(password),
    path: decodeURIComponent(pathname.slice(1)) || 'INBOX',
  }
}

/**
 * Takes over what a mailbox holds and goes on taking what comes, until `signal`. How far it has come is kept in the
 * transaction that takes a mail, so none is left out and none is taken twice, whenever it stops; where the mailbox was
 * made anew (UIDVALIDITY) it begins again, and what was here is known by its bytes. Nothing in the mailbox is changed.
 * Throws when the connection is lost.
 */
export async function followMailbox(ctx: Context, url: string, signal: AbortSignal): Promise<void> {
  const { path, user, pass, ...server } = mailboxOf(url)
  // Loaded where a mailbox is followed at all.
  const imap = await import('imapflow')
  const client = new imap.ImapFlow({
    ...server,
    auth: { user, pass },
    logger: false,
    connectionTimeout: CONNECT_MS_MAX,
    // The system's certificates, or KENSHO's trust by NODE_EXTRA_CA_CERTS.
    maxIdleTime: 5 * POLL_MS,
  })
  let lost: Error | undefined
  client.on('error', (error: Error) => {
    lost = error
  })
  const over = new AbortController()
  client.on('close', () => over.abort())
  const end = AbortSignal.any([signal, over.signal])
  await client.connect()
  try {
    const lock = await client.getMailboxLock(path, { readOnly: true })
    try {
      await takeWhileOpen(ctx, client, `${server.host}/${path}`, end)
    } finally {
      lock.release()
    }
  } finally {
    await client.logout().catch(() => client.close())
  }
  if (!signal.aborted) throw lost ?? new Error('the mail server closed the connection')
}

async function takeWhileOpen(ctx: Context, client: ImapFlow, name: string, end: AbortSignal): Promise<void> {
  let checkedMs = Number.NEGATIVE_INFINITY
  while (!end.aborted) {
    await takeNew(ctx, client, name, end)
    if (performance.now() - checkedMs >= CHECK_MS) {
      await recordIntake(ctx, 'imap', undefined)
      checkedMs = performance.now()
    }
    await somethingNew(client, end)
    // Servers tell of new mails while idling; what they do not tell is asked for.
    if (!end.aborted) await client.noop()
  }
}

function somethingNew(client: ImapFlow, end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      client.off('exists', done)
      resolve()
    }
    const timer = setTimeout(done, POLL_MS)
    client.on('exists', done)
    if (end.aborted) done()
    else end.addEventListener('abort', done, { once: true })
    // The library idles by itself a while after the last command; this begins at once.
    void client.idle().catch(() => undefined)
  })
}

async function takeNew(ctx: Context, client: ImapFlow, name: string, end: AbortSignal): Promise<void> {
  const { mailbox } = client
  if (mailbox === false) throw new Error('no mailbox is open')
  const { uidValidity } = mailbox
  let place = await placeIn(ctx, name, uidValidity)
  for (;;) {
    const found = await client.search({ uid: `${place.nextUid}:*` }, { uid: true })
    // A server answers `n:*` with the last mail even where all are below n.
    const uids = (found === false ? [] : (found ?? [])).filter((uid) => BigInt(uid) >= place.nextUid)
    const step = uids.toSorted((one, other) => one - other).slice(0, STEP_MAILS)
    for (const uid of step) {
      if (end.aborted) return
      place = { uidValidity, nextUid: BigInt(uid) + 1n }
      await takeOne(ctx, client, name, uid, place)
    }
    if (step.length === uids.length) return
  }
}

async function placeIn(ctx: Context, name: string, uidValidity: bigint): Promise<MailboxPlace> {
  const known = await mailboxPlace(ctx.db, name)
  return known?.uidValidity === uidValidity ? known : { uidValidity, nextUid: 1n }
}

async function takeOne(
  ctx: Context,
  client: ImapFlow,
  name: string,
  uid: number,
  place: MailboxPlace,
): Promise<void> {
  const message = await client.fetchOne(String(uid), { size: true }, { uid: true })
  if (message === false || message.size === undefined) return
  if (message.size === 0 || message.size > MAIL_TAKEN_BYTES_MAX) {
    await recordIntake(ctx, 'imap', `mail ${uid} has ${message.size} bytes and was left in the mailbox`)
    await inTransaction(ctx.db, (tx) => moveMailbox(tx, name, place))
    return
  }
  const { content } = await client.download(String(uid), undefined, { uid: true })
  // Somebody removed it in the meantime.
  if (content === undefined) return
  await takeMail(ctx, { content, channel: 'imap', within: (tx) => moveMailbox(tx, name, place) })
}

/** Keeps true: what comes into the mailbox of notices is taken over. One process of all replicas at a time. */
export const imapDuty: Duty = {
  name: 'notices by IMAP',
  run: async (ctx, { signal }) => {
    const { imap } = ctx.config.notices
    if (imap === undefined) {
      await ended(signal)
      return
    }
    try {
      await followMailbox(ctx, imap, signal)
    } catch (error) {
      // A password in the message would end up in the ledger for good.
      const problem = error instanceof Error ? error.message.replaceAll(mailboxOf(imap).pass, '…') : 'unknown'
      if (!signal.aborted) await recordIntake(ctx, 'imap', problem)
      throw error
    }
  },
}
