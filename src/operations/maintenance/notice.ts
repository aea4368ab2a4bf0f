import type { Text } from '../../platform/text.ts'

/** BCOP maintnote STATUS tokens, and RE-SCHEDULED for a notice that changes an earlier one. */
export type NoticeStatus =
  | 'TENTATIVE'
  | 'CONFIRMED'
  | 'CANCELLED'
  | 'IN-PROCESS'
  | 'COMPLETED'
  | 'RE-SCHEDULED'

/** BCOP maintnote IMPACT tokens, from least to most. */
export type NoticeImpact = 'NO-IMPACT' | 'REDUCED-REDUNDANCY' | 'DEGRADED' | 'OUTAGE'

/** A half-open interval `[start, end)`, instants in ISO 8601 UTC. `backup`: only used if the others fail (予備日). */
export type NoticeWindow = { start: string; end: string; backup: boolean }

export type NoticeObject = { id: string; impact: NoticeImpact }

/** Another reading of the windows that the mail also allows, side by side with the one given. */
export type CompetingReading = { windows: NoticeWindow[]; because: Text }

/** One maintenance as one mail announces it. */
export type Notice = {
  /** The carrier's own number; empty when none was found (then needs_review). */
  maintenance_id: string
  account?: string
  status: NoticeStatus
  windows: NoticeWindow[]
  objects: NoticeObject[]
  /** When the notice was issued, ISO 8601 UTC; null when the mail does not say. */
  stamp: string | null
  /** Address of who announces it; empty when unknown. */
  organizer: string
  needs_review: boolean
  /** 0 to 1: how far independent sources of the mail agree. Never above 0.5 when a review is needed. */
  confidence: number
  reasons: Text[]
  competing?: CompetingReading[]
  /** How a maintenance calendar numbers this edition of it: of one UID the highest SEQUENCE holds. */
  edition?: { uid: string; sequence: number }
}
