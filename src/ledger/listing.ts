import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Duty } from '../platform/leadership.ts'
import type { Json } from '../platform/text.ts'
import { BETWEEN_FACTS } from './batch.ts'
import { Bell, listen } from './bell.ts'
import { lockCursor, moveCursor, readCursor } from './cursor.ts'
import type { Fact } from './fact.ts'
import { readLeaf } from './leaf.ts'
import { LedgerDamagedError, readLeafBytes } from './reading.ts'
import { EMPTY_STATE_SHA256, rollState } from './state-hash.ts'
import { readHead } from './store.ts'

type Executor = Db | Tx

/** A fact as the list shows it, without its body. `sizeBytes` is that of its leaf, or of the fact while it waits. */
export type ListedFact = Pick<Fact, 'type' | 'by' | 'clause' | 'effective'> & {
  objects: string[]
  sizeBytes: number
}
export type ListedEntry = ListedFact & { index: number; at: number }

/** What is looked for; all given parts must hold. A clause stands for those below it, too. */
export type Wanted = { type?: string; clause?: string; by?: string; object?: string }

/** How many there are, as far as they were counted: `more` when there are beyond. */
export type Counted = { count: number; more: boolean }

export const LISTING_CURSOR = 'ledger listing'
const STEP_ENTRIES = 1000
/** A step ends early when its leaves are large, so that it stays some megabytes. */
const STEP_BYTES_MAX = 8 * 1024 * 1024
const LOOK_MS = 1000
const PAUSE_MS_MAX = 30_000
/** Keys of an index have their limit; what append() lets through is far below. */
const KEY_CHARACTERS_MAX = 256
const COUNT_MAX = 10_000
/** Nobody reads a longer queue one by one; its length is told. */
const WAITING_SHOWN_MAX = 20

/**
 * One step of the projection in one transaction, which also moves its cursor: every fact is listed exactly once.
 * Returns how many entries are listed, and whether there may be more.
 */
export async function listNext(db: Db): Promise<{ listed: number; behind: boolean }> {
  return await inTransaction(db, async (tx) => {
    const { position: from, stateSha256 = EMPTY_STATE_SHA256 } = await lockCursor(tx, LISTING_CURSOR)
    const size = (await readHead(tx))?.size ?? 0
    const rows: ListedEntry[] = []
    let bytesRead = 0
    for await (const { index, bytes } of readLeafBytes(tx, from, Math.min(size, from + STEP_ENTRIES))) {
      rows.push(listedEntry(index, bytes))
      bytesRead += bytes.length
      if (bytesRead >= STEP_BYTES_MAX) break
    }
    const listed = from + rows.length
    if (rows.length === 0) return { listed, behind: false }
    await insertRows(tx, rows)
    await moveCursor(tx, LISTING_CURSOR, {
      position: listed,
      stateSha256: rollState(stateSha256, rows.map(hashedRow)),
    })
    return { listed, behind: listed < size }
  })
}

/** Makes the list anew from the first fact on. */
export async function rebuildListing(db: Db): Promise<{ listed: number; stateSha256: string }> {
  await inTransaction(db, async (tx) => {
    await lockCursor(tx, LISTING_CURSOR)
    await sql`select ledger.forget_listing()`.execute(tx)
  })
  let step = await listNext(db)
  while (step.behind) step = await listNext(db)
  const { position, stateSha256 = EMPTY_STATE_SHA256 } = await readCursor(db, LISTING_CURSOR)
  return { listed: position, stateSha256 }
}

/** The row of an entry, as its facts make it. Throws LedgerDamagedError when the entry is none. */
export function listedEntry(index: number, bytes: Buffer): ListedEntry {
  const leaf = readLeaf(bytes)
  if ('because' in leaf) throw new LedgerDamagedError(`entry ${index}: ${leaf.because}`)
  return { index, at: leaf.at, ...listedFact(leaf.fact, bytes.length) }
}

/** What the hash of the list is made of: all columns, in their order. */
export function hashedRow(row: ListedEntry): Json[] {
  const { index, at, type, by, clause = null, objects, effective = null, sizeBytes } = row
  return [index, at, type, by, clause, objects, effective, sizeBytes]
}

async function insertRows(tx: Tx, rows: readonly ListedEntry[]): Promise<void> {
  // One JSON text for all: objects are arrays of their own, which unnest would flatten.
  await sql`insert into ledger.listing (index, at_ms, type, by, clause, objects, effective, size)
    select index, at, type, by, clause, array(select jsonb_array_elements_text(objects)), effective, "sizeBytes"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r
      (index bigint, at bigint, type text, by text, clause text, objects jsonb, effective text, "sizeBytes" integer)`.execute(
    tx,
  )
}

/** The part of a fact that is listed. The log may hold what append() would refuse: it must not stop the listing. */
function listedFact(fact: Fact, sizeBytes: number): ListedFact {
  const { type, by, clause, effective } = fact as { [name in keyof Fact]?: unknown }
  const objects: unknown[] = Array.isArray(fact.objects) ? fact.objects : []
  return {
    type: keyText(type) ?? '',
    by: keyText(by) ?? '',
    ...(typeof clause === 'string' && { clause: keyText(clause) ?? '' }),
    ...(typeof effective === 'string' && { effective: keyText(effective) ?? '' }),
    objects: [...new Set(objects.flatMap((object) => keyText(object) ?? []))],
    sizeBytes,
  }
}

function keyText(value: unknown): string | undefined {
  // PostgreSQL has no text with a NUL in it.
  return typeof value === 'string'
    ? value.slice(0, KEY_CHARACTERS_MAX).replaceAll('\0', '\uFFFD').toWellFormed()
    : undefined
}

/** Keeps true: every integrated fact stands in the list, once. One process of all replicas at a time. */
export const listingDuty: Duty = {
  name: 'ledger listing',
  run: async (ctx, { signal }) => {
    const bell = new Bell()
    const listener = listen(ctx.config, 'kensho_ledger_grown', ctx.log, () => bell.ring())
    try {
      await follow(ctx, bell, signal)
    } finally {
      listener.stop()
    }
  },
}

async function follow(ctx: Context, bell: Bell, end: AbortSignal): Promise<void> {
  let pauseMs = LOOK_MS
  while (!end.aborted) {
    try {
      const { behind } = await listNext(ctx.db)
      pauseMs = LOOK_MS
      if (!behind) await bell.wait(LOOK_MS, end)
    } catch (error) {
      ctx.log.error({ err: error }, 'the list of facts could not be carried on')
      await new Bell().wait(pauseMs, end)
      pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)
    }
  }
}

/** The listed facts that are wanted, newest first, below index `before`; at most `limit`. */
export async function readListed(
  db: Executor,
  { before, limit, ...wanted }: Wanted & { before: number; limit: number },
): Promise<ListedEntry[]> {
  const { rows } = await sql<ListingRow>`select ${COLUMNS} from ledger.listing
    where index < ${before} and ${matching(wanted)} order by index desc limit ${limit}`.execute(db)
  return rows.map(entryOf)
}

/** All that stands in the list with an index from `from` up to, not including, `until`, in order. */
export async function readListedFrom(
  db: Executor,
  from: number,
  until: number,
  limit = STEP_ENTRIES,
): Promise<ListedEntry[]> {
  const { rows } = await sql<ListingRow>`select ${COLUMNS} from ledger.listing
    where index >= ${from} and index < ${until} order by index limit ${limit}`.execute(db)
  return rows.map(entryOf)
}

const COLUMNS = sql`index, at_ms as at, type, by, clause, objects, effective, size`

type ListingRow = {
  index: string
  at: string
  type: string
  by: string
  clause: string | null
  objects: string[]
  effective: string | null
  size: number
}

function entryOf({ index, at, clause, effective, size, ...row }: ListingRow): ListedEntry {
  return {
    ...row,
    index: Number(index),
    at: Number(at),
    sizeBytes: size,
    ...(clause !== null && { clause }),
    ...(effective !== null && { effective }),
  }
}

/** How many are listed of those wanted, counted up to 10,000. */
export async function countListed(db: Executor, wanted: Wanted): Promise<Counted> {
  const { rows } = await sql<{ count: string }>`select count(*) from (
    select from ledger.listing where ${matching(wanted)} limit ${COUNT_MAX + 1}) as found`.execute(db)
  return counted(Number(rows[0]?.count ?? 0))
}

/** How many entries are listed: those below this index. */
export async function readListedSize(db: Executor): Promise<number> {
  return (await readCursor(db, LISTING_CURSOR)).position
}

/** The newest checkpoint of an origin, with the time of its publication. */
export async function readNewestCheckpoint(
  db: Executor,
  origin: string,
): Promise<{ origin: string; size: number; note: string; publishedAt: string } | undefined> {
  const { rows } = await sql<{ size: string; note: string; at: string }>`
    select size, note, floor(extract(epoch from published_at) * 1000) as at from ledger.checkpoint
    where origin = ${origin} order by size desc limit 1`.execute(db)
  const row = rows[0]
  return (
    row && {
      origin,
      size: Number(row.size),
      note: row.note,
      publishedAt: new Date(Number(row.at)).toISOString(),
    }
  )
}

function matching({ type, by, clause, object }: Wanted): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (type !== undefined) parts.push(sql`type = ${type}`)
  if (by !== undefined) parts.push(sql`by = ${by}`)
  if (clause !== undefined) parts.push(sql`(clause = ${clause} or clause ^@ ${`${clause}.`})`)
  if (object !== undefined) parts.push(sql`objects @> array[${object}]`)
  return sql.join(parts, sql` and `)
}

/** The facts in the inbox: written, but neither in the tree nor listed. The newest first, at most 20. */
export async function readWaiting(
  db: Executor,
  wanted: Wanted,
): Promise<Counted & { facts: (ListedFact & { id: string })[] }> {
  const { rows } = await sql<{ id: string; bytes: Buffer }>`
    select pending.id, coalesce(pending.bytes, bulk.facts, '') as bytes
    from ledger.pending left join ledger.bulk on bulk.id = pending.bulk
    order by pending.id desc limit ${WAITING_SHOWN_MAX}`.execute(db)
  const total = await sql<{ count: string }>`
    select count(*) from (select from ledger.pending limit ${COUNT_MAX + 1}) as waiting`.execute(db)
  const facts = rows.flatMap(({ id, bytes }) => waitingFacts(id, bytes)).filter((fact) => fits(fact, wanted))
  return { ...counted(Number(total.rows[0]?.count ?? 0)), facts: facts.slice(0, WAITING_SHOWN_MAX) }
}

/** The facts of a row, the last first; the id tells the others of one row apart. */
function waitingFacts(id: string, bytes: Buffer): (ListedFact & { id: string })[] {
  const texts = bytes.toString('utf8').split(BETWEEN_FACTS)
  return texts
    .flatMap((text, order) => {
      const fact = waitingFact(text)
      return fact === undefined ? [] : [{ id: order === 0 ? id : `${id}.${order}`, ...fact }]
    })
    .toReversed()
}

/** Undefined for what is no fact: integration puts it aside, with its reason. */
function waitingFact(text: string): ListedFact | undefined {
  try {
    const fact: unknown = JSON.parse(text)
    return typeof fact === 'object' && fact !== null
      ? listedFact(fact as Fact, Buffer.byteLength(text))
      : undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}

function fits(fact: ListedFact, { type, by, clause, object }: Wanted): boolean {
  return (
    (type === undefined || fact.type === type) &&
    (by === undefined || fact.by === by) &&
    (clause === undefined || fact.clause === clause || fact.clause?.startsWith(`${clause}.`) === true) &&
    (object === undefined || fact.objects.includes(object))
  )
}

function counted(found: number): Counted {
  return { count: Math.min(found, COUNT_MAX), more: found > COUNT_MAX }
}
