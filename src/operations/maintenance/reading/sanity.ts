import type { Text } from '../../../platform/text.ts'
import { hintsAtChange } from '../lexicon/status.ts'
import type { NoticeObject, NoticeStatus } from '../notice.ts'
import { isFragment } from './choice.ts'
import type { Evidence } from './evidence.ts'
import type { Speakers } from './letters.ts'
import type { Plan } from './plan.ts'
import { reason } from './reason.ts'
import { sentencesOf } from './state.ts'

/** What was read, held against the rest of the mail: a reading that fits ill is not answered without a person. */

const HOUR_MS = 3_600_000
/** Further ahead the sending date says nothing: it is that of a later forward or import. */
const LEAD_MAX_MS = 120 * 24 * HOUR_MS

/** Work that is over before it starts, or under way a week ahead: the words were of something else. */
export function stateAgainstTime(
  status: NoticeStatus,
  plan: Plan | undefined,
  written: readonly number[],
): Text[] {
  const main = (plan?.selected.windows ?? []).filter((one) => !one.backup)
  if (main.length === 0 || (status !== 'COMPLETED' && status !== 'IN-PROCESS')) return []
  const startMs = Math.min(...main.map((one) => one.startMs))
  const endMs = Math.max(...main.map((one) => one.endMs))
  const illFitting = (ms: number): boolean => {
    const ahead = startMs - ms
    const early = ahead > (status === 'COMPLETED' ? HOUR_MS : 24 * HOUR_MS) && ahead < LEAD_MAX_MS
    const late = status === 'IN-PROCESS' && ms > endMs + 24 * HOUR_MS && ms < endMs + LEAD_MAX_MS
    return early || late
  }
  return written.length > 0 && written.every(illFitting) ? [reason.stateAgainstTime(status)] : []
}

/** A sentence that speaks of a change or an end, in a mail that was read as a plain announcement. */
export function stateUnread(status: NoticeStatus, { newer, standing }: Speakers): Text[] {
  if (status !== 'CONFIRMED' && status !== 'TENTATIVE') return []
  const letter = newer[0] ?? standing
  const prose = (letter?.layer.documents ?? []).flatMap(({ fields }) =>
    fields.flatMap((field) => (field.kind === 'prose' ? sentencesOf(field.text) : [])),
  )
  const found = [letter?.layer.subject ?? '', ...prose].find((sentence) => hintsAtChange(sentence))
  return found === undefined ? [] : [reason.stateUnread(found.trim().slice(0, 100))]
}

/** Ids cut out of longer ones. */
export function cutObjects(objects: readonly NoticeObject[], evidence: readonly Evidence[]): Text[] {
  const text = evidence.map((one) => one.context.text).join('\n')
  const cut = objects.find(({ id }) => /^[\w\-./]+$/.test(id) && isFragment(id, text))
  return cut === undefined ? [] : [reason.objectUnclear(cut.id)]
}

const IN_ATTACHMENT =
  /\b(?:circuits?|services?|lines?|links?|list)\b[^.]{0,60}\b(?:attached|attachment|enclosed)\b|\b(?:attached|enclosed) (?:\w+ ){0,3}(?:list|file|csv|spread ?sheet|excel|sheet|document|table)\b|添付(?:の|した)?[^。]{0,12}(?:一覧|リスト|表|ファイル)/i

/** The list of circuits is said to be attached, and nothing attached was read. */
export function listMissing(evidence: readonly Evidence[]): Text[] {
  const [newest] = evidence
  if (newest === undefined || !IN_ATTACHMENT.test(newest.layer.text)) return []
  const opened = evidence.some((one) => one.layer.attached)
  return opened ? [] : [reason.listMissing()]
}
