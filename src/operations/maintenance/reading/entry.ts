import type { Text } from '../../../platform/text.ts'
import type { CompetingReading, Notice, NoticeWindow } from '../notice.ts'
import { unique } from './settle.ts'

/** What was read for one maintenance, before it becomes an entry of the answer. */
export type Draft = Pick<Notice, 'maintenance_id' | 'status' | 'windows' | 'objects' | 'organizer'> & {
  account: string | undefined
  stampMs: number | undefined
  /** Reasons for a person to look; any of them asks for a review. */
  doubts: Text[]
  notes: Text[]
  /** 0 to 1: how far independent places agree. */
  agreement: number
  competing: CompetingReading[]
  edition?: NonNullable<Notice['edition']>
}

const REVIEW_CONFIDENCE_MAX = 0.5

export function entryOf(draft: Draft): Notice {
  const doubts = unique(draft.doubts)
  const review = doubts.length > 0
  const certain = Math.min(0.99, draft.agreement)
  const confidence = review ? Math.min(REVIEW_CONFIDENCE_MAX, certain - 0.1 * doubts.length) : certain
  return {
    maintenance_id: draft.maintenance_id,
    ...(draft.account === undefined || draft.account === '' ? {} : { account: draft.account }),
    status: draft.status,
    windows: draft.windows,
    objects: draft.objects,
    stamp: draft.stampMs === undefined ? null : instantText(draft.stampMs),
    organizer: draft.organizer,
    needs_review: review,
    confidence: Math.round(Math.max(0.05, confidence) * 100) / 100,
    reasons: [...doubts, ...unique(draft.notes)],
    ...(draft.competing.length > 0 ? { competing: draft.competing } : {}),
    ...(draft.edition === undefined ? {} : { edition: draft.edition }),
  }
}

export function windowText(one: { startMs: number; endMs: number; backup: boolean }): NoticeWindow {
  return { start: instantText(one.startMs), end: instantText(one.endMs), backup: one.backup }
}

/** ISO 8601 UTC without milliseconds. */
function instantText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
