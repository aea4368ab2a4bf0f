import type { Text } from '../../../platform/text.ts'
import { foreignStatusOfSubject } from '../lexicon/status-words.ts'
import { keepsWindows, saysMoved, statusOfSentence } from '../lexicon/status.ts'
import type { Notice, NoticeStatus } from '../notice.ts'
import { chooseAccount, chooseId, chooseStatus } from './choice.ts'
import type { Chosen } from './choice.ts'
import { circuitsOf, namesMore, promisesObjects } from './circuits.ts'
import { entryOf, windowText } from './entry.ts'
import type { Evidence } from './evidence.ts'
import type { Found } from './identity.ts'
import { disagreements } from './second/agree.ts'
import { speakersOf } from './letters.ts'
import type { Speakers } from './letters.ts'
import { isFar, isPast, planOf, writtenMs } from './plan.ts'
import type { Plan } from './plan.ts'
import { reason } from './reason.ts'
import {
  countDiffers,
  cutObjects,
  listMissing,
  nightsDiffer,
  overIsOpen,
  stateAgainstTime,
  stateUnread,
} from './sanity.ts'

/** Reads one maintenance from the letters of a mail: text, tables, and calendars that are no maintenance calendars. */
/** `elsewhere`: objects of other maintenances in the same mail. */
export function fromLetters(
  evidence: readonly Evidence[],
  known: readonly string[],
  elsewhere: readonly string[] = [],
): Notice {
  const speakers = speakersOf(evidence)
  const plan = speakers.windows === undefined ? undefined : planOf(speakers.windows)
  const said = withMarks(statusOf(speakers), plan)
  const accounts = evidence.flatMap((one) => one.accounts.map((account) => account.value))
  const ids = speakers.newer.flatMap((one) => one.ids)
  const labelled = ids.filter((id) => id.rank <= 3).map((id) => id.value)
  const circuits = circuitsOf(speakers.objects, known, [...labelled, ...accounts, ...elsewhere])
  const body = evidence.map((one) => one.layer.text).join('\n')
  const subjects = evidence.map((one) => one.layer.subject).join('\n')
  const id = chooseId(
    ids,
    [...circuits.objects.map((object) => object.id), ...accounts],
    body,
    `${subjects}\n${body}`,
  )
  const doubts = [
    ...id.doubts,
    ...said.status.doubts,
    ...circuits.doubts,
    ...(plan?.doubts ?? []),
    ...evidence.flatMap((one) => one.layer.doubts),
  ]
  doubts.push(...missing(speakers, plan, said.status.value, id.value, circuits.objects.length))
  doubts.push(
    ...(said.inProse ? stateAgainstTime(said.status.value, plan, writtenMs(evidence)) : []),
    ...stateUnread(said.status.value, speakers),
    ...overIsOpen(said.status.value, speakers),
    ...cutObjects(circuits.objects, evidence),
    ...listMissing(evidence),
    ...nightsDiffer(plan, speakers),
    ...disagreements(speakers.newer, {
      status: said.status.value,
      objects: circuits.objects,
      id: id.value,
      account: chooseAccount(evidence),
      windows: plan?.selected.windows ?? [],
      amongOthers: elsewhere.length > 0,
    }),
    ...(elsewhere.length === 0 ? countDiffers(circuits.objects, speakers) : []),
  )
  if (olderDiffers(evidence, speakers, plan, said.status.value, id.value)) doubts.push(reason.olderDiffers())
  if (speakers.mixed) doubts.push(reason.mixedLetters())
  if (
    said.status.value === 'RE-SCHEDULED' &&
    plan !== undefined &&
    said.by !== undefined &&
    said.by !== speakers.windows
  )
    doubts.push(reason.beforeChange())
  if (said.status.value === 'RE-SCHEDULED' && !isMoveSaid(said.by, plan)) doubts.push(reason.changeOpen())
  if (said.status.value === 'RE-SCHEDULED' && plan !== undefined && changeIsOpen(speakers, plan))
    doubts.push(reason.changeOpen())
  if (
    (said.status.value === 'CONFIRMED' || said.status.value === 'TENTATIVE') &&
    plan !== undefined &&
    areOldAndNew(plan) &&
    plan.readings.every((one) => one.row === undefined) &&
    !SEVERAL.test(body)
  )
    doubts.push(reason.changeOpen())
  if (plan !== undefined && isPast(plan.selected, evidence, said.status.value))
    doubts.push(reason.pastWindow())
  if (plan !== undefined && isFar(plan.selected, evidence, said.status.value)) doubts.push(reason.farWindow())
  const unread = evidence.flatMap((one) => one.layer.unread).map((text) => reason.unread(text))
  const nothing = plan === undefined && id.value === '' && circuits.objects.length === 0
  const sources = plan?.selected.sources ?? []
  return entryOf({
    maintenance_id: id.value,
    account: chooseAccount(evidence),
    status: said.status.value,
    windows: (plan?.selected.windows ?? []).map(windowText),
    objects: circuits.objects,
    stampMs: evidence[0]?.layer.sentMs,
    organizer: (speakers.newer.at(-1)?.layer.from || evidence[0]?.layer.from) ?? '',
    doubts: nothing ? [reason.notANotice(), ...unread] : doubts.length > 0 ? [...doubts, ...unread] : [],
    notes: [
      ...sourceNote(sources),
      ...(plan?.selected.notes ?? []),
      ...said.status.notes,
      ...circuits.notes,
      ...byRow(speakers, plan),
    ],
    agreement: 0.55 + 0.12 * Math.min(3, sources.length) + (id.sources > 1 ? 0.08 : 0),
    competing: plan?.competing ?? [],
  })
}

/** A word that singles out one of several windows. */
const ONE_OF_SEVERAL =
  /\b(?:first|second|third|last|other|remaining) (?:night|window|day|slot|phase|part|date)|\b(?:night|window|day|slot|phase|part|date) (?:\d|one|two|three)\b|第\s?\d\s?[夜日回]|[一二三\d](?:日|夜|回)目/i

/** Words for windows that come one after the other. */
const SEVERAL =
  /\b(?:nights|windows|slots|phases|stages|dates|days|two|both|several|second|2nd|nächte|nuits|noches|noites|notti|nachten)\b|\b(?:window|night|phase|slot|part|day|date|nacht|nuit|noche|noite) ?#?[12]\b|2日|二日|両日|夜間|[2二]回|[12①②][回夜日]目|第[12一二]/i

const OVER = /cancel|complet|success|finish|withdraw|中止|完了|終了|取り?消|取り?止/i

const NEW_DATE_OPEN =
  /\bnew (?:date|schedule|window|time)s?\b[^.]{0,40}\b(?:will be|to be|once|when|tbd|tba|shortly)\b|\bno new (?:date|schedule)|\b(?:until|till) further notice\b|(?:日程|日時|日程等)[^。]{0,12}(?:未定|調整中|決まり次第|決定次第|確定次第)|改めて(?:ご連絡|ご案内|お知らせ)/i

/** That the window moved is said in so many words, or shown by windows before and after; `update` alone is neither. */
function isMoveSaid(by: Evidence | undefined, plan: Plan | undefined): boolean {
  if (by === undefined || plan?.readings.some((one) => one.previous || one.next) === true) return true
  const said = by.statuses.filter((one) => one.value === 'RE-SCHEDULED')
  return (
    // The subject and the body call it so.
    new Set(said.map((one) => one.source)).size > 1 ||
    said.some(
      (one) =>
        saysMoved(one.text) ||
        statusOfSentence(one.text) === 'RE-SCHEDULED' ||
        foreignStatusOfSubject(one.text) !== undefined,
    )
  )
}

/** A change whose new windows are not told, or only in a sentence that may as well tell the old ones. */
function changeIsOpen(speakers: Speakers, plan: Plan): boolean {
  if (NEW_DATE_OPEN.test(speakers.windows?.layer.text ?? '')) return true
  const used = plan.readings.filter((one) =>
    plan.selected.windows.some((window) => window.startMs === one.startMs && window.endMs === one.endMs),
  )
  if (
    areOldAndNew(plan) &&
    used.every((one) => one.row !== undefined && !one.next) &&
    !plan.readings.some((one) => one.previous)
  )
    return true
  return (
    used.length > 0 &&
    used.every((one) => one.rank > 2 && one.source !== 'subject' && !one.next) &&
    !plan.readings.some((one) => one.previous)
  )
}

/** The letters below announced other windows under this number: what changed should have been said. */
function olderDiffers(
  evidence: readonly Evidence[],
  speakers: Speakers,
  plan: Plan | undefined,
  status: NoticeStatus,
  id: string,
): boolean {
  if (plan === undefined || speakers.windows === undefined || id === '' || status !== 'CONFIRMED')
    return false
  const own = plan.readings
  return evidence.slice(evidence.indexOf(speakers.windows) + 1).some((older) => {
    if (!older.ids.some((one) => one.value.toUpperCase() === id.toUpperCase())) return false
    return planOf(older).selected.windows.some(
      (one) => !own.some((other) => other.startMs === one.startMs && other.endMs === one.endMs),
    )
  })
}

/** Two windows days apart in a table of a changed plan may be the old and the new one; nights follow each other. */
function areOldAndNew({ selected }: Plan): boolean {
  const [first, second, third] = selected.windows.filter((one) => !one.backup)
  if (first === undefined || second === undefined || third !== undefined) return false
  return Math.abs(second.startMs - first.startMs) > 1.5 * 86_400_000
}

/** Rows that give different circuits different windows: the entry joins them, and says so. */
function byRow(speakers: Speakers, plan: Plan | undefined): Text[] {
  const rows = new Set(speakers.objects?.objects.flatMap((one) => (one.row === undefined ? [] : [one.row])))
  const windows = new Set(
    plan?.readings.flatMap((one) =>
      one.row !== undefined && rows.has(one.row) ? [`${one.startMs}/${one.endMs}`] : [],
    ),
  )
  return rows.size > 1 && windows.size > 1 ? [reason.perRow()] : []
}

/** Windows before and after a change say that it changed, where no word does. */
function withMarks(said: ReturnType<typeof statusOf>, plan: Plan | undefined): ReturnType<typeof statusOf> {
  const changed =
    plan?.readings.some((one) => one.previous) === true && plan.readings.some((one) => !one.previous)
  const open = said.status.value === 'CONFIRMED' && said.inProse
  return changed && open ? { ...said, status: { ...said.status, value: 'RE-SCHEDULED', notes: [] } } : said
}

function statusOf(speakers: Speakers): {
  status: Chosen<NoticeStatus>
  by: Evidence | undefined
  /** Said by sentences only, by no label and not by the subject. */
  inProse: boolean
} {
  const events: Found<NoticeStatus>[] = speakers.newer
    .flatMap((one) => one.layer.events)
    .flatMap((event) =>
      event.status === undefined
        ? []
        : [{ value: event.status, rank: 2, source: 'calendar' as const, text: event.summary }],
    )
  const by = speakers.newer.find((one) => one.statuses.length > 0)
  const stated = by?.statuses ?? []
  // A correction of something else than the plan is no change of it.
  const kept = stated.filter((one) => one.value !== 'RE-SCHEDULED')
  const said = stated.length > kept.length && keepsWindows(by?.context.text ?? '') ? kept : stated
  const status = chooseStatus([...events, ...said])
  return { status, by, inProse: !said.some((one) => one.value === status.value && one.rank <= 2) }
}

/** A cancellation or completion may name its maintenance by number alone; any other notice needs windows and objects. */
function missing(
  speakers: Speakers,
  plan: Plan | undefined,
  status: NoticeStatus,
  id: string,
  objects: number,
): Text[] {
  const doubts: Text[] = []
  const byNumber = id !== '' && (status === 'CANCELLED' || status === 'COMPLETED')
  if (!byNumber && (plan === undefined || plan.selected.windows.length === 0)) doubts.push(reason.noWindow())
  if (status === 'CANCELLED' || status === 'COMPLETED') {
    const lines = speakers.newer.flatMap((one) => one.context.text.split('\n'))
    if (lines.some((line) => ONE_OF_SEVERAL.test(line) && OVER.test(line))) doubts.push(reason.partOnly())
  }
  if (objects === 0 && (!byNumber || promisesObjects(speakers.newer) || namesMore(speakers.newer, id)))
    doubts.push(reason.noObject())
  return doubts
}

function sourceNote(sources: readonly string[]): Text[] {
  const [only] = sources
  if (only === undefined) return []
  return [sources.length === 1 ? reason.single(only) : reason.agreeing(sources)]
}
