import type { Field, Pair, Row } from '../document/field.ts'
import type { SourceKind } from '../document/item.ts'
import type { Label } from '../lexicon/label.ts'
import { joined, scanTimes } from '../time/expression.ts'
import type { Point, Scan, Span } from '../time/expression.ts'
import type { DateToken } from '../time/token.ts'
import { matchZone } from '../time/zone.ts'
import type { Zone } from '../time/zone.ts'

/** A window as one place of a mail states it, before dates and zones are settled. */
export type WindowFound = {
  span: Span
  /** Zones that the label or heading gives, for ends that name none. */
  zones: Zone[] | undefined
  backup: boolean
  previous: boolean
  next: boolean
  actual: boolean
  /** 1 labelled or in a table, 3 complete in prose, 4 under a label that announces something else. */
  rank: number
  source: SourceKind
  /** The words it was read from. */
  text: string
  /** No end is written; the span's end repeats its start. */
  noEnd: boolean
  /** A duration beside a start without end. */
  minutes: number | undefined
  /** For rows: the row it stands in, so that objects beside it stay together. */
  row: number | undefined
}

type Marks = Pick<WindowFound, 'backup' | 'previous' | 'next' | 'actual' | 'zones'>
type Slot = { start?: Point; end?: Point; marks: Marks; text: string; minutes?: number }
type State = {
  found: WindowFound[]
  source: SourceKind
  slot: Slot | undefined
  dates: { point: Point; until?: Point; others?: Point[]; marks: Marks } | undefined
  times: WindowFound[]
  dateTokens: DateToken[]
  sentTokens: DateToken[]
  /** Dates under labels of time; each should end in a window. */
  labelled: DateToken[]
  underLabel: boolean
  unread: string[]
  minutes: number | undefined
}

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
  minutes: number | undefined
} {
  const state: State = {
    found: [],
    source,
    slot: undefined,
    dates: undefined,
    times: [],
    dateTokens: [],
    sentTokens: [],
    labelled: [],
    underLabel: false,
    unread: [],
    minutes: undefined,
  }
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
    minutes: state.minutes,
  }
}

function marksOf(label: Label | undefined, scope: Label | undefined): Marks {
  const temporal =
    scope !== undefined && (scope.role === 'window' || scope.role === 'start' || scope.role === 'end')
      ? scope
      : undefined
  return {
    backup: (label?.backup ?? false) || (temporal?.backup ?? false),
    previous: (label?.previous ?? false) || (temporal?.previous ?? false),
    next: (label?.next ?? false) || (temporal?.next ?? false),
    actual: (label?.actual ?? false) || (temporal?.actual ?? false),
    zones: label?.zones ?? temporal?.zones,
  }
}

/** Dates under labels of time that no window took up. */
function looseDates(state: State): DateToken[] {
  const used = new Set(
    state.found
      .flatMap(({ span }) => [span.start, span.end, ...span.alsoOn])
      .map((point) => point.date?.readings),
  )
  return state.labelled.filter((date) => !used.has(date.readings))
}

function datesOf(result: Scan): DateToken[] {
  const points = [...result.points, ...result.spans.flatMap((span) => [span.start, span.end, ...span.alsoOn])]
  return points.flatMap((point) => (point.date === undefined ? [] : [point.date]))
}

function scan(state: State, text: string): Scan {
  const result = scanTimes(text)
  const dates = datesOf(result)
  if (state.underLabel) state.labelled.push(...dates)
  state.dateTokens.push(...dates)
  return result
}

// ── pairs ────────────────────────────────────────────────────────────────────────────────────────────────────

function readPair(state: State, field: Pair): void {
  const before = trace(state)
  const { role, text } = field.label
  const temporal = role === 'window' || role === 'start' || role === 'end'
  state.underLabel = temporal
  takePair(state, field)
  state.underLabel = false
  // A label of time whose value gave nothing: said, so that a missing window is not passed over.
  const unchanged = trace(state).every((one, index) => one === before[index])
  if (temporal && unchanged && scanTimes(field.value).points.length > 0)
    state.unread.push(`${text}: ${field.value.slice(0, 80)}`)
}

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
  if (label.role === 'account' || label.role === 'id') return
  addComplete(state, value, marks, label.role === 'unknown' ? 3 : 4)
}

const INLINE_BACKUP =
  /予備(?:日時|日程|日|枠)?|順延日?|(?:back-?up|alternat(?:e|ive)|contingency|fall-?back)(?: maintenance)?(?: date| window| slot| night| time)?/i
const INLINE_PREVIOUS = /変更前|延期前|当初|\bpreviously\b|\boriginally\b|\bformerly\b|\bwas:/i
const INLINE_NEXT =
  /変更後|延期後|\bnow:|\bnew(?: date| window| time)?(?: is)?:?(?=\s)|\bwill now\b|\b(?:re-?scheduled|moved|postponed|changed) (?:to|until|for)\b/i
const SAME_TIME = /同時刻|同時間帯?|同じ時間帯?|same (?:time|hours|window)|at the same time/i

/** A value may hold the window, a backup day in brackets, and the window before a change. */
function readWindowValue(state: State, value: string, marks: Marks): void {
  let primary: WindowFound[] = []
  for (const segment of segments(value)) {
    const own: Marks = {
      ...marks,
      backup: marks.backup || segment.backup,
      previous: marks.previous || segment.previous,
      next: marks.next || segment.next,
    }
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

type Segment = { text: string; backup: boolean; previous: boolean; next: boolean }

function segments(value: string): Segment[] {
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

function readSegment(state: State, text: string, marks: Marks): void {
  const result = scan(state, text)
  for (const span of result.spans) addSpan(state, span, marks, text)
  if (result.spans.length > 0) return
  const days = result.points.filter((point) => point.date !== undefined && point.time === undefined)
  const [firstDay] = days
  // Several days in one place: the times come apart from them and hold for each.
  if (firstDay !== undefined && days.length > 1 && days.length === result.points.length) {
    const waiting = state.times.filter((one) => !hasDate(one.span) && one.backup === marks.backup)
    for (const one of waiting) one.span = { ...combine(one.span, firstDay, undefined), alsoOn: days.slice(1) }
    if (waiting.length === 0) state.dates = { point: firstDay, others: days.slice(1), marks }
    return
  }
  const minutes = result.durations[0]?.minutes
  for (const point of result.points) addLonePoint(state, point, marks, text, minutes)
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
    return
  }
  if (!dated) {
    state.times.push(windowOf(state, span, marks, text, 1))
    return
  }
  state.found.push(windowOf(state, span, marks, text, 1))
}

function combine(times: Span, from: Point, until: Point | undefined): Span {
  const end = until === undefined ? times.end : joined(until, times.end)
  return { ...times, start: joined(from, times.start), end, apart: until !== undefined }
}

/** Dates that come after their times. */
function takeTimes(state: State, from: Point, until: Point | undefined, marks: Marks): boolean {
  const waiting = state.times.filter((one) => !hasDate(one.span) && one.backup === marks.backup)
  for (const one of waiting) one.span = combine(one.span, from, until)
  return waiting.length > 0
}

function hasDate(span: Span): boolean {
  return (
    span.start.date !== undefined ||
    span.end.date !== undefined ||
    span.alsoOn.some((point) => point.date !== undefined)
  )
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
    if (!takeTimes(state, point, undefined, marks)) state.dates = { point, marks }
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

function startSlot(
  state: State,
  start: Point,
  marks: Marks,
  text: string,
  minutes: number | undefined,
): void {
  finish(state)
  state.slot = { start, marks, text, ...(minutes === undefined ? {} : { minutes }) }
}

/** A date or a time alone completes a start or end that lacks it. */
function fillSlot(state: State, point: Point): boolean {
  const slot = state.slot
  if (slot === undefined) return false
  for (const key of ['start', 'end'] as const) {
    const one = slot[key]
    if (one === undefined) continue
    if (point.time !== undefined && one.time === undefined) {
      slot[key] = joined(one, point)
      return true
    }
    if (point.date !== undefined && one.date === undefined && one.day === undefined) {
      slot[key] = {
        ...one,
        date: point.date,
        ...(point.weekday === undefined ? {} : { weekday: point.weekday }),
      }
      return true
    }
  }
  return false
}

// ── starts and ends ──────────────────────────────────────────────────────────────────────────────────────────

function readEnd(state: State, role: 'start' | 'end', value: string, marks: Marks): void {
  const result = scan(state, value)
  const whole = result.spans.find((span) => span.start.time !== undefined && span.end.time !== undefined)
  if (whole !== undefined && hasDate(whole)) {
    finish(state)
    state.found.push(windowOf(state, whole, marks, value, 1))
    return
  }
  const point = result.points.at(0) ?? result.spans[0]?.start
  if (point === undefined) return
  const slot = state.slot
  const sameKind =
    slot !== undefined &&
    slot.marks.backup === marks.backup &&
    slot.marks.previous === marks.previous &&
    slot.marks.actual === marks.actual
  const existing = slot?.[role]
  if (
    slot !== undefined &&
    sameKind &&
    existing !== undefined &&
    (role === 'end' || slot.end === undefined) &&
    complements(existing, point)
  ) {
    slot[role] = merge(existing, point)
    return
  }
  if (role === 'end' && slot !== undefined && sameKind && slot.end === undefined) {
    slot.end = point
    slot.text = `${slot.text} ~ ${value}`
    return
  }
  finish(state)
  state.slot = { [role]: point, marks, text: value }
  if (role === 'start' && point.date === undefined && state.dates !== undefined)
    state.slot.start = joined(state.dates.point, point)
}

function complements(a: Point, b: Point): boolean {
  return (
    (a.time === undefined && b.time !== undefined && b.date === undefined) ||
    (a.date === undefined && a.day === undefined && b.date !== undefined && b.time === undefined)
  )
}

function merge(a: Point, b: Point): Point {
  const date = a.date === undefined ? b : a
  const time = a.time === undefined ? b : a
  return {
    ...joined(date, time),
    ...((time.zones ?? date.zones) === undefined ? {} : { zones: time.zones ?? date.zones }),
  }
}

function finish(state: State): void {
  const slot = state.slot
  state.slot = undefined
  if (slot?.start === undefined) return
  const { start } = slot
  if (start.date === undefined && slot.end?.date === undefined) {
    if (slot.end !== undefined)
      state.times.push(windowOf(state, spanOf(start, slot.end), slot.marks, slot.text, 1))
    return
  }
  if (slot.end !== undefined) {
    state.found.push(windowOf(state, spanOf(start, slot.end), slot.marks, slot.text, 1))
    return
  }
  if (start.time === undefined) return
  const found = windowOf(state, spanOf(start, start), slot.marks, slot.text, 1)
  state.found.push({ ...found, noEnd: true, minutes: slot.minutes })
}

function spanOf(start: Point, end: Point): Span {
  return { from: 0, to: 0, start, end, alsoOn: [], each: false, apart: false, replaced: false }
}

function windowOf(state: State, span: Span, marks: Marks, text: string, rank: number): WindowFound {
  return {
    span,
    ...marks,
    previous: marks.previous || span.replaced,
    rank,
    source: state.source,
    text: text.slice(0, 300),
    noEnd: false,
    minutes: undefined,
    row: undefined,
  }
}

function readDuration(state: State, value: string, label: Label): void {
  const result = scan(state, value)
  const [whole] = result.spans.filter((span) => hasDate(span) && span.start.time !== undefined)
  if (whole !== undefined) state.found.push(windowOf(state, whole, marksOf(label, undefined), value, 3))
  // The length of the window, not of the loss of service within it.
  if (
    /^(?:duration|(?:maintenance|window|work|activity|planned|total|estimated)(?: window)? duration|作業時間|工事時間|所要時間)$/.test(
      label.text,
    )
  ) {
    state.minutes ??= result.durations[0]?.minutes
  }
}

function addBackupDays(state: State, text: string, like: WindowFound | undefined, marks: Marks): void {
  if (like === undefined || like.span.start.time === undefined) return
  const points = scan(state, text).points.filter(
    (point) => point.date !== undefined || point.day !== undefined,
  )
  for (const point of points) {
    if (point.date === undefined) continue
    const { date: _start, day: _day, weekday: _weekday, ...startTime } = like.span.start
    const { date: _end, weekday: _endWeekday, ...endTime } = like.span.end
    const span = { ...like.span, alsoOn: [], start: joined(point, startTime), end: endTime }
    state.found.push({ ...windowOf(state, span, marks, text, 1), zones: marks.zones ?? like.zones })
  }
}

// ── rows and prose ───────────────────────────────────────────────────────────────────────────────────────────

function readRow(state: State, row: Row, index: number): void {
  for (const backup of [false, true]) {
    for (const previous of [false, true]) {
      const cells = row.cells.filter(({ label }) => label.backup === backup && label.previous === previous)
      readRowGroup(state, cells, row, index)
    }
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

const MOVED = /\b(?:re-?scheduled|moved|postponed|changed|brought forward)\b[^.]{0,20}\bfrom\b/i
const NOT_WORK = /office hours|business hours|opening hours|営業時間|受付時間|copyright|©/i

function readProse(state: State, text: string, scope: Label | undefined): void {
  const heading =
    scope !== undefined && (scope.role === 'window' || scope.role === 'start' || scope.role === 'end')
  if (heading && text.length < 200) {
    readWindowValue(state, text, marksOf(undefined, scope))
    return
  }
  addComplete(state, text, marksOf(undefined, scope), 3)
}

/** Spans with both dates and times are windows even where no label says so. */
function addComplete(state: State, text: string, marks: Marks, rank: number): void {
  if (text.length > 5_000 || !/\d/.test(text)) return
  if (MOVED.test(text) || NOT_WORK.test(text)) {
    scan(state, text)
    return
  }
  for (const segment of segments(text)) {
    const own: Marks = {
      ...marks,
      backup: marks.backup || segment.backup,
      previous: marks.previous || segment.previous,
      next: marks.next || segment.next,
    }
    for (const span of scan(state, segment.text).spans) {
      if (hasDate(span) && span.start.time !== undefined && span.end.time !== undefined)
        state.found.push(windowOf(state, span, own, segment.text, rank))
    }
  }
}
