import type { Text } from '../../../platform/text.ts'
import { hintsAtChange, hintsAtTentative } from '../lexicon/status.ts'
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
  const said = [letter?.layer.subject ?? '', ...prose]
  const found = said.find(
    (sentence) => hintsAtChange(sentence) || (status === 'CONFIRMED' && hintsAtTentative(sentence)),
  )
  return found === undefined ? [] : [reason.stateUnread(found.trim().slice(0, 100))]
}

/** It goes on after all, was put back, is repeated: what was called over may not be. */
const GOES_ON =
  /\breinstat\w*|\bafter all\b|\b(?:will|to) (?:now |still )?(?:go ahead|proceed|continue|resume|take place)\b(?! once)|\b(?:un-?cancel\w*|resum(?:ed|es|ption))\b|再開|再度実施|予定(?:どおり|通り)(?:実施|行)/i

export function overIsOpen(status: NoticeStatus, { newer, standing }: Speakers): Text[] {
  if (status !== 'CANCELLED' && status !== 'COMPLETED') return []
  const letter = newer[0] ?? standing
  const found = (letter?.layer.text ?? '')
    .split('\n')
    .flatMap((line) => sentencesOf(line))
    .find((sentence) => GOES_ON.test(sentence) && !/\b(?:not|no longer|never|n't)\b/i.test(sentence))
  return found === undefined ? [] : [reason.stateUnread(found.trim().slice(0, 100))]
}

/** Ids cut out of longer ones. */
export function cutObjects(objects: readonly NoticeObject[], evidence: readonly Evidence[]): Text[] {
  const text = evidence.map((one) => one.context.text).join('\n')
  const cut = objects.find(({ id }) => /^[\w\-./]+$/.test(id) && isFragment(id, text))
  return cut === undefined ? [] : [reason.objectUnclear(cut.id)]
}

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const
const COUNTED = new RegExp(
  `\\b(?:affect\\w*|impact\\w*|concern\\w*|total(?: of)?|following|these|your|on|for)[ :(]+(\\d{1,3}|${NUMBERS.join('|')})(?: of your| affected| impacted| customer)* (?:circuits?|services?|lines?|connections?)\\b(?! levels?| credits?)|\\b(?:number of|total) (?:affected |impacted )?(?:circuits?|services?|lines?|connections?)(?: affected| impacted)?\\s*[:=]\\s*(\\d{1,3})\\b|(?:計|対象|全)\\s?(\\d{1,3})\\s?回線|回線数\\s?[:は]\\s?(\\d{1,3})`,
  'gi',
)

/** The numbers that a pattern finds in its groups, in digits or in words. */
function countsIn(letters: Speakers['newer'], pattern: RegExp): number[] {
  const text = letters.map((one) => one.context.text).join('\n')
  return [...text.matchAll(pattern)].map((match) => {
    const said = match.slice(1).find((part) => part !== undefined) ?? ''
    const word = NUMBERS.findIndex((name) => name === said.toLowerCase())
    return word < 0 ? Number(said) : word + 1
  })
}

/** The mail counts its circuits, and another number of them was read: the one voice that does not come from the list. */
export function countDiffers(objects: readonly NoticeObject[], { newer }: Speakers): Text[] {
  if (objects.length === 0) return []
  const counts = countsIn(newer, COUNTED)
  const [first] = counts
  return first === undefined || counts.includes(objects.length)
    ? []
    : [reason.countDiffers(first, objects.length)]
}

const NIGHTS = new RegExp(
  `\\b(\\d{1,2}|${NUMBERS.join('|')}) (?:consecutive |separate |different )?(?:nights|windows|slots|phases)\\b|(\\d{1,2})\\s?(?:夜間|日間|夜連続|晩)`,
  'gi',
)

/** The mail counts its nights, and another number of windows was read. */
export function nightsDiffer(plan: Plan | undefined, { newer }: Speakers): Text[] {
  const windows = (plan?.selected.windows ?? []).filter((one) => !one.backup)
  if (windows.length === 0) return []
  const counts = countsIn(newer, NIGHTS)
  const days = Math.round(
    (Math.max(...windows.map((one) => one.endMs)) - Math.min(...windows.map((one) => one.startMs))) /
      (24 * HOUR_MS),
  )
  const [first] = counts
  // The length of one long window in days is no number of windows.
  if (first === undefined || counts.some((one) => one === windows.length || one === days || one === days + 1))
    return []
  return [reason.nightsDiffer(first, windows.length)]
}

const IN_ATTACHMENT =
  /\b(?:circuits?|services?|lines?|links?|list)\b[^.]{0,60}\b(?:attached|enclosed|(?:in|see|open) (?:the |this |our )?attachment)\b|\b(?:attached|enclosed) (?:\w+ ){0,3}(?:list|file|csv|spread ?sheet|excel|sheet|document|table)\b|添付(?:の|した)?[^。]{0,12}(?:一覧|リスト|表|ファイル)/i

/** The list of circuits is said to be attached, and nothing attached was read. */
export function listMissing(evidence: readonly Evidence[]): Text[] {
  const [newest] = evidence
  if (newest === undefined || !IN_ATTACHMENT.test(newest.layer.text)) return []
  const opened = evidence.some((one) => one.layer.attached)
  return opened ? [] : [reason.listMissing()]
}
