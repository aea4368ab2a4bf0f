import type { DateReading, DateToken, DayToken, Token } from './lexeme.ts'
import type { Order } from './lexeme.ts'
import { foldName, isAmbiguousName, nameTables } from './name.ts'

/** Dates in all their notations, each with the readings that it allows. */

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

export function dateAt(rest: string, at: number): DateToken | Token[] | undefined {
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

/** 翌28日: the next day, and which one it is. */
const NEXT_NAMED = /^翌(?:日の?)?\s?(0?[1-9]|[12]\d|3[01])\s?日(?!間|目|前|後|以)/

/** 4日 after a full date, 同日, 翌日, `next day`. */
export function dayAt(rest: string, at: number, last: Token | undefined): DayToken | undefined {
  const named = NEXT_NAMED.exec(rest)
  if (named !== null) return { kind: 'day', from: at, to: at + named[0].length, day: Number(named[1]) }
  const next = NEXT_DAY.exec(rest)
  if (next !== null)
    return { kind: 'day', from: at, to: at + next[0].length, shift: next[0] === '翌々日' ? 2 : 1 }
  const same = SAME_DAY.exec(rest)
  if (same !== null) return { kind: 'day', from: at, to: at + same[0].length, shift: 0 }
  const day = DAY.exec(rest)
  if (day === null || last === undefined || Number(day[1]) > 31 || Number(day[1]) < 1) return undefined
  return { kind: 'day', from: at, to: at + day[0].length, day: Number(day[1]) }
}
