import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { BETWEEN_FACTS } from './batch.ts'
import type { Batch, Fault, InboxRow } from './batch.ts'
import { HASH_BYTES } from './merkle.ts'
import { noticeOf, noticeText } from './notice.ts'
import { TILE_WIDTH } from './tiles.ts'
import type { TileId } from './tiles.ts'

type Executor = Db | Tx

/** Where the log stands. `at` is the instant of the newest entry, epoch milliseconds, 0 before the first. */
export type Head = { origin: string; size: number; root: Buffer; at: number }

export type Origin = { ordinal: number; name: string; firstIndex: number; vkeys: string[] }

/** Some entries as stored: `leaves` their hashes, `facts` the texts of their facts. All have the instant `at`. */
export type StoredRun = { firstIndex: number; count: number; at: number; leaves: Buffer; facts: string[] }

export type StoredTile = { level: number; index: number; root: Buffer; hashes: Buffer | null }

export type StoredCheckpoint = { origin: string; size: number; note: string }

/** Where an inbox id ended up; `because` where it was refused. */
export type Place = { id: string; index: number; at: number } | { id: string; because: string }

export async function readHead(db: Executor): Promise<Head | undefined> {
  const { rows } = await sql<{ origin: string; size: string; root: Buffer; at: string }>`
    select origin, size, root, at_ms as at from ledger.head`.execute(db)
  const row = rows[0]
  return row && { ...row, size: Number(row.size), at: Number(row.at) }
}

export async function readOrigins(db: Executor): Promise<Origin[]> {
  const { rows } = await sql<{ ordinal: number; name: string; first_index: string; vkeys: string[] }>`
    select ordinal, name, first_index,
      array(select vkey from ledger.key where key.origin = origin.name order by key.ordinal) as vkeys
    from ledger.origin order by ordinal`.execute(db)
  return rows.map(({ first_index, ...origin }) => ({ ...origin, firstIndex: Number(first_index) }))
}

/** A key for the present origin; refused for any other. */
export async function insertKey(tx: Tx, origin: string, vkey: string): Promise<void> {
  await sql`select ledger.add_key(${origin}, ${vkey})`.execute(tx)
}

export async function openOrigin(tx: Tx, name: string, vkeys: string[]): Promise<void> {
  await sql`select ledger.open_origin(${name}, ${vkeys})`.execute(tx)
}

const BETWEEN_ROWS = '\u001e'

/**
 * The oldest rows of the inbox with an id of at least `fromId`. They come as one text, since a row for each costs more
 * than all hashing: between them stands a control character that canonical JSON has not.
 */
export async function readInbox(db: Executor, fromId: string, limit: number): Promise<InboxRow[]> {
  const { rows } = await sql<{ ids: string | null; bulks: string | null; texts: string | null }>`
    select string_agg(oldest.id::text, ',') as ids, string_agg(coalesce(oldest.bulk::text, ''), ',') as bulks,
      string_agg(convert_from(coalesce(oldest.bytes, bulk.facts, ''), 'UTF8'), ${BETWEEN_ROWS}) as texts
    from (select id, bytes, bulk from ledger.pending where id >= ${fromId} order by id limit ${limit}) as oldest
    left join ledger.bulk on bulk.id = oldest.bulk`.execute(db)
  const row = rows[0]
  if (!row || row.ids === null || row.texts === null) return []
  const [ids, texts, bulks] = [row.ids.split(','), row.texts.split(BETWEEN_ROWS), row.bulks?.split(',') ?? []]
  if (ids.length !== texts.length) return readInboxSingly(db, fromId, limit)
  return ids.map((id, order) => inboxRow(id, texts[order] ?? '', bulks[order] || null)).toSorted(byId)
}

function inboxRow(id: string, text: string, bulk: string | null): InboxRow {
  return { id, text, ...(bulk !== null && { bulk }) }
}

/** The join may have given them in any order. */
function byId(one: InboxRow, other: InboxRow): number {
  return Number(one.id) - Number(other.id)
}

/** The same row by row, for an inbox with something in it that is no canonical JSON. */
export async function readInboxSingly(db: Executor, fromId: string, limit: number): Promise<InboxRow[]> {
  const { rows } = await sql<{ id: string; bulk: string | null; bytes: Buffer }>`
    select pending.id, pending.bulk, coalesce(pending.bytes, bulk.facts, '') as bytes
    from ledger.pending left join ledger.bulk on bulk.id = pending.bulk
    where pending.id >= ${fromId} order by pending.id limit ${Math.min(limit, 100)}`.execute(db)
  return rows.map(({ id, bytes, bulk }) => inboxRow(id, bytes.toString('utf8'), bulk))
}

export async function writeBatch(db: Executor, batch: Batch): Promise<void> {
  const { runs, tiles } = batch
  const tileBytes = tiles.flatMap(({ level, root, bytes }) => (level === 0 ? [root] : [root, bytes]))
  const facts = runs.flatMap((run) => ('facts' in run ? run.facts.join(BETWEEN_FACTS) : [])).join('')
  await sql`select ledger.integrate(${batch.size}, ${batch.newSize}, ${batch.root}, ${batch.at}, ${array(batch.rows.map(({ id }) => id))},
    ${array(runs.map(({ count }) => count))}, ${array(runs.map(({ bytes }) => bytes))},
    ${array(runs.map((run) => ('source' in run ? run.source : 0)))}, ${array(runs.map((run) => ('source' in run ? run.from : 0)))},
    ${array(runs.map(({ ids }) => ids.length))}, ${array(runs.flatMap(({ ids }) => ids))}, ${array(runs.flatMap(({ shares }) => shares))},
    ${Buffer.from(facts)}, ${batch.leaves},
    ${array(tiles.map(({ level }) => level))}, ${array(tiles.map(({ index }) => index))},
    ${Buffer.concat(tileBytes)}, ${noticeText(noticeOf(batch))})`.execute(db)
}

/** An array of integers as PostgreSQL writes it: the driver's own way takes longer than a leaf hash for each. */
function array(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`
}

export async function refuse(db: Executor, faults: readonly Fault[]): Promise<void> {
  const because = faults.map((fault) => fault.because)
  await sql`select ledger.refuse(${faults.map(({ id }) => id)}, ${because})`.execute(db)
}

export async function readPlaces(db: Executor, ids: readonly string[]): Promise<Place[]> {
  const { rows } = await sql<{ id: string; index: string | null; at: string | null; because: string | null }>`
    select id, index, at_ms as at, because from ledger.places(${ids})`.execute(db)
  return rows.map(({ id, index, at, because }) =>
    index === null || at === null
      ? { id, because: because ?? 'refused' }
      : { id, index: Number(index), at: Number(at) },
  )
}

/** The runs that hold entries from `from` up to, not including, `until`; the first may begin before `from`. */
export async function readRuns(db: Executor, from: number, until: number): Promise<StoredRun[]> {
  // A run lies within one bundle, so the one that holds `from` begins no earlier than that bundle.
  const earliest = from - (from % TILE_WIDTH)
  const { rows } = await sql<{
    first_index: string
    count: number
    at: string
    leaves: Buffer
    facts: string | null
  }>`
    select first_index, count, at_ms as at, leaves, ledger.text_of(
      coalesce(run.facts, substring(bulk.facts from source_from + 1 for source_bytes))) as facts
    from ledger.run left join ledger.bulk on bulk.id = source
    where first_index >= ${earliest} and first_index < ${until} and first_index + count > ${from}
    order by first_index`.execute(db)
  return rows.map(({ first_index, at, facts, ...run }) => ({
    ...run,
    firstIndex: Number(first_index),
    at: Number(at),
    facts: facts?.split(BETWEEN_FACTS) ?? [],
  }))
}

/** The leaf hashes of a tile of level 0 as far as entries below `until` go, from the runs. */
export async function readLeaves(db: Executor, tileIndex: number, until: number): Promise<Buffer> {
  const first = tileIndex * TILE_WIDTH
  const { rows } = await sql<{ leaves: Buffer }>`
    select leaves from ledger.run where first_index >= ${first} and first_index < ${Math.min(first + TILE_WIDTH, until)}
    order by first_index`.execute(db)
  return Buffer.concat(rows.map(({ leaves }) => leaves)).subarray(0, (until - first) * HASH_BYTES)
}

/** The hashes of a tile above level 0, full or partial, from the hashes over the tiles below it. */
export async function readTileHashes(db: Executor, { level, index, width }: TileId): Promise<Buffer> {
  if (width === TILE_WIDTH) {
    const { rows } = await sql<{ hashes: Buffer }>`
      select hashes from ledger.tile where level = ${level} and index = ${index}`.execute(db)
    return rows[0]?.hashes ?? Buffer.alloc(0)
  }
  const first = index * TILE_WIDTH
  const { rows } = await sql<{ root: Buffer }>`
    select root from ledger.tile where level = ${level - 1} and index >= ${first} and index < ${first + width}
    order by index`.execute(db)
  return Buffer.concat(rows.map(({ root }) => root))
}

/** Tiles of a level with index from `from` up to, not including, `until`. */
export async function readTiles(
  db: Executor,
  level: number,
  from: number,
  until: number,
): Promise<StoredTile[]> {
  const { rows } = await sql<Omit<StoredTile, 'index'> & { index: string }>`
    select level, index, root, hashes from ledger.tile
    where level = ${level} and index >= ${from} and index < ${until} order by index`.execute(db)
  return rows.map((tile) => ({ ...tile, index: Number(tile.index) }))
}

/** How many full tiles of each level are stored. */
export async function countTiles(db: Executor): Promise<Map<number, number>> {
  const { rows } = await sql<{ level: number; count: string }>`
    select level, count(*) from ledger.tile group by level`.execute(db)
  return new Map(rows.map(({ level, count }) => [level, Number(count)]))
}

/** How many entries were integrated at or before an instant (epoch milliseconds). */
export async function readPosition(db: Executor, at: number): Promise<number> {
  const { rows } = await sql<{ position: string }>`
    select first_index + count as position from ledger.run where at_ms <= ${at}
    order by at_ms desc, first_index desc limit 1`.execute(db)
  return Number(rows[0]?.position ?? 0)
}

/** True when this size had no checkpoint before. */
export async function publishCheckpoint(
  db: Executor,
  { origin, size, note }: StoredCheckpoint,
): Promise<boolean> {
  const { rows } = await sql<{ published: boolean }>`
    select ledger.publish(${origin}, ${size}, ${note}) as published`.execute(db)
  return rows[0]?.published === true
}

export async function readLastCheckpoint(
  db: Executor,
  origin: string,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<Omit<StoredCheckpoint, 'size'> & { size: string }>`
    select origin, size, note from ledger.checkpoint where origin = ${origin} order by size desc limit 1`.execute(
    db,
  )
  const row = rows[0]
  return row && { ...row, size: Number(row.size) }
}

/** Checkpoints of all origins with size above `after`, in order of size. */
export async function readCheckpoints(
  db: Executor,
  after: number,
  limit: number,
): Promise<StoredCheckpoint[]> {
  const { rows } = await sql<Omit<StoredCheckpoint, 'size'> & { size: string }>`
    select origin, size, note from ledger.checkpoint where size > ${after} order by size, origin limit ${limit}`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}

/** The newest checkpoint that a place outside holds, by its size, and when it went there; undefined when it has none. */
export async function readDelivery(
  db: Executor,
  origin: string,
  kind: string,
  destination: string,
): Promise<{ size: number; atMs: number } | undefined> {
  const { rows } = await sql<{
    size: string
    delivered_at: Date
  }>`select size, delivered_at from ledger.delivery
    where origin = ${origin} and kind = ${kind} and destination = ${destination}`.execute(db)
  const row = rows[0]
  return row && { size: Number(row.size), atMs: row.delivered_at.getTime() }
}

export async function recordDelivery(
  db: Executor,
  { origin, kind, to, size, atMs }: { origin: string; kind: string; to: string; size: number; atMs: number },
): Promise<void> {
  await sql`insert into ledger.delivery (origin, kind, destination, size, delivered_at)
    values (${origin}, ${kind}, ${to}, ${size}, ${new Date(atMs)})
    on conflict (origin, kind, destination) do update
    set size = excluded.size, delivered_at = excluded.delivered_at where delivery.size < excluded.size`.execute(
    db,
  )
}
