import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { lockUntilEnd, inTransaction, type Tx } from '../../platform/database.ts'
import { BLOCK_SERIES, SLOTS } from './store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** An hour is rolled up so long after its end; what comes later makes it due once more. */
const GRACE_MS = 10 * 60_000

/**
 * Makes true that every hour that is over stands in `hour` with all that came for it. Hour after hour, 256 series in a
 * transaction; two that do this at once do no harm. Returns how many (hour, block) were rolled up.
 */
export async function rollUp(ctx: Context, signal?: AbortSignal): Promise<number> {
  const untilMs = ctx.clock.now() - GRACE_MS - HOUR_MS
  let rolled = 0
  const stops = () => signal?.aborted === true
  while (!stops()) {
    const { rows } = await sql<{ hour_ms: string; block: number }>`
      select distinct hour_ms, block from monitoring.due where hour_ms <= ${untilMs}
      order by hour_ms, block limit 500`.execute(ctx.db)
    for (const { hour_ms, block } of rows) {
      if (stops()) return rolled
      await inTransaction(ctx.db, (tx) => rollHour(tx, Number(hour_ms), block))
      rolled += 1
    }
    if (rows.length === 0) break
  }
  return rolled
}

/**
 * The marks go first: what is committed after this transaction has seen them leaves marks of its own, and is then rolled
 * up once more.
 */
async function rollHour(tx: Tx, hourMs: number, block: number): Promise<void> {
  await sql`delete from monitoring.due where hour_ms = ${hourMs} and block = ${block}`.execute(tx)
  const [from, until] = [block * BLOCK_SERIES, (block + 1) * BLOCK_SERIES]
  await sql`
    with rolled as (select * from monitoring.rolled(${from}, ${until}, ${hourMs}::bigint)),
    before as (
      select hour.series, hour.values_count from monitoring.hour join rolled on rolled.series = hour.series
      where hour.hour_ms = ${hourMs}),
    written as (
      insert into monitoring.hour select * from rolled order by series
      on conflict (series, hour_ms) do update set values_count = excluded.values_count, most = excluded.most,
        least = excluded.least, sum = excluded.sum, last_at_ms = excluded.last_at_ms,
        last_value = excluded.last_value, means = excluded.means, rates_per_s = excluded.rates_per_s)
    update monitoring.series set
      values_count = series.values_count + rolled.values_count - coalesce(before.values_count, 0),
      rolled_until_ms = greatest(series.rolled_until_ms, ${hourMs + HOUR_MS}::bigint),
      last_at_ms = greatest(series.last_at_ms, rolled.last_at_ms),
      last_value = case when series.last_at_ms > rolled.last_at_ms then series.last_value else rolled.last_value end
    from rolled left join before using (series) where series.id = rolled.series`.execute(tx)
}

/**
 * Makes true that nothing is kept longer than the operator wants: days of values, hours, series of which nothing is left.
 * A day of values stays for one day more than asked for, so that what comes at the last moment is rolled up with the
 * rest of its hour.
 */
export async function dropOld(ctx: Context): Promise<{ slots: number; hours: number; series: number }> {
  const nowMs = ctx.clock.now()
  const { valueDays, hourDays } = ctx.config.monitoring
  const inUse = slotsInUse(nowMs, valueDays)
  const slots = await truncateSlots(ctx, (slot) => inUse.has(slot))
  const { rows } = await sql<{ hours: string }>`
    with gone as (delete from monitoring.hour where hour_ms < ${nowMs - hourDays * DAY_MS} returning 1)
    select count(*) as hours from gone`.execute(ctx.db)
  await sql`delete from monitoring.refused where day < ${new Date(nowMs - hourDays * DAY_MS)}::date`.execute(
    ctx.db,
  )
  return { slots, hours: Number(rows[0]!.hours), series: await purgeSeries(ctx, nowMs - hourDays * DAY_MS) }
}

/** Values of the next day may come a little before it begins. */
const AHEAD_MS = 3_600_000

/** Slots of the days whose values are kept, one day more, and what may come next; all others may be emptied. */
export function slotsInUse(nowMs: number, valueDays: number): ReadonlySet<number> {
  const oldest = Math.floor(nowMs / DAY_MS) - valueDays - 1
  const newest = Math.floor((nowMs + AHEAD_MS) / DAY_MS)
  return new Set(Array.from({ length: newest - oldest + 1 }, (_, day) => (oldest + day) % SLOTS))
}

async function truncateSlots(ctx: Context, isInUse: (slot: number) => boolean): Promise<number> {
  let truncated = 0
  for (let slot = 0; slot < SLOTS; slot += 1) {
    if (isInUse(slot)) continue
    const table = sql.table(`monitoring.sample_${String(slot).padStart(2, '0')}`)
    await inTransaction(ctx.db, async (tx) => {
      const { rows } = await sql<{ some: boolean }>`select exists (select from ${table}) as some`.execute(tx)
      if (rows[0]?.some !== true) return
      await sql`set local lock_timeout = '5s'`.execute(tx)
      await sql`truncate ${table}`.execute(tx)
      truncated += 1
    })
  }
  return truncated
}

/** Series without any value left. While this runs nobody writes values, and afterwards everybody learns ids anew. */
async function purgeSeries(ctx: Context, beforeMs: number): Promise<number> {
  return inTransaction(ctx.db, async (tx) => {
    await lockUntilEnd(tx, 'monitoring.purge')
    const { rows } = await sql<{ id: number }>`
      delete from monitoring.series
      where first_at < ${new Date(beforeMs)} and coalesce(last_at_ms, 0) < ${beforeMs}
        and not exists (select from monitoring.hour where hour.series = series.id)
        and not exists (select from monitoring.sample where sample.series = series.id)
      returning id`.execute(tx)
    if (rows.length === 0) return 0
    await sql`update monitoring.purge set epoch = epoch + 1`.execute(tx)
    await sql`delete from monitoring.metric
      where not exists (select from monitoring.series where series.metric = metric.name)`.execute(tx)
    return rows.length
  })
}
