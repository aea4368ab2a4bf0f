import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import type { Language } from '../../platform/text.ts'
import type { Kind, News } from './news.ts'
import { USUAL, type MailTime, type Preference } from './preference.ts'

/** News with what became of it; instants in epoch milliseconds. */
export type Told = News & { readMs?: number; settledMs?: number; mailedMs?: number }

type Raw = {
  key: string
  kind: Kind
  text_ja: string
  text_en: string
  link: string
  since: Date
  read_at: Date | null
  settled_at: Date | null
  mailed_at: Date | null
}

function toldOf(row: Raw): Told {
  return {
    key: row.key,
    kind: row.kind,
    text: { ja: row.text_ja, en: row.text_en },
    link: row.link,
    sinceMs: row.since.getTime(),
    ...(row.read_at !== null && { readMs: row.read_at.getTime() }),
    ...(row.settled_at !== null && { settledMs: row.settled_at.getTime() }),
    ...(row.mailed_at !== null && { mailedMs: row.mailed_at.getTime() }),
  }
}

/** Makes what a person is told follow what stands: new news is added, what stands no more is settled. Returns how many are new. */
export async function followNews(
  tx: Tx,
  person: string,
  news: readonly News[],
  atMs: number,
): Promise<number> {
  const at = new Date(atMs)
  const rows = news.map(({ key, kind, text, link, sinceMs }) => ({
    key,
    kind,
    ja: text.ja,
    en: text.en,
    link,
    since: new Date(sinceMs),
  }))
  const text = JSON.stringify(rows)
  const added =
    await sql`insert into notification.news (person, key, kind, text_ja, text_en, link, since, noticed_at)
    select ${person}, key, kind, ja, en, link, since, ${at} from jsonb_to_recordset(${text}::jsonb)
      as r (key text, kind text, ja text, en text, link text, since timestamptz)
    on conflict do nothing returning 1`.execute(tx)
  // What turned stays what it was: only a reader is done with it.
  await sql`update notification.news set settled_at = case when key = any (${news.map(({ key }) => key)}::text[])
      then null else ${at}::timestamptz end
    where person = ${person} and kind <> 'turned'
      and (settled_at is null) <> (key = any (${news.map(({ key }) => key)}::text[]))`.execute(tx)
  return added.rows.length
}

/** What is narrowed down to; open: neither read nor settled. */
export type Which = { open: boolean; kind?: Kind | undefined; search?: string | undefined }
export type Cut = { offset: number; limit: number }

function condition(person: string, { open, kind, search }: Which) {
  const sought = search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  return sql`person = ${person} and (not ${open} or (read_at is null and settled_at is null))
    and (${kind ?? null}::text is null or kind = ${kind ?? null})
    and (${sought}::text is null or text_ja ilike ${sought} or text_en ilike ${sought})`
}

/** One page, the newest first, and how many there are in all and open. */
export async function readNews(
  db: Db,
  person: string,
  which: Which,
  { offset, limit }: Cut,
): Promise<{ total: number; open: number; items: Told[] }> {
  const where = condition(person, which)
  const counted = await sql<{ total: string; open: string }>`select
    (select count(*) from notification.news where ${where}) as total,
    (select count(*) from notification.news where ${condition(person, { open: true })}) as open`.execute(db)
  const { rows } = await sql<Raw>`select * from notification.news where ${where}
    order by since desc, key limit ${limit} offset ${offset}`.execute(db)
  return {
    total: Number(counted.rows[0]!.total),
    open: Number(counted.rows[0]!.open),
    items: rows.map(toldOf),
  }
}

/** Marks news as read, or as not read again; all open ones where no keys are given. Returns how many changed. */
export async function markRead(
  tx: Tx,
  person: string,
  keys: readonly string[] | undefined,
  readMs: number | null,
): Promise<string[]> {
  const at = readMs === null ? null : new Date(readMs)
  const { rows } = await sql<{ key: string }>`update notification.news set read_at = ${at}
    where person = ${person} and (read_at is null) <> ${readMs === null}
      and (${keys === undefined} or key = any (${[...(keys ?? [])]}::text[])) returning key`.execute(tx)
  return rows.map(({ key }) => key)
}

export async function readPreference(db: Db, person: string): Promise<Preference> {
  const { rows } = await sql<{ language: Language | null; mail: Record<Kind, MailTime> }>`
    select language, mail from notification.preference where person = ${person}`.execute(db)
  const row = rows[0]
  if (row === undefined) return USUAL
  return { mail: { ...USUAL.mail, ...row.mail }, ...(row.language !== null && { language: row.language }) }
}

export async function writePreference(tx: Tx, person: string, { language, mail }: Preference): Promise<void> {
  await sql`insert into notification.preference (person, language, mail)
    values (${person}, ${language ?? null}, ${JSON.stringify(mail)}::jsonb)
    on conflict (person) do update set language = excluded.language, mail = excluded.mail`.execute(tx)
}

/** Who has news that was neither read, settled nor mailed, noticed after an instant; at most `limit` persons. */
export async function readUntold(db: Db, sinceMs: number, limit: number): Promise<Map<string, Told[]>> {
  const { rows } = await sql<Raw & { person: string }>`select * from notification.news
    where mailed_at is null and read_at is null and settled_at is null and noticed_at > ${new Date(sinceMs)}
      and person in (select distinct person from notification.news
        where mailed_at is null and read_at is null and settled_at is null and noticed_at > ${new Date(sinceMs)}
        order by person limit ${limit})
    order by person, since, key`.execute(db)
  const untold = new Map<string, Told[]>()
  for (const row of rows) untold.set(row.person, [...(untold.get(row.person) ?? []), toldOf(row)])
  return untold
}

export async function markMailed(
  tx: Tx,
  person: string,
  keys: readonly string[],
  atMs: number,
): Promise<void> {
  await sql`update notification.news set mailed_at = ${new Date(atMs)}
    where person = ${person} and key = any (${[...keys]}::text[])`.execute(tx)
}

/** The civil day of somebody's last daily mail; undefined before the first. */
export async function readDigestDay(db: Db, person: string): Promise<string | undefined> {
  const { rows } = await sql<{
    day: string
  }>`select day::text from notification.digest where person = ${person}`.execute(db)
  return rows[0]?.day
}

export async function writeDigestDay(tx: Tx, person: string, day: string): Promise<void> {
  await sql`insert into notification.digest (person, day) values (${person}, ${day}::date)
    on conflict (person) do update set day = excluded.day`.execute(tx)
}

/** How the last attempts to mail went. */
export type Mailing = { sentMs?: number; failedMs?: number; failure?: string }

export async function readMailing(db: Db): Promise<Mailing> {
  const { rows } = await sql<{
    sent_at: Date | null
    failed_at: Date | null
    failure: string | null
  }>`select sent_at, failed_at, failure from notification.mailing`.execute(db)
  const row = rows[0]
  if (row === undefined) return {}
  return {
    ...(row.sent_at !== null && { sentMs: row.sent_at.getTime() }),
    ...(row.failed_at !== null && { failedMs: row.failed_at.getTime() }),
    ...(row.failure !== null && { failure: row.failure }),
  }
}

export async function recordMailing(db: Db, atMs: number, failure?: string): Promise<void> {
  const at = new Date(atMs)
  const [sent, failed] = failure === undefined ? [at, null] : [null, at]
  await sql`insert into notification.mailing (sent_at, failed_at, failure)
    values (${sent}, ${failed}, ${failure ?? null})
    on conflict (one) do update set sent_at = coalesce(excluded.sent_at, mailing.sent_at),
      failed_at = coalesce(excluded.failed_at, mailing.failed_at),
      failure = case when excluded.sent_at is null then excluded.failure end`.execute(db)
}

/** Takes the turn for a trial mail; false where the last one was less than `pauseMs` ago. */
export async function beginTrial(db: Db, atMs: number, pauseMs: number): Promise<boolean> {
  const { rows } = await sql`insert into notification.mailing (tried_at) values (${new Date(atMs)})
    on conflict (one) do update set tried_at = excluded.tried_at
      where mailing.tried_at is null or mailing.tried_at <= ${new Date(atMs - pauseMs)}
    returning 1`.execute(db)
  return rows.length > 0
}

/** Lets go of what was settled or read long ago. */
export async function forgetNews(tx: Tx, beforeMs: number): Promise<void> {
  await sql`delete from notification.news where coalesce(settled_at, read_at) < ${new Date(beforeMs)}`.execute(
    tx,
  )
}
