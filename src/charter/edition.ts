import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'
import { CLAUSES, type Clause } from './clauses.ts'

/** An edition of the charter was worded, worded again, and put into force. */
export const EDITION_DRAFTED = 'charter.edition.drafted'
export const EDITION_AMENDED = 'charter.edition.amended'
export const EDITION_APPROVED = 'charter.edition.approved'

/** What an edition says: its head, and the clauses that it words otherwise than the product does. */
export type EditionContent = {
  /** `edition-2`, for who looks for its facts. */
  id: string
  edition: number
  title: Text
  preamble: Text[]
  /** The executive who issues it: his office, and the person by pseudonymous id. */
  issuer: { office: Text; person: string }
  /** Civil date in the operator's zone from which on it is in force, `2026-10-01`. */
  effective: string
  clauses: Clause[]
  author: string
}

/** The body of `charter.edition.drafted` and `.amended`. */
export type DraftedEdition = EditionContent & { digest: string; contributors: string[] }

export type EditionState = 'waiting' | 'not-yet' | 'in-force' | 'superseded'

export type StandingEdition = DraftedEdition & {
  state: EditionState
  approver?: string
  approved_at?: string
  /** The first instant at which it is in force, ISO 8601 UTC. */
  begins?: string
}

export function editionContent(edition: EditionContent): EditionContent {
  const { id, edition: number, title, preamble, issuer, effective, clauses, author } = edition
  return { id, edition: number, title, preamble, issuer, effective, clauses, author }
}

/** Every edition with where it stands at an instant (epoch milliseconds), by its number. */
export function editionsIn(facts: readonly Fact[], atMs: number): StandingEdition[] {
  const editions = new Map<string, StandingEdition>()
  for (const { type, body } of facts) {
    const said = body as unknown as StandingEdition
    if (type === EDITION_DRAFTED || type === EDITION_AMENDED)
      editions.set(said.id, { ...said, state: 'waiting' })
    if (type === EDITION_APPROVED)
      editions.set(said.id, { ...editions.get(said.id), ...said, state: 'not-yet' })
  }
  const all = [...editions.values()].toSorted((one, other) => one.edition - other.edition)
  const begun = all.filter(({ begins }) => begins !== undefined && Date.parse(begins) <= atMs)
  return all.map((edition) => ({
    ...edition,
    state: begun.includes(edition) ? (edition === begun.at(-1) ? 'in-force' : 'superseded') : edition.state,
  }))
}

/** The edition in force at an instant; undefined while none was ever put into force here. */
export function editionInForce(facts: readonly Fact[], atMs: number): StandingEdition | undefined {
  return editionsIn(facts, atMs).find(({ state }) => state === 'in-force')
}

/** The charter as an edition words it; what it leaves out is as the product words it. */
export function wordedClauses(edition: Pick<EditionContent, 'clauses'> | undefined): readonly Clause[] {
  const own = new Map(edition?.clauses.map((clause) => [clause.id, clause]))
  return own.size === 0 ? CLAUSES : CLAUSES.map((clause) => ({ ...clause, ...own.get(clause.id) }))
}
