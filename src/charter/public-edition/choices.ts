import { z } from 'zod'
import { CLAUSES } from '../clauses.ts'

/** How much of a clause becomes public. */
export const SHOWS = ['nothing', 'text', 'state'] as const
export type Shows = (typeof SHOWS)[number]

const remark = z.string().trim().min(1).max(400)

/** What is chosen for one clause; freshness and since are shown beside its state only. */
const clauseChoice = z.strictObject({
  id: z.string().max(20),
  shows: z.enum(SHOWS),
  freshness: z.boolean(),
  since: z.boolean(),
  /** A sentence of the operator's own, in both languages. */
  remark: z.strictObject({ ja: remark, en: remark }).optional(),
})

export const choicesSchema = z.strictObject({
  /** For so many days the edition is to be read as current. */
  valid_days: z.number().int().min(1).max(400),
  clauses: z.array(clauseChoice).max(CLAUSES.length),
})

export type ClauseChoice = z.output<typeof clauseChoice>
export type Choices = z.output<typeof choicesSchema>

/** Before anybody chose: the text of every clause and nothing of how it stands. */
export function firstChoices(): Choices {
  return {
    valid_days: 90,
    clauses: CLAUSES.map(({ id }) => ({ id, shows: 'text', freshness: true, since: true })),
  }
}

/** A choice for every clause, in the charter's order; what nobody chose is not published. */
export function completed(choices: Choices): Choices {
  const own = new Map(choices.clauses.map((clause) => [clause.id, clause]))
  return {
    valid_days: choices.valid_days,
    clauses: CLAUSES.map(
      ({ id }): ClauseChoice => own.get(id) ?? { id, shows: 'nothing', freshness: false, since: false },
    ),
  }
}

/** Where a choice names no clause of the charter, or one twice; undefined when it is as it should be. */
export function choicesFault({ clauses }: Choices): { path: string; expected: string } | undefined {
  const seen = new Set<string>()
  for (const [index, { id }] of clauses.entries()) {
    const path = `clauses.${index}.id`
    if (!CLAUSES.some((clause) => clause.id === id))
      return { path, expected: `expected a clause of the charter, found ${JSON.stringify(id)}` }
    if (seen.has(id)) return { path, expected: `expected each clause once, found ${id} again` }
    seen.add(id)
  }
  return undefined
}
