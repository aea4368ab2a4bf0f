import { append } from '../ledger/append.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import type { Actor } from '../platform/http/permission.ts'
import { currentWorkspace, emptyWorkspace } from './current.ts'
import { differenceOf, type Difference } from './difference.ts'
import { filesOf, insertRevision, lockEstate, revisionAt, type StoredFile } from './store.ts'
import { manifestSha256, sha256Of, workspaceOfFiles, type SentFile } from './workspace-files.ts'

export type Applied = {
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
  options: { dryRun: boolean },
): Promise<Applied> {
  const workspace = workspaceOfFiles(sent)
  const files: StoredFile[] = sent.map((file) => ({ ...file, sha256: sha256Of(file.content) }))
  const manifest = manifestSha256(files)
  return inTransaction(ctx.db, async (tx) => {
    await lockEstate(tx)
    const nowMs = ctx.clock.now()
    const standing = await revisionAt(tx, nowMs)
    const before =
      standing === undefined ? emptyWorkspace() : workspaceOfFiles(await filesOf(tx, standing.number))
    const difference = differenceOf(before, workspace)
    const same = standing?.manifestSha256 === manifest
    if (options.dryRun || same) return { revision: standing?.number.toString(), written: false, difference }
    const number = await write(
      tx,
      actor,
      { appliedAtMs: nowMs, appliedBy: actor.id, manifestSha256: manifest },
      files,
      difference,
    )
    return { revision: number.toString(), written: true, difference }
  })
}

async function write(
  tx: Tx,
  actor: Actor,
  revision: { appliedAtMs: number; appliedBy: string; manifestSha256: string },
  files: readonly StoredFile[],
  difference: Difference,
): Promise<bigint> {
  const number = await insertRevision(tx, revision, files)
  await append(tx, {
    type: 'estate.workspace.applied',
    by: actor.id,
    effective: new Date(revision.appliedAtMs).toISOString(),
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
  return number
}

/** Whether anything was ever applied here. */
export async function isEmptyInstallation(ctx: Context): Promise<boolean> {
  const workspace = await currentWorkspace(ctx.db, ctx.clock.now())
  return workspace.files.length === 0
}
