import { z } from 'zod'
import { civilAt, civilDay } from '../../platform/civil-time.ts'
import type { Text } from '../../platform/text.ts'
import type { Clause } from '../clauses.ts'
import type { Freshness, Verdict } from '../verdict.ts'
import { completed, type Choices } from './choices.ts'

export const FORMAT = 'kensho-public-edition/1'

const both = z.strictObject({ ja: z.string(), en: z.string() })

/** How a clause stands, in public: no reason, no object, no person has a place here. */
const stateSchema = z.strictObject({
  verdict: z.enum(['pass', 'fail', 'unknown', 'not-applicable']),
  freshness: z.enum(['fresh', 'stale']).optional(),
  /** Civil date since which it stands so; with `longer` at least since then. */
  since: z.strictObject({ date: z.iso.date(), longer: z.boolean() }).optional(),
})

/**
 * All that can become public. It is an allow-list: strict objects, written field by field, with no field that could hold
 * the name of an object, a rule, a reason or a person. Instants are ISO 8601 UTC, dates civil in `zone`.
 */
export const contentSchema = z.strictObject({
  format: z.literal(FORMAT),
  number: z.number().int().min(1),
  operator: both,
  demo: z.boolean(),
  zone: z.string(),
  /** The instant of which it speaks. */
  at: z.iso.datetime(),
  /** The last civil day on which it is to be read as current. */
  valid_until: z.iso.date(),
  charter: z.strictObject({
    title: both,
    preamble: z.array(both),
    edition: z.number().int(),
    effective: z.iso.date().optional(),
    office: both.optional(),
  }),
  /** How many clauses the charter has, how many of them are shown here, and how many with their state. */
  counts: z.strictObject({ clauses: z.number().int(), shown: z.number().int(), judged: z.number().int() }),
  clauses: z.array(
    z.strictObject({
      id: z.string(),
      title: both,
      text: both.optional(),
      state: stateSchema.optional(),
      remark: both.optional(),
    }),
  ),
  /** The ledger to which it refers: the signed note (C2SP tlog-checkpoint) as it was published. */
  checkpoint: z.strictObject({ size: z.number().int(), note: z.string() }),
})

export type PublicContent = z.output<typeof contentSchema>
export type PublicState = z.output<typeof stateSchema>
export type Since = NonNullable<PublicState['since']>

/** What an edition is made from: already without anything that has no place in it. */
export type PublicSource = {
  operator: Text
  demo: boolean
  zone: string
  atMs: number
  charter: PublicContent['charter']
  clauses: readonly Clause[]
  standing: ReadonlyMap<string, { verdict: Verdict; freshness: Freshness }>
  since: ReadonlyMap<string, Since>
  checkpoint: PublicContent['checkpoint']
}

/** The edition that these choices make of how things stand. What nobody judged is unknown. */
export function publicContent(number: number, source: PublicSource, choices: Choices): PublicContent {
  const chosen = new Map(completed(choices).clauses.map((clause) => [clause.id, clause]))
  const clauses = source.clauses.flatMap(({ id, title, text }) => {
    const choice = chosen.get(id)
    if (choice === undefined || choice.shows === 'nothing') return []
    const state = choice.shows === 'state' ? stateOf(source, id, choice) : undefined
    return [
      {
        id,
        title: words(title),
        ...(text !== undefined && { text: words(text) }),
        ...(state !== undefined && { state }),
        ...(choice.remark !== undefined && { remark: words(choice.remark) }),
      },
    ]
  })
  const content: PublicContent = {
    format: FORMAT,
    number,
    operator: words(source.operator),
    demo: source.demo,
    zone: source.zone,
    at: new Date(source.atMs).toISOString(),
    valid_until: lastDay(source.atMs, choices.valid_days, source.zone),
    charter: source.charter,
    counts: {
      clauses: source.clauses.length,
      shown: clauses.length,
      judged: clauses.filter(({ state }) => state !== undefined).length,
    },
    clauses,
    checkpoint: { size: source.checkpoint.size, note: source.checkpoint.note },
  }
  // Whatever reaches this through a type that was widened stops here.
  return contentSchema.parse(content)
}

function stateOf(
  { standing, since }: PublicSource,
  id: string,
  choice: { freshness: boolean; since: boolean },
): PublicState {
  const { verdict, freshness } = standing.get(id) ?? { verdict: 'unknown', freshness: 'fresh' }
  const from = since.get(id)
  return {
    verdict,
    ...(choice.freshness && { freshness }),
    ...(choice.since && from !== undefined && { since: { date: from.date, longer: from.longer } }),
  }
}

function words({ ja, en }: Text): Text {
  return { ja, en }
}

/** The civil date that many days after an instant. */
function lastDay(atMs: number, days: number, zone: string): string {
  const NOON_MS = 43_200_000
  const DAY_MS = 86_400_000
  const { fromMs } = civilDay(civilAt(atMs, zone).date, zone)
  return civilAt(fromMs + NOON_MS + days * DAY_MS, zone).date
}
