import { defineModule } from '../../charter/module.ts'
import { capacityCommands } from './cli.ts'
import { capacityJobs } from './jobs.ts'
import { resourcesControl, surgeControl, survivalControl } from './control.ts'

export const capacityModule = defineModule({
  name: 'capacity',
  clauses: ['2.2'],
  controls: [survivalControl, resourcesControl, surgeControl],
  jobs: capacityJobs,
  commands: capacityCommands,
})
