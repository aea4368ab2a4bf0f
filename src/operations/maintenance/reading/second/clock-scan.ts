import { offsetsOf, offsetWritten, zoneIsMentioned, type Offsets } from './zone-names.ts'
import type { Token } from './tokens.ts'

/** A clock time as the second reader sees it: a number of minutes and the signs around it, of no date and no window. */
export type Clock = {
  /** Minutes since midnight, below 1,440; 25時 is 60. */
  minute: number
  /** It says of itself that it is a time, so that somebody must account for it; the others can only bear out. */
  plain: boolean
  /** An hour up to twelve, without a leading zero and without a word for the half of the day. */
  halfOpen: boolean
  /** Counted on past midnight, so that the day named with it is the one before. */
  over: boolean
  /** A word for the half of the day stands with it. */
  halved: boolean
  /** Offsets that stand with it, in minutes; empty where none does. */
  zones: Offsets[]
}

/** What a word before a time ends with. */
const MORNING = ['am', '午前', '深夜', '未明', '早朝']
const EVENING = ['pm', '午後', '夕方']
const DAY_MINUTES = 1_440
/** Where a night is counted on past midnight it ends at six. */
const HOUR_MAX = 30

/** All clock times of a clause, with the zones that stand beside them. */
export function clocksOf(tokens: readonly Token[]): {
  clocks: Clock[]
  zones: Offsets[]
  isLocal: boolean
} {
  const clocks: Clock[] = []
  const zones: Offsets[] = []
  let open: Clock[] = []
  let before: Offsets | undefined
  let at = 0
  while (at < tokens.length) {
    const written = offsetWritten(tokens, at, clocks.length > 0)
    const zone = written ?? offsetsOf(tokens, at)
    if (zone !== undefined) {
      zones.push(zone.offsets)
      for (const clock of open) clock.zones.push(zone.offsets)
      if (open.length === 0 || before !== undefined) before = zone.offsets
      open = []
      at += zone.length
      continue
    }
    const found = clockAt(tokens, at)
    if (found === undefined) {
      at += 1
      continue
    }
    const clock = { ...found.clock, zones: before === undefined ? [] : [before] }
    clocks.push(clock)
    open.push(clock)
    at += found.length
  }
  return { clocks, zones, isLocal: zoneIsMentioned(tokens) }
}

type Found = { clock: Omit<Clock, 'zones'>; length: number }

function clockAt(tokens: readonly Token[], at: number): Found | undefined {
  const token = tokens[at]!
  if (token.kind === 'word') return namedClock(token.text)
  if (token.kind !== 'number') return undefined
  // A part of an address, or of a longer time.
  const before = tokens[at - 2]
  if (tokens[at - 1]?.text === ':' && !token.spaced && (before?.kind === 'number' || before?.text === ':'))
    return undefined
  return (
    colonClock(tokens, at) ?? kanjiClock(tokens, at) ?? compactClock(tokens, at) ?? looseClock(tokens, at)
  )
}

const NAMED = new Map([['midnight', 0], ['noon', 720], ['midday', 720], ['正午', 720], ['零時', 0], ['minuit', 0], ['mitternacht', 0], ['mezzanotte', 0], ['medianoche', 0]]) // prettier-ignore

function namedClock(text: string): Found | undefined {
  const minute = NAMED.get(text)
  return minute === undefined
    ? undefined
    : { clock: { minute, plain: false, halfOpen: false, halved: false, over: false }, length: 1 }
}

/** `22:00`, `9:30 pm`, `01:00:00`. */
function colonClock(tokens: readonly Token[], at: number): Found | undefined {
  const [hour, sign, minute] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (sign?.text !== ':' || sign.spaced || minute?.kind !== 'number' || minute.spaced) return undefined
  const isHour = hour!.text.length <= 2 && Number(hour!.text) <= HOUR_MAX
  if (!isHour || minute.text.length !== 2 || Number(minute.text) > 59) return undefined
  const seconds =
    tokens[at + 3]?.text === ':' && tokens[at + 4]?.kind === 'number' ? tokens[at + 4] : undefined
  // Nobody plans to the second: a machine noted when something happened.
  const isStamp = seconds !== undefined && Number(seconds.text) % 60 > 0 && Number(seconds.text) !== 59
  const length = seconds === undefined ? 3 : 5
  return withHalf(tokens, at, length, Number(hour!.text) * 60 + Number(minute.text), !isStamp)
}

/** `25時30分`, `午後11時半`; 時間 is a length. */
function kanjiClock(tokens: readonly Token[], at: number): Found | undefined {
  const mark = tokens[at + 1]
  if (mark?.kind !== 'word' || !mark.text.startsWith('時') || mark.text.startsWith('時間')) return undefined
  if (Number(tokens[at]!.text) > HOUR_MAX) return undefined
  const minutes = tokens[at + 2]
  const counted = minutes?.kind === 'number' && tokens[at + 3]?.text.startsWith('分') === true
  const minute = mark.text.startsWith('時半') ? 30 : counted ? Number(minutes.text) : 0
  return withHalf(tokens, at, counted ? 4 : 2, Number(tokens[at]!.text) * 60 + minute, true)
}

/** `20270912t010000z`. */
function compactClock(tokens: readonly Token[], at: number): Found | undefined {
  const [day, mark, time] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (day?.text.length !== 8 || mark?.text !== 't' || time?.kind !== 'number' || time.text.length < 4)
    return undefined
  const minute = Number(time.text.slice(0, 2)) * 60 + Number(time.text.slice(2, 4))
  return { clock: { minute, plain: true, halfOpen: false, halved: false, over: false }, length: 3 }
}

/** `9 pm`, `22h`, `22h30`, `22.30`, `2200`: a time where something else says so. */
function looseClock(tokens: readonly Token[], at: number): Found | undefined {
  const text = tokens[at]!.text
  const next = tokens[at + 1]
  if (text.length === 4 || (text.length === 3 && next?.text.startsWith('h') === true)) {
    const minute = Math.floor(Number(text) / 100) * 60 + (Number(text) % 100)
    if (Number(text) % 100 > 59 || minute > DAY_MINUTES || isYear(tokens, at)) return undefined
    return withHalf(tokens, at, 1, minute, false)
  }
  if (text.length > 2 || Number(text) > HOUR_MAX) return undefined
  const minutes = tokens[at + 2]
  if (
    (next?.text === '.' || next?.text === 'h') &&
    !next.spaced &&
    minutes?.kind === 'number' &&
    !minutes.spaced &&
    minutes.text.length === 2 &&
    Number(minutes.text) < 60
  )
    return withHalf(tokens, at, 3, Number(text) * 60 + Number(minutes.text), false)
  const half = halfOf(tokens, at + 1)
  if (half !== undefined) return withHalf(tokens, at, 1, Number(text) * 60, true)
  const shared = (next?.text === '-' || next?.text === '\u2013') && halfOf(tokens, at + 3) !== undefined
  const told = shared || BEFORE.has(tokens[at - 1]?.text ?? '') || BEHIND.has(next?.text ?? '')
  return told && Number(text) <= 24 ? withHalf(tokens, at, 1, Number(text) * 60, false) : undefined
}

/** Words that make a number alone an hour, or at least may. */
const BEFORE = new Set([
  'at',
  'from',
  'to',
  'until',
  'till',
  'between',
  'and',
  'um',
  'von',
  'bis',
  'kl',
  'las',
  'às',
  'à',
  'de',
  'a',
  'dalle',
  'alle',
  'van',
  'tot',
  'das',
  'ab',
])
const BEHIND = new Set(['uhr', 'utc', 'gmt', 'z', 'o', 'to', 'till', 'until', 'and'])
const HOURS = new Set(['h', 'hr', 'hrs', 'hours', 'uhr', 'utc', 'gmt', 'z', 'local', 'lt'])

function isYear(tokens: readonly Token[], at: number): boolean {
  const year = Number(tokens[at]!.text)
  return year > 1989 && year < 2100 && !HOURS.has(tokens[at + 1]?.text ?? '')
}

/** The half of the day that stands behind a time (`a.m.`) or before it (午後). */
function withHalf(
  tokens: readonly Token[],
  at: number,
  length: number,
  minute: number,
  plain: boolean,
): Found {
  const behind = halfOf(tokens, at + length)
  const word = tokens[at - 1]?.kind === 'word' ? tokens[at - 1]!.text : ''
  const ahead = EVENING.some((half) => word.endsWith(half))
    ? 'pm'
    : MORNING.some((half) => word.endsWith(half))
      ? 'am'
      : undefined
  const half = behind?.half ?? ahead
  const hour = minute % 720
  const told = half === undefined || minute >= 780 ? minute : half === 'pm' ? hour + 720 : hour
  return {
    clock: {
      minute: told % DAY_MINUTES,
      plain: plain || behind !== undefined,
      halfOpen: half === undefined && minute < 780 && !tokens[at]!.text.startsWith('0'),
      halved: half !== undefined,
      over: told >= DAY_MINUTES,
    },
    length: length + (behind?.length ?? 0),
  }
}

function halfOf(tokens: readonly Token[], at: number): { half: 'am' | 'pm'; length: number } | undefined {
  const word = tokens[at]
  if (word?.kind !== 'word') return undefined
  if (word.text === 'am' || word.text === 'pm') return { half: word.text, length: 1 }
  const dotted = tokens[at + 1]?.text === '.' && tokens[at + 2]?.text === 'm'
  if (!dotted || (word.text !== 'a' && word.text !== 'p')) return undefined
  return { half: `${word.text}m`, length: 3 }
}
