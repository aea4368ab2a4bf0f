import { defineModule } from '../../charter/module.ts'
import { capacityCommands } from './cli.ts'
import { capacityJobs } from './jobs.ts'
import { capacityControls } from './control.ts'
import { capacityPolicy } from './policy.ts'
import { capacityRoutes } from './routes.ts'

export const capacityModule = defineModule({
  name: 'capacity',
  clauses: ['2.2'],
  controls: capacityControls,
  permissions: capacityPolicy,
  routes: capacityRoutes,
  jobs: capacityJobs,
  commands: capacityCommands,
})
