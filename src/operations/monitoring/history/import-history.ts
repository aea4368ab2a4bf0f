import { sql } from 'kysely'
import type { ObservedReading } from '../../../estate/resource.ts'
import type { Context } from '../../../platform/context.ts'
import { lockUntilEnd, inTransaction, type Tx } from '../../../platform/database.ts'
import { InputError } from '../../../platform/failure.ts'
import type { Hour } from '../grid.ts'
import { labelsKey, labelsOf, LabelError, seriesName, type Labels } from '../labels.ts'
import { readSelector } from '../selector.ts'
import { seriesIds } from '../store.ts'
import { hoursIn } from './history-csv.ts'

const DAY_MS = 86_400_000
const AT_ONCE_HOURS = 2_000

export type Imported = { name: string; hours: number; standing: number }

/**
 * Adds hours of before the time of which values are kept as they come, to a series that may be new. Hours that stand
 * already stay as they are and are counted. InputError where the name or a row cannot be used; then nothing is written.
 */
export async function importHistory(
  ctx: Context,
  series: string,
  as: ObservedReading,
  text: string,
): Promise<Imported> {
  const nowMs = ctx.clock.now()
  const { valueDays, hourDays, seriesMax } = ctx.config.monitoring
  const labels = wholeName(series)
  const hours = hoursIn(text, as, (Math.floor(nowMs / DAY_MS) - valueDays) * DAY_MS)
  const kept = hours.filter(({ hourMs }) => hourMs >= nowMs - hourDays * DAY_MS)
  const added = await inTransaction(ctx.db, async (tx) => {
    await lockUntilEnd(tx, 'monitoring.purge', 'shared')
    const [id] = await seriesIds(tx, [{ key: labelsKey(labels), labels }], seriesMax, nowMs)
    if (id === undefined)
      throw new InputError('series', {}, `expected at most ${seriesMax} series (KENSHO_MONITORING_SERIES)`)
    let count = 0
    for (let from = 0; from < kept.length; from += AT_ONCE_HOURS)
      count += await insertHours(tx, id, kept.slice(from, from + AT_ONCE_HOURS))
    return count
  })
  return { name: seriesName(labels), hours: added, standing: hours.length - added }
}

/** A name without anything left open: only `=`. */
function wholeName(series: string): Labels {
  const { metric, equal, unequal } = readSelector('series', series)
  if (unequal.length > 0)
    throw new InputError('series', {}, `expected = only: the name of one series, found ${unequal[0]![0]}!=`)
  try {
    return labelsOf(new Map([['__name__', metric], ...Object.entries(equal)]))
  } catch (problem) {
    if (problem instanceof LabelError) throw new InputError('series', {}, problem.message)
    throw problem
  }
}

async function insertHours(tx: Tx, id: number, hours: readonly Hour[]): Promise<number> {
  const rows = JSON.stringify(hours)
  const { rows: added } = await sql<{ n: string }>`
    with given as (
      select * from jsonb_to_recordset(${rows}::jsonb) as hour ("hourMs" bigint, values integer, most float8, least float8,
        sum float8, "lastAtMs" bigint, last float8, means float8[], "ratesPerS" float8[])),
    added as (
      insert into monitoring.hour
      select ${id}::integer, "hourMs", values, most, least, sum, "lastAtMs", last, means, "ratesPerS" from given
      on conflict do nothing
      returning values_count, last_at_ms, last_value),
    total as (
      select count(*) as n, coalesce(sum(values_count), 0) as values_count, max(last_at_ms) as last_at_ms,
        (array_agg(last_value order by last_at_ms desc))[1] as last_value from added),
    counted as (
      update monitoring.series set values_count = series.values_count + total.values_count,
        last_value = case when series.last_at_ms > total.last_at_ms then series.last_value else coalesce(total.last_value, series.last_value) end,
        last_at_ms = greatest(series.last_at_ms, total.last_at_ms)
      from total where id = ${id})
    select n from total`.execute(tx)
  return Number(added[0]!.n)
}
