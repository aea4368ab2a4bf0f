import { z } from '@hono/zod-openapi'
import { getBlob, putBlob, BlobDamagedError } from '../ledger/blob.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { InputError } from '../platform/failure.ts'
import { Refusal } from '../platform/refusal.ts'
import { idSchema, instantSchema, reasonSchema, recordedSchema, sha256Schema } from './approval-schema.ts'
import { attest, withdrawAttestation } from './attest-actions.ts'
import { standingAttestations } from './attestation-standing.ts'
import { pastOf, pastSchema } from './history.ts'
import { knownAtMoment } from './known.ts'
import { csvResponse, listQuery, pageOf } from './listing.ts'
import { momentOf, momentQuery } from './moment-query.ts'
import { textSchema } from './verdict-schema.ts'
import { worded, wordedSchema } from './worded.ts'

const EVIDENCE_BYTES_MAX = 100_000_000
const UPLOAD_MS_MAX = 300_000

const count = z.number().int().min(0).max(1e12)
const evidence = z.object({ file: z.string().min(1).max(1000), sha256: sha256Schema })

const attestation = z
  .object({
    id: z.string(),
    by: z.string(),
    clause: z.string(),
    verdict: z.enum(['pass', 'fail', 'not-applicable']),
    observed_from: z.iso.datetime(),
    observed_to: z.iso.datetime(),
    effective: z.iso.datetime(),
    valid_until: z.iso.datetime(),
    evidence: z.array(z.object({ file: z.string(), sha256: z.string() })),
    population: z.object({ total: count, judged: count, noun: textSchema.optional() }),
    statement: textSchema,
    objects: z.array(z.string()),
    corrects: z.string().optional(),
    state: z.enum(['standing', 'stale', 'superseded', 'corrected', 'withdrawn', 'not-yet']),
  })
  .openapi('Attestation')

const params = z.object({ id: z.string().min(1).max(256) })

const upload = defineRoute({
  method: 'post',
  path: '/api/charter/evidence',
  permission: 'charter.attest',
  summary: {
    ja: '証跡のファイルを預け、その SHA-256 を得る',
    en: 'Keep an evidence file, and learn its SHA-256',
  },
  query: z.object({ sha256: sha256Schema.optional() }),
  upload: ['application/octet-stream'],
  bodyBytesMax: EVIDENCE_BYTES_MAX,
  timeoutMs: UPLOAD_MS_MAX,
  reply: z.object({ sha256: z.string() }),
  status: 201,
  handler: async (ctx, { raw, query }) => {
    if (raw.body === null) throw new InputError('body', {}, 'expected the bytes of a file, found nothing')
    return { sha256: await putBlob(ctx.config, raw.body, query.sha256) }
  },
})

const download = defineRoute({
  method: 'get',
  path: '/api/charter/evidence/{sha256}',
  permission: 'charter.read-evidence',
  summary: { ja: '証跡のファイルを、ハッシュを確かめて読む', en: 'Read an evidence file, its hash verified' },
  params: z.object({ sha256: sha256Schema }),
  reply: z.unknown(),
  timeoutMs: UPLOAD_MS_MAX,
  handler: async (ctx, { params: { sha256 } }) => {
    const content = await getBlob(ctx.config, sha256).catch((problem: unknown) => {
      if (!(problem instanceof BlobDamagedError)) throw problem
      ctx.log.warn({ sha256, because: problem.message }, 'evidence cannot be given')
      throw new Refusal('missing', {
        ja: 'その証跡は保管されていないか、保管した時と中身が違います。',
        en: 'That evidence is not kept here, or is not what was stored.',
      })
    })
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${sha256}"`,
      },
    })
  },
})

const list = defineRoute({
  method: 'get',
  path: '/api/charter/attestations',
  permission: 'charter.read',
  summary: { ja: '人が確かめた記録の一覧', en: 'What people attested' },
  query: z.object({ ...listQuery.shape, ...momentQuery.shape }),
  reply: z.object({ total: z.number().int(), offset: z.number().int(), items: z.array(attestation) }),
  handler: async (ctx, { query }) => {
    const { facts, atMs } = await knownAtMoment(ctx, momentOf(query))
    const textOf = ({ id, statement, objects }: { id: string; statement: { ja: string; en: string }; objects: string[] }) =>
      [id, statement.ja, statement.en, ...objects].join(' ')
    const page = pageOf(standingAttestations(facts, atMs), query, textOf)
    if (query.format === 'json') return page
    return csvResponse(
      'attestations',
      ['id', 'clause', 'state', 'verdict', 'judged', 'total', 'observed_from', 'observed_to', 'effective', 'valid_until', 'by', 'statement_ja', 'statement_en', 'evidence'],
      page.items.map((one) => [
        one.id, one.clause, one.state, one.verdict, String(one.population.judged), String(one.population.total),
        one.observed_from, one.observed_to, one.effective, one.valid_until, one.by, one.statement.ja, one.statement.en,
        one.evidence.map(({ file, sha256 }) => `${file} ${sha256}`).join(' '),
      ]),
    )
  },
}) // prettier-ignore

const one = defineRoute({
  method: 'get',
  path: '/api/charter/attestations/{id}',
  permission: 'charter.read',
  summary: { ja: '記録一つと、その経過', en: 'One attestation with all that happened to it' },
  params,
  query: momentQuery,
  reply: z.object({ attestation, history: z.array(pastSchema) }),
  handler: async (ctx, { params: { id }, query }) => {
    const { facts, atMs, received } = await knownAtMoment(ctx, momentOf(query))
    const found = standingAttestations(facts, atMs).find((each) => each.id === id)
    if (found === undefined)
      throw new Refusal('missing', { ja: 'その記録はありません。', en: 'There is no such attestation.' })
    return { attestation: found, history: pastOf(received, 'charter.attestation.', id) }
  },
})

const make = defineRoute({
  method: 'post',
  path: '/api/charter/attestations',
  permission: 'charter.attest',
  summary: {
    ja: '確かめたことを記録する。corrects で前の記録を正す',
    en: 'Attest what was seen; with corrects, in place of an earlier attestation',
  },
  body: z.strictObject({
    id: idSchema.optional(),
    clause: z.string().max(20),
    verdict: z.enum(['pass', 'fail', 'not-applicable']),
    observed_from: instantSchema,
    observed_to: instantSchema,
    effective: instantSchema.optional(),
    valid_until: instantSchema,
    evidence: z.array(evidence).min(1).max(200),
    population: z.strictObject({ total: count, judged: count, noun: wordedSchema.optional() }),
    statement: wordedSchema,
    objects: z.array(z.string().min(1).max(256)).max(1000).default([]),
    corrects: z.string().max(256).optional(),
  }),
  reply: recordedSchema.extend({ id: z.string() }),
  status: 201,
  handler: (ctx, { actor, body }) => {
    const { noun, ...population } = body.population
    return attest(ctx, actor, {
      ...body,
      statement: worded(body.statement),
      population: { ...population, ...(noun !== undefined && { noun: worded(noun) }) },
    })
  },
})

const withdraw = defineRoute({
  method: 'post',
  path: '/api/charter/attestations/{id}/withdraw',
  permission: 'charter.attest',
  summary: { ja: '誤っていた記録を取り下げる', en: 'Take back an attestation that was wrong' },
  params,
  body: reasonSchema,
  reply: recordedSchema.extend({ id: z.string() }),
  handler: (ctx, { actor, params: { id }, body }) => withdrawAttestation(ctx, actor, id, body.reason),
})

export const attestRoutes: Route[] = [upload, download, list, one, make, withdraw]
