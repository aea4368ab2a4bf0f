import { z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { defineRoute } from '../platform/http/route.ts'
import { Refusal } from '../platform/refusal.ts'
import { exportLog, exportProof } from './export.ts'
import { leafHash } from './merkle.ts'
import { proveConsistency, proveInclusion, readBundle, readLeafAt, readTile, rootAt } from './reading.ts'
import { readHead, readLastCheckpoint } from './store.ts'
import type { Head } from './store.ts'
import { parseTilePath, tileAt } from './tiles.ts'

const EXPORT_MS_MAX = 15 * 60_000

const index = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const base64 = z.string()
const text = z.string().openapi({ format: 'binary' })

const checkpoint = defineRoute({
  method: 'get',
  path: '/api/ledger/checkpoint',
  permission: 'public',
  summary: {
    ja: '最新の署名付きチェックポイント (C2SP tlog-checkpoint)',
    en: 'The newest signed checkpoint (C2SP tlog-checkpoint)',
  },
  reply: text,
  handler: async (ctx) => {
    const { origin } = await headOf(ctx)
    const newest = await readLastCheckpoint(ctx.db, origin)
    if (!newest)
      throw missing({ ja: 'まだチェックポイントがありません。', en: 'There is no checkpoint yet.' })
    return file(newest.note, 'text/plain; charset=utf-8', 'no-cache')
  },
})

/** C2SP tlog-tiles asks for paths such as tile/0/x001/234.p/56: a route for each number of parts. */
const PARTS = ['a', 'b', 'c', 'd', 'e'] as const
const tiles = [2, 3, 4, 5].map((count) =>
  defineRoute({
    method: 'get',
    path: `/api/ledger/tile/${PARTS.slice(0, count)
      .map((part) => `{${part}}`)
      .join('/')}`,
    permission: 'ledger.read',
    summary: {
      ja: 'タイルまたは記録の束 (C2SP tlog-tiles)',
      en: 'A tile or an entry bundle (C2SP tlog-tiles)',
    },
    params: z.object(Object.fromEntries(PARTS.slice(0, count).map((part) => [part, z.string().max(16)]))),
    reply: text,
    handler: async (ctx, { params }) => {
      const parts = PARTS.slice(0, count).map((part) => params[part])
      return await answerTile(ctx, `tile/${parts.join('/')}`)
    },
  }),
)

async function answerTile(ctx: Context, path: string): Promise<Response> {
  const place = parseTilePath(path)
  const { size } = await headOf(ctx)
  const level = place?.level === 'entries' ? 0 : (place?.level ?? 0)
  const there = place && tileAt(level, place.index, size)
  if (!place || !there || place.width > there.width) {
    throw missing({ ja: 'このタイルはありません。', en: 'There is no such tile.' })
  }
  const tile = { level, index: place.index, width: place.width }
  const bytes =
    place.level === 'entries' ? await readBundle(ctx.db, tile) : await readTile(ctx.db, tile, size)
  return file(bytes, 'application/octet-stream', 'private, max-age=31536000, immutable')
}

const inclusion = defineRoute({
  method: 'get',
  path: '/api/ledger/inclusion',
  permission: 'ledger.read',
  summary: {
    ja: '記録が台帳に含まれることの証明 (RFC 9162)',
    en: 'The proof that an entry is in the ledger (RFC 9162)',
  },
  query: z.object({ index, size: index.optional() }),
  reply: z
    .object({ index: z.number(), size: z.number(), leaf: base64, proof: z.array(base64), root: base64 })
    .openapi('InclusionProof'),
  handler: async (ctx, { query }) => {
    const head = await headOf(ctx)
    const size = query.size ?? head.size
    if (size > head.size || query.index >= size) throw beyond(head)
    const leaf = (await readLeafAt(ctx.db, query.index)) ?? Buffer.alloc(0)
    return {
      index: query.index,
      size,
      leaf: encoded(leafHash(leaf)),
      proof: (await proveInclusion(ctx.db, query.index, size)).map(encoded),
      root: encoded(await rootAt(ctx.db, size)),
    }
  },
})

const consistency = defineRoute({
  method: 'get',
  path: '/api/ledger/consistency',
  permission: 'ledger.read',
  summary: {
    ja: '以前の台帳が今の台帳の先頭部分であることの証明 (RFC 9162)',
    en: 'The proof that the ledger of an earlier size is its beginning (RFC 9162)',
  },
  query: z.object({ from: index.min(1), to: index.optional() }),
  reply: z
    .object({ from: z.number(), to: z.number(), root_from: base64, root_to: base64, proof: z.array(base64) })
    .openapi('ConsistencyProof'),
  handler: async (ctx, { query }) => {
    const head = await headOf(ctx)
    const to = query.to ?? head.size
    if (to > head.size || query.from > to) throw beyond(head)
    return {
      from: query.from,
      to,
      root_from: encoded(await rootAt(ctx.db, query.from)),
      root_to: encoded(await rootAt(ctx.db, to)),
      proof: (await proveConsistency(ctx.db, query.from, to)).map(encoded),
    }
  },
})

const proofFile = defineRoute({
  method: 'get',
  path: '/api/ledger/entries/{index}/proof',
  permission: 'ledger.read',
  summary: {
    ja: '一件の証明ファイル。verify.mjs で検証できる',
    en: 'The proof file of one entry, for verify.mjs',
  },
  params: z.object({ index }),
  reply: text,
  handler: async (ctx, { params }) =>
    file(await exportProof(ctx.db, params.index), 'text/plain; charset=utf-8', 'no-cache'),
})

const exportFile = defineRoute({
  method: 'get',
  path: '/api/ledger/export',
  permission: 'ledger.read',
  summary: {
    ja: '台帳全体の書き出し。verify.mjs で検証できる',
    en: 'The whole ledger as a file, for verify.mjs',
  },
  reply: text,
  timeoutMs: EXPORT_MS_MAX,
  handler: async (ctx) => {
    // The stream hands each piece on as the reader takes it: memory does not grow with the ledger.
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const writing = exportLog(ctx.db, (chunk) => writer.write(chunk))
    writing
      .then(
        () => writer.close(),
        (error: unknown) => writer.abort(error),
      )
      .catch((error: unknown) => ctx.log.warn({ err: error }, 'an export of the ledger was cut off'))
    return new Response(readable, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' },
    })
  },
})

export const ledgerRoutes = [checkpoint, ...tiles, inclusion, consistency, proofFile, exportFile] as const

async function headOf(ctx: Context): Promise<Head> {
  const head = await readHead(ctx.db)
  if (!head) throw missing({ ja: '台帳はまだ開かれていません。', en: 'The ledger is not open yet.' })
  return head
}

function missing(words: { ja: string; en: string }): Refusal {
  return new Refusal('missing', words)
}

function beyond({ size }: Head): Refusal {
  return missing({
    ja: `台帳は${size}件です。その範囲で指定してください。`,
    en: `The ledger has ${size} entries; ask within them.`,
  })
}

function encoded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function file(content: string | Uint8Array, type: string, caching: string): Response {
  const body = typeof content === 'string' ? content : new Uint8Array(content)
  return new Response(body, { headers: { 'content-type': type, 'cache-control': caching } })
}
