import type { WorkspaceReading } from '../estate/actions.ts'
import { assertOwn } from './claims.ts'
import { addedDocuments, workspaceCollections } from './composition.ts'
import { charterFacts } from './charter-documents.ts'
import { putForward } from './put-forward.ts'
import { charterHead } from './head.ts'

/**
 * How a workspace is read with all that the charter and the modules above it add: nothing is taken that could not be
 * judged later, and on an installation nobody attests in another's name.
 */
export function charterReading(): WorkspaceReading {
  return {
    collections: workspaceCollections(),
    assertUsable: (workspace, { applier, root = '' }) => {
      charterHead(workspace.charter)
      charterFacts(workspace, root)
      for (const { facts } of addedDocuments()) facts(workspace, root)
      if (applier !== undefined) assertOwn(workspace, applier)
    },
    applied: putForward,
  }
}
