import { defineModule } from '../../charter/module.ts'

export const reviewModule = defineModule({ name: 'review', clauses: ['3.1'], controls: [] })
