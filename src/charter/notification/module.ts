import type { PlatformModule } from '../../platform/module.ts'
import { notificationJobs } from './jobs.ts'
import { notificationPolicy } from './policy.ts'
import { notificationRoutes } from './routes.ts'

/** What each person is to know, on the screen and by mail. */
export const notificationModule: PlatformModule = {
  name: 'notification',
  permissions: notificationPolicy,
  routes: notificationRoutes,
  jobs: notificationJobs,
  guarded: {
    news: { by: [], own: ['person'] },
    preference: { by: [], own: ['person'] },
  },
  migrations: new URL('./migrations/', import.meta.url),
}
