import type { PlatformModule } from '../../platform/module.ts'
import { adoptionRoutes } from './adoption-routes.ts'
import { improvementJobs } from './jobs.ts'
import { improvementPolicy } from './policy.ts'
import { reviewRoutes } from './review-routes.ts'
import { actionRoutes } from './routes.ts'

/** Findings that become actions, the management review that reads them, and the plan for what is unknown. */
export const improvementModule: PlatformModule = {
  name: 'improvement',
  permissions: improvementPolicy,
  routes: [...actionRoutes, ...reviewRoutes, ...adoptionRoutes],
  jobs: improvementJobs,
  migrations: new URL('./migrations/', import.meta.url),
}
