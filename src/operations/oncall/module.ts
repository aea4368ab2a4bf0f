import { defineModule } from '../../charter/module.ts'

export const oncallModule = defineModule({ name: 'oncall', clauses: ['5.4'], controls: [] })
