import type { Fact } from '../../ledger/fact.ts'
import type { ApprovalRecord } from '../../people/approval.ts'

/** What happens to public editions. `sealed` names no person: its proof goes out with the edition. */
export const PUBLIC_DRAFTED = 'charter.public-edition.drafted'
export const PUBLIC_SUBMITTED = 'charter.public-edition.submitted'
export const PUBLIC_APPROVED = 'charter.public-edition.approved'
export const PUBLIC_PUBLISHED = 'charter.public-edition.published'
export const PUBLIC_SEALED = 'charter.public-edition.sealed'
export const PUBLIC_WITHDRAWN = 'charter.public-edition.withdrawn'

/** `charter.public-edition.drafted`: what was chosen, by the SHA-256 of the choices' canonical form. */
export type DraftedChoices = { choices: string }
/** `charter.public-edition.submitted`: `digest` is the SHA-256 of the content, the bytes of edition.json. */
export type SubmittedEdition = { edition: number; digest: string; choices: string; at: string }

export type PublicEditionState = 'waiting' | 'approved' | 'published' | 'replaced' | 'withdrawn'

export type PublicEdition = SubmittedEdition & {
  state: PublicEditionState
  /** Who put it forward, by pseudonymous id. */
  author: string
  /** Whoever chose what it shows, and its author: none of them approves it. */
  contributors: string[]
  approval?: ApprovalRecord
  published?: { by: string; at: string }
  withdrawn?: { by: string; at: string; reason: string }
}

/** One thing that was said, with the instant at which it was (epoch milliseconds). */
export type SaidFact = { atMs: number; fact: Fact }

export type PublicEditions = {
  editions: PublicEdition[]
  /** What was chosen last, by SHA-256; undefined before anybody chose. */
  choices?: string
  /** Who chose since the last edition was put forward. */
  choosers: string[]
}

/** Every edition as it stands after all that was said, by number. Only one is published, and only one waits. */
export function editionsAfter(said: readonly SaidFact[]): PublicEditions {
  const editions = new Map<number, PublicEdition>()
  let choices: string | undefined
  let choosers: string[] = []
  for (const { atMs, fact } of said) {
    const body: unknown = fact.body
    const at = new Date(atMs).toISOString()
    if (fact.type === PUBLIC_DRAFTED) {
      choices = (body as DraftedChoices).choices
      choosers = [...new Set([...choosers, fact.by])]
    }
    if (fact.type === PUBLIC_SUBMITTED) {
      replace(editions, 'waiting')
      const submitted = body as SubmittedEdition
      choices = submitted.choices
      const contributors = [...new Set([...choosers, fact.by])]
      editions.set(submitted.edition, { ...submitted, state: 'waiting', author: fact.by, contributors })
      choosers = []
    }
    const one = editions.get((body as { edition?: number }).edition ?? 0)
    if (one === undefined) continue
    if (fact.type === PUBLIC_APPROVED) {
      const { approval } = body as { approval: ApprovalRecord }
      replace(editions, 'approved')
      editions.set(one.edition, { ...one, state: 'approved', approval })
    }
    if (fact.type === PUBLIC_PUBLISHED) {
      replace(editions, 'published')
      editions.set(one.edition, { ...one, state: 'published', published: { by: fact.by, at } })
    }
    if (fact.type === PUBLIC_WITHDRAWN) {
      const { reason } = body as { reason: string }
      editions.set(one.edition, { ...one, state: 'withdrawn', withdrawn: { by: fact.by, at, reason } })
    }
  }
  const all = [...editions.values()].toSorted((a, b) => a.edition - b.edition)
  return { editions: all, choosers, ...(choices !== undefined && { choices }) }
}

/** What stood in a state stands there no longer, since another does. */
function replace(editions: Map<number, PublicEdition>, state: PublicEditionState): void {
  for (const one of editions.values())
    if (one.state === state) editions.set(one.edition, { ...one, state: 'replaced' })
}

export function publishedIn({ editions }: PublicEditions): PublicEdition | undefined {
  return editions.find(({ state }) => state === 'published')
}

/** Under which id an edition waits for approval and stands in the ledger. */
export function idOf(edition: number): string {
  return `public-edition-${edition}`
}
