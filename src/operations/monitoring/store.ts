import { sql } from 'kysely'
import { lockUntilEnd, type Db, type Tx } from '../../platform/database.ts'
import type { Labels } from './labels.ts'
import type { Refused, RefusedReason } from './refused.ts'

/** 256 series are rolled up at once. */
export const BLOCK_SERIES = 256
/** Days of the ring in which values lie as they came: the slot of a day is its number modulo this. */
export const SLOTS = 16

/** Rows as columns, in PostgreSQL's binary form (columns.ts). */
export type SampleColumns = { series: Buffer; atMs: Buffer; values: Buffer }

/**
 * Adds values; of an instant that a series has already, nothing. Returns how many were new, and the purge epoch at that
 * moment. Holds off the purge of series until the transaction ends.
 */
export async function insertSamples(
  tx: Tx,
  { series, atMs, values }: SampleColumns,
): Promise<{ added: number; epoch: string }> {
  await lockUntilEnd(tx, 'monitoring.purge', 'shared')
  // In order, so that two that add the same rows wait for each other at the first of them and nowhere else.
  const { rows } = await sql<{ added: string; epoch: string }>`
    with added as (
      insert into monitoring.sample
      select series, ((at_ms / 86400000) % 16)::smallint, at_ms, value
      from unnest(${series}::int4[], ${atMs}::int8[], ${values}::float8[]) as given (series, at_ms, value)
      order by series, at_ms
      on conflict do nothing
      returning 1)
    select (select count(*) from added) as added, epoch from monitoring.purge`.execute(tx)
  return { added: Number(rows[0]!.added), epoch: rows[0]!.epoch }
}

/** The rows, from 0, whose series has another value at that instant. */
export async function otherValues(tx: Tx, { series, atMs, values }: SampleColumns): Promise<number[]> {
  const { rows } = await sql<{ row: string }>`
    select n - 1 as row
    from unnest(${series}::int4[], ${atMs}::int8[], ${values}::float8[]) with ordinality as given (series, at_ms, value, n)
    join monitoring.sample as stored on stored.series = given.series
      and stored.slot = ((given.at_ms / 86400000) % 16)::smallint and stored.at_ms = given.at_ms
    where stored.value is distinct from given.value`.execute(tx)
  return rows.map(({ row }) => Number(row))
}

/** An hour of a block of series that has values which are not rolled up. */
export type Due = { hourMs: number; block: number }

export async function insertDue(tx: Tx, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return
  await sql`insert into monitoring.due (hour_ms, block)
    select * from unnest(${due.map(({ hourMs }) => hourMs)}::bigint[], ${due.map(({ block }) => block)}::integer[])`.execute(
    tx,
  )
}

export type NewSeries = { key: Buffer; labels: Labels }

/**
 * The ids of these series, made where they are new and there is room for them; in the order given, undefined where there
 * was none. One process at a time makes series, so that the limit holds.
 */
export async function seriesIds(
  tx: Tx,
  wanted: readonly NewSeries[],
  seriesMax: number,
  atMs: number,
): Promise<(number | undefined)[]> {
  const keys = wanted.map(({ key }) => key)
  await lockUntilEnd(tx, 'monitoring.series')
  await sql`
    insert into monitoring.series (labels_sha256, metric, labels, first_at)
    select distinct on (key) key, metric, labels::jsonb, ${new Date(atMs)}
    from unnest(${keys}::bytea[], ${wanted.map(({ labels }) => labels.metric)}::text[],
      ${wanted.map(({ labels }) => JSON.stringify(labels.labels))}::text[]) as given (key, metric, labels)
    where not exists (select from monitoring.series where labels_sha256 = key)
    limit greatest(0, ${seriesMax} - (select count(*) from monitoring.series))`.execute(tx)
  const { rows } = await sql<{ id: number; labels_sha256: Buffer }>`
    select id, labels_sha256 from monitoring.series where labels_sha256 = any (${keys}::bytea[])`.execute(tx)
  const ids = new Map(rows.map(({ id, labels_sha256 }) => [labels_sha256.toString('hex'), id]))
  return keys.map((key) => ids.get(key.toString('hex')))
}

export async function purgeEpoch(db: Db): Promise<string> {
  const { rows } = await sql<{ epoch: string }>`select epoch from monitoring.purge`.execute(db)
  return rows[0]!.epoch
}

export async function upsertKinds(db: Db, kinds: ReadonlyMap<string, string>): Promise<void> {
  await sql`insert into monitoring.metric
    select name, kind from unnest(${[...kinds.keys()]}::text[], ${[...kinds.values()]}::text[]) as given (name, kind)
    where exists (select from monitoring.series where series.metric = given.name) order by name
    on conflict (name) do update set kind = excluded.kind where metric.kind <> excluded.kind`.execute(db)
}

/** Adds to what was refused on a day (UTC). */
export async function countRefused(db: Db, refused: Refused, atMs: number): Promise<void> {
  const at = new Date(atMs)
  const reasons = [...refused.counts.keys()]
  const told = [...refused.counts.values()]
  await sql`insert into monitoring.refused (day, reason, values_count, last_at, last_example)
    select ${at.toISOString().slice(0, 10)}::date, reason, values_count, ${at}, example
    from unnest(${reasons}::text[], ${told.map(({ values }) => values)}::bigint[],
      ${told.map(({ example }) => example)}::text[]) as given (reason, values_count, example)
    order by reason
    on conflict (day, reason) do update set values_count = refused.values_count + excluded.values_count,
      last_at = excluded.last_at, last_example = excluded.last_example`.execute(db)
}

export type RefusedRow = { reason: RefusedReason; values: number; lastMs: number; example: string }

/** What was refused from a day on, by reason. */
export async function readRefused(db: Db, sinceMs: number): Promise<RefusedRow[]> {
  const { rows } = await sql<{ reason: RefusedReason; values: string; last_at: Date; example: string }>`
    select reason, sum(values_count) as values, max(last_at) as last_at,
      (array_agg(last_example order by last_at desc))[1] as example
    from monitoring.refused where day >= ${new Date(sinceMs).toISOString().slice(0, 10)}::date
    group by reason order by reason`.execute(db)
  return rows.map(({ reason, values, last_at, example }) => ({
    reason,
    values: Number(values),
    lastMs: last_at.getTime(),
    example,
  }))
}
