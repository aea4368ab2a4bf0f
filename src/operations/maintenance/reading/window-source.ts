import type { Field, Pair, Row } from '../document/field.ts'
import type { SourceKind } from '../document/item.ts'
import { classify } from '../lexicon/label.ts'
import type { Label } from '../lexicon/label.ts'
import { joined, scanTimes } from '../time/expression.ts'
import type { Point, Span } from '../time/expression.ts'
import type { DateToken } from '../time/lexeme.ts'
import { matchZone } from '../time/zone.ts'
import { segments, withSegment } from './segment.ts'
import { addComplete, LASTING, takeLength } from './sentence-window.ts'
import { addTwin, fillSlot, finish, readEnd, startSlot } from './slot.ts'
import { combine, emptyState, hasDate, looseDates, marksOf, scan, windowOf } from './window-state.ts'
import type { Marks, State, WindowFound } from './window-state.ts'

const WINDOWS_MAX = 500

/** All windows that the fields of one document state, and all dates seen, which help to read each other. */
export function findWindows(
  fields: readonly Field[],
  source: SourceKind,
): {
  windows: WindowFound[]
  dates: DateToken[]
  sentDates: DateToken[]
  unread: string[]
  loose: DateToken[]
  alternatives: boolean
  minutes: number | undefined
  minutesNamed: boolean
} {
  const state = emptyState(source)
  for (const [index, field] of fields.entries()) {
    if (state.found.length > WINDOWS_MAX) break
    if (field.kind === 'row') {
      finish(state)
      readRow(state, field, index)
    } else if (field.kind === 'pair') readPair(state, field)
    else readProse(state, field.text, field.scope)
  }
  finish(state)
  state.found.push(...state.times.filter((one) => hasDate(one.span)))
  return {
    windows: state.found,
    dates: state.dateTokens,
    sentDates: state.sentTokens,
    unread: state.unread,
    loose: looseDates(state),
    alternatives: state.alternatives,
    minutes: state.minutes,
    minutesNamed: state.minutesNamed,
  }
}

// ── pairs ────────────────────────────────────────────────────────────────────────────────────────────────────

function readPair(state: State, field: Pair): void {
  const before = trace(state)
  const { role, text } = field.label
  if (ALTERNATIVE.test(text)) state.alternatives = true
  const temporal = role === 'window' || role === 'start' || role === 'end'
  state.underLabel = temporal
  takePair(state, field)
  state.underLabel = false
  // A label of time whose value gave nothing: said, so that a missing window is not passed over.
  const unchanged = trace(state).every((one, index) => one === before[index])
  if (temporal && unchanged && scanTimes(field.value).points.length > 0)
    state.unread.push(`${text}: ${field.value.slice(0, 80)}`)
}

/** Times to choose from, not times to come. */
const ALTERNATIVE = /候補|\b(?:option|proposal|choice|suggestion)\b/

/** The reader is asked to choose. */
const ASKS_CHOICE =
  /^\W*(?:option|proposal|choice|suggestion) ?\d\b|\b(?:choose|select|pick) (?:a|one|the|your|which|between)\b[^.]{0,40}\b(?:dates?|slots?|windows?|options?|nights?)\b|\bwhich (?:one|date|slot|window|option|night)\b[^.?]{0,30}\b(?:suits?|prefer|convenient|works?)\b|ご希望の(?:日|候補)|いずれか(?:の(?:日|候補)|で|を)|第\s?[1-3一二三]\s?希望|ご希望をお|ご都合の(?:良|よ)い/i

/** What reading a label may change, to see whether it did. */
function trace(state: State): readonly unknown[] {
  const { slot, dates, found, times } = state
  return [found.length, times.length, slot, slot?.start, slot?.end, dates, dates?.point]
}

function takePair(state: State, field: Pair): void {
  const { label, value } = field
  const marks = marksOf(label, field.scope)
  if (label.role === 'window') {
    readWindowValue(state, value, marks)
    return
  }
  if (label.role === 'start' || label.role === 'end') {
    readEnd(state, label.role, value, marks)
    return
  }
  if (label.role === 'duration') {
    readDuration(state, value, label)
    return
  }
  if (label.role === 'sent') {
    for (const point of scanTimes(value).points)
      if (point.date !== undefined) state.sentTokens.push(point.date)
    return
  }
  if (label.role === 'account') return
  addComplete(state, value, marks, label.role === 'unknown' ? 3 : 4)
}

/** A value may hold the window, a backup day in brackets, and the window before a change. */
function readWindowValue(state: State, value: string, marks: Marks): void {
  let primary: WindowFound[] = []
  for (const segment of segments(value)) {
    const own = withSegment(marks, segment)
    const before = state.found.length
    readSegment(state, segment.text, own)
    const added = state.found.slice(before)
    if (own.backup && added.length === 0)
      addBackupDays(state, segment.text, primary[0] ?? lastPrimary(state), own)
    if (!segment.backup) primary = added.length > 0 ? added : primary
  }
}

function lastPrimary(state: State): WindowFound | undefined {
  return state.found.findLast((one) => !one.backup && !one.previous)
}

function readSegment(state: State, text: string, marks: Marks): void {
  const result = scan(state, text)
  for (const span of result.spans) {
    addSpan(state, span, marks, text)
    addTwin(state, span, marks, text, 1)
  }
  if (result.spans.length > 0) return
  const days = result.points.filter(
    (point) => (point.date !== undefined || point.day?.day !== undefined) && point.time === undefined,
  )
  const [firstDay] = days
  // Several days in one place: the times come apart from them and hold for each.
  if (firstDay?.date !== undefined && days.length > 1 && days.length === result.points.length) {
    const waiting = state.times.filter((one) => !hasDate(one.span) && one.backup === marks.backup)
    for (const one of waiting) one.span = { ...combine(one.span, firstDay, undefined), alsoOn: days.slice(1) }
    if (waiting.length === 0) state.dates = { point: firstDay, others: days.slice(1), marks }
    return
  }
  const [duration] = result.durations
  for (const point of result.points) {
    addLonePoint(state, point, marks, text, duration?.minutes)
    if (
      duration !== undefined &&
      state.slot !== undefined &&
      LASTING.test(text.slice(point.to, duration.from))
    )
      state.slot.minutesNamed = true
  }
}

/** A date range, a range of times, or both: what is missing is looked for beside it. */
function addSpan(state: State, span: Span, marks: Marks, text: string): void {
  const dated = hasDate(span)
  const timed = span.start.time !== undefined && span.end.time !== undefined
  if (dated && !timed && span.start.time === undefined && span.end.time === undefined) {
    if (!takeTimes(state, span.start, span.end, marks))
      state.dates = { point: span.start, until: span.end, marks }
    state.found.push(windowOf(state, span, marks, text, 1))
    return
  }
  if (!dated && state.slot?.start?.date !== undefined && state.slot.start.time === undefined) {
    const { start, end } = state.slot
    state.slot = undefined
    state.found.push(windowOf(state, combine(span, start, end), marks, text, 1))
    return
  }
  if (!dated && state.dates !== undefined && state.dates.marks.backup === marks.backup) {
    state.found.push(
      windowOf(
        state,
        { ...combine(span, state.dates.point, state.dates.until), alsoOn: state.dates.others ?? [] },
        { ...state.dates.marks, zones: marks.zones ?? state.dates.marks.zones },
        text,
        1,
      ),
    )
    for (const spare of state.spare.splice(0))
      state.found.push(
        windowOf(
          state,
          combine(span, spare.point, undefined),
          { ...spare.marks, zones: marks.zones ?? spare.marks.zones },
          text,
          1,
        ),
      )
    return
  }
  if (!dated) {
    state.times.push(windowOf(state, span, marks, text, 1))
    return
  }
  state.found.push(windowOf(state, span, marks, text, 1))
}

/** Dates that come after their times. */
function takeTimes(state: State, from: Point, until: Point | undefined, marks: Marks): boolean {
  const waiting = state.times.filter((one) => !hasDate(one.span) && one.backup === marks.backup)
  for (const one of waiting) one.span = combine(one.span, from, until)
  return waiting.length > 0
}

function addLonePoint(
  state: State,
  point: Point,
  marks: Marks,
  text: string,
  minutes: number | undefined,
): void {
  if (point.time === undefined) {
    if (point.date === undefined) return
    if (fillSlot(state, point)) return
    if (takeTimes(state, point, undefined, marks)) return
    if (marks.backup && state.dates?.marks.backup === false) state.spare.push({ point, marks })
    else state.dates = { point, marks }
    return
  }
  if (point.date === undefined) {
    if (fillSlot(state, point)) return
    if (state.dates === undefined) return
    startSlot(state, joined(state.dates.point, point), marks, text, minutes)
    return
  }
  startSlot(state, point, marks, text, minutes)
}

function readDuration(state: State, value: string, label: Label): void {
  const result = scan(state, value)
  const [whole] = result.spans.filter((span) => hasDate(span) && span.start.time !== undefined)
  if (whole !== undefined) state.found.push(windowOf(state, whole, marksOf(label, undefined), value, 3))
  // The length of the window, not of the loss of service within it.
  if (
    /^(?:(?:estimated|expected|planned|total|maximum) )?(?:duration|length) of (?:the )?(?:works?|maintenance|window|activity|event)$|^(?:duration|(?:maintenance|window|work|activity|planned|total|estimated)(?: window)? duration|作業時間|工事時間|所要時間)$/.test(
      label.text,
    )
  ) {
    state.minutes ??= result.durations[0]?.minutes ?? clockLength(value)
    state.minutesNamed ||=
      state.minutes !== undefined && (state.minutes >= 60 || OF_THE_WINDOW.test(label.text))
  }
}

/** A bare `Duration` of minutes may as well be that of the loss of service; where nothing ends, one of hours is the window. */
const OF_THE_WINDOW = /\b(?:maintenance|window|works?|activity|planned)\b|作業|工事/

/** `06:00 (hh:mm)`, `4:30:00`: a length written as a clock. */
function clockLength(value: string): number | undefined {
  const match =
    /^\s*(\d{1,2}):([0-5]\d)(?::00)?\s*(?:$|\(?\s*(?:h{1,2}:m{2}(?::s{2})?|h(?:ou)?rs?|h)\b)/i.exec(value)
  const minutes = match === null ? 0 : Number(match[1]) * 60 + Number(match[2])
  return minutes > 0 ? minutes : undefined
}

function addBackupDays(state: State, text: string, like: WindowFound | undefined, marks: Marks): void {
  if (like === undefined || like.span.start.time === undefined) return
  const points = scan(state, text).points.filter(
    (point) => point.date !== undefined || point.day !== undefined,
  )
  if (daysLong(like.span) > 1) {
    // Over several days the hours alone do not give the length.
    state.unread.push(text.slice(0, 80))
    return
  }
  for (const point of points) {
    if (point.date === undefined) continue
    const { date: _start, day: _day, weekday: _weekday, ...startTime } = like.span.start
    const { date: _end, day, weekday: _endWeekday, ...endTime } = like.span.end
    // `24日` is of that month and day only; 翌日 moves along.
    const end = day?.shift === undefined ? endTime : { ...endTime, day }
    const span = { ...like.span, alsoOn: [], start: joined(point, startTime), end }
    state.found.push({
      ...windowOf(state, span, marks, text, 1),
      zones: marks.zones ?? like.zones,
      sameHours: true,
    })
  }
}

/** Whole days between the two dates of a span, as written; the order of day and month makes no difference. */
function daysLong({ start, end }: Span): number {
  const day = (point: Point): number | undefined => {
    const one = point.date?.readings[0]
    return one === undefined ? undefined : Date.UTC(one.year ?? 2000, one.month - 1, one.day) / 86_400_000
  }
  const [from, to] = [day(start), day(end)]
  return from === undefined || to === undefined ? 0 : Math.abs(to - from)
}

// ── rows and prose ───────────────────────────────────────────────────────────────────────────────────────────

function readRow(state: State, given: Row, index: number): void {
  const row = namedRow(given)
  for (const backup of [false, true]) {
    for (const previous of [false, true]) {
      const cells = row.cells.filter(({ label }) => label.backup === backup && label.previous === previous)
      readRowGroup(state, cells, row, index)
    }
  }
}

/** A row that names itself in its first cell: `Backup window | 22:00 | 04:00`. */
function namedRow(row: Row): Row {
  const name = row.cells.find(
    ({ label, value }) => (label.role === 'unknown' || label.role === 'window') && !/\d{2}/.test(value),
  )
  const own = name === undefined ? undefined : classify(name.value)
  if (own === undefined || own.role !== 'window' || !(own.backup || own.previous || own.next)) return row
  return {
    ...row,
    cells: row.cells.map(({ label, value }) => ({
      label: {
        ...label,
        backup: label.backup || own.backup,
        previous: label.previous || own.previous,
        next: label.next || own.next,
      },
      value,
    })),
  }
}

function readRowGroup(state: State, cells: Row['cells'], row: Row, index: number): void {
  const inner: State = { ...state, found: [], slot: undefined, dates: undefined, times: [] }
  const zoneCell = row.cells.find(({ label }) => label.role === 'zone')
  const zones = zoneCell === undefined ? undefined : matchZone(zoneCell.value.trim(), true)?.options
  const marks = (label: Label): Marks => {
    const own = marksOf(label, row.scope)
    return { ...own, zones: own.zones ?? zones }
  }
  for (const { label, value } of cells) {
    if (label.role === 'window') readWindowValue(inner, value, marks(label))
  }
  for (const { label, value } of cells) {
    if (label.role === 'start' || label.role === 'end') readEnd(inner, label.role, value, marks(label))
  }
  finish(inner)
  for (const found of [...inner.found, ...inner.times.filter((one) => hasDate(one.span))])
    state.found.push({ ...found, row: index })
}

function readProse(state: State, text: string, scope: Label | undefined): void {
  takeLength(state, text)
  if (ASKS_CHOICE.test(text)) state.alternatives = true
  const heading =
    scope !== undefined && (scope.role === 'window' || scope.role === 'start' || scope.role === 'end')
  if (heading && text.length < 200) {
    readWindowValue(state, text, marksOf(undefined, scope))
    return
  }
  addComplete(state, text, marksOf(undefined, scope), 3)
}
