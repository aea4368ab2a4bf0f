import { knownAtMoment } from '../../charter/known.ts'
import type { ReadStored } from '../../estate/stored-series.ts'
import { append } from '../../ledger/append.ts'
import { civilAt } from '../../platform/civil-time.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Job } from '../../platform/jobs.ts'
import { historiesOf } from './stored/peaks.ts'
import { readPeaks } from './stored/read-peaks.ts'
import { declaredFrom } from './declared.ts'
import { exhaustionsOn, withPlans } from './standing.ts'
import { aheadOf, dueForecasts, forecastFact } from './recorded.ts'

/**
 * Makes true that the ledger holds a forecast of every resource for every history that it had: so that what was said
 * can later be laid beside what came. Looking again adds nothing.
 */
export async function recordForecasts(ctx: Context): Promise<{ made: number }> {
  const atMs = ctx.clock.now()
  const { facts, workspace } = await knownAtMoment(ctx, { atMs })
  const known = declaredFrom(facts)
  const zone = workspace.operator?.zone ?? 'UTC'
  const today = civilAt(atMs, zone).date
  // At night there is time for as many as there are.
  const found = exhaustionsOn(known, today, zone, Infinity) ?? []
  const histories = historiesOf(known)
  const due = dueForecasts(found, histories, known.forecasts)
  await inTransaction(ctx.db, async (tx) => {
    for (const made of due) {
      const resource = known.network?.resources.find(({ id }) => id === made.resource)
      const history = histories[made.resource]
      const ahead = resource && history ? aheadOf(withPlans(known, resource, today), history, zone) : []
      await append(tx, forecastFact({ ...made, ahead }, atMs))
    }
  })
  return { made: due.length }
}

export const capacityJobs = (readStored: ReadStored): Job[] => [
  {
    name: 'the ledger holds the daily peaks of every observed resource',
    schedule: '20 * * * *',
    run: async (ctx) => {
      await readPeaks(ctx, readStored)
    },
  },
  {
    name: 'the ledger holds a forecast of every resource',
    // Three in the morning in Japan, when yesterday is complete.
    schedule: '0 18 * * *',
    run: async (ctx) => {
      await recordForecasts(ctx)
    },
  },
]
