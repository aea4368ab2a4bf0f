import { scanTimes } from '../time/expression.ts'
import type { Marks } from './window-state.ts'

/** A part of a value that stands for the window, for its backup, or for the window before or after a change. */
export type Segment = { text: string; backup: boolean; previous: boolean; next: boolean }

/** Cuts a value where it says `backup`, 予備日, 変更前, `now`, or draws an arrow between two windows. */
export function segments(value: string): Segment[] {
  const marks = [
    ...value.matchAll(
      new RegExp(`${INLINE_BACKUP.source}|${INLINE_PREVIOUS.source}|${INLINE_NEXT.source}`, 'gi'),
    ),
  ]
  const out: Segment[] = []
  let from = 0
  let current = { backup: false, previous: false, next: false }
  for (const mark of marks) {
    out.push(...arrows({ text: value.slice(from, mark.index), ...current }))
    current = {
      backup: INLINE_BACKUP.test(mark[0]),
      previous: INLINE_PREVIOUS.test(mark[0]),
      next: INLINE_NEXT.test(mark[0]),
    }
    from = mark.index + mark[0].length
  }
  out.push(...arrows({ text: value.slice(from), ...current }))
  return out.filter((segment) => /\d/.test(segment.text) || SAME_TIME.test(segment.text))
}

/** `old window → new window`: only when both sides are windows of their own, since an arrow also joins two times. */
function arrows(segment: Segment): Segment[] {
  const at = segment.text.search(/→|⇒|->|=>/)
  if (at < 0) return [segment]
  const left = segment.text.slice(0, at)
  const right = segment.text.slice(at).replace(/^(?:→|⇒|->|=>)/, '')
  const whole = (text: string): boolean =>
    scanTimes(text).spans.some((span) => span.start.time !== undefined && span.end.time !== undefined)
  if (!whole(left) || !whole(right)) return [segment]
  return [
    { ...segment, text: left, previous: true },
    { ...segment, text: right, next: true },
  ]
}

const INLINE_BACKUP =
  /予備(?:日時|日程|日|枠)?|順延日?|(?:back-?up|alternat(?:e|ive)|contingency|fall-?back)(?: maintenance)?(?: date| window| slot| night| time)?/i
const INLINE_PREVIOUS =
  /変更前|延期前|当初|[(【[](?:旧|誤|前|old)[)】\]]|旧(?:日程|日時)|\bpreviously\b|\boriginally\b|\bformerly\b|\bwas:/i
const INLINE_NEXT =
  /変更後|延期後|[(【[](?:新|正|後|new)[)】\]]|新(?:日程|日時)|\bnow:|\bnew(?: date| window| time)?(?: is)?:?(?=\s)|\bwill now\b|\b(?:re-?scheduled|moved|postponed|changed) (?:to|until|for)\b/i
const SAME_TIME = /同時刻|同時間帯?|同じ時間帯?|same (?:time|hours|window)|at the same time/i

export function withSegment(marks: Marks, segment: Segment): Marks {
  return {
    ...marks,
    backup: marks.backup || segment.backup,
    previous: marks.previous || segment.previous,
    next: marks.next || segment.next,
  }
}
