import { integrated } from '../../../ledger/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Job } from '../../../platform/jobs.ts'
import type { Json } from '../../../platform/text.ts'
import { REVIEW_RELAYS_JOB } from '../intake/receive.ts'
import { reviewRelays, SEND_RELAY_JOB, sendRelay } from './actions.ts'
import { sendByServer } from './message.ts'

/** What keeps true: whoever is to be told of a maintenance has a draft that waits, and what is approved goes out. */
export const relayJobs: readonly Job[] = [
  {
    name: REVIEW_RELAYS_JOB,
    schedule: '*/5 * * * *',
    run: async (ctx, payload) => {
      await known(ctx, payload)
      await reviewRelays(ctx)
    },
  },
  {
    name: SEND_RELAY_JOB,
    timeoutMs: 60_000,
    run: async (ctx, payload) => {
      await known(ctx, payload)
      const { id } = payload as { id: string }
      await sendRelay(ctx, id, (mail) => sendByServer(ctx, mail))
    },
  },
]

/** A job may run before the fact that asked for it is in the log: then it would see nothing to do. */
async function known(ctx: Context, payload: Json): Promise<void> {
  const { fact } = (payload ?? {}) as { fact?: string }
  if (fact !== undefined) await integrated(ctx, BigInt(fact))
}
