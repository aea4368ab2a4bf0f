import type { WorkspaceReading } from '../estate/actions.ts'
import { charterCollections, charterFacts } from './charter-documents.ts'
import { charterHead } from './head.ts'

/** How a workspace is read with all that the charter adds to it: nothing is taken that could not be judged later. */
export const charterReading: WorkspaceReading = {
  collections: charterCollections,
  assertUsable: (workspace) => {
    charterHead(workspace.charter)
    charterFacts(workspace, '')
  },
}
