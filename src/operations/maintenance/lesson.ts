import type { Fact } from '../../ledger/fact.ts'
import type { Text } from '../../platform/text.ts'
import {
  LESSON_APPROVED,
  NOTICE_DECIDED,
  NOTICE_READ,
  type LessonApproved,
  type NoticeDecided,
  type NoticeRead,
} from './notice-facts.ts'
import type { Notice, NoticeWindow } from './notice.ts'

/**
 * What decisions of people teach: for one sender and one form of mail, how the right reading stands to the one that was
 * given. It is data, approved by another person, and is used as evidence where the same doubt comes up again; nothing
 * in it is about one provider more than another.
 */
export type Lesson = { sender: string; layout: string; doubts: string; relation: string }

/** How windows stand to others: the same, day and month swapped, or all moved by so many minutes; else undefined. */
export function relationOf(
  given: readonly NoticeWindow[],
  right: readonly NoticeWindow[],
): string | undefined {
  if (given.length !== right.length || given.length === 0) return undefined
  const pairs = given.flatMap((window, at) => {
    const other = right[at]
    return other === undefined
      ? []
      : [
          [Date.parse(window.start), Date.parse(other.start)] as const,
          [Date.parse(window.end), Date.parse(other.end)] as const,
        ]
  })
  const shifts = new Set(pairs.map(([one, other]) => (other - one) / MINUTE_MS))
  const [shift] = shifts
  if (shifts.size === 1 && shift === 0) return 'same'
  if (shifts.size === 1 && shift !== undefined && Math.abs(shift) <= SHIFT_MINUTES_MAX && shift % 15 === 0)
    return `shift ${shift}`
  for (let offset = -720; offset <= 840; offset += 30)
    if (pairs.every(([one, other]) => swapped(one, offset) === other)) return 'swap'
  return undefined
}

const MINUTE_MS = 60_000
const SHIFT_MINUTES_MAX = 14 * 60

/** The instant with day and month exchanged in a zone of that offset; not a number where there is no such date. */
function swapped(ms: number, offsetMin: number): number {
  const local = new Date(ms + offsetMin * MINUTE_MS)
  const [month, day] = [local.getUTCMonth() + 1, local.getUTCDate()]
  if (day > 12) return Number.NaN
  const there = Date.UTC(local.getUTCFullYear(), day - 1, month, local.getUTCHours(), local.getUTCMinutes())
  return there - offsetMin * MINUTE_MS
}

/** The doubts of a reading without the values in them, so that the same doubt about other dates is the same. */
function doubtsOf(reasons: readonly Text[]): string {
  const plain = reasons.map(({ en }) => en.replace(/[“"'(].*?[”"')]/g, '…').replace(/\S*\d\S*/g, '#'))
  return [...new Set(plain)].toSorted().join('\n')
}

/** What a decision would teach; undefined where it teaches nothing that could be used again. */
export function lessonOf(read: NoticeRead, { choice }: NoticeDecided): Lesson | undefined {
  const { notice, sender, layout } = read
  if (choice.kind === 'rejected' || notice.competing.length === 0) return undefined
  const right =
    choice.kind === 'given'
      ? notice.windows
      : choice.kind === 'corrected'
        ? choice.windows
        : notice.competing[choice.index]?.windows
  const relation = right === undefined ? undefined : relationOf(notice.windows, right)
  return relation === undefined ? undefined : { sender, layout, doubts: doubtsOf(notice.reasons), relation }
}

/** The lessons that stand: decided with the wish to learn from it, and approved. */
export function lessonsIn(facts: readonly Fact[]): Lesson[] {
  const bodies = <T>(type: string): T[] =>
    facts.filter((fact) => fact.type === type).map(({ body }) => body as unknown as T)
  const approved = new Set(
    bodies<LessonApproved>(LESSON_APPROVED).map(({ mail, index }) => `${mail}.${index}`),
  )
  if (approved.size === 0) return []
  const newest = new Map(bodies<NoticeRead>(NOTICE_READ).map((read) => [`${read.mail}.${read.index}`, read]))
  const decisions = new Map(
    bodies<NoticeDecided>(NOTICE_DECIDED).map((one) => [`${one.mail}.${one.index}`, one]),
  )
  return [...decisions].flatMap(([place, decision]) => {
    const read = newest.get(place)
    if (!decision.lesson || !approved.has(place) || read === undefined) return []
    const lesson = lessonOf(read, decision)
    return lesson === undefined ? [] : [lesson]
  })
}

/**
 * Reads a doubtful notice as people decided before for the same sender, form and doubt. Left as it is where lessons
 * contradict each other, or more than one of its readings, or none, is the one that they mean.
 */
export function taught(notice: Notice, lessons: readonly Lesson[]): Notice {
  const competing = notice.competing ?? []
  if (!notice.needs_review || competing.length === 0) return notice
  const doubts = doubtsOf(notice.reasons)
  const relations = new Set(
    lessons.filter((lesson) => lesson.doubts === doubts).map(({ relation }) => relation),
  )
  const [relation] = relations
  if (relations.size !== 1 || relation === undefined) return notice
  const readings = [notice.windows, ...competing.map(({ windows }) => windows)]
  const meant = readings.filter((windows) => relationOf(notice.windows, windows) === relation)
  const [windows] = meant
  if (meant.length !== 1 || windows === undefined) return notice
  return { ...notice, windows, needs_review: false, confidence: 0.8, reasons: [TAUGHT, ...notice.reasons] }
}

const TAUGHT: Text = {
  ja: '同じ送信元・同じ書式の通知について人が決め、承認された読み方に従った。',
  en: 'Read as people decided, and approved, for this sender and this form of mail.',
}

/** Lessons about one sender and one form. */
export function lessonsFor(lessons: readonly Lesson[], form: { sender: string; layout: string }): Lesson[] {
  return lessons.filter(({ sender, layout }) => sender === form.sender && layout === form.layout)
}
