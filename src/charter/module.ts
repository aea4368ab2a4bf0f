import type { PlatformModule } from '../platform/module.ts'
import type { Control } from './control.ts'
import type { ObjectionSource } from './gate.ts'

/** What a clause module contributes: one readable list in its module.ts. Nothing reachable from it is .tsx. */
export type ModuleDefinition = PlatformModule & {
  /** The clauses of the charter that this folder carries, such as `2.1`. */
  clauses: readonly string[]
  controls: readonly Control[]
  /** What it has to say against a change that is put to the gate. */
  objections?: ObjectionSource
}

export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  return definition
}
