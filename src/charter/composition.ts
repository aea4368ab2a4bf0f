import type { CollectionReaders, Workspace } from '../estate/workspace-content.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Received } from './as-of.ts'
import { charterCollections } from './charter-documents.ts'
import type { Control } from './control.ts'
import type { ObjectionSource } from './gate.ts'
import type { PlannedSource } from './planned.ts'

/**
 * What a module adds to workspace documents: its collections, and the facts that their elements are, each with the
 * instant of its receipt. `root` is as charterFacts takes it. InputError for what only the whole shows.
 */
export type DocumentKind = {
  collections: CollectionReaders
  facts: (workspace: Workspace, root: string) => Received[]
  /**
   * On an installation, what a fact of these documents is as a claim of the person who applied them; undefined for a
   * fact that is not of this kind. Without it a fact counts as it stands.
   */
  claimed?: (fact: Fact, applier: string) => Fact | undefined
}

/** All that modules contribute to the engine. */
export type Composition = {
  controls: readonly Control[]
  objections: readonly ObjectionSource[]
  /** What modules above the charter add to documents. */
  documents: readonly DocumentKind[]
  /** What modules know of announced work. */
  planned: readonly PlannedSource[]
}

let joined: Composition | undefined

/**
 * Joins the modules' contributions, once, where all modules are known (modules.ts): so every reader judges by the same
 * controls, and no reader can leave one out.
 */
export function compose(composition: Composition): Composition {
  joined = composition
  return composition
}

/** Throws where nothing was joined: a charter judged by no control would say nothing, and look as if it did. */
export function composed(): Composition {
  if (joined === undefined)
    throw new Error('the charter was asked before its modules were joined: import modules.ts')
  return joined
}

/** What modules add to documents; none before they are joined, as in tests of the charter by itself. */
export function addedDocuments(): readonly DocumentKind[] {
  return joined?.documents ?? []
}

/** Every collection that workspaces may hold: the charter's own and those that modules add. */
export function workspaceCollections(): CollectionReaders {
  return Object.assign(
    {},
    charterCollections,
    ...addedDocuments().map(({ collections }) => collections),
  ) as CollectionReaders
}
