import { defineModule } from '../../charter/module.ts'

export const equipmentModule = defineModule({ name: 'equipment', clauses: ['4.5.1', '4.5.2'], controls: [] })
