import type { Db } from '../platform/database.ts'
import { emptyEstate } from './estate.ts'
import { filesOf, revisionAt, revisionKnown, type KnownBy } from './store.ts'
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

/** Judging the past reads old revisions again and again, but only a few at a time. */
const KEPT_MAX = 4
const earlier = new WeakMap<Db, Map<bigint, Workspace>>()

/** The workspace that was known to stand, and who had applied it; an empty one before the first. */
export async function workspaceKnown(
  db: Db,
  by: KnownBy,
  collections: CollectionReaders,
): Promise<{ workspace: Workspace; appliedBy: string | undefined }> {
  const revision = await revisionKnown(db, by)
  if (revision === undefined) return { workspace: emptyWorkspace(), appliedBy: undefined }
  const of = earlier.get(db) ?? new Map<bigint, Workspace>()
  earlier.set(db, of)
  const known = of.get(revision.number)
  const workspace = known ?? workspaceOfFiles(await filesOf(db, revision.number), collections)
  // The one that was just asked for stands last, so the first is the one to let go.
  of.delete(revision.number)
  of.set(revision.number, workspace)
  for (const number of of.keys()) if (of.size > KEPT_MAX) of.delete(number)
  return { workspace, appliedBy: revision.appliedBy }
}

/** An estate of which nothing was said. */
export function emptyWorkspace(): Workspace {
  return { estate: emptyEstate(), files: [], other: {} }
}
