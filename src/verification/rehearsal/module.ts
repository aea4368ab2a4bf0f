import { defineModule } from '../../charter/module.ts'

export const rehearsalModule = defineModule({ name: 'rehearsal', clauses: ['3.2.5'], controls: [] })
