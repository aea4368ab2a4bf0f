import { defineModule } from '../../charter/module.ts'

export const integrityModule = defineModule({
  name: 'integrity',
  clauses: ['5.5.1', '5.5.2', '5.5.3'],
  controls: [],
})
