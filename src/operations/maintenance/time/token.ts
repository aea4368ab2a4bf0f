import { afterDateAt, durationAt, timeAt, weekdayAt } from './clock-lexeme.ts'
import { dateAt, dayAt } from './date-lexeme.ts'
import type { Token, ZoneToken } from './lexeme.ts'
import { matchZone } from './zone.ts'

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
    START.lastIndex = at + match[0].length
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
  // A character beyond the basic plane is two units; between them a search would step back to it for ever.
  const one = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  return at + Math.max(one, word?.[0].length ?? one)
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

/** A zone right behind a time or date, with or without brackets; here a bare offset and a lone Z count too. */
function zoneAfter(text: string, last: Token | undefined): ZoneToken | undefined {
  if (last === undefined || (last.kind !== 'time' && last.kind !== 'date' && last.kind !== 'zone'))
    return undefined
  const gap =
    /^(?:\s?(?:hrs?|hours|h|uhr|uur|ore|heures?|horas?)(?!\p{L})|\s?\(?\+1(?: ?days?)?\)?(?![\d:]))?[\s,([/]{0,4}/iu.exec(
      text.slice(last.to, last.to + 16),
    )?.[0] ?? ''
  const wordy =
    last.kind === 'time'
      ? /^(?:\s?(?:hrs?|hours|h|uhr|uur|ore|heures?|horas?)(?!\p{L}))?\s*[([][^()[\]\d]{2,40}[,;/ ]\s*(?=(?:UTC|GMT)\s?[+-]\d)/iu.exec(
          text.slice(last.to, last.to + 64),
        )
      : null
  const from = last.to + (wordy?.[0] ?? gap).length
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
