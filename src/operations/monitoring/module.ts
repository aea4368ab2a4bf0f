import { defineModule } from '../../charter/module.ts'

export const monitoringModule = defineModule({
  name: 'monitoring',
  clauses: ['5.2.1', '5.2.2', '5.2.3'],
  controls: [],
})
