import type { Job } from '../../platform/jobs.ts'
import { followWhatStands } from './following.ts'
import { mailNews } from './mailing.ts'

export const notificationJobs: Job[] = [
  {
    name: 'everybody knows what waits for him',
    schedule: '* * * * *',
    run: async (ctx) => {
      const added = await followWhatStands(ctx)
      if (added > 0) ctx.log.info({ added }, 'news was told')
      await mailNews(ctx)
    },
  },
]
