import { scanTimes } from '../time/expression.ts'
import { segments, withSegment } from './segment.ts'
import { addTwin } from './slot.ts'
import { SOMETHING_ELSE } from './something-else.ts'
import { sentencesOf } from './state.ts'
import { combine, hasDate, scan, spanOf, windowOf } from './window-state.ts'
import type { Marks, State } from './window-state.ts'

/** Windows that sentences tell, under no name of a time. */

/** Between a start and a length that is its own: `23:30より約3時間`, `10 PM for about 2 hours`. */
export const LASTING =
  /^[\s,()]*(?:から|より)?[\s,(]*(?:約|およそ|最大)?[\s,(]*(?:(?:and )?(?:for|lasting|lasts|duration|with a duration of|approximately|approx\.?|about|around|ca\.?|up to|total(?: of)?|est(?:imated)?\.?)[\s,:(]*){0,3}$/i

const MOVED = /\b(?:re-?scheduled|moved|postponed|changed|brought forward)\b[^.]{0,20}\bfrom\b/i
const INSTEAD = /\binstead of\b|\brather than\b|ではなく|に代えて|に代わり/i
const NOT_WORK = /office hours|business hours|opening hours|営業時間|受付時間|copyright|©/i

/** `Expected to last 3 hours` right behind a start. */
export function takeLength(state: State, text: string): void {
  if (state.slot?.start?.time === undefined || state.slot.end !== undefined || text.length > 80) return
  if (!/\b(?:last|take|lasting|lasts|takes|duration)\b|(?:約|およそ|所要)/i.test(text)) return
  if (/\b(?:outage|interrupt\w*|downtime|impact|loss)\b|断/i.test(text)) return
  const { durations, points } = scanTimes(text)
  const [only, second] = durations
  if (only === undefined || second !== undefined || points.length > 0) return
  state.slot.minutes = only.minutes
  state.slot.minutesNamed = true
}

/** `moved from A - B to C - D`: two whole windows, the first before the change. */
function addMoved(state: State, text: string, marks: Marks): boolean {
  const { spans, points } = scan(state, text)
  const [old, now, third] = spans
  if (old === undefined || now === undefined || third !== undefined || points.length > 0) return false
  const whole = [old, now].every(
    (one) => hasDate(one) && one.start.time !== undefined && one.end.time !== undefined,
  )
  if (!whole || !/(?:^|[\s,])(?:to|until)\b/i.test(text.slice(old.to, now.from))) return false
  // A zone at the end of the sentence is that of both.
  const zones = marks.zones ?? now.end.zones ?? now.start.zones
  state.found.push(windowOf(state, old, { ...marks, zones, previous: true }, text, 3))
  state.found.push({ ...windowOf(state, now, { ...marks, zones, next: true }, text, 3) })
  return true
}

/** Spans with both dates and times are windows even where no label says so. */
export function addComplete(state: State, text: string, marks: Marks, rank: number): void {
  if (text.length > 5_000 || !/\d/.test(text)) return
  if (MOVED.test(text) && addMoved(state, text, marks)) return
  if (MOVED.test(text) || NOT_WORK.test(text)) {
    scan(state, text)
    return
  }
  if (INSTEAD.test(text) && scan(state, text).points.length + scan(state, text).spans.length > 0) {
    // One of the times is the one that no longer holds, and the grammar of the sentence says which.
    state.unread.push(text.slice(0, 80))
    return
  }
  for (const segment of segments(text)) {
    const own = withSegment(marks, segment)
    for (const span of scan(state, segment.text).spans) {
      if (hasDate(span) && span.start.time !== undefined && span.end.time !== undefined)
        state.found.push(windowOf(state, span, own, segment.text, rank))
      addTwin(state, span, own, segment.text, rank)
    }
    addLasting(state, segment.text, own, rank)
    addDayAndHours(state, segment.text, own, rank)
  }
}

/** `Tue Nov 24 2026 00:00 CST, lasting 4 hours` in a sentence. */
function addLasting(state: State, text: string, marks: Marks, rank: number): void {
  const { points, spans, durations } = scanTimes(text)
  const [point, another] = points
  const [duration] = durations
  if (
    spans.length > 0 ||
    another !== undefined ||
    point?.date === undefined ||
    point.time === undefined ||
    duration === undefined ||
    duration.from < point.to ||
    !LASTING.test(text.slice(point.to, duration.from))
  )
    return
  state.found.push({
    ...windowOf(state, spanOf(point, point), marks, text, rank),
    noEnd: true,
    minutes: duration.minutes,
    minutesNamed: true,
  })
}

/** `am 15.07.2027 führen wir von 01:00 bis 04:00 Uhr`: the one day and the one span of hours of a sentence. */
function addDayAndHours(state: State, text: string, marks: Marks, rank: number): void {
  for (const sentence of sentencesOf(text)) {
    if (SOMETHING_ELSE.test(sentence)) continue
    const { points, spans } = scanTimes(sentence)
    const [day, another] = points
    const [hours, more] = spans
    if (day?.date === undefined || day.time !== undefined || another !== undefined) continue
    if (hours === undefined || more !== undefined || hasDate(hours) || hours.alsoOn.length > 0) continue
    if (hours.start.time === undefined || hours.end.time === undefined || hours.from < day.to) continue
    state.found.push(windowOf(state, combine(hours, day, undefined), marks, sentence, rank))
  }
}
