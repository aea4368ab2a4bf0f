import { append } from '../ledger/append.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import type { Actor } from '../platform/http/permission.ts'
import { emptyWorkspace } from './current.ts'
import { differenceOf, type Difference } from './difference.ts'
import { filesOf, insertRevision, lockEstate, revisionAt, type StoredFile } from './store.ts'
import type { CollectionReaders, Workspace } from './workspace-content.ts'
import { sha256Of } from './sha256.ts'
import { manifestSha256, workspaceOfFiles, type SentFile } from './workspace-files.ts'

/** What modules above the estate add to a workspace: their collections, and what of the whole they refuse. */
export type WorkspaceReading = {
  collections: CollectionReaders
  /**
   * Throws InputError for what only the whole shows; with an applier, for what that person may not put forward. `root`
   * is the folder that was read, as given; absent for documents that came by themselves.
   */
  assertUsable: (workspace: Workspace, by: { applier?: string; root?: string }) => void
  /** What else is to be written when documents take the place of others, in the same transaction. */
  applied?: (
    ctx: Context,
    tx: Tx,
    documents: { before: Workspace; after: Workspace },
    applier: string,
  ) => Promise<void>
}

export type Applied = {
  /** The fact of it in the ledger's inbox; undefined when nothing was written. */
  fact: bigint | undefined

  /** The revision that stands now; undefined when nothing was ever applied (a dry run on an empty installation). */
  revision: string | undefined
  /** False when the files were those that stood already, or when it was only asked what would change. */
  written: boolean
  difference: Difference
}

/**
 * Makes these files the estate: the whole of it, so what they no longer hold is gone from now on. The same files a
 * second time change nothing. Everything is read and checked first; then documents, revision and fact are written in
 * one transaction. Throws InputError when the files cannot be read.
 */
export async function applyWorkspace(
  ctx: Context,
  actor: Actor,
  sent: readonly SentFile[],
  options: {
    dryRun: boolean
    reading: WorkspaceReading
    /** In whose name the documents claim what they do: who applied them before, where only a part was amended. */
    applier?: string
  },
): Promise<Applied> {
  const { collections, assertUsable } = options.reading
  const workspace = workspaceOfFiles(sent, collections)
  const applier = options.applier ?? actor.id
  assertUsable(workspace, { applier })
  const files: StoredFile[] = sent.map((file) => ({ ...file, sha256: sha256Of(file.content) }))
  const manifest = manifestSha256(files)
  return inTransaction(ctx.db, async (tx) => {
    await lockEstate(tx)
    const nowMs = ctx.clock.now()
    const standing = await revisionAt(tx, nowMs)
    const before =
      standing === undefined
        ? emptyWorkspace()
        : workspaceOfFiles(await filesOf(tx, standing.number), collections)
    const difference = differenceOf(before, workspace)
    const same = standing?.manifestSha256 === manifest
    if (options.dryRun || same)
      return { fact: undefined, revision: standing?.number.toString(), written: false, difference }
    const { number, fact } = await write(
      tx,
      actor,
      { appliedAtMs: nowMs, appliedBy: applier, manifestSha256: manifest },
      files,
      difference,
    )
    await options.reading.applied?.(ctx, tx, { before, after: workspace }, applier)
    return { fact, revision: number.toString(), written: true, difference }
  })
}

async function write(
  tx: Tx,
  actor: Actor,
  revision: { appliedAtMs: number; appliedBy: string; manifestSha256: string },
  files: readonly StoredFile[],
  difference: Difference,
): Promise<{ number: bigint; fact: bigint }> {
  const number = await insertRevision(tx, revision, files)
  const { id } = await append(tx, {
    type: 'estate.workspace.applied',
    by: actor.id,
    effective: new Date(revision.appliedAtMs).toISOString(),
    objects: namedObjects(difference),
    body: {
      revision: number.toString(),
      manifest_sha256: revision.manifestSha256,
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.content.length, 0),
      added: difference.added.length,
      changed: difference.changed.length,
      removed: difference.removed.length,
    },
  })
  return { number, fact: id }
}

const NAMED_OBJECTS_MAX = 500
const NAMED_CHARACTERS_MAX = 20_000

/** The objects that a difference touches, as many as a fact has room for; the counts in its body are of all. */
function namedObjects({ added, changed, removed }: Difference): string[] {
  const ids = new Set([...removed, ...changed, ...added].map(({ id }) => id).filter((id) => id.length <= 256))
  const named: string[] = []
  let characters = 0
  for (const id of ids) {
    characters += id.length
    if (named.length === NAMED_OBJECTS_MAX || characters > NAMED_CHARACTERS_MAX) break
    named.push(id)
  }
  return named
}

/** Whether anything was ever applied here. */
export async function isEmptyInstallation(ctx: Context): Promise<boolean> {
  return (await revisionAt(ctx.db, ctx.clock.now())) === undefined
}
