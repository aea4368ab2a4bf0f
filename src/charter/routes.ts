import { z } from '@hono/zod-openapi'
import { personName } from '../people/index.ts'
import type { Context } from '../platform/context.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { Board, CharterEntry } from './board.ts'
import type { Clause } from './clauses.ts'
import type { Control } from './control.ts'
import { editionInForce, wordedClauses, type StandingEdition } from './edition.ts'
import { charterHead, type CharterHead } from './head.ts'
import { conformanceFrom, knownAtMoment } from './known.ts'
import { conformanceSchema, textSchema } from './verdict-schema.ts'

const board = z
  .object({
    operator: z.object({ name: textSchema, zone: z.string(), demo: z.boolean(), era: z.boolean() }),
    charter: z.object({
      title: textSchema,
      preamble: z.array(textSchema),
      edition: z.number().int(),
      effective: z.iso.date().optional(),
      issuer: z.object({ office: textSchema, name: textSchema }).optional(),
    }),
    at: z.iso.datetime(),
    entries: z.array(
      z.object({
        id: z.string(),
        depth: z.number().int(),
        title: textSchema,
        text: textSchema.optional(),
        computed: z.boolean(),
      }),
    ),
    conformance: conformanceSchema,
  })
  .openapi('Board')

/** An installation that has not said yet whose it is. */
const NOBODY = {
  name: { ja: '（事業者は未登録）', en: '(no operator yet)' },
  zone: 'UTC',
  demo: false,
  era: false,
}

/** The board, judged now; `computed` are the controls that modules contribute. */
export function charterRoutes(computed: readonly Control[]): Route[] {
  const entriesOf = (clauses: readonly Clause[]): CharterEntry[] =>
    clauses.map((clause) => ({
      ...clause,
      depth: clause.id.split('.').length,
      computed: computed.some((control) => control.clause === clause.id),
    }))
  const boardRoute = defineRoute({
    method: 'get',
    path: '/api/board',
    permission: 'charter.read',
    summary: { ja: '憲章と、各条項のいまの判定', en: 'The charter with the verdict of each clause, now' },
    reply: board,
    handler: async (ctx): Promise<Board> => {
      const known = await knownAtMoment(ctx, {})
      const { workspace, atMs, facts } = known
      const edition = editionInForce(facts, atMs)
      return {
        operator: workspace.operator ?? NOBODY,
        charter: edition === undefined ? charterHead(workspace.charter) : await headOf(ctx, edition),
        at: new Date(atMs).toISOString(),
        entries: entriesOf(wordedClauses(edition)),
        conformance: conformanceFrom(known),
      }
    },
  })
  return [boardRoute]
}

/** The head of an edition that was put into force here, with its issuer called by name. */
async function headOf(ctx: Context, edition: StandingEdition): Promise<CharterHead> {
  const { title, edition: number, effective, preamble, issuer } = edition
  const name = await personName(ctx, issuer.person)
  return { title, edition: number, effective, preamble, issuer: { office: issuer.office, name } }
}
