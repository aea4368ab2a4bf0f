import { z } from '@hono/zod-openapi'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { InputError } from '../platform/failure.ts'
import { editionInForce, wordedClauses } from './edition.ts'
import { askGate } from './gate-asking.ts'
import { conformanceAt, conformanceFrom, factsBearingOn, knownAtMoment } from './known.ts'
import { momentOf, momentQuery } from './moment-query.ts'
import { readAdoption, readImprovement } from './improvement/state.ts'
import { OSCAL_MODELS, oscalText } from './oscal-text.ts'
import { standingSince } from './standing-since.ts'
import { becauseSchema, conformanceSchema } from './verdict-schema.ts'

const CHANGE_BYTES_MAX = 16_000_000

const verdicts = defineRoute({
  method: 'get',
  path: '/api/verdicts',
  permission: 'charter.read',
  summary: {
    ja: '全条項の判定。効力の時刻 at と知られた時刻 known の、どの組についても',
    en: 'The verdict of every clause, for any pair of instants: effective (at) and known',
  },
  query: momentQuery,
  reply: conformanceSchema,
  handler: (ctx, { query }) => conformanceAt(ctx, momentOf(query)),
})

const decision = z
  .object({
    decision: z.enum(['allow', 'deny', 'needs-acceptance']),
    objections: z.array(
      z.object({
        clause: z.string(),
        because: z.array(becauseSchema),
        effect: z.enum(['blocks', 'needs-acceptance', 'informs']),
        acceptable_by: z.string().optional(),
        from: z.iso.datetime(),
        until: z.iso.datetime(),
      }),
    ),
  })
  .openapi('Decision')

const gate = defineRoute({
  method: 'post',
  path: '/api/gate',
  permission: 'charter.ask',
  summary: {
    ja: '変更（id、requester、digest、from、until、takes_down、restores、adds）が何を壊すかを問う',
    en: 'Ask what a change (id, requester, digest, from, until, takes_down, restores, adds) would break',
  },
  query: momentQuery,
  upload: ['application/json', 'application/yaml'],
  bodyBytesMax: CHANGE_BYTES_MAX,
  reply: decision,
  handler: async (ctx, { query, raw }) => {
    const sent = new Uint8Array(await raw.arrayBuffer())
    if (sent.length === 0)
      throw new InputError('body', {}, 'expected a change as JSON or YAML, found nothing')
    return askGate(ctx, sent, momentOf(query))
  },
})

const oscal = defineRoute({
  method: 'get',
  path: '/api/oscal/{model}',
  permission: 'charter.read',
  summary: {
    ja: '憲章、またはその判定を OSCAL 1.1.3 で。台帳の先頭が同じなら、同じバイト列になる',
    en: 'The charter, or how it stands, in OSCAL 1.1.3; the same head of the ledger gives the same bytes',
  },
  params: z.object({ model: z.enum(OSCAL_MODELS) }),
  query: momentQuery,
  reply: z.looseObject({}),
  handler: async (ctx, { params, query }) => {
    const known = await knownAtMoment(ctx, momentOf(query))
    const at = (atMs: number) => conformanceFrom({ ...known, atMs, facts: factsBearingOn(known, atMs) })
    const atMs = query.at === undefined ? standingSince(at, known.headMs, known.atMs) : known.atMs
    const untilMs = momentOf(query).knownMs
    const work =
      params.model === 'plan-of-action-and-milestones'
        ? { ...(await readImprovement(ctx.db, untilMs)), adoption: await readAdoption(ctx.db, untilMs) }
        : undefined
    const worded = wordedClauses(editionInForce(known.facts, atMs))
    return new Response(oscalText(params.model, at(atMs), work, worded), {
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    })
  },
})

/** What is read of the charter, for any pair of instants. */
export const readingRoutes: Route[] = [verdicts, gate, oscal]
