import { defineModule } from '../../charter/module.ts'

export const incidentModule = defineModule({ name: 'incident', clauses: ['5.3.1', '5.3.2'], controls: [] })
