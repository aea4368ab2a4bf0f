import { defineModule } from '../../charter/module.ts'

export const capacityModule = defineModule({ name: 'capacity', clauses: ['2.2'], controls: [] })
