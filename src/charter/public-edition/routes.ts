import { z } from '@hono/zod-openapi'
import { personNames } from '../../people/naming.ts'
import type { Context } from '../../platform/context.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import { approvalSchema, givenApproval, reasonSchema } from '../approval-schema.ts'
import { digestOf } from '../digest.ts'
import { wordedClauses, editionInForce } from '../edition.ts'
import { conformanceFrom, knownAtMoment } from '../known.ts'
import { textSchema } from '../verdict-schema.ts'
import {
  approveEdition,
  checkedChoices,
  chooseContent,
  publishEdition,
  putEditionForward,
  withdrawEdition,
} from './actions.ts'
import { choicesSchema } from './choices.ts'
import { contentSchema, publicContent, type PublicContent } from './content.ts'
import { editionDifference } from './difference.ts'
import { editionsAfter, idOf, type PublicEdition } from './edition.ts'
import { articleText } from './page.ts'
import { publishedEdition } from './published.ts'
import { choicesOf, contentOf } from './reading.ts'
import { readSource } from './source.ts'
import { readSaid } from './store.ts'
import { stylesheet } from './stylesheet.ts'

const number = z.coerce.number().int().min(1).max(1_000_000)
const params = z.object({ edition: number })
const named = z.object({ id: z.string(), name: textSchema })

const shown = z
  .object({
    edition: z.number().int(),
    id: z.string(),
    state: z.enum(['waiting', 'approved', 'published', 'replaced', 'withdrawn']),
    digest: z.string(),
    at: z.iso.datetime(),
    author: named,
    approved: z.object({ by: named, at: z.iso.datetime(), method: z.string() }).optional(),
    published: z.object({ by: named, at: z.iso.datetime() }).optional(),
    withdrawn: z.object({ by: named, at: z.iso.datetime(), reason: z.string() }).optional(),
  })
  .openapi('PublicEdition')
const done = z.object({ edition: z.number().int() })
const shownArticle = z.object({ article: textSchema, style: z.string() })
const line = z.object({ is: z.enum(['same', 'removed', 'added']), text: z.string() })

const overview = defineRoute({
  method: 'get',
  path: '/api/public-edition',
  permission: 'public-edition.read',
  summary: {
    ja: '公開版の選択、いまの判定、版の履歴',
    en: 'What is chosen for the public edition, how clauses stand, and its history',
  },
  reply: z.object({
    choices: choicesSchema,
    clauses: z.array(
      z.object({
        id: z.string(),
        title: textSchema,
        verdict: z.string(),
        freshness: z.string(),
      }),
    ),
    editions: z.array(shown),
    /** The published one, and whether it is current. */
    published: z.object({ edition: z.number().int(), over: z.boolean(), changed: z.boolean() }).optional(),
  }),
  handler: async (ctx) => {
    const { editions, choices } = editionsAfter(await readSaid(ctx.db))
    const known = await knownAtMoment(ctx, {})
    const standing = new Map(conformanceFrom(known).clauses.map((clause) => [clause.id, clause]))
    const published = await publishedEdition(ctx)
    return {
      choices: await choicesOf(ctx.db, choices),
      clauses: wordedClauses(editionInForce(known.facts, known.atMs)).map(({ id, title }) => ({
        id,
        title,
        verdict: standing.get(id)?.verdict ?? 'unknown',
        freshness: standing.get(id)?.freshness ?? 'fresh',
      })),
      editions: await rowsOf(ctx, editions.toReversed()),
      ...(published && { published: { edition: published.edition, ...published.stale } }),
    }
  },
})

const choose = defineRoute({
  method: 'put',
  path: '/api/public-edition/choices',
  permission: 'public-edition.choose',
  summary: {
    ja: '公開する内容の選択を残す（まだ公開されない）',
    en: 'Keep what is chosen; nothing becomes public by it',
  },
  body: choicesSchema,
  reply: choicesSchema,
  handler: async (ctx, { actor, body }) => {
    await chooseContent(ctx, actor, body)
    return body
  },
})

const preview = defineRoute({
  method: 'post',
  path: '/api/public-edition/preview',
  permission: 'public-edition.choose',
  summary: {
    ja: '選んだ内容を、公開される体裁のまま見る',
    en: 'What was chosen, exactly as it would be published',
  },
  body: choicesSchema,
  reply: shownArticle,
  handler: async (ctx, { body }) => {
    const choices = await checkedChoices(ctx, body)
    const { editions } = editionsAfter(await readSaid(ctx.db))
    const content = publicContent((editions.at(-1)?.edition ?? 0) + 1, await readSource(ctx), choices)
    return articleIn(content, digestOf(content))
  },
})

const forward = defineRoute({
  method: 'post',
  path: '/api/public-edition/editions',
  permission: 'public-edition.choose',
  summary: {
    ja: 'いまの判定で公開版を作り、承認に回す',
    en: 'Make an edition of how things stand now and put it forward for approval',
  },
  body: choicesSchema,
  reply: done,
  status: 201,
  handler: async (ctx, { actor, body }) => ({ edition: await putEditionForward(ctx, actor, body) }),
})

const one = defineRoute({
  method: 'get',
  path: '/api/public-edition/editions/{edition}',
  permission: 'public-edition.read',
  summary: { ja: '一つの公開版の内容のすべて', en: 'All that a public edition says' },
  params,
  reply: contentSchema,
  handler: async (ctx, { params: { edition } }) => contentOf(ctx.db, (await editionOf(ctx, edition)).digest),
})

const article = defineRoute({
  method: 'get',
  path: '/api/public-edition/editions/{edition}/article',
  permission: 'public-edition.read',
  summary: {
    ja: '一つの公開版を、公開される体裁のまま見る',
    en: 'A public edition exactly as it is, or would be, published',
  },
  params,
  reply: shownArticle,
  handler: async (ctx, { params: { edition } }) => {
    const { digest } = await editionOf(ctx, edition)
    return articleIn(await contentOf(ctx.db, digest), digest)
  },
})

const difference = defineRoute({
  method: 'get',
  path: '/api/public-edition/editions/{edition}/difference',
  permission: 'public-edition.read',
  summary: {
    ja: '別の公開版（from、0 は何もない状態）からの違いを、読む人に見える言葉で',
    en: 'What differs from another public edition (from; 0: from nothing), in the words that readers see',
  },
  params,
  query: z.object({ from: z.coerce.number().int().min(0).max(1_000_000) }),
  reply: z.object({
    parts: z.array(
      z.object({
        id: z.string(),
        title: textSchema,
        lines: z.object({ ja: z.array(line), en: z.array(line) }),
      }),
    ),
  }),
  handler: async (ctx, { params: { edition }, query: { from } }) => {
    const after = await contentOf(ctx.db, (await editionOf(ctx, edition)).digest)
    const before = from === 0 ? undefined : await contentOf(ctx.db, (await editionOf(ctx, from)).digest)
    return { parts: editionDifference(before, after) }
  },
})

const approve = defineRoute({
  method: 'post',
  path: '/api/public-edition/editions/{edition}/approve',
  permission: 'people.approve',
  summary: {
    ja: '公開版の内容を承認する（選んだ人以外）',
    en: 'Approve what an edition says (never one’s own choice)',
  },
  params,
  body: approvalSchema,
  reply: done,
  handler: async (ctx, { actor, params: { edition }, body }) => {
    await approveEdition(ctx, actor, edition, givenApproval(body))
    return { edition }
  },
})

const publish = defineRoute({
  method: 'post',
  path: '/api/public-edition/editions/{edition}/publish',
  permission: 'public-edition.choose',
  summary: {
    ja: '承認された公開版を /public で公開する',
    en: 'Publish an approved edition at /public',
  },
  params,
  reply: done,
  timeoutMs: 150_000,
  handler: async (ctx, { actor, params: { edition } }) => {
    await publishEdition(ctx, actor, edition)
    return { edition }
  },
})

const withdraw = defineRoute({
  method: 'post',
  path: '/api/public-edition/editions/{edition}/withdraw',
  permission: 'public-edition.withdraw',
  summary: { ja: '公開版を取り下げる', en: 'Withdraw an edition' },
  params,
  body: reasonSchema,
  reply: done,
  handler: async (ctx, { actor, params: { edition }, body }) => {
    await withdrawEdition(ctx, actor, edition, body.reason)
    return { edition }
  },
})

const archive = defineRoute({
  method: 'get',
  path: '/api/public-edition/export',
  permission: 'public-edition.read',
  summary: {
    ja: '公開されている版の全ファイルを一つの zip で。どこにでも置ける',
    en: 'All files of the published edition as one zip, to be put anywhere',
  },
  reply: z.string().openapi({ format: 'binary' }),
  handler: async (ctx) => {
    const published = await publishedEdition(ctx)
    if (published === undefined)
      throw new Refusal('missing', { ja: '公開されている版はありません。', en: 'No edition is published.' })
    const { zipped } = await import('./zip.ts')
    const bytes = await zipped(new Map([...published.files].map(([name, { bytes: own }]) => [name, own])))
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="charter-${published.edition}.zip"`,
      },
    })
  },
})

function articleIn(content: PublicContent, digest: string): z.output<typeof shownArticle> {
  const page = { content, digest, stale: { over: false, changed: false } }
  return {
    article: { ja: articleText({ ...page, language: 'ja' }), en: articleText({ ...page, language: 'en' }) },
    style: stylesheet(content, []),
  }
}

async function editionOf(ctx: Context, edition: number): Promise<PublicEdition> {
  const found = editionsAfter(await readSaid(ctx.db)).editions.find((each) => each.edition === edition)
  if (found === undefined)
    throw new Refusal('missing', { ja: 'その公開版はありません。', en: 'There is no such public edition.' })
  return found
}

async function rowsOf(ctx: Context, editions: readonly PublicEdition[]): Promise<z.output<typeof shown>[]> {
  const ids = editions.flatMap(({ author, approval, published, withdrawn }) =>
    [author, approval?.approver, published?.by, withdrawn?.by].filter((id) => id !== undefined),
  )
  const names = await personNames(ctx, ids)
  const by = (id: string) => ({ id, name: names.get(id) ?? { ja: id, en: id } })
  return editions.map(({ edition, state, digest, at, author, approval, published, withdrawn }) => ({
    edition,
    id: idOf(edition),
    state,
    digest,
    at,
    author: by(author),
    ...(approval && {
      approved: { by: by(approval.approver), at: approval.approved_at, method: approval.method },
    }),
    ...(published && { published: { ...published, by: by(published.by) } }),
    ...(withdrawn && { withdrawn: { ...withdrawn, by: by(withdrawn.by) } }),
  }))
}

/** What is chosen, put forward, approved, published and withdrawn. */
export const publicEditionRoutes: Route[] = [
  overview,
  choose,
  preview,
  forward,
  one,
  article,
  difference,
  approve,
  publish,
  withdraw,
  archive,
]
