import type { Text } from '../../../platform/text.ts'
import type { DraftEventKind, DraftState } from './draft.ts'

/** States and events of a draft in words, the same on screen and on paper. */
export const STATE_TEXTS: Record<DraftState, Text> = {
  open: { ja: '作成中', en: 'being drawn' },
  waiting: { ja: '承認待ち', en: 'waiting for approval' },
  approved: { ja: '承認済み', en: 'approved' },
  applied: { ja: '反映済み', en: 'applied' },
  withdrawn: { ja: '取り下げ', en: 'withdrawn' },
}

export const EVENT_TEXTS: Record<DraftEventKind, Text> = {
  opened: { ja: '始めた', en: 'opened' },
  saved: { ja: '版を残した', en: 'version kept' },
  submitted: { ja: '審査を求めた', en: 'put forward' },
  recalled: { ja: '取り戻した', en: 'taken back' },
  refused: { ja: '差し戻した', en: 'sent back' },
  approved: { ja: '承認した', en: 'approved' },
  applied: { ja: '現状に反映した', en: 'applied' },
  withdrawn: { ja: '取り下げた', en: 'withdrawn' },
  refreshed: { ja: '現状に合わせた', en: 'brought up to date' },
}
