import { createHash } from 'node:crypto'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/database.ts'
import { bundleOf } from './bundle.ts'
import { publicContent, type PublicContent } from './content.ts'
import { editionsAfter, publishedIn, type PublicEdition } from './edition.ts'
import { proofOfSeal } from './proof.ts'
import { bytesOf, choicesOf, contentOf } from './reading.ts'
import { readSource } from './source.ts'
import { stalenessOf, type Staleness } from './staleness.ts'
import { countSaid, insertFile, readFiles, readSaid } from './store.ts'

export type PublishedFile = { bytes: Uint8Array; etag: string }
export type Published = {
  edition: number
  digest: string
  stale: Staleness
  files: ReadonlyMap<string, PublishedFile>
}

/** Whether it is still current is asked anew after so long. */
const CURRENT_MS = 60_000

type Held = { said: number; fromMs: number; untilMs: number; published: Published | undefined }
const held = new WeakMap<Db, Held>()

/**
 * The published edition with all of its files; undefined where nothing is public, and for one of the demo once an
 * operator's own documents stand in its place. What was withdrawn is gone from the next call on, in every process.
 */
export async function publishedEdition(ctx: Context): Promise<Published | undefined> {
  const nowMs = ctx.clock.now()
  const said = await countSaid(ctx.db)
  const before = held.get(ctx.db)
  // A clock that was set back asks anew.
  if (before?.said === said && before.fromMs <= nowMs && nowMs < before.untilMs) return before.published
  const edition = said === 0 ? undefined : publishedIn(editionsAfter(await readSaid(ctx.db)))
  const published = edition && (await filesOf(ctx, edition, nowMs))
  const complete = published === undefined || published.files.has(PROOF)
  held.set(ctx.db, { said, fromMs: nowMs, untilMs: complete ? nowMs + CURRENT_MS : 0, published })
  return published
}

async function filesOf(ctx: Context, edition: PublicEdition, nowMs: number): Promise<Published | undefined> {
  const { digest, edition: number } = edition
  const content = await contentOf(ctx.db, digest)
  const now = await contentNow(ctx, edition)
  if (content.demo && !now.demo) return undefined
  const stale = stalenessOf(content, now, nowMs)
  const files = new Map(await readFiles(ctx.db, number))
  const proof =
    files.get(PROOF) ??
    (await proofOfSeal(ctx.db, { edition: number, digest, since: content.checkpoint.size }))
  if (proof !== undefined && !files.has(PROOF)) await insertFile(ctx.db, number, PROOF, proof)
  if (proof !== undefined) files.set(PROOF, proof)
  const bundle = await bundleOf(content, stale, { digest, json: await bytesOf(ctx.db, digest), files })
  return {
    edition: number,
    digest,
    stale,
    files: new Map([...bundle].map(([name, bytes]) => [name, { bytes, etag: etagOf(bytes) }])),
  }
}

const PROOF = 'proof.txt'

/** What the choices of an edition would make of how things stand now. */
export async function contentNow(
  ctx: Context,
  { edition, choices }: Pick<PublicEdition, 'edition' | 'choices'>,
): Promise<PublicContent> {
  return publicContent(edition, await readSource(ctx), await choicesOf(ctx.db, choices))
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`
}
