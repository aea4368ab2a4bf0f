import type { DateToken, DayToken, DurationToken, TimeToken, Token } from './lexeme.ts'
import { scanTokens } from './token.ts'
import type { Zone } from './zone.ts'

/** One moment as written: any of its parts may be missing and come from elsewhere. */
export type Point = {
  from: number
  to: number
  date?: DateToken
  /** A day without month, or counted from another date. */
  day?: DayToken
  weekday?: number
  time?: TimeToken
  /** The zones that the written name may mean, most usual first; several written zones must agree. */
  zones?: Zone[]
  /** The same moment in another zone, written right behind it: `00:00 PDT (07:00 UTC)`. */
  twin?: Point
}

export type Span = {
  from: number
  to: number
  start: Point
  end: Point
  /** Further dates to which the same times apply: `12月3日、4日 1:00~5:00`. */
  alsoOn: Point[]
  /** `each night`, 毎日: a range of dates with times of day is one window a day. */
  each: boolean
  /** Another span follows behind `to`, `から`, an arrow: this is the state before a change. */
  replaced: boolean
  /** Dates first and times after, so that without `each` both meanings are possible. */
  apart: boolean
}

export type Scan = { spans: Span[]; points: Point[]; durations: DurationToken[] }

type Gap = 'glue' | 'range' | 'list' | 'none'

const BLANK = '[\\s,.\'"()\\[\\]{}|@*:;/。、]*'
const GLUE = new RegExp(
  `^${BLANK}(?:(?:at|on|of|the|from|between|zwischen|entre|tussen|um|ore|alle ore|klo|kello|godz\\.?|saat|自|von|de|du|del|dalle|le|den|la|el|op|kl|hrs?|hours?|h|uhr|uur|ore|heures?|horas?|time|starting|beginning|local|の|に|は|T|the hours of|hours of|each (?:day|night|evening)|every (?:day|night)|nightly|daily|毎日|毎夜|毎晩|各日|各夜|連日|それぞれ|いずれも)${BLANK}){0,3}$`,
  'i',
)
const RANGE = new RegExp(
  `^${BLANK}(?:hrs?|hours?|h|uhr|uur|ore|heures?|horas?)?${BLANK}(?:-{1,2}|~|\\?{1,2}|to|until|till|til|thru|through|and ending(?: at)?|and end(?:s)?|->|=>|→|⇒|から|より|至|bis|hasta|até|ate|tot|t/m)${BLANK}(?:at|on|the|approximately|approx|約|about)?${BLANK}$`,
  'i',
)
const END_WORD =
  /(?:^|[^\p{L}])(?:end(?:s|ing)?|finish(?:es|ed)?|completed|stop|close|until|fin)(?:[^\p{L}]|$)|終了/iu
const START_WORD = /(?:^|[^\p{L}])(?:start(?:s|ing)?|begin(?:s|ning)?|commenc\w+)(?:[^\p{L}]|$)|開始/iu
const LIST = new RegExp(
  `^(?:${BLANK})(?:,|、|and|&|及び|および|と|・|/|;|und|et|y|e)(?:${BLANK})(?:on)?(?:${BLANK})$`,
  'i',
)
const EACH =
  /each (?:day|night|evening)|every (?:day|night)|nightly|daily|per night|毎日|毎夜|毎晩|各日|各夜|連日|それぞれ/i

/** `at` before a time, `to` after one, in French, Italian, Spanish, Portuguese. */
const AT_OR_TO = new RegExp(`^${BLANK}(?:à|a|au|al|às|as|alle|a las)${BLANK}$`, 'i')

/** Reads all moments and spans of a plain text. */
export function scanTimes(text: string): Scan {
  const tokens = scanTokens(text)
  const durations = tokens.filter((token) => token.kind === 'duration')
  const { points, gaps } = clusters(text, tokens)
  const single = withoutTwins(text, points, gaps)
  return { ...assemble(text, single.points, single.gaps), durations }
}

/** Groups tokens that belong to one moment. `gaps[i]` stands between point i and point i + 1. */
function clusters(text: string, tokens: readonly Token[]): { points: Point[]; gaps: Gap[] } {
  const points: Point[] = []
  const gaps: Gap[] = []
  let current: Point | undefined
  let previousEnd = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'duration') {
      continue
    }
    const between = text.slice(previousEnd, token.from)
    let gap: Gap = index === 0 ? 'none' : gapOf(between)
    if (AT_OR_TO.test(between) && between.trim() !== '') gap = current?.time === undefined ? 'glue' : 'range'
    if (isFull(current) && token.kind === 'date' && between.trim() === '/') gap = 'range'
    if (isNextItem(current, token, between)) gap = 'none'
    if (current !== undefined && gap === 'range' && isDateDashTime(current, token, tokens, index, text))
      gap = 'glue'
    if (
      current !== undefined &&
      gap === 'list' &&
      !hasKind(current, token) &&
      (token.kind !== 'day' || !isDateOnly(current))
    )
      gap = 'glue'
    if (betweenAnd(text, current, between) || isNightOver(current, token, between)) gap = 'range'
    if (
      current !== undefined &&
      gap === 'glue' &&
      !opensNext(current, tokens, index, text) &&
      add(current, token)
    ) {
      previousEnd = token.to
      continue
    }
    if (current !== undefined) {
      points.push(current)
      gaps.push(gap === 'glue' ? (/[、,]/.test(between) ? 'list' : 'none') : gap)
    }
    current = { from: token.from, to: token.to }
    add(current, token)
    previousEnd = token.to
  }
  if (current !== undefined) points.push(current)
  return { points, gaps }
}

function gapOf(between: string): Gap {
  if (between.length > 60) return 'none'
  // A new line begins something else, unless a word says that it goes on.
  if (between.includes('\n') && !RANGE.test(between) && !END_WORD.test(between)) return 'none'
  if (/^\s*[、,・]\s*$/.test(between)) return 'list'
  if (GLUE.test(between) && !/\n\s*\n/.test(between)) return 'glue'
  if (RANGE.test(between)) return 'range'
  if (START_WORD.test(between)) return 'none'
  if (END_WORD.test(between) && between.length < 40) return 'range'
  return LIST.test(between) ? 'list' : 'none'
}

/** `12/06/2021 - 01:00 to 05:00` and `2021-06-12 - 05:00`: the first dash joins a date with its time. */
function isDateDashTime(
  current: Point,
  token: Token,
  tokens: readonly Token[],
  index: number,
  text: string,
): boolean {
  if (current.date === undefined || current.time !== undefined || token.kind !== 'time') return false
  const between = text.slice(current.to, token.from)
  return /-|~/.test(between) && !tokens.slice(index + 1, index + 2).some((next) => next.kind === 'date')
}

/** A dash that opens the next line of a list, whose date begins another moment. */
function isNextItem(current: Point | undefined, token: Token, between: string): boolean {
  return current?.time !== undefined && token.kind !== 'time' && /\n\s*[-*]\s+$/.test(between)
}

/** `between 01:00 and 03:00`. */
function betweenAnd(text: string, current: Point | undefined, between: string): boolean {
  if (
    current?.time === undefined ||
    !/^[\s,)]*(?:hrs?|hours?|h|uhr|uur)?[\s,)]*(?:and|und|et|y|e|en|i|と)[\s(]*(?:the\s)?$/i.test(between)
  )
    return false
  return /\b(?:between|zwischen|entre|tussen|tra|fra)\b/i.test(
    text.slice(Math.max(0, current.from - 40), current.to),
  )
}

/** A date behind a finished moment that has a time of its own begins the next: `06:00 IST (15 June 18:30 GMT …`. */
function opensNext(current: Point, tokens: readonly Token[], index: number, text: string): boolean {
  const token = tokens[index]
  if (current.time === undefined || (token?.kind !== 'date' && token?.kind !== 'weekday')) return false
  const following = tokens
    .slice(index + 1, index + 3)
    .find((next) => next.kind !== 'weekday' && (token.kind !== 'weekday' || next.kind !== 'date'))
  // `3月30日(木) 1:00`: the day of the week belongs to the date.
  const last = following === undefined ? token : tokens[tokens.indexOf(following) - 1]
  return (
    following?.kind === 'time' && last !== undefined && gapOf(text.slice(last.to, following.from)) === 'glue'
  )
}

/** `the night of 21/22 January`: two days that follow each other. */
function isNightOver(current: Point | undefined, token: Token, between: string): boolean {
  const first = current?.date?.readings ?? []
  if (token.kind !== 'date' || current?.time !== undefined || between.trim() !== '/') return false
  const [a, b] = [first[0], token.readings[0]]
  return first.length === 1 && a?.month === b?.month && a !== undefined && b?.day === a.day + 1
}

function isFull(point: Point | undefined): boolean {
  return point?.date !== undefined && point.time !== undefined
}

function hasKind(point: Point, token: Token): boolean {
  if (token.kind === 'date') return point.date !== undefined
  if (token.kind === 'time') return point.time !== undefined
  if (token.kind === 'zone') return point.zones !== undefined
  if (token.kind === 'weekday') return point.weekday !== undefined
  return point.day !== undefined
}

/** Adds a token to a moment; false when it already has that part, so that a new moment starts. */
function add(point: Point, token: Token): boolean {
  if (token.kind === 'duration') return true
  if (token.kind === 'zone' && point.zones !== undefined) point.zones = narrow(point.zones, token.options)
  else if (hasKind(point, token)) return token.kind === 'weekday' && point.weekday === token.weekday
  else if (token.kind === 'date') {
    // A date after `翌` or a bare day is another moment; a date after a finished time is not its date in a list.
    point.date = token
  } else if (token.kind === 'day') {
    if (point.date !== undefined && token.day !== undefined) return false
    point.day = token
  } else if (token.kind === 'time') point.time = token
  else if (token.kind === 'weekday') point.weekday = token.weekday
  else point.zones = token.options
  point.to = Math.max(point.to, token.to)
  return true
}

/** `CST (Central Standard Time)`: the second name decides between what the first may mean. */
function narrow(first: Zone[], second: Zone[]): Zone[] {
  const agreed = first.filter((zone) => second.some((other) => sameZone(zone, other)))
  return agreed.length > 0 ? agreed : first
}

function sameZone(a: Zone, b: Zone): boolean {
  if (a.kind === 'fixed' && b.kind === 'fixed') return a.offsetMin === b.offsetMin
  if (a.kind === 'fixed' && b.kind === 'iana') return a.seasonal === b.id
  if (a.kind === 'iana' && b.kind === 'fixed') return b.seasonal === a.id
  return a.kind === 'iana' && b.kind === 'iana' && a.id === b.id
}

function assemble(
  text: string,
  points: readonly Point[],
  gaps: readonly Gap[],
): { spans: Span[]; points: Point[] } {
  const spans: Span[] = []
  const alone: Point[] = []
  let at = 0
  while (at < points.length) {
    const listed: Point[] = []
    while (isDateOnly(points[at]) && gaps[at] === 'list' && at + 1 < points.length) {
      const point = points[at]
      if (point !== undefined) listed.push(point)
      at += 1
    }
    const used = spanAt(text, points, gaps, at)
    if (used === undefined) {
      const point = points[at]
      alone.push(...listed)
      if (point !== undefined) alone.push(point)
      at += 1
      continue
    }
    spans.push({ ...used.span, alsoOn: [...listed, ...used.span.alsoOn] })
    at += used.count
    if (gaps[at - 1] === 'range' && isFull(used.span.start) && isFull(points[at]))
      (spans.at(-1) ?? used.span).replaced = true
  }
  return {
    spans,
    points: alone.filter(
      (point) => point.date !== undefined || point.time !== undefined || point.day !== undefined,
    ),
  }
}

function isDateOnly(point: Point | undefined): boolean {
  return (
    point !== undefined && (point.date !== undefined || point.day !== undefined) && point.time === undefined
  )
}

function isTimeOnly(point: Point | undefined): boolean {
  return (
    point !== undefined && point.time !== undefined && point.date === undefined && point.day === undefined
  )
}

function spanAt(
  text: string,
  points: readonly Point[],
  gaps: readonly Gap[],
  at: number,
): { span: Span; count: number } | undefined {
  const [a, b, c, d] = points.slice(at, at + 4)
  if (a === undefined || b === undefined || gaps[at] !== 'range' || isOneMoment(a, b, text)) return undefined
  const each = EACH.test(text.slice(Math.max(0, a.from - 40), (c ?? b).to + 40))
  // dates first, times after: `3 Dec - 4 Dec, 22:00 - 04:00`, also with a time in the middle point.
  if (
    isDateOnly(a) &&
    isDateOnly(b) &&
    isTimeOnly(c) &&
    isTimeOnly(d) &&
    gaps[at + 2] === 'range' &&
    gaps[at + 1] !== 'range' &&
    c !== undefined &&
    d !== undefined &&
    c.from - b.to < 40
  ) {
    return {
      span: {
        from: a.from,
        to: d.to,
        start: joined(a, c),
        end: joined(b, d),
        alsoOn: [],
        each,
        apart: true,
        replaced: false,
      },
      count: 4,
    }
  }
  if (
    isDateOnly(a) &&
    b.date !== undefined &&
    b.time !== undefined &&
    isTimeOnly(c) &&
    gaps[at + 1] === 'range' &&
    c !== undefined
  ) {
    const end: Point = { ...b, time: c.time, ...(c.zones === undefined ? {} : { zones: c.zones }) }
    return {
      span: {
        from: a.from,
        to: c.to,
        start: joined(a, { ...b, date: undefined }),
        end,
        alsoOn: [],
        each,
        apart: true,
        replaced: false,
      },
      count: 3,
    }
  }
  // times first, date after: `01:00 - 05:00 UTC, 12 June`.
  return {
    span: { from: a.from, to: b.to, start: a, end: b, alsoOn: [], each, apart: false, replaced: false },
    count: 2,
  }
}

/** Takes moments that repeat the one before them in another zone out of the row, and keeps them with it. */
function withoutTwins(
  text: string,
  points: readonly Point[],
  gaps: readonly Gap[],
): { points: Point[]; gaps: Gap[] } {
  const kept: Point[] = []
  const between: Gap[] = []
  for (const [index, point] of points.entries()) {
    const last = kept.at(-1)
    const before = last === undefined ? '' : text.slice(last.to, point.from)
    const inside = /^\s*\(\s*$/.test(before) && /^\s*\)/.test(text.slice(point.to, point.to + 8))
    if (last?.twin === undefined && inside && last?.zones !== undefined && isOther(last, point)) {
      kept[kept.length - 1] = { ...last, twin: point }
      between[between.length - 1] = gaps[index] ?? 'none'
      continue
    }
    kept.push(point)
    between.push(gaps[index] ?? 'none')
  }
  return { points: kept, gaps: between }
}

function isOther(a: Point, b: Point): boolean {
  const zone = b.zones?.[0]?.name
  return a.time !== undefined && b.time !== undefined && zone !== undefined && zone !== a.zones?.[0]?.name
}

/** `14:00 UTC / 00:00 AEST`: one moment in two zones, and no range. */
function isOneMoment(a: Point, b: Point, text: string): boolean {
  const [first] = a.zones ?? []
  const [second] = b.zones ?? []
  if (first === undefined || second === undefined || first.name === second.name) return false
  return text.slice(a.to, b.from).includes('/') && a.time !== undefined && b.time !== undefined
}

/** A date and a time written apart as one moment. */
export function joined(date: Point, time: Point): Point {
  return { ...date, time: time.time, ...(time.zones === undefined ? {} : { zones: time.zones }), to: time.to }
}
