import { defineModule } from '../../charter/module.ts'

export const configurationModule = defineModule({ name: 'configuration', clauses: ['4.3'], controls: [] })
