import { defineModule } from '../../charter/module.ts'
import type { ReadStored } from '../../estate/stored-series.ts'
import { capacityCommands } from './cli.ts'
import { capacityJobs } from './jobs.ts'
import { capacityControls } from './control.ts'
import { capacityPolicy } from './policy.ts'
import { capacityRoutes } from './routes.ts'

/** `readStored`: the monitoring store, from which observed resources are measured. */
export function capacityModule(readStored: ReadStored) {
  return defineModule({
    name: 'capacity',
    clauses: ['2.2'],
    controls: capacityControls,
    permissions: capacityPolicy,
    routes: capacityRoutes,
    jobs: capacityJobs(readStored),
    commands: capacityCommands,
  })
}
