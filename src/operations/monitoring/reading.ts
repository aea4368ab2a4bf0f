import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Hour } from './grid.ts'
import { seriesName } from './labels.ts'
import type { Selector } from './selector.ts'
import { SLOTS } from './store.ts'

/** A series as it stands; instants are epoch milliseconds. */
export type StoredSeries = {
  id: number
  name: string
  metric: string
  labels: Record<string, string>
  kind: string | undefined
  firstMs: number
  /** How many values it has had that are kept, in full hours and since. */
  values: number
  lastMs: number | undefined
  last: number | undefined
  /** The sender said that it ended, with its newest value. */
  ended: boolean
}

type Row = {
  id: number
  metric: string
  labels: Record<string, string>
  kind: string | null
  first_at: Date
  values_count: string
  last_at_ms: string | null
  last_value: number | null
  ended: boolean
}

function storedOf(row: Row): StoredSeries {
  const { id, metric, labels, kind, first_at, values_count, last_at_ms, last_value, ended } = row
  return {
    id,
    name: seriesName({ metric, labels: inOrder(labels) }),
    metric,
    labels: inOrder(labels),
    kind: kind ?? undefined,
    firstMs: first_at.getTime(),
    values: Number(values_count),
    lastMs: last_at_ms === null ? undefined : Number(last_at_ms),
    last: last_value ?? undefined,
    ended,
  }
}

/** PostgreSQL orders the names of an object by their length first. */
function inOrder(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Where values may lie that came at or after an instant. */
function slotsSince(fromMs: number, nowMs: number): number[] {
  const [first, last] = [Math.floor(fromMs / DAY_MS), Math.floor(nowMs / DAY_MS) + 1]
  return Array.from({ length: Math.min(SLOTS, last - first + 1) }, (_, day) => (last - day) % SLOTS)
}

/** What makes a StoredSeries, of the series that a condition lets through. `sinceMs`: older values are not kept. */
function seriesWhere(
  db: Db,
  condition: ReturnType<typeof sql>,
  { nowMs, sinceMs, limit }: { nowMs: number; sinceMs: number; limit: number },
) {
  const slots = slotsSince(sinceMs, nowMs)
  return sql<Row>`
    with wanted as (select * from monitoring.series where ${condition} order by metric, labels::text limit ${limit})
    select wanted.id, wanted.metric, labels, kind, first_at, wanted.values_count + coalesce(since.n, 0) as values_count,
      coalesce(newest.at_ms, wanted.last_at_ms) as last_at_ms, coalesce(newest.value, wanted.last_value) as last_value,
      coalesce(newest.is_end, false) as ended
    from wanted left join monitoring.metric on metric.name = wanted.metric
      left join lateral (
        select count(*) as n from monitoring.sample
        where sample.series = wanted.id and slot = any (${slots}::smallint[])
          and at_ms >= greatest(wanted.rolled_until_ms, ${sinceMs}::bigint) and value between -1e100 and 1e100) as since on true
      left join lateral (
        select at_ms, value, value is null as is_end from monitoring.sample
        where sample.series = wanted.id and slot = any (${slots}::smallint[]) and at_ms >= ${sinceMs}::bigint
        order by at_ms desc limit 1) as newest on true
    order by wanted.metric, labels::text`.execute(db)
}

export type Listed = { total: number; found: number; series: StoredSeries[] }

/** Series whose name holds all the words, those of a metric together; at most `limit` of them. */
export async function listSeries(
  db: Db,
  find: string,
  when: { nowMs: number; sinceMs: number; limit: number },
): Promise<Listed> {
  const words = find.split(/[\s,{}="]+/u).filter((word) => word !== '')
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/gu, '\\$&')}%`)
  const condition = sql`(metric || ' ' || labels::text) ilike all (${patterns}::text[])`
  const { rows: counts } = await sql<{ total: string; found: string }>`
    select count(*) as total, count(*) filter (where ${condition}) as found from monitoring.series`.execute(
    db,
  )
  const { rows } = await seriesWhere(db, condition, when)
  return { total: Number(counts[0]!.total), found: Number(counts[0]!.found), series: rows.map(storedOf) }
}

export async function readSeriesById(
  db: Db,
  id: number,
  when: { nowMs: number; sinceMs: number },
): Promise<StoredSeries | undefined> {
  const { rows } = await seriesWhere(db, sql`id = ${id}`, { ...when, limit: 1 })
  return rows[0] && storedOf(rows[0])
}

/** At most `limit` series that a selector means: their ids and names. */
export async function seriesSelected(
  db: Db,
  { metric, equal, unequal }: Selector,
  limit: number,
): Promise<{ id: number; name: string; kind: string | undefined }[]> {
  const [names, values] = [unequal.map(([name]) => name), unequal.map(([, value]) => value)]
  // As in PromQL a label that is not there is an empty one.
  const absent = Object.entries(equal).flatMap(([name, value]) => (value === '' ? [name] : []))
  const present = Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== ''))
  const { rows } = await sql<Pick<Row, 'id' | 'metric' | 'labels' | 'kind'>>`
    select id, metric, labels, kind from monitoring.series left join monitoring.metric on metric.name = series.metric
    where metric = ${metric} and labels @> ${JSON.stringify(present)}::jsonb
      and not (labels ?| ${absent}::text[])
      and not exists (select from unnest(${names}::text[], ${values}::text[]) as other (name, value)
        where coalesce(labels ->> other.name, '') = other.value)
    order by labels::text limit ${limit}`.execute(db)
  return rows.map(({ id, labels, kind, ...row }) => ({
    id,
    name: seriesName({ metric: row.metric, labels: inOrder(labels) }),
    kind: kind ?? undefined,
  }))
}

type HourRow = {
  hour_ms: string
  values_count: number
  most: number
  least: number
  sum: number
  last_at_ms: string
  last_value: number
  means: (number | null)[]
  rates_per_s: (number | null)[]
}

/** The hours of a series that begin in `[fromMs, untilMs)`, `fromMs` a full hour: those rolled up, and what came since. */
export async function readHours(db: Db, id: number, fromMs: number, untilMs: number): Promise<Hour[]> {
  const openMs = Math.max(fromMs, Math.ceil((untilMs - SINCE_MS_MAX) / HOUR_MS) * HOUR_MS)
  const { rows } = await sql<HourRow>`
    select * from monitoring.hour where series = ${id} and hour_ms >= ${fromMs} and hour_ms < ${untilMs}
    union all
    select late.* from monitoring.series,
      lateral monitoring.rolled_between(id, id + 1, greatest(rolled_until_ms, ${openMs}::bigint), ${untilMs}::bigint) as late
    where id = ${id}
    order by 2`.execute(db)
  return rows.map((row) => ({
    hourMs: Number(row.hour_ms),
    values: row.values_count,
    most: row.most,
    least: row.least,
    sum: row.sum,
    lastAtMs: Number(row.last_at_ms),
    last: row.last_value,
    means: row.means,
    ratesPerS: row.rates_per_s,
  }))
}

/** Values are kept as they came for no longer. */
const SINCE_MS_MAX = 14 * DAY_MS
