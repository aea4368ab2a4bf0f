import type { DurationToken, TimeToken, Token, WeekdayToken } from './lexeme.ts'
import { foldName, nameTables } from './name.ts'

/** Times of day, weekdays and durations. */

const MERIDIAN = '(?:\\s?([ap])\\.?\\s?m(?:\\.|(?![\\p{L}\\d])))'
const CLOCK = new RegExp(
  `^(\\d{1,2}):([0-5]\\d)(?::([0-5]\\d)(?:\\.\\d+)?)?(?![\\d]|:[\\da-f])${MERIDIAN}?`,
  'iu',
)
const HOUR_MERIDIAN = new RegExp(`^(\\d{1,2})(?:[.]([0-5]\\d))?${MERIDIAN}`, 'iu')
const KANJI_TIME = /^(\d{1,2})\s?時(?!間|点|期)(?:\s?(\d{1,2})\s?分|(半))?(?:\s?(\d{1,2})\s?秒)?/
const PREFIXED =
  /^(午前|午後|深夜|未明|早朝|夜間?|朝|AM|PM)\s?(\d{1,2})(?::([0-5]\d)|\s?時(?!間)(?:\s?(\d{1,2})\s?分|(半))?)/i
const AFTER_MILITARY = '(?:\\s?(?:hrs?|hours|h)(?!\\p{L})|\\s?\\(?(?:Z|UTC|GMT|[A-Z]{2,4}T)(?![\\p{L}]))'
const MILITARY = new RegExp(
  `^([01]\\d|2\\d)([0-5]\\d)(?=${AFTER_MILITARY}|\\s?(?:-|~|to|until|till)\\s?[0-2]\\d[0-5]\\d${AFTER_MILITARY})`,
  'u',
)
/** `06.00 hrs`, `06.00 - 18.00 UTC`: with a dot only where a word for hours or a zone follows. */
const DOTTED = new RegExp(
  `^([01]?\\d|2[0-4])\\.([0-5]\\d)(?=${AFTER_MILITARY}|\\s?(?:-|~|to|until|till)\\s?[0-2]?\\d\\.[0-5]\\d${AFTER_MILITARY})`,
  'u',
)
const HOUR_H = /^(\d{2})h(?![\p{L}\d])|^(\d{1,2})h([0-5]\d)(?![\p{L}\d])/u
const UHR = /^(\d{1,2})(?:[.:]([0-5]\d))?\s?uhr(?!\p{L})/iu
const WORDS = /^(?:正午|noon(?!\p{L})|midnight(?!\p{L})|零時)/iu

export function timeAt(rest: string, at: number): TimeToken | undefined {
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
  const dotted = DOTTED.exec(rest)
  if (dotted !== null) return time(at, dotted[0], dotted[1], dotted[2], undefined)
  const hour = HOUR_H.exec(rest)
  return hour === null ? undefined : time(at, hour[0], hour[1] ?? hour[2], hour[3], undefined)
}

/** Four digits right behind a date with year are a time: `20261203 0100`. */
export function afterDateAt(text: string, at: number, last: Token | undefined): TimeToken | undefined {
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
  if (hour > 32 || minute > 59 || (meridian !== undefined && hour > 24)) return undefined
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

export function weekdayAt(rest: string, at: number): WeekdayToken | undefined {
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

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:weeks?|週間)/i, 10_080],
  [/^(?:days?|日間|dagen|jours|días|dias)/i, 1_440],
  [/^(?:hours?|hrs?|hr|時間|heures?|horas?|stunden?|uur|ore)/i, 60],
  [/^(?:minutes?|mins?|分間?|minuten|minutos|minuti)/i, 1],
  [/^(?:seconds?|secs?|秒間?)/i, 1 / 60],
  [/^(?:milliseconds?|msecs?|ms|ミリ秒)/i, 0],
]

/** `8 Days 23 Hours 58 Minutes`, `8h10m0s`, 約3時間30分, `08:00 hours` is no duration but a time. */
export function durationAt(rest: string, at: number): DurationToken | undefined {
  const go = /^(\d+)h(\d+)m(?:(\d+)s)?(?![\p{L}\d])/u.exec(rest)
  if (go !== null)
    return { kind: 'duration', from: at, to: at + go[0].length, minutes: Number(go[1]) * 60 + Number(go[2]) }
  // `06.00 hrs` is a time of day; a duration has no hours of two digits and minutes behind a dot.
  if (/^(?:[01]\d|2[0-4])\.[0-5]\d\s?(?:hrs?|hours|h)(?!\p{L})/u.test(rest)) return undefined
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
