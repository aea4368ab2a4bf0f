import { z } from '@hono/zod-openapi'
import { personName } from '../people/index.ts'
import type { Context } from '../platform/context.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { Refusal } from '../platform/refusal.ts'
import { approvalSchema, givenApproval, personSchema, recordedSchema } from './approval-schema.ts'
import { CLAUSES, type Clause } from './clauses.ts'
import { editionsIn, wordedClauses, type StandingEdition } from './edition.ts'
import { approveEdition, wordEdition, type WrittenEdition } from './edition-actions.ts'
import { pastOf, pastSchema } from './history.ts'
import { knownAtMoment, type Known } from './known.ts'
import { lineDifference } from './line-difference.ts'
import { momentOf, momentQuery } from './moment-query.ts'
import { textSchema } from './verdict-schema.ts'

const words = z.string().trim().min(1).max(2000)
const both = z.strictObject({ ja: words, en: words })
const number = z.coerce.number().int().min(1).max(10_000)
const params = z.object({ edition: number })
const clause = z.strictObject({ id: z.string().max(20), title: both.optional(), text: both.optional() })

const written = z.strictObject({
  title: both,
  preamble: z.array(both).max(20),
  issuer: z.strictObject({ office: both, person: personSchema }),
  effective: z.iso.date({ error: 'expected a date such as 2026-10-01' }),
  clauses: z.array(clause).max(100).default([]),
})

const shown = z
  .object({
    edition: z.number().int(),
    title: textSchema,
    issuer: z.object({ office: textSchema, person: z.string(), name: textSchema }),
    effective: z.iso.date(),
    state: z.enum(['waiting', 'not-yet', 'in-force', 'superseded']),
    digest: z.string(),
    author: z.string(),
    contributors: z.array(z.string()),
    approver: z.string().optional(),
    approved_at: z.iso.datetime().optional(),
    begins: z.iso.datetime().optional(),
  })
  .openapi('Edition')
const wording = z.object({ id: z.string(), title: textSchema, text: textSchema.optional() })
const lines = z.array(z.object({ is: z.enum(['same', 'removed', 'added']), text: z.string() }))
const done = recordedSchema.extend({ edition: z.number().int(), digest: z.string() })

const list = defineRoute({
  method: 'get',
  path: '/api/charter/editions',
  permission: 'charter.read',
  summary: { ja: '憲章の版の一覧', en: 'The editions of the charter' },
  query: momentQuery,
  reply: z.object({ editions: z.array(shown) }),
  handler: async (ctx, { query }) => {
    const { facts, atMs } = await knownAtMoment(ctx, momentOf(query))
    return {
      editions: await Promise.all(editionsIn(facts, atMs).map((edition) => shownEdition(ctx, edition))),
    }
  },
})

const one = defineRoute({
  method: 'get',
  path: '/api/charter/editions/{edition}',
  permission: 'charter.read',
  summary: {
    ja: '憲章の一つの版の全文と、その経過',
    en: 'One edition in full, with all that happened to it',
  },
  params,
  query: momentQuery,
  reply: z.object({
    edition: shown,
    preamble: z.array(textSchema),
    clauses: z.array(wording),
    history: z.array(pastSchema),
  }),
  handler: async (ctx, { params: { edition }, query }) => {
    const known = await knownAtMoment(ctx, momentOf(query))
    const found = editionOf(known, edition)
    return {
      edition: await shownEdition(ctx, found),
      preamble: found.preamble,
      clauses: [...wordedClauses(found)],
      history: pastOf(known.received, 'charter.edition.', found.id),
    }
  },
})

const difference = defineRoute({
  method: 'get',
  path: '/api/charter/editions/{edition}/difference',
  permission: 'charter.read',
  summary: {
    ja: '別の版（from、0 は製品の文言）からの違いを、条ごと、行ごとに',
    en: 'What changed from another edition (from; 0: the words of the product), clause by clause and line by line',
  },
  params,
  query: z.object({ from: z.coerce.number().int().min(0).max(10_000) }),
  reply: z.object({
    preamble: z.object({ ja: lines, en: lines }),
    clauses: z.array(
      z.object({
        id: z.string(),
        title: z.object({ ja: lines, en: lines }),
        text: z.object({ ja: lines, en: lines }),
      }),
    ),
  }),
  handler: async (ctx, { params: { edition }, query }) => {
    const known = await knownAtMoment(ctx, {})
    const after = editionOf(known, edition)
    const before = query.from === 0 ? undefined : editionOf(known, query.from)
    const was = new Map(
      (before === undefined ? CLAUSES : wordedClauses(before)).map((each) => [each.id, each]),
    )
    return {
      preamble: bothDifferences(joined(before?.preamble ?? []), joined(after.preamble)),
      clauses: wordedClauses(after)
        .filter((is) => JSON.stringify(is) !== JSON.stringify(was.get(is.id)))
        .map((is) => ({
          id: is.id,
          title: bothDifferences(was.get(is.id)?.title, is.title),
          text: bothDifferences(was.get(is.id)?.text, is.text),
        })),
    }
  },
})

const draft = defineRoute({
  method: 'post',
  path: '/api/charter/editions/{edition}',
  permission: 'charter.word',
  summary: { ja: '憲章の新しい版を書く', en: 'Word a new edition of the charter' },
  params,
  body: written,
  reply: done,
  status: 201,
  handler: (ctx, { actor, params: { edition }, body }) =>
    wordEdition(ctx, actor, edition, writtenIn(body), 'draft'),
})

const amend = defineRoute({
  method: 'put',
  path: '/api/charter/editions/{edition}',
  permission: 'charter.word',
  summary: { ja: '承認前の版を書き改める', en: 'Word an edition anew that is not approved yet' },
  params,
  body: written,
  reply: done,
  handler: (ctx, { actor, params: { edition }, body }) =>
    wordEdition(ctx, actor, edition, writtenIn(body), 'amend'),
})

const approve = defineRoute({
  method: 'post',
  path: '/api/charter/editions/{edition}/approve',
  permission: 'people.approve',
  summary: {
    ja: '憲章の版を承認し、施行日から効力を持たせる',
    en: 'Approve an edition: in force from its date on',
  },
  params,
  body: approvalSchema,
  reply: done,
  handler: (ctx, { actor, params: { edition }, body }) =>
    approveEdition(ctx, actor, edition, givenApproval(body)),
})

function editionOf({ facts, atMs }: Known, edition: number): StandingEdition {
  const found = editionsIn(facts, atMs).find((each) => each.edition === edition)
  if (found === undefined)
    throw new Refusal('missing', { ja: 'その版はありません。', en: 'There is no such edition.' })
  return found
}

async function shownEdition(ctx: Context, edition: StandingEdition): Promise<z.output<typeof shown>> {
  const { preamble: _preamble, clauses: _clauses, id: _id, issuer, ...rest } = edition
  return { ...rest, issuer: { ...issuer, name: await personName(ctx, issuer.person) } }
}

function writtenIn(body: z.output<typeof written>): WrittenEdition {
  const titleOf = (id: string) => CLAUSES.find((known) => known.id === id)?.title ?? { ja: id, en: id }
  const clauses = body.clauses.map(({ id, title, text }): Clause => {
    return { id, title: title ?? titleOf(id), ...(text !== undefined && { text }) }
  })
  return { ...body, clauses }
}

type Words = { ja: string; en: string } | undefined

function bothDifferences(before: Words, after: Words) {
  return {
    ja: lineDifference(before?.ja ?? '', after?.ja ?? ''),
    en: lineDifference(before?.en ?? '', after?.en ?? ''),
  }
}

function joined(paragraphs: readonly { ja: string; en: string }[]): Words {
  return { ja: paragraphs.map(({ ja }) => ja).join('\n'), en: paragraphs.map(({ en }) => en).join('\n') }
}

export const editionRoutes: Route[] = [list, one, difference, draft, amend, approve]
