import { defineModule } from '../charter/module.ts'

export const guidelinesModule = defineModule({ name: 'guidelines', clauses: ['1'], controls: [] })
