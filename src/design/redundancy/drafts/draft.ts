import { digestOf } from '../../../charter/digest.ts'
import type { Verdict } from '../../../charter/verdict.ts'
import type { Approvable } from '../../../people/index.ts'
import type { Edit } from './document-edit.ts'
import type { Outcome } from './outcome.ts'
import { DRAFT_KIND } from './signing.ts'

/** What is recorded of a draft in the ledger: every step that others may have to rely on. */
export const DRAFT_OPENED = 'redundancy.draft.opened'
export const DRAFT_SAVED = 'redundancy.draft.saved'
export const DRAFT_SUBMITTED = 'redundancy.draft.submitted'
export const DRAFT_RECALLED = 'redundancy.draft.recalled'
export const DRAFT_REFUSED = 'redundancy.draft.refused'
export const DRAFT_APPROVED = 'redundancy.draft.approved'
export const DRAFT_APPLIED = 'redundancy.draft.applied'
export const DRAFT_WITHDRAWN = 'redundancy.draft.withdrawn'

/** Open: being drawn. Waiting: for another's approval. The last two are ends. */
export const DRAFT_STATES = ['open', 'waiting', 'approved', 'applied', 'withdrawn'] as const
export type DraftState = (typeof DRAFT_STATES)[number]

export const DRAFT_EVENTS = [
  'opened',
  'saved',
  'submitted',
  'recalled',
  'refused',
  'approved',
  'applied',
  'withdrawn',
  'refreshed',
] as const
export type DraftEventKind = (typeof DRAFT_EVENTS)[number]

/** A document that a draft changes: null where the draft removes it. The content is kept by its SHA-256. */
export type ChangedDocument = { path: string; sha256: string | null }

/** What one step did: edits by form, or documents that were sent. */
export type Change = Edit | { kind: 'upload'; path: string; sha256: string }

export type DraftStep = {
  number: number
  madeBy: string
  madeAtMs: number
  changes: Change[]
  /** All documents that differ from the base after this step. */
  files: ChangedDocument[]
}

export type Draft = {
  id: string
  title: string
  reason: string
  author: string
  createdAtMs: number
  state: DraftState
  /** Revision of the estate that it starts from; undefined where nothing was applied yet. */
  base: bigint | undefined
  /** The step that shows; those above it were undone and can be done again. */
  head: number
}

export type DraftVersion = {
  number: number
  savedBy: string
  savedAtMs: number
  note: string
  files: ChangedDocument[]
  content: DraftContent
  digest: string
}

export type DraftEvent = {
  kind: DraftEventKind
  by: string
  atMs: number
  version?: number
  note?: string
  digest?: string
}

/** Exactly what is approved: the documents by their hashes before and after, and what follows from them for 2.1. */
export type DraftContent = {
  draft: string
  version: number
  title: string
  reason: string
  /** Hash over the list of documents that the design starts from; null where there is none. */
  base: string | null
  documents: { path: string; before: string | null; after: string | null }[]
  outcome: SignedOutcome
}

export type SignedOutcome = {
  verdict: { before: Verdict; after: Verdict }
  services: {
    id: string
    before: Verdict | null
    after: Verdict | null
    gained: string[]
    lost: string[]
    kept: string[]
  }[]
}

/** What an outcome says, without names: ids alone decide. */
export function signedOutcome({ verdict, services }: Outcome): SignedOutcome {
  const ids = (points: readonly { id: string }[]): string[] => points.map(({ id }) => id).toSorted()
  return {
    verdict,
    services: services
      .map(({ id, before, after, gained, lost, kept }) => ({
        id,
        before,
        after,
        gained: ids(gained),
        lost: ids(lost),
        kept: ids(kept),
      }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  }
}

/** Whether two outcomes leave the services in the same state, wherever they came from. */
export function leavesTheSame(one: SignedOutcome, other: SignedOutcome): boolean {
  const after = ({ services }: SignedOutcome): string =>
    JSON.stringify(
      services
        .filter((service) => service.after !== null)
        .map(({ id, after: verdict, gained, kept }) => [id, verdict, [...gained, ...kept].toSorted()]),
    )
  return after(one) === after(other)
}

/** What the approver of a draft is shown and signs. Whoever had a hand in it never approves it. */
export function approvableDraft(
  { id, title }: Pick<Draft, 'id' | 'title'>,
  { number, digest }: Pick<DraftVersion, 'number' | 'digest'>,
  contributors: readonly string[],
): Approvable {
  return {
    kind: DRAFT_KIND,
    id,
    digest,
    title: { ja: `設計「${title}」第${number}版`, en: `Design “${title}”, version ${number}` },
    contributors,
  }
}

export function digestOfDraft(content: DraftContent): string {
  return digestOf(content)
}
