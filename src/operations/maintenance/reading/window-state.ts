import type { SourceKind } from '../document/item.ts'
import type { Label } from '../lexicon/label.ts'
import { joined, scanTimes } from '../time/expression.ts'
import type { Point, Scan, Span } from '../time/expression.ts'
import type { DateToken } from '../time/lexeme.ts'
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
  /** That duration is the window's, not that of a loss within it. */
  minutesNamed?: boolean
  /** The hours were taken over from the main window. */
  sameHours: boolean
  /** The same moments written beside it in another zone; dates that were left out there are those of the window. */
  twin?: true
  /** For rows: the row it stands in, so that objects beside it stay together. */
  row: number | undefined
}

/** What label and heading say about a window. */
export type Marks = Pick<WindowFound, 'backup' | 'previous' | 'next' | 'actual' | 'zones'>
/** A start and an end that come under labels of their own. */
export type Slot = {
  start?: Point
  end?: Point
  marks: Marks
  text: string
  minutes?: number
  /** They follow the start as its length. */
  minutesNamed?: true
  /** Its ends were given with marks of their own: no window without end. */
  ended?: true
  /** The same moments in other zones, written beside them. */
  twins?: { start: Point[]; end: Point[] }
}
/** A day, a range or a list of days whose hours stand elsewhere. */
export type Dates = { point: Point; until?: Point; others?: Point[]; marks: Marks }
/** What has been seen so far in a document, in reading order. */
export type State = {
  found: WindowFound[]
  source: SourceKind
  slot: Slot | undefined
  dates: Dates | undefined
  /** Backup days that wait for the hours of the window. */
  spare: Dates[]
  times: WindowFound[]
  dateTokens: DateToken[]
  sentTokens: DateToken[]
  /** Dates under labels of time; each should end in a window. */
  labelled: DateToken[]
  underLabel: boolean
  alternatives: boolean
  unread: string[]
  minutes: number | undefined
  /** The duration is called one of the work. */
  minutesNamed: boolean
}

export function emptyState(source: SourceKind): State {
  return {
    found: [],
    source,
    slot: undefined,
    dates: undefined,
    spare: [],
    times: [],
    dateTokens: [],
    sentTokens: [],
    labelled: [],
    underLabel: false,
    alternatives: false,
    unread: [],
    minutes: undefined,
    minutesNamed: false,
  }
}

export function marksOf(label: Label | undefined, scope: Label | undefined): Marks {
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
export function looseDates(state: State): DateToken[] {
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

/** Reads the times of a text and keeps all dates seen. */
export function scan(state: State, text: string): Scan {
  const result = scanTimes(text)
  const dates = datesOf(result)
  if (state.underLabel) state.labelled.push(...dates)
  state.dateTokens.push(...dates)
  return result
}

export function hasDate(span: Span): boolean {
  return (
    span.start.date !== undefined ||
    span.end.date !== undefined ||
    span.alsoOn.some((point) => point.date !== undefined)
  )
}

/** Times with the day, or the range of days, that was written apart from them. */
export function combine(times: Span, from: Point, until: Point | undefined): Span {
  const end = until === undefined ? times.end : joined(until, times.end)
  return { ...times, start: joined(from, times.start), end, apart: until !== undefined }
}

export function spanOf(start: Point, end: Point): Span {
  return { from: 0, to: 0, start, end, alsoOn: [], each: false, apart: false, replaced: false }
}

export function windowOf(state: State, span: Span, marks: Marks, text: string, rank: number): WindowFound {
  return {
    span,
    ...marks,
    previous: marks.previous || span.replaced,
    rank,
    source: state.source,
    text: text.slice(0, 300),
    noEnd: false,
    minutes: undefined,
    sameHours: false,
    row: undefined,
  }
}
