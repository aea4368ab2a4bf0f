import { documentContent } from '../estate/store.ts'
import { BlobDamagedError, getBlob } from '../ledger/blob.ts'
import type { Context } from '../platform/context.ts'

/** The text of a rule by its SHA-256: stored with its version, or among the documents that put it forward. */
export async function ruleText(ctx: Context, sha256: string): Promise<Buffer> {
  try {
    return await getBlob(ctx.config, sha256)
  } catch (problem) {
    const document = problem instanceof BlobDamagedError ? await documentContent(ctx.db, sha256) : undefined
    if (document === undefined) throw problem
    return document
  }
}
