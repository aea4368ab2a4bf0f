import { knownAtMoment } from '../../charter/known.ts'
import { steadyNetwork } from '../../estate/steady-network.ts'
import { append } from '../../ledger/append.ts'
import { civilAt } from '../../platform/civil-time.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Job } from '../../platform/jobs.ts'
import { CAPACITY_FACTS, declaredAfter, NOTHING_DECLARED } from './declared.ts'
import { standingOf } from './resource-reasons.ts'
import { dueForecasts, forecastFact } from './recorded.ts'

/**
 * Makes true that the ledger holds a forecast of every resource for every history that it had: so that what was said
 * can later be laid beside what came. Looking again adds nothing.
 */
export async function recordForecasts(ctx: Context): Promise<{ made: number }> {
  const atMs = ctx.clock.now()
  const { facts, workspace } = await knownAtMoment(ctx, { atMs })
  const known = facts
    .filter(({ type }) => CAPACITY_FACTS.includes(type))
    .reduce(declaredAfter, { ...NOTHING_DECLARED })
  const zone = workspace.operator?.zone ?? 'UTC'
  const found = standingOf(steadyNetwork(workspace, atMs), known.histories, civilAt(atMs, zone).date, zone)
  if (found === 'too-many') return { made: 0 }
  const due = dueForecasts(found, known.histories, known.forecasts)
  await inTransaction(ctx.db, async (tx) => {
    for (const made of due) await append(tx, forecastFact(made, atMs))
  })
  return { made: due.length }
}

export const capacityJobs: Job[] = [
  {
    name: 'the ledger holds a forecast of every resource',
    // Three in the morning in Japan, when yesterday is complete.
    schedule: '0 18 * * *',
    run: async (ctx) => {
      await recordForecasts(ctx)
    },
  },
]
