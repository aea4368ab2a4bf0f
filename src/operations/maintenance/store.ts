import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import type { MailChannel } from './notice-facts.ts'

/** The server that delivered a mail to us, and what it said. */
export type Envelope = { remoteAddress: string; helo: string; mailFrom: string }

export type ArrivedMail = {
  sha256: string
  receivedMs: number
  channel: MailChannel
  sizeBytes: number
  envelope?: Envelope
}

/** How far the work on a mail has come. */
export type StoredMail = ArrivedMail & {
  round: number
  messageId: string
  thread: string[]
  sender: string
  subject: string
  waitsFor: 'password' | undefined
  failure: string | undefined
}

type Row = {
  sha256: string
  received_at: Date
  channel: MailChannel
  size_bytes: number
  remote_address: string | null
  helo: string | null
  mail_from: string | null
  round: number
  message_id: string
  thread: string[]
  sender: string
  subject: string
  waits_for: 'password' | null
  failure: string | null
}

function mailOf(row: Row): StoredMail {
  const { remote_address: remoteAddress, helo, mail_from: mailFrom } = row
  return {
    sha256: row.sha256,
    receivedMs: row.received_at.getTime(),
    channel: row.channel,
    sizeBytes: row.size_bytes,
    ...(remoteAddress !== null && {
      envelope: { remoteAddress, helo: helo ?? '', mailFrom: mailFrom ?? '' },
    }),
    round: row.round,
    messageId: row.message_id,
    thread: row.thread,
    sender: row.sender,
    subject: row.subject,
    waitsFor: row.waits_for ?? undefined,
    failure: row.failure ?? undefined,
  }
}

/** Adds a mail; false when exactly these bytes are here already. */
export async function insertMail(tx: Tx, mail: ArrivedMail): Promise<boolean> {
  const { envelope } = mail
  const { rows } = await sql`
    insert into maintenance.mail (sha256, received_at, channel, size_bytes, remote_address, helo, mail_from)
    values (${mail.sha256}, ${new Date(mail.receivedMs)}, ${mail.channel}, ${mail.sizeBytes},
      ${envelope?.remoteAddress ?? null}, ${envelope?.helo ?? null}, ${envelope?.mailFrom ?? null})
    on conflict do nothing returning sha256`.execute(tx)
  return rows.length > 0
}

export async function readMailRow(db: Db, sha256: string): Promise<StoredMail | undefined> {
  const { rows } = await sql<Row>`select * from maintenance.mail where sha256 = ${sha256}`.execute(db)
  return rows[0] === undefined ? undefined : mailOf(rows[0])
}

/** The same, and nobody else reads the mail until the transaction ends. */
export async function lockMail(tx: Tx, sha256: string): Promise<StoredMail | undefined> {
  const { rows } = await sql<Row>`select * from maintenance.mail where sha256 = ${sha256} for update`.execute(
    tx,
  )
  return rows[0] === undefined ? undefined : mailOf(rows[0])
}

export type MailRead = Pick<StoredMail, 'messageId' | 'thread' | 'sender' | 'subject' | 'waitsFor'>

/** Records that a mail has been read once more. */
export async function markRead(
  tx: Tx,
  sha256: string,
  round: number,
  read: MailRead,
  atMs: number,
): Promise<void> {
  await sql`update maintenance.mail set round = ${round}, read_at = ${new Date(atMs)}, message_id = ${read.messageId},
      thread = ${read.thread}::text[], sender = ${read.sender}, subject = ${read.subject},
      waits_for = ${read.waitsFor ?? null}, failure = null
    where sha256 = ${sha256}`.execute(tx)
}

export async function markFailed(db: Db, sha256: string, failure: string): Promise<void> {
  await sql`update maintenance.mail set failure = ${failure} where sha256 = ${sha256}`.execute(db)
}

/** How many mails have not been read yet. */
export async function countUnread(db: Db): Promise<number> {
  const { rows } = await sql<{
    unread: string
  }>`select count(*) as unread from maintenance.mail where round = 0`.execute(db)
  return Number(rows[0]?.unread ?? 0)
}

/** Mails whose reading was never finished, the oldest first. */
export async function unreadSince(db: Db, beforeMs: number, max: number): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from maintenance.mail where round = 0 and received_at < ${new Date(beforeMs)}
    order by received_at limit ${max}`.execute(db)
  return rows.map(({ sha256 }) => sha256)
}

/** Mails of one sender that wait for a password, the newest first. */
export async function waitingOf(db: Db, sender: string, sinceMs: number, max: number): Promise<StoredMail[]> {
  const { rows } = await sql<Row>`
    select * from maintenance.mail
    where waits_for is not null and sender = ${sender} and received_at >= ${new Date(sinceMs)}
    order by received_at desc limit ${max}`.execute(db)
  return rows.map(mailOf)
}

/** Other mails of one sender around an instant, the nearest first: one of them may hold a password. */
export async function mailsNear(
  db: Db,
  sender: string,
  aroundMs: number,
  withinMs: number,
  max: number,
): Promise<StoredMail[]> {
  const [from, until] = [new Date(aroundMs - withinMs), new Date(aroundMs + withinMs)]
  const { rows } = await sql<Row>`
    select * from maintenance.mail where sender = ${sender} and round > 0
      and received_at >= ${from} and received_at < ${until}
    order by abs(extract(epoch from received_at - ${new Date(aroundMs)}::timestamptz)), sha256
    limit ${max}`.execute(db)
  return rows.map(mailOf)
}

/** A page of the inbox, the newest first; `before` is the last row of the page before. */
export async function listMails(
  db: Db,
  max: number,
  sinceMs: number,
  before?: { receivedMs: number; sha256: string },
): Promise<StoredMail[]> {
  const { rows } = await sql<Row>`
    select * from maintenance.mail
    where received_at >= ${new Date(sinceMs)} and (${before === undefined} or (received_at, sha256) <
      (${new Date(before?.receivedMs ?? 0)}::timestamptz, ${before?.sha256 ?? ''}::text))
    order by received_at desc, sha256 desc limit ${max}`.execute(db)
  return rows.map(mailOf)
}

export type MailboxPlace = { uidValidity: bigint; nextUid: bigint }

/** How far a mailbox has been taken over; undefined before the first time. */
export async function mailboxPlace(db: Db, name: string): Promise<MailboxPlace | undefined> {
  const { rows } = await sql<{ uid_validity: string; next_uid: string }>`
    select uid_validity, next_uid from maintenance.mailbox where name = ${name}`.execute(db)
  const row = rows[0]
  return row && { uidValidity: BigInt(row.uid_validity), nextUid: BigInt(row.next_uid) }
}

export async function moveMailbox(tx: Tx, name: string, place: MailboxPlace): Promise<void> {
  const [validity, next] = [String(place.uidValidity), String(place.nextUid)]
  await sql`insert into maintenance.mailbox (name, uid_validity, next_uid)
    values (${name}, ${validity}::numeric, ${next}::numeric)
    on conflict (name) do update set uid_validity = excluded.uid_validity, next_uid = excluded.next_uid,
      moved_at = clock_timestamp()`.execute(tx)
}
