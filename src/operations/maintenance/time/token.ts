import { foldName, isAmbiguousName, nameTables } from './name.ts'
import { matchZone } from './zone.ts'
import type { Zone } from './zone.ts'

/** Which way a numeric date is read; `fixed` where the notation leaves no choice. */
export type Order = 'fixed' | 'mdy' | 'dmy' | 'ymd'

export type DateReading = { year?: number; month: number; day: number; order: Order }

export type DateToken = {
  kind: 'date'
  from: number
  to: number
  readings: DateReading[]
  /** `12/3` and the like: a date only beside a weekday or a time. */
  weak: boolean
}
/** A day of the month alone (4日, `to 13th`), or counted from the date before: 同日 0, 翌日 1. */
export type DayToken = { kind: 'day'; from: number; to: number; day?: number; shift?: number }
export type TimeToken = {
  kind: 'time'
  from: number
  to: number
  /** 0 to 29: Japanese carriers write the small hours of the next day as 25 to 29. */
  hour: number
  minute: number
  second: number
  meridian?: 'am' | 'pm'
}
export type WeekdayToken = { kind: 'weekday'; from: number; to: number; weekday: number }
export type ZoneToken = { kind: 'zone'; from: number; to: number; options: Zone[] }
export type DurationToken = { kind: 'duration'; from: number; to: number; minutes: number }
export type Token = DateToken | DayToken | TimeToken | WeekdayToken | ZoneToken | DurationToken

const TOKENS_MAX = 400
const TEXT_MAX = 20_000

/** Finds dates, times, weekdays, zones and durations in a plain text (see plainText), left to right. */
export function scanTokens(full: string): Token[] {
  const text = full.slice(0, TEXT_MAX)
  const tokens: Token[] = []
  let at = 0
  while (at < text.length && tokens.length < TOKENS_MAX) {
    const next = nextStart(text, at, tokens.at(-1)?.to ?? -1)
    if (next < 0) break
    const token = tokenAt(text, next, tokens.at(-1))
    if (token === undefined) {
      at = afterWord(text, next)
      continue
    }
    tokens.push(...(Array.isArray(token) ? token : [token]))
    at = Math.max(tokens.at(-1)?.to ?? at, next + 1)
    const zone = zoneAfter(text, tokens.at(-1))
    if (zone === undefined) continue
    tokens.push(zone)
    at = zone.to
  }
  return tokens.filter(
    (token, index) => token.kind !== 'date' || !token.weak || hasNeighbour(tokens, index, text),
  )
}

const START = /[\p{L}\d(]/gu

function nextStart(text: string, from: number, tokenEnd: number): number {
  START.lastIndex = from
  for (let match = START.exec(text); match !== null; match = START.exec(text)) {
    const at = match.index
    if ((tokenEnd >= 0 && at - tokenEnd <= 1) || startsCleanly(text, at)) return at
    START.lastIndex = at + 1
  }
  return -1
}

/** Not inside a word, a number, an address or an identifier such as `KOJI-2026-00123`. */
function startsCleanly(text: string, at: number): boolean {
  const before = text[at - 1] ?? ' '
  const char = text[at] ?? ''
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}(]/u.test(char)) return true
  if (/\d/.test(char)) {
    if (/[\dA-Za-z_]/.test(before)) return false
    return !(/[-/.:_#]/.test(before) && /[\dA-Za-z]/.test(text[at - 2] ?? ' '))
  }
  return !/[\dA-Za-z\u00c0-\u024f_]/.test(before)
}

function afterWord(text: string, at: number): number {
  const word = /^(?:[A-Za-z\u00c0-\u024f]+|\d+)/.exec(text.slice(at, at + 80))
  return at + Math.max(1, word?.[0].length ?? 1)
}

function tokenAt(text: string, at: number, last: Token | undefined): Token | Token[] | undefined {
  const rest = text.slice(at, at + 120)
  const first = rest[0] ?? ''
  if (/\d/.test(first))
    return (
      durationAt(rest, at) ??
      dateAt(rest, at) ??
      timeAt(rest, at) ??
      dayAt(rest, at, last) ??
      afterDateAt(text, at, last)
    )
  const weekday = weekdayAt(rest, at)
  if (weekday !== undefined) return weekday
  if (first === '(') return undefined
  return dateAt(rest, at) ?? timeAt(rest, at) ?? dayAt(rest, at, last) ?? freeZoneAt(rest, at)
}

// ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────

const YMD = /^(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d|[.:]\d)/
const COMPACT =
  /^(20[1-4]\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=T\d{4}|[\s_~-]{1,3}\d{1,2}:?\d{2}(?!\d)|\s?(?:-|~|to)\s?20)/
const ERA = /^(令和|平成|[RH])\s?(\d{1,2}|元)\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})(?!\d)\s?日?/
const KANJI_YMD = /^(\d{4}|\d{1,2})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/
const KANJI_MD = /^(\d{1,2})\s?月\s?(\d{1,2})\s?日/
const NUMERIC = /^(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d|[.:]\d)/
const MONTH_DAY = /^(\d{1,2})\/(\d{1,2})(?![\d/]|-\d{2,})/
const NAME = '(\\p{L}{3,14})\\.?'
const YEAR =
  "(?:[\\s\\-/.,']*(?:de |del |of )?(\\d{4})(?![\\d:])|[-/'](\\d{2})(?![\\d:h])|[\\s,]+(\\d{2})(?=,?\\s+\\d{1,2}[:h]\\d{2}))?"
const DAY_NAME = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?[\\s\\-/.,]*(?:of |de )?${NAME}(?!\\p{L})${YEAR}`,
  'iu',
)
const NAME_DAY = new RegExp(
  `^${NAME}[\\s\\-/.]{0,3}(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:/]|\\.\\d|\\s?[ap]m)(?:[\\s,\\-/]{1,3}(\\d{4})(?![\\d:]))?`,
  'iu',
)
const YEAR_NAME_DAY = new RegExp(`^(\\d{4})[\\s\\-/.]{1,2}${NAME}[\\s\\-/.]{1,2}(\\d{1,2})(?!\\d)`, 'iu')
const DAYS_NAME = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th)?\\s?(?:-|~|to|and|&|/)\\s?(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+(?:of )?${NAME}(?!\\p{L})(?:[\\s,-]+(\\d{4}))?`,
  'iu',
)
const NAME_DAYS = new RegExp(
  `^${NAME}\\s(\\d{1,2})(?:st|nd|rd|th)?\\s?(?:-|~|to|and|&)\\s?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])(?:,?\\s+(\\d{4}))?`,
  'iu',
)

function dateAt(rest: string, at: number): DateToken | Token[] | undefined {
  return numericDateAt(rest, at) ?? namedDateAt(rest, at)
}

function numericDateAt(rest: string, at: number): DateToken | undefined {
  const iso = YMD.exec(rest)
  if (iso !== null) return dateToken(at, iso, [reading(Number(iso[1]), iso[3], iso[4], 'fixed')])
  const compact = COMPACT.exec(rest)
  if (compact !== null)
    return dateToken(at, compact, [reading(Number(compact[1]), compact[2], compact[3], 'fixed')])
  const era = ERA.exec(rest)
  if (era !== null) {
    const base = era[1] === '平成' || era[1] === 'H' ? 1988 : 2018
    return dateToken(at, era, [
      reading(base + (era[2] === '元' ? 1 : Number(era[2])), era[3], era[4], 'fixed'),
    ])
  }
  const kanji = KANJI_YMD.exec(rest)
  if (kanji !== null)
    return dateToken(
      at,
      kanji,
      kanjiYears(Number(kanji[1])).map((y) => reading(y, kanji[2], kanji[3], 'fixed')),
    )
  const short = KANJI_MD.exec(rest)
  if (short !== null) return dateToken(at, short, [reading(undefined, short[1], short[2], 'fixed')])
  const numeric = NUMERIC.exec(rest)
  if (numeric !== null) return dateToken(at, numeric, numericReadings(numeric))
  const bare = MONTH_DAY.exec(rest)
  if (bare === null) return undefined
  const readings = [reading(undefined, bare[1], bare[2], 'mdy'), reading(undefined, bare[2], bare[1], 'dmy')]
  const token = dateToken(at, bare, readings)
  return token === undefined ? undefined : { ...token, weak: true }
}

/** A one or two digit year before 年 without an era: of the century, or of Reiwa. */
function kanjiYears(year: number): number[] {
  if (year >= 100) return [year]
  return year < 20 ? [2018 + year, 2000 + year] : [2000 + year]
}

function numericReadings(match: RegExpExecArray): (DateReading | undefined)[] {
  const [, first = '', separator, second = '', last = ''] = match
  const year = last.length === 4 ? Number(last) : 2000 + Number(last)
  const readings = [reading(year, first, second, 'mdy'), reading(year, second, first, 'dmy')]
  // Dots are written day first wherever they are written.
  if (separator === '.') readings.shift()
  if (last.length === 2 && (separator !== '.' || Number(first) > 20))
    readings.push(reading(2000 + Number(first), second, last, 'ymd'))
  // 05/05 is the fifth of May in every order, and says nothing about the order of other dates.
  if (first === second && last.length === 4) return [reading(year, first, second, 'fixed')]
  return readings
}

const DAY_LIST = new RegExp(
  `^((?:\\d{1,2}(?:st|nd|rd|th)?\\s?(?:,|&|and|/)\\s?(?:and\\s)?){1,12}\\d{1,2}(?:st|nd|rd|th)?)[\\s-]+(?:of )?${NAME}(?!\\p{L})(?:[\\s,-]+(\\d{4}))?`,
  'iu',
)

/** `15, 16, 17 and 18 June 2026`: each day a date of its own. */
function dayListAt(rest: string, at: number): Token[] | undefined {
  const match = DAY_LIST.exec(rest)
  const month = match === null ? undefined : monthOf(match[2], match[3] !== undefined)
  if (match === null || month === undefined) return undefined
  const tokens: Token[] = []
  for (const day of (match[1] ?? '').matchAll(/\d{1,2}/g)) {
    const one = reading(fullYear(match[3]), month, day[0], 'fixed')
    if (one === undefined) return undefined
    const last = day.index + day[0].length >= (match[1] ?? '').replace(/(?:st|nd|rd|th)$/i, '').length
    tokens.push({
      kind: 'date',
      from: at + day.index,
      to: at + (last ? match[0].length : day.index + day[0].length),
      readings: [one],
      weak: false,
    })
  }
  return tokens
}

function namedDateAt(rest: string, at: number): DateToken | Token[] | undefined {
  const list = dayListAt(rest, at)
  if (list !== undefined) return list
  const days = DAYS_NAME.exec(rest)
  if (days !== null) {
    const month = monthOf(days[3], days[4] !== undefined)
    if (month !== undefined) return twoDates(at, days, month, days[1], days[2], days[4])
  }
  const nameDays = NAME_DAYS.exec(rest)
  if (nameDays !== null) {
    const month = monthOf(nameDays[1], nameDays[4] !== undefined)
    if (month !== undefined) return twoDates(at, nameDays, month, nameDays[2], nameDays[3], nameDays[4])
  }
  const yearFirst = YEAR_NAME_DAY.exec(rest)
  if (yearFirst !== null) {
    const month = monthOf(yearFirst[2], true)
    if (month !== undefined)
      return dateToken(at, yearFirst, [reading(Number(yearFirst[1]), month, yearFirst[3], 'fixed')])
  }
  const dayFirst = DAY_NAME.exec(rest)
  if (dayFirst !== null) {
    const year = dayFirst[3] ?? dayFirst[4] ?? dayFirst[5]
    const month = monthOf(dayFirst[2], year !== undefined && dayFirst[3] !== undefined)
    if (month !== undefined)
      return dateToken(at, dayFirst, [reading(fullYear(year), month, dayFirst[1], 'fixed')])
  }
  const monthFirst = NAME_DAY.exec(rest)
  if (monthFirst === null) return undefined
  const month = monthOf(monthFirst[1], monthFirst[3] !== undefined)
  if (month === undefined) return undefined
  return dateToken(at, monthFirst, [reading(fullYear(monthFirst[3]), month, monthFirst[2], 'fixed')])
}

function twoDates(
  at: number,
  match: RegExpExecArray,
  month: number,
  a: string | undefined,
  b: string | undefined,
  y: string | undefined,
): Token[] | undefined {
  const first = reading(fullYear(y), month, a, 'fixed')
  const second = reading(fullYear(y), month, b, 'fixed')
  if (first === undefined || second === undefined || first.day >= second.day) return undefined
  // The space between the two stands for the separator, found again by its text.
  const middle = at + match[0].search(/\s?(?:-|~|to|and|&|\/)\s?\d{1,2}/i)
  const between = /^\s?(?:-|~|to|and|&|\/)\s?/i.exec(match[0].slice(middle - at))?.[0].length ?? 1
  return [
    { kind: 'date', from: at, to: middle, readings: [first], weak: false },
    { kind: 'date', from: middle + between, to: at + match[0].length, readings: [second], weak: false },
  ]
}

function monthOf(name: string | undefined, withYear: boolean): number | undefined {
  const folded = foldName(name ?? '')
  const { months, english } = nameTables()
  const month = months.get(folded)
  if (month === undefined || withYear) return month
  if (folded === 'may' && name !== undefined && /^[A-Z]/.test(name)) return month
  if (folded === 'mar' && name !== undefined && /^[A-Z]/.test(name)) return month
  return isAmbiguousName(folded, english) ? undefined : month
}

function fullYear(year: string | undefined): number | undefined {
  if (year === undefined) return undefined
  return year.length === 2 ? 2000 + Number(year) : Number(year)
}

function reading(
  year: number | undefined,
  month: string | number | undefined,
  day: string | undefined,
  order: Order,
): DateReading | undefined {
  const m = Number(month)
  const d = Number(day)
  if (m < 1 || m > 12 || d < 1) return undefined
  if (year !== undefined && (year < 1990 || year > 2099)) return undefined
  if (d > new Date(Date.UTC(year ?? 2024, m, 0)).getUTCDate()) return undefined
  return { ...(year === undefined ? {} : { year }), month: m, day: d, order }
}

function dateToken(
  at: number,
  match: RegExpExecArray,
  readings: (DateReading | undefined)[],
): DateToken | undefined {
  const valid = readings.filter((one) => one !== undefined)
  if (valid.length === 0) return undefined
  const seen = new Set<string>()
  const distinct = valid.filter((one) => {
    const key = `${one.year ?? ''}-${one.month}-${one.day}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return { kind: 'date', from: at, to: at + match[0].length, readings: distinct, weak: false }
}

const DAY = /^(\d{1,2})\s?日(?!間|目|前|後|以|本|常|程)/
const SAME_DAY = /^(?:同日|当日|same day)/i
const NEXT_DAY = /^(?:翌々日|翌日|翌朝|翌(?=\s?\d|午)|(?:the )?(?:next|following) (?:day|morning))/i

/** 4日 after a full date, 同日, 翌日, `next day`. */
function dayAt(rest: string, at: number, last: Token | undefined): DayToken | undefined {
  const next = NEXT_DAY.exec(rest)
  if (next !== null)
    return { kind: 'day', from: at, to: at + next[0].length, shift: next[0] === '翌々日' ? 2 : 1 }
  const same = SAME_DAY.exec(rest)
  if (same !== null) return { kind: 'day', from: at, to: at + same[0].length, shift: 0 }
  const day = DAY.exec(rest)
  if (day === null || last === undefined || Number(day[1]) > 31 || Number(day[1]) < 1) return undefined
  return { kind: 'day', from: at, to: at + day[0].length, day: Number(day[1]) }
}

// ── times ────────────────────────────────────────────────────────────────────────────────────────────────────

const MERIDIAN = '(?:\\s?([ap])\\.?\\s?m(?:\\.|(?![\\p{L}\\d])))'
const CLOCK = new RegExp(
  `^(\\d{1,2}):([0-5]\\d)(?::([0-5]\\d)(?:\\.\\d+)?)?(?![\\d]|:[\\da-f])${MERIDIAN}?`,
  'iu',
)
const HOUR_MERIDIAN = new RegExp(`^(\\d{1,2})(?:[.]([0-5]\\d))?${MERIDIAN}`, 'iu')
const KANJI_TIME = /^(\d{1,2})\s?時(?!間|点|期)(?:\s?(\d{1,2})\s?分|(半))?(?:\s?(\d{1,2})\s?秒)?/
const PREFIXED =
  /^(午前|午後|深夜|未明|早朝|夜間?|朝|AM|PM)\s?(\d{1,2})(?::([0-5]\d)|\s?時(?!間)(?:\s?(\d{1,2})\s?分|(半))?)/i
const AFTER_MILITARY = '(?:\\s?(?:hrs?|hours|h)(?!\\p{L})|\\s?\\(?(?:Z|UTC|GMT|[A-Z]{3,4}T)(?![\\p{L}]))'
const MILITARY = new RegExp(
  `^([01]\\d|2\\d)([0-5]\\d)(?=${AFTER_MILITARY}|\\s?(?:-|~|to|until|till)\\s?[0-2]\\d[0-5]\\d${AFTER_MILITARY})`,
  'u',
)
const HOUR_H = /^(\d{2})h(?![\p{L}\d])|^(\d{1,2})h([0-5]\d)(?![\p{L}\d])/u
const UHR = /^(\d{1,2})(?:[.:]([0-5]\d))?\s?uhr(?!\p{L})/iu
const WORDS = /^(?:正午|noon(?!\p{L})|midnight(?!\p{L})|零時)/iu

function timeAt(rest: string, at: number): TimeToken | undefined {
  const compact = /^T(\d{2}):?(\d{2}):?(\d{2})?/.exec(rest)
  if (compact !== null) return time(at, compact[0], compact[1], compact[2], compact[3])
  const word = WORDS.exec(rest)
  if (word !== null) return time(at, word[0], /正午|noon/i.test(word[0]) ? '12' : '0', '0', undefined)
  const prefixed = PREFIXED.exec(rest)
  if (prefixed !== null) {
    const minute = prefixed[5] === undefined ? (prefixed[3] ?? prefixed[4]) : '30'
    const meridian = /午前|未明|早朝|朝|am/i.test(prefixed[1] ?? '')
      ? 'a'
      : /午後|pm/i.test(prefixed[1] ?? '')
        ? 'p'
        : undefined
    return time(at, prefixed[0], prefixed[2], minute, undefined, meridian)
  }
  const clock = CLOCK.exec(rest)
  if (clock !== null) return time(at, clock[0], clock[1], clock[2], clock[3], clock[4])
  const kanji = KANJI_TIME.exec(rest)
  if (kanji !== null) return time(at, kanji[0], kanji[1], kanji[3] === undefined ? kanji[2] : '30', kanji[4])
  const meridian = HOUR_MERIDIAN.exec(rest)
  if (meridian !== null) return time(at, meridian[0], meridian[1], meridian[2], undefined, meridian[3])
  const uhr = UHR.exec(rest)
  if (uhr !== null) return time(at, uhr[0], uhr[1], uhr[2], undefined)
  const military = MILITARY.exec(rest)
  if (military !== null) return time(at, military[0], military[1], military[2], undefined)
  const hour = HOUR_H.exec(rest)
  return hour === null ? undefined : time(at, hour[0], hour[1] ?? hour[2], hour[3], undefined)
}

/** Four digits right behind a date with year are a time: `20261203 0100`. */
function afterDateAt(text: string, at: number, last: Token | undefined): TimeToken | undefined {
  if (
    last?.kind !== 'date' ||
    last.readings[0]?.year === undefined ||
    !/^[\s,T]{1,2}$/.test(text.slice(last.to, at))
  )
    return undefined
  const match = /^([01]\d|2\d)([0-5]\d)(?![\d:])/.exec(text.slice(at, at + 6))
  return match === null ? undefined : time(at, match[0], match[1], match[2], undefined)
}

function time(
  at: number,
  text: string,
  h: string | undefined,
  m: string | undefined,
  s: string | undefined,
  meridian?: string,
): TimeToken | undefined {
  const hour = Number(h)
  const minute = Number(m ?? 0)
  if (hour > 29 || minute > 59 || (meridian !== undefined && hour > 24)) return undefined
  const half = meridian === undefined ? undefined : meridian.toLowerCase() === 'a' ? 'am' : 'pm'
  return {
    kind: 'time',
    from: at,
    to: at + text.length,
    hour,
    minute,
    second: Number(s ?? 0),
    ...(half === undefined ? {} : { meridian: half }),
  }
}

// ── weekdays, zones, durations ───────────────────────────────────────────────────────────────────────────────

const KANJI_WEEKDAYS = '日月火水木金土'
const KANJI_WEEKDAY = /^(?:\(\s?([日月火水木金土])(?:曜日?)?(?:[・,/ ]?祝日?)?\s?\)|([日月火水木金土])曜日?)/
const LATIN_WEEKDAY = /^\(?(\p{L}{3,13})(?:-feira)?\.?(?!\p{L})/u
/** Folded weekday names that are common words elsewhere. */
const NO_WEEKDAY = new Set([
  'min',
  'per',
  'son',
  'man',
  'car',
  'sal',
  'sen',
  'ter',
  'sex',
  'tis',
  'tor',
  'tir',
  'ons',
  'mer',
  'dom',
  'cum',
  'rab',
])

function weekdayAt(rest: string, at: number): WeekdayToken | undefined {
  const kanji = KANJI_WEEKDAY.exec(rest)
  if (kanji !== null) {
    const weekday = KANJI_WEEKDAYS.indexOf(kanji[1] ?? kanji[2] ?? '')
    return { kind: 'weekday', from: at, to: at + kanji[0].length, weekday }
  }
  const latin = LATIN_WEEKDAY.exec(rest)
  if (latin === null) return undefined
  const name = foldName(latin[1] ?? '')
  const weekday = NO_WEEKDAY.has(name) ? undefined : nameTables().weekdays.get(name)
  if (weekday === undefined) return undefined
  return { kind: 'weekday', from: at, to: at + latin[0].length, weekday }
}

/** A zone right behind a time or date, with or without brackets; here a bare offset and a lone Z count too. */
function zoneAfter(text: string, last: Token | undefined): ZoneToken | undefined {
  if (last === undefined || (last.kind !== 'time' && last.kind !== 'date' && last.kind !== 'zone'))
    return undefined
  const gap =
    /^(?:\s?(?:hrs?|hours|h|uhr)(?!\p{L}))?[\s,(\[/]{0,4}/iu.exec(text.slice(last.to, last.to + 16))?.[0] ??
    ''
  const from = last.to + gap.length
  const glued = gap === '' && text[from] === '-'
  const match = matchZone(text.slice(from, from + 60), last.kind === 'time' && !glued)
  if (match === undefined) return undefined
  return { kind: 'zone', from, to: from + match.length, options: match.options }
}

/** A zone before or apart from its time (`UTC: 10:00`): only names that are nothing else. */
function freeZoneAt(rest: string, at: number): ZoneToken | undefined {
  const match = matchZone(rest, false)
  if (match === undefined) return undefined
  const text = rest.slice(0, match.length)
  if (
    /^(?:(?:us|u\.s\.)[ /]?)?(?:eastern|central|mountain|pacific)$|^(?:Z|zulu|[ECMP]T|CAT|EAT|WAT|PET|ART|GST|NST|COT)$/i.test(
      text,
    )
  )
    return undefined
  return { kind: 'zone', from: at, to: at + match.length, options: match.options }
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:weeks?|週間)/i, 10_080],
  [/^(?:days?|日間|dagen|jours|días|dias)/i, 1_440],
  [/^(?:hours?|hrs?|hr|時間|heures?|horas?|stunden?|uur|ore)/i, 60],
  [/^(?:minutes?|mins?|分間?|minuten|minutos|minuti)/i, 1],
  [/^(?:seconds?|secs?|秒間?)/i, 1 / 60],
  [/^(?:milliseconds?|msecs?|ms|ミリ秒)/i, 0],
]

/** `8 Days 23 Hours 58 Minutes`, `8h10m0s`, 約3時間30分, `08:00 hours` is no duration but a time. */
function durationAt(rest: string, at: number): DurationToken | undefined {
  const go = /^(\d+)h(\d+)m(?:(\d+)s)?(?![\p{L}\d])/u.exec(rest)
  if (go !== null)
    return { kind: 'duration', from: at, to: at + go[0].length, minutes: Number(go[1]) * 60 + Number(go[2]) }
  let minutes = 0
  let length = 0
  for (let round = 0; round < 5; round += 1) {
    const number = /^(?:[\s,]|and|と|,\s)*(\d{1,4}(?:\.\d+)?)[\s-]?/.exec(rest.slice(length))
    if (number === null) break
    const tail = rest.slice(length + number[0].length)
    const unit = UNITS.find(([pattern]) => pattern.test(tail))
    const word = unit === undefined ? '' : (unit[0].exec(tail)?.[0] ?? '')
    if (unit === undefined || /^\p{Script=Latin}/u.test(tail.slice(word.length))) break
    if (/^\d{4}$/.test(number[1] ?? '') && unit[1] === 60) break
    minutes += Number(number[1]) * unit[1]
    length += number[0].length + word.length
  }
  return length === 0 ? undefined : { kind: 'duration', from: at, to: at + length, minutes }
}

function hasNeighbour(tokens: readonly Token[], index: number, text: string): boolean {
  const own = tokens[index]
  if (own === undefined) return false
  const near = (other: Token | undefined): boolean =>
    other !== undefined &&
    (other.kind === 'time' || other.kind === 'weekday' || other.kind === 'date') &&
    Math.max(own.from, other.from) - Math.min(own.to, other.to) < 12 &&
    !text.slice(Math.min(own.to, other.to), Math.max(own.from, other.from)).includes('\n')
  return near(tokens[index - 1]) || near(tokens[index + 1])
}
