import { defineModule } from '../../charter/module.ts'

export const releaseModule = defineModule({ name: 'release', clauses: ['4.1'], controls: [] })
