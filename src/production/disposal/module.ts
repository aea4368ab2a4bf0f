import { defineModule } from '../../charter/module.ts'

export const disposalModule = defineModule({ name: 'disposal', clauses: ['4.4'], controls: [] })
