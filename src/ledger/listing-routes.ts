import { z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { defineRoute } from '../platform/http/route.ts'
import { Refusal } from '../platform/refusal.ts'
import { readLeaf } from './leaf.ts'
import { countListed, readListed, readListedSize, readNewestCheckpoint, readWaiting } from './listing.ts'
import { leafHash } from './merkle.ts'
import { LedgerDamagedError, proveInclusion, readLeafAt, rootAt } from './reading.ts'
import { readHead, readOrigins } from './store.ts'
import type { Head } from './store.ts'

const PAGE_FACTS_MAX = 500

const index = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
/** Clears what a form sends for a field that was left empty. */
const sought = (charactersMax: number) => z.string().trim().min(1).max(charactersMax).optional()

const listedFact = z.object({
  type: z.string(),
  by: z.string(),
  clause: z.string().optional(),
  objects: z.array(z.string()),
  effective: z.string().optional(),
  sizeBytes: z.number().int(),
})
const counted = z.object({ count: z.number().int(), more: z.boolean() })
const checkpointSchema = z.object({
  origin: z.string(),
  size: z.number().int(),
  note: z.string(),
  publishedAt: z.iso.datetime(),
})

const factsReply = z
  .object({
    at: z.iso.datetime(),
    /** Null while the ledger is not open: nothing was ever recorded. */
    head: z
      .object({
        origin: z.string(),
        size: z.number().int(),
        root: z.string(),
        at: z.iso.datetime(),
        checkpoint: checkpointSchema.nullable(),
      })
      .nullable(),
    listed: z.number().int(),
    found: counted,
    next: z.number().int().nullable(),
    facts: z.array(listedFact.extend({ index: z.number().int(), at: z.iso.datetime() })),
    pending: counted.extend({ facts: z.array(listedFact.extend({ id: z.string() })) }),
  })
  .openapi('LedgerFacts')

/** `GET /api/ledger/facts` */
export type LedgerFacts = z.infer<typeof factsReply>

const facts = defineRoute({
  method: 'get',
  path: '/api/ledger/facts',
  permission: 'ledger.read',
  summary: {
    ja: '事実の一覧。新しい順、条項・人・対象・種類で絞り込める。受付中の事実も分けて示す',
    en: 'The facts, newest first, by clause, person, object and type; those still in the inbox apart',
  },
  query: z.object({
    before: index.optional(),
    limit: z.coerce.number().int().min(1).max(PAGE_FACTS_MAX).default(50),
    type: sought(128),
    clause: sought(16),
    by: sought(128),
    object: sought(256),
  }),
  reply: factsReply,
  handler: async (ctx, { query }): Promise<LedgerFacts> => {
    const { before = Number.MAX_SAFE_INTEGER, limit, ...wanted } = query
    const head = await readHead(ctx.db)
    // One more than is shown tells whether there is a next page.
    const rows = await readListed(ctx.db, { ...wanted, before, limit: limit + 1 })
    const shown = rows.slice(0, limit)
    return {
      at: instant(ctx.clock.now()),
      head: head === undefined ? null : await headJson(ctx, head),
      listed: await readListedSize(ctx.db),
      found: await countListed(ctx.db, wanted),
      next: rows.length > limit ? (shown.at(-1)?.index ?? null) : null,
      facts: shown.map((row) => ({ ...row, at: instant(row.at) })),
      pending: await readWaiting(ctx.db, wanted),
    }
  },
})

export const factReply = z
  .object({
    at: z.iso.datetime(),
    index: z.number().int(),
    recordedAt: z.iso.datetime(),
    /** The canonical bytes of the leaf as text: what is hashed. */
    leaf: z.string(),
    hash: z.string(),
    /** The tree that the proof leads into: that of the checkpoint, or of the head where none covers the fact yet. */
    size: z.number().int(),
    root: z.string(),
    proof: z.array(z.string()),
    checkpoint: checkpointSchema.nullable(),
    keys: z.array(z.string()),
  })
  .openapi('LedgerFact')

/** `GET /api/ledger/facts/{index}` */
export type LedgerFact = z.infer<typeof factReply>

const fact = defineRoute({
  method: 'get',
  path: '/api/ledger/facts/{index}',
  permission: 'ledger.read',
  summary: {
    ja: '一件の事実と、最新のチェックポイントまでの証明',
    en: 'One fact and its proof up to the newest checkpoint',
  },
  params: z.object({ index }),
  reply: factReply,
  handler: (ctx, { params }) => ledgerFactAt(ctx, params.index),
})

/** One fact with its proof up to the newest checkpoint. A Refusal beyond the log. */
export async function ledgerFactAt(ctx: Context, at: number): Promise<LedgerFact> {
  const head = await readHead(ctx.db)
  const bytes = head && at < head.size ? await readLeafAt(ctx.db, at) : undefined
  if (!head || !bytes) {
    throw new Refusal('missing', {
      ja: `番号 ${at} の事実はありません。台帳は${head?.size ?? 0}件です。`,
      en: `There is no fact ${at}: the ledger has ${head?.size ?? 0}.`,
    })
  }
  const leaf = readLeaf(bytes)
  if ('because' in leaf) throw new LedgerDamagedError(`entry ${at}: ${leaf.because}`)
  const newest = (await readNewestCheckpoint(ctx.db, head.origin)) ?? null
  const checkpoint = newest !== null && newest.size > at ? newest : null
  const size = checkpoint?.size ?? head.size
  const origins = await readOrigins(ctx.db)
  return {
    at: instant(ctx.clock.now()),
    index: at,
    recordedAt: instant(leaf.at),
    leaf: Buffer.from(bytes).toString('utf8'),
    hash: encoded(leafHash(bytes)),
    size,
    root: encoded(await rootAt(ctx.db, size)),
    proof: (await proveInclusion(ctx.db, at, size)).map(encoded),
    checkpoint,
    keys: origins.find(({ name }) => name === head.origin)?.vkeys ?? [],
  }
}

export const listingRoutes = [facts, fact] as const

async function headJson(ctx: Context, head: Head): Promise<NonNullable<LedgerFacts['head']>> {
  return {
    origin: head.origin,
    size: head.size,
    root: encoded(head.root),
    at: instant(head.at),
    checkpoint: (await readNewestCheckpoint(ctx.db, head.origin)) ?? null,
  }
}

function instant(at: number): string {
  return new Date(at).toISOString()
}

function encoded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
