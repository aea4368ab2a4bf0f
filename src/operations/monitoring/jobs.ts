import type { Job } from '../../platform/jobs.ts'
import { dropOld, rollUp } from './rolling.ts'

export const monitoringJobs: Job[] = [
  {
    name: 'every full hour of stored series is rolled up',
    schedule: '*/5 * * * *',
    run: async (ctx, _payload, { signal }) => {
      await rollUp(ctx, signal)
    },
  },
  {
    name: 'stored values are kept no longer than wanted',
    schedule: '40 17 * * *',
    run: async (ctx) => {
      ctx.log.info(await dropOld(ctx), 'old values dropped')
    },
  },
]
