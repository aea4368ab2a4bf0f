import { defineModule } from '../../charter/module.ts'
import { importCommand } from './cli.ts'
import { monitoringJobs } from './jobs.ts'
import { monitoringPolicy } from './policy.ts'
import { monitoringRoutes } from './routes.ts'

/** The store of series that forecasts read. Coverage, detection and alerting are not judged yet: no controls. */
export const monitoringModule = defineModule({
  name: 'monitoring',
  clauses: ['5.2.1', '5.2.2', '5.2.3'],
  controls: [],
  permissions: monitoringPolicy,
  routes: monitoringRoutes,
  jobs: monitoringJobs,
  commands: [importCommand],
  migrations: new URL('./migrations/', import.meta.url),
})
