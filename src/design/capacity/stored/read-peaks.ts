import { knownAtMoment } from '../../../charter/known.ts'
import type { Resource } from '../../../estate/resource.ts'
import { sha256Of } from '../../../estate/sha256.ts'
import type { ReadStored } from '../../../estate/stored-series.ts'
import { append } from '../../../ledger/append.ts'
import type { Fact } from '../../../ledger/fact.ts'
import { civilAt, civilDay } from '../../../platform/civil-time.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/database.ts'
import { declaredFrom } from '../declared.ts'
import { dateOf, dayOf } from '../exhaust/civil-days.ts'
import { dailyPeaks } from '../exhaust/daily-peaks.ts'
import { chainFor, PEAKS_READ, peaksByDay, peaksOf, type PeaksRead, type StoredPeaks } from './peaks.ts'

const HOUR_MS = 3_600_000
/** Forecasts use no more days, and one fact has room for them. */
const DAYS_MAX = 1_500
/** So many of the days that were read are looked at again: what came late for them counts. */
const AGAIN_DAYS = 2
const DIGITS = 9

/**
 * Makes true that the ledger holds the peak of every day that is over, of each resource that names a series of the
 * monitoring store; or why there is none. Looking again adds nothing.
 */
export async function readPeaks(ctx: Context, readStored: ReadStored): Promise<{ read: number }> {
  const atMs = ctx.clock.now()
  const { facts, workspace } = await knownAtMoment(ctx, { atMs })
  const { network, peaks } = declaredFrom(facts)
  const zone = workspace.operator?.zone ?? 'UTC'
  let read = 0
  for (const resource of network?.resources ?? []) {
    const due = await peaksDue(ctx, readStored, resource, { peaks, zone, atMs })
    if (due === undefined) continue
    await inTransaction(ctx.db, (tx) => append(tx, peaksFact(due, atMs)))
    read += 1
  }
  return { read }
}

type Looking = { peaks: StoredPeaks; zone: string; atMs: number }

/** What the ledger does not hold yet of a resource; undefined where it holds all. */
async function peaksDue(
  ctx: Context,
  readStored: ReadStored,
  resource: Resource,
  { peaks, zone, atMs }: Looking,
): Promise<PeaksRead | undefined> {
  const of = peaksOf(resource)
  if (of === undefined) return undefined
  const conditions = sha256Of(JSON.stringify([zone, resource.outages]))
  const chain = chainFor(peaks, resource)
  const restated = chain?.read.conditions !== conditions
  const known = chain === undefined || restated ? undefined : peaksByDay(chain)
  const today = dayOf(civilAt(atMs, zone).date)
  const lastKnown = Math.max(-Infinity, ...(known?.keys() ?? []))
  const firstDay = Math.max(today - DAYS_MAX, lastKnown - AGAIN_DAYS + 1)
  const found = await peaksBetween(ctx, readStored, resource, { firstDay, today, zone })
  const fact = { resource: resource.id, of, conditions, restated }
  if ('cannot' in found) {
    const said = chain && 'cannot' in chain.read ? chain.read.cannot.en : undefined
    return said === found.cannot.en && !restated ? undefined : { ...fact, cannot: found.cannot }
  }
  const isNew = found.peaks.some((peak, index) => known?.get(found.firstDay + index) !== peak)
  if (!isNew) return undefined
  return { ...fact, from: dateOf(found.firstDay), peaks: found.peaks }
}

/** The peaks of the days from the first one on, before today. */
async function peaksBetween(
  ctx: Context,
  readStored: ReadStored,
  { observed, peak = 'maximum', outages }: Resource,
  { firstDay, today, zone }: { firstDay: number; today: number; zone: string },
) {
  const { series = '', as = 'value', times = 1 } = observed ?? {}
  // The highest value of a day is that of all that came; shares of a day are of its five-minute means, as carriers bill.
  const highest = peak === 'maximum' && as === 'value'
  const found = await readStored(ctx, {
    series,
    as: highest ? 'maximum' : as,
    fromMs: Math.floor(civilDay(dateOf(firstDay), zone).fromMs / HOUR_MS) * HOUR_MS,
    untilMs: civilDay(dateOf(today), zone).fromMs,
    stepMs: highest ? HOUR_MS : HOUR_MS / 12,
  })
  if ('cannot' in found) return found
  const values = found.values.map((value) => value * times)
  const measured = { id: series, values, stepMs: found.stepMs, startMs: found.startMs }
  const daily = dailyPeaks(measured, zone, { outages, peak })
  const last = Math.min(daily.values.length, today - daily.firstDay)
  return {
    firstDay: daily.firstDay,
    peaks: Array.from(daily.values.subarray(0, last), (value) =>
      Number.isNaN(value) ? null : Number(value.toPrecision(DIGITS)),
    ),
  }
}

function peaksFact(read: PeaksRead, atMs: number): Fact {
  return {
    type: PEAKS_READ,
    by: 'system:capacity',
    clause: '2.2',
    effective: new Date(atMs).toISOString(),
    objects: [read.resource],
    body: { ...read },
  }
}
