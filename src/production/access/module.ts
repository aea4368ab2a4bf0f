import { defineModule } from '../../charter/module.ts'

export const accessModule = defineModule({
  name: 'access',
  clauses: ['4.2.1', '4.2.2', '4.2.3'],
  controls: [],
})
