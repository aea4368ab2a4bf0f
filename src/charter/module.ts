import type { Subscription } from '../ledger/index.ts'
import type { PlatformModule } from '../platform/module.ts'
import type { DocumentKind } from './composition.ts'
import type { Control } from './control.ts'
import type { ObjectionSource } from './gate.ts'
import type { PlannedSource } from './planned.ts'

/** What a clause module contributes: one readable list in its module.ts. Nothing reachable from it is .tsx. */
export type ModuleDefinition = PlatformModule & {
  /** The clauses of the charter that this folder carries, such as `2.1`. */
  clauses: readonly string[]
  controls: readonly Control[]
  /** What it has to say against a change that is put to the gate. */
  objections?: ObjectionSource
  /** What it adds to the documents of a workspace, offline and applied. */
  documents?: DocumentKind
  /** What it knows of announced work, for whoever draws the future. */
  planned?: PlannedSource
  /** What it does with facts, durably and once each; followed by the leader (ledger/subscription.ts). */
  subscriptions?: readonly Subscription[]
}

export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  return definition
}
