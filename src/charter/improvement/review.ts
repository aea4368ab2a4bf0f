import type { Fact } from '../../ledger/fact.ts'
import type { ApprovalRecord } from '../../people/approval.ts'
import type { Json } from '../../platform/text.ts'

/** What a review decides; approved, it becomes an action of its own. */
export type Decision = { what: string; owner: string; due: string }

/** What was read: its SHA-256, and how much of everything it holds. */
export type ReviewInput = {
  sha256: string
  findings: number
  actions: number
  waivers: number
  turns: number
}

/** A management review. Instants are ISO 8601 UTC, `date` is a civil date. */
export type Review = {
  id: string
  date: string
  /** When its input was taken. */
  at: string
  /** The review before it, up to which everything had been read; absent for the first. */
  since?: string
  attendees: string[]
  recorder: string
  /** The executive who issues the charter, and who approves this. */
  executive: string
  input: ReviewInput
  state: 'held' | 'recorded' | 'approved'
  minutes: string
  decisions: Decision[]
  /** Persons who wrote the record. */
  contributors: string[]
  approval?: ApprovalRecord
  actions: string[]
}

export const REVIEW_HELD = 'charter.review.held'
export const REVIEW_RECORDED = 'charter.review.recorded'
export const REVIEW_APPROVED = 'charter.review.approved'

export type HeldReview = Pick<
  Review,
  'id' | 'date' | 'at' | 'since' | 'attendees' | 'recorder' | 'executive' | 'input'
>
export type RecordedReview = { id: string; at: string; minutes: string; decisions: Decision[] }
type ApprovedReview = { id: string; approval: ApprovalRecord; actions: string[] }

/** A review after one more fact; what does not follow changes nothing. */
export function reviewAfter(review: Review | undefined, fact: Fact): Review | undefined {
  const body: unknown = fact.body
  if (fact.type === REVIEW_HELD)
    return (
      review ?? {
        ...(body as HeldReview),
        state: 'held',
        minutes: '',
        decisions: [],
        contributors: [fact.by],
        actions: [],
      }
    )
  if (review === undefined || review.state === 'approved') return review
  if (fact.type === REVIEW_RECORDED) {
    const { minutes, decisions } = body as RecordedReview
    const contributors = [...new Set([...review.contributors, fact.by])]
    return { ...review, state: 'recorded', minutes, decisions, contributors }
  }
  if (fact.type !== REVIEW_APPROVED || review.state !== 'recorded') return review
  const { approval, actions } = body as ApprovedReview
  return { ...review, state: 'approved', approval, actions }
}

/** What its approver approves: everything that it says, with the hash of what was read. */
export function reviewContent(review: Review): { [key: string]: Json } {
  const { id, date, at, since, attendees, recorder, executive, input, minutes, decisions } = review
  return {
    id,
    date,
    at,
    ...(since !== undefined && { since }),
    attendees,
    recorder,
    executive,
    input,
    minutes,
    decisions,
  }
}
