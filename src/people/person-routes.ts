import { z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import { defineRoute } from '../platform/http/route.ts'
import type { Text } from '../platform/text.ts'
import { openedContact, openedName } from './naming.ts'
import { canonicalId, PERSON_KINDS } from './person.ts'
import { amendPerson, enterPerson, erase, leave } from './person-actions.ts'
import { readPerson, readPersons, type PersonRow } from './person-store.ts'
import { changed } from './recording.ts'
import { missing } from './refusals.ts'
import { done, instant, isoText, made, msOf, named, period, periodText, personId } from './wire.ts'

const PAGE_MAX = 200
const SEARCHED_MAX = 10_000

const person = z
  .object({
    id: z.string(),
    name: named,
    kind: z.enum(PERSON_KINDS),
    ...period,
    erased: z.iso.datetime().optional(),
  })
  .openapi('Person')

const particulars = {
  name: z.string().trim().min(1).max(200),
  name_en: z.string().trim().min(1).max(200).optional(),
  mail: z.email().max(320).optional(),
  phone: z
    .string()
    .regex(/^[+0-9][0-9 ()-]{2,39}$/, { error: 'a telephone number' })
    .optional(),
  kind: z.enum(PERSON_KINDS).default('employee'),
}

function shown(ctx: Context, row: PersonRow) {
  return {
    id: row.id,
    name: openedName(ctx, row.id, row.name),
    kind: row.kind,
    ...periodText(row),
    ...(row.erasedMs !== undefined && { erased: isoText(row.erasedMs) }),
  }
}

function matches(text: string, { id, name }: { id: string; name: Text }): boolean {
  return [id, name.ja, name.en].some((part) => canonicalId(part).includes(text))
}

const list = defineRoute({
  method: 'get',
  path: '/api/people/persons',
  permission: 'people.read',
  summary: { ja: '人の一覧。q で氏名と ID を探す', en: 'Persons; q looks in names and ids' },
  query: z.object({
    q: z.string().max(100).optional(),
    after: z.string().max(64).default(''),
    limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
  }),
  reply: z.object({ persons: z.array(person), next: z.string().optional() }),
  handler: async (ctx, { query }) => {
    const wanted = canonicalId(query.q ?? '')
    // Names stand sealed in the database: what is looked for in them is looked for here.
    const rows = await readPersons(ctx.db, query.after, wanted === '' ? query.limit + 1 : SEARCHED_MAX)
    const found: ReturnType<typeof shown>[] = []
    for (const [index, row] of rows.entries()) {
      // Opening names takes a while for many: others are served in between.
      if (index % 100 === 99) await new Promise((resolve) => void setImmediate(resolve))
      const person = shown(ctx, row)
      if (wanted === '' || matches(wanted, person)) found.push(person)
      if (found.length > query.limit) break
    }
    const persons = found.slice(0, query.limit)
    const last = persons.at(-1)
    return { persons, ...(found.length > persons.length && last && { next: last.id }) }
  },
})

const one = defineRoute({
  method: 'get',
  path: '/api/people/persons/{id}',
  permission: 'people.read',
  summary: { ja: '人ひとり', en: 'One person' },
  params: z.object({ id: personId }),
  reply: person,
  handler: async (ctx, { params }) => shown(ctx, await present(ctx, params.id)),
})

async function present(ctx: Context, id: string): Promise<PersonRow> {
  const row = await readPerson(ctx.db, id)
  if (row === undefined) throw missing('人', 'person')
  return row
}

const contact = defineRoute({
  method: 'get',
  path: '/api/people/persons/{id}/contact',
  permission: 'people.read-contacts',
  summary: { ja: '人の連絡先', en: 'How a person is reached' },
  params: z.object({ id: personId }),
  reply: z.object({ mail: z.string().optional(), phone: z.string().optional() }).openapi('Contact'),
  handler: async (ctx, { params }) => {
    const { contact: sealed } = await present(ctx, params.id)
    return openedContact(ctx, params.id, sealed)
  },
})

const enter = defineRoute({
  method: 'post',
  path: '/api/people/persons',
  permission: 'people.manage',
  summary: { ja: '人を登録する', en: 'Enter a person' },
  body: z.object({
    id: personId.optional(),
    ...particulars,
    from: instant.optional(),
    superior: personId.optional(),
  }),
  reply: made,
  status: 201,
  handler: async (ctx, { actor, body: { from, ...rest } }) => {
    const fromMs = msOf(from)
    const entering = { ...rest, ...(fromMs !== undefined && { fromMs }) }
    return changed(ctx, (tx) => enterPerson(ctx, tx, actor, entering))
  },
})

const amend = defineRoute({
  method: 'put',
  path: '/api/people/persons/{id}',
  permission: 'people.manage',
  summary: { ja: '人の氏名と連絡先を書き直す', en: "Write a person's name and contacts anew" },
  params: z.object({ id: personId }),
  body: z.object(particulars),
  reply: done,
  handler: async (ctx, { actor, params, body }) => {
    return changed(ctx, (tx) => amendPerson(ctx, tx, actor, params.id, body))
  },
})

const left = defineRoute({
  method: 'post',
  path: '/api/people/persons/{id}/leave',
  permission: 'people.manage',
  summary: {
    ja: '退職を登録する。役割、委任、トークンも終わる',
    en: 'A person leaves; roles, delegations and tokens end',
  },
  params: z.object({ id: personId }),
  body: z.object({ until: instant.optional() }),
  reply: done,
  handler: async (ctx, { actor, params, body }) => {
    return changed(ctx, (tx) => leave(ctx, tx, actor, params.id, msOf(body.until)))
  },
})

const erased = defineRoute({
  method: 'post',
  path: '/api/people/persons/{id}/erase',
  permission: 'people.erase',
  summary: {
    ja: '退職した人の氏名と連絡先を、記録のすべてから消す。元には戻せない',
    en: 'Erase name and contacts of one who has left, from all records; cannot be undone',
  },
  params: z.object({ id: personId }),
  body: z.object({ confirm: personId }),
  reply: done,
  handler: async (ctx, { actor, params, body }) => {
    if (body.confirm !== params.id) throw missing('確認された人', 'person as confirmed')
    return changed(ctx, (tx) => erase(ctx, tx, actor, params.id))
  },
})

export const personRoutes = [list, one, contact, enter, amend, left, erased]
