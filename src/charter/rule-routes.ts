import { z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { Refusal } from '../platform/refusal.ts'
import {
  approvalSchema,
  givenApproval,
  idSchema,
  instantSchema,
  personSchema,
  reasonSchema,
  recordedSchema,
} from './approval-schema.ts'
import { pastOf, pastSchema } from './history.ts'
import { knownAtMoment, type Moment } from './known.ts'
import { lineDifference } from './line-difference.ts'
import { csvResponse, listQuery, pageOf } from './listing.ts'
import { momentOf, momentQuery } from './moment-query.ts'
import { amendRule, approveRule, draftRule, retireRule, submitRule, versionsIn } from './rule-actions.ts'
import { ruleText } from './rule-text.ts'
import type { RuleVersion } from './rule-versions.ts'
import { textSchema } from './verdict-schema.ts'
import { worded, wordedSchema } from './worded.ts'

const TEXT_CHARACTERS_MAX = 500_000

const version = z
  .object({
    id: z.string(),
    version: z.string(),
    clause: z.string(),
    title: textSchema,
    file: z.string(),
    sha256: z.string(),
    owner: z.string(),
    author: z.string(),
    effective_from: z.iso.datetime(),
    effective_to: z.iso.datetime().optional(),
    review_by: z.iso.datetime(),
    state: z.enum(['draft', 'waiting', 'not-yet', 'in-force', 'superseded', 'lapsed', 'retired']),
    digest: z.string(),
    contributors: z.array(z.string()),
    approver: z.string().optional(),
    approved_at: z.iso.datetime().optional(),
  })
  .openapi('RuleVersion')

const written = z.strictObject({
  clause: z.string().max(20),
  title: wordedSchema,
  owner: personSchema,
  effective_from: instantSchema,
  effective_to: instantSchema.optional(),
  review_by: instantSchema,
  text: z.string().min(1).max(TEXT_CHARACTERS_MAX),
})

const params = z.object({ id: idSchema })
const versionParams = z.object({ id: idSchema, version: idSchema })
const done = recordedSchema.extend({ id: z.string(), version: z.string(), digest: z.string() })

const list = defineRoute({
  method: 'get',
  path: '/api/charter/rules',
  permission: 'charter.read',
  summary: { ja: '規則の版の一覧（本文を除く）', en: 'The versions of rules, without their texts' },
  query: z.object({ ...listQuery.shape, ...momentQuery.shape }),
  reply: z.object({ total: z.number().int(), offset: z.number().int(), items: z.array(version) }),
  handler: async (ctx, { query }) => {
    const { facts, atMs } = await knownAtMoment(ctx, momentOf(query))
    const page = pageOf(versionsIn(facts, atMs), query, ({ id, title, owner }) => [id, title.ja, title.en, owner].join(' '))
    if (query.format === 'json') return page
    return csvResponse(
      'rules',
      ['id', 'version', 'clause', 'state', 'title_ja', 'title_en', 'owner', 'author', 'approver', 'effective_from', 'effective_to', 'review_by'],
      page.items.map((one) => [
        one.id, one.version, one.clause, one.state, one.title.ja, one.title.en, one.owner, one.author,
        one.approver ?? '', one.effective_from, one.effective_to ?? '', one.review_by,
      ]),
    )
  },
}) // prettier-ignore

const one = defineRoute({
  method: 'get',
  path: '/api/charter/rules/{id}',
  permission: 'charter.read',
  summary: {
    ja: '規則一つの全ての版と、その経過',
    en: 'Every version of one rule with all that happened to it',
  },
  params,
  query: momentQuery,
  reply: z.object({ versions: z.array(version), history: z.array(pastSchema) }),
  handler: async (ctx, { params: { id }, query }) => {
    const { facts, atMs, received } = await knownAtMoment(ctx, momentOf(query))
    const versions = versionsIn(facts, atMs).filter((each) => each.id === id)
    if (versions.length === 0) throw noRule()
    return { versions, history: pastOf(received, 'charter.rule.', id) }
  },
})

const text = defineRoute({
  method: 'get',
  path: '/api/charter/rules/{id}/versions/{version}/text',
  permission: 'charter.read-rules',
  summary: { ja: '規則の版の本文（Markdown）', en: 'The text of a version, as Markdown' },
  params: versionParams,
  reply: z.unknown(),
  handler: async (ctx, { params: named }) => {
    const { sha256 } = await versionOf(ctx, named, {})
    // Never a page of ours: whatever it holds is shown as text.
    return new Response(new Uint8Array(await ruleText(ctx, sha256)), {
      headers: {
        'content-type': 'text/markdown; charset=utf-8',
        'content-security-policy': "default-src 'none'; sandbox",
      },
    })
  },
})

const difference = defineRoute({
  method: 'get',
  path: '/api/charter/rules/{id}/versions/{version}/difference',
  permission: 'charter.read-rules',
  summary: {
    ja: '別の版（from）からこの版までの、行ごとの違い',
    en: 'What changed, line by line, from another version (from) to this one',
  },
  params: versionParams,
  query: z.object({ from: idSchema }),
  reply: z.object({
    lines: z.array(z.object({ is: z.enum(['same', 'removed', 'added']), text: z.string() })),
  }),
  handler: async (ctx, { params: named, query }) => {
    const [after, before] = [
      await versionOf(ctx, named, {}),
      await versionOf(ctx, { ...named, version: query.from }, {}),
    ]
    const [to, from] = await Promise.all([ruleText(ctx, after.sha256), ruleText(ctx, before.sha256)])
    return { lines: lineDifference(from.toString('utf8'), to.toString('utf8')) }
  },
})

const draft = defineRoute({
  method: 'post',
  path: '/api/charter/rules/{id}/versions/{version}',
  permission: 'charter.write-rules',
  summary: { ja: '規則の新しい版を書く', en: 'Write a new version of a rule' },
  params: versionParams,
  body: written,
  reply: done,
  status: 201,
  handler: (ctx, { actor, params: named, body }) =>
    draftRule(ctx, actor, named, { ...body, title: worded(body.title) }),
})

const amend = defineRoute({
  method: 'put',
  path: '/api/charter/rules/{id}/versions/{version}',
  permission: 'charter.write-rules',
  summary: { ja: '承認前の版を書き改める', en: 'Write a version anew that is not approved yet' },
  params: versionParams,
  body: written,
  reply: done,
  handler: (ctx, { actor, params: named, body }) =>
    amendRule(ctx, actor, named, { ...body, title: worded(body.title) }),
})

const submit = defineRoute({
  method: 'post',
  path: '/api/charter/rules/{id}/versions/{version}/submit',
  permission: 'charter.write-rules',
  summary: { ja: '版を承認に回す', en: 'Put a version forward for approval' },
  params: versionParams,
  reply: done,
  handler: (ctx, { actor, params: named }) => submitRule(ctx, actor, named),
})

const approve = defineRoute({
  method: 'post',
  path: '/api/charter/rules/{id}/versions/{version}/approve',
  permission: 'people.approve',
  summary: { ja: '版を承認する', en: 'Approve a version' },
  params: versionParams,
  body: approvalSchema,
  reply: done,
  handler: (ctx, { actor, params: named, body }) => approveRule(ctx, actor, named, givenApproval(body)),
})

const retire = defineRoute({
  method: 'post',
  path: '/api/charter/rules/{id}/retire',
  permission: 'charter.write-rules',
  summary: { ja: '規則を廃止する', en: 'Retire a rule' },
  params,
  body: reasonSchema.extend({ from: instantSchema.optional() }),
  reply: recordedSchema.extend({ id: z.string() }),
  handler: (ctx, { actor, params: { id }, body }) => retireRule(ctx, actor, id, body),
})

async function versionOf(
  ctx: Context,
  named: { id: string; version: string },
  moment: Moment,
): Promise<RuleVersion> {
  const { facts, atMs } = await knownAtMoment(ctx, moment)
  const found = versionsIn(facts, atMs).find((each) => each.id === named.id && each.version === named.version)
  if (found === undefined) throw noRule()
  return found
}

function noRule(): Refusal {
  return new Refusal('missing', {
    ja: 'その規則、またはその版はありません。',
    en: 'There is no such rule or version.',
  })
}

export const ruleRoutes: Route[] = [list, one, text, difference, draft, amend, submit, approve, retire]
