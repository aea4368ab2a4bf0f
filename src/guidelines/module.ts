import type { Control } from '../charter/control.ts'
import { defineModule, type ModuleDefinition } from '../charter/module.ts'
import { matrixControl } from './control.ts'
import { guidelineDocuments } from './document.ts'
import { guidelinesPolicy } from './policy.ts'
import { guidelinesRoutes } from './routes.ts'

/** Clause 1; `others` are the controls of all other clauses, which guidelines name. */
export function guidelinesModule(others: readonly Control[]): ModuleDefinition {
  return defineModule({
    name: 'guidelines',
    clauses: ['1'],
    controls: [matrixControl(others)],
    documents: guidelineDocuments,
    permissions: guidelinesPolicy,
    routes: guidelinesRoutes,
    migrations: new URL('./migrations/', import.meta.url),
  })
}
