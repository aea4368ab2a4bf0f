import type { Db } from '../platform/database.ts'
import { emptyEstate } from './estate.ts'
import { filesOf, revisionAt } from './store.ts'
import type { CollectionReaders, Workspace } from './workspace-content.ts'
import { workspaceOfFiles } from './workspace-files.ts'

/** A revision never changes, so what it says is read once and kept; one entry a database, the newest. */
const kept = new WeakMap<Db, { revision: bigint; workspace: Workspace }>()

/** The workspace that stands at an instant; one without anything in it before the first was applied. */
export async function currentWorkspace(
  db: Db,
  atMs: number,
  collections: CollectionReaders,
): Promise<Workspace> {
  const revision = await revisionAt(db, atMs)
  if (revision === undefined) return emptyWorkspace()
  const known = kept.get(db)
  if (known?.revision === revision.number) return known.workspace
  const workspace = workspaceOfFiles(await filesOf(db, revision.number), collections)
  kept.set(db, { revision: revision.number, workspace })
  return workspace
}

/** An estate of which nothing was said. */
export function emptyWorkspace(): Workspace {
  return { estate: emptyEstate(), files: [], other: {} }
}
