import { defineModule } from '../../charter/module.ts'
import { noticeParseCommand } from './cli.ts'

export const maintenanceModule = defineModule({
  name: 'maintenance',
  clauses: ['5.1'],
  controls: [],
  commands: [noticeParseCommand],
})
