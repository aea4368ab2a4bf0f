import { defineModule } from '../../charter/module.ts'
import { redundancyCommand } from './cli.ts'
import { singlePointsControl } from './control.ts'

export const redundancyModule = defineModule({
  name: 'redundancy',
  clauses: ['2.1'],
  controls: [singlePointsControl],
  commands: [redundancyCommand],
})
