import { defineModule } from '../../charter/module.ts'
import { capacityCommands } from './cli.ts'

export const capacityModule = defineModule({
  name: 'capacity',
  clauses: ['2.2'],
  controls: [],
  commands: capacityCommands,
})
