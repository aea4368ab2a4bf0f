import { defineModule } from '../../charter/module.ts'

export const evidenceModule = defineModule({
  name: 'evidence',
  clauses: ['3.2.1', '3.2.2', '3.2.3', '3.2.3.1', '3.2.3.2', '3.2.3.3', '3.2.4'],
  controls: [],
})
