import type { Clause } from './clauses.ts'
import { tokensIn, tokensOf, type Token } from './tokens.ts'

/** A day of a month of a year, or of any year. */
export type DayOfYear = { year: number | undefined; month: number; day: number }

/** A day that a clause names; two of them stand for one where the order of day and month is open. */
export type NamedDay = {
  readings: readonly DayOfYear[]
  clause: Clause
  /** Where in the text of the clause it stands. */
  at: number
  /** Two numbers only, which may be anything: they can name a day, and need not. */
  weak: boolean
}

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'janv', 'sty', 'led', 'oca', 'янв'], ['feb', 'fev', 'fév', 'lut', 'úno', 'şub', 'фев', 'helmi'], ['mar', 'mär', 'mrz', 'maa', 'maart', 'bře', 'мар'], ['apr', 'abr', 'avr', 'kwi', 'dub', 'nis', 'апр', 'huhti'],
  ['may', 'mai', 'maj', 'mei', 'mag', 'kvě', 'мая', 'touko'], ['jun', 'juin', 'giu', 'cze', 'čer', 'haz', 'июн', 'kesä'], ['jul', 'juil', 'lug', 'lip', 'tem', 'июл', 'heinä'], ['aug', 'ago', 'aoû', 'aou', 'sie', 'srp', 'ağu', 'авг', 'elo'],
  ['sep', 'set', 'wrz', 'zář', 'eyl', 'сен', 'syys'], ['oct', 'okt', 'out', 'ott', 'paź', 'říj', 'eki', 'окт', 'loka'], ['nov', 'lis', 'kas', 'ноя', 'marras'], ['dec', 'dez', 'déc', 'dic', 'des', 'gru', 'pro', 'ara', 'дек', 'joulu'],
] // prettier-ignore

/** Stems above that also begin everyday words count only where the word is short or a name of the month whole. */
const WHOLE = new Set(['januari', 'januar', 'janvier', 'janeiro', 'january', 'decembre', 'decembrie', 'septembre', 'septiembre', 'setiembre', 'septembrie', 'mar', 'mars', 'march', 'marzo', 'março', 'marca', 'mart', 'set', 'sete', 'setembro', 'settembre', 'out', 'outubro', 'des', 'desember', 'pro', 'prosince', 'may', 'mai', 'maj', 'lis', 'listopada', 'elo', 'ara', 'aralık', 'dub', 'dubna', 'jan', 'dec', 'sep', 'sept', 'gen', 'gennaio', 'ene', 'enero', 'nis', 'nisan', 'led', 'ledna', 'tem', 'temmuz', 'kas', 'kasım', 'eki', 'ekim', 'oca', 'ocak', 'haz', 'haziran', 'lip', 'lipca', 'sie', 'sierpnia', 'lut', 'lutego', 'mag', 'maggio', 'ago', 'agosto', 'abr', 'abril', 'dic', 'diciembre', 'dicembre', 'maa', 'maart']) // prettier-ignore

function monthOf(word: string | undefined): number | undefined {
  if (word === undefined || word.length < 3) return undefined
  const at = MONTHS.findIndex((stems) =>
    stems.some(
      (stem) =>
        (word === stem || word.startsWith(stem)) &&
        (!WHOLE.has(stem) || WHOLE.has(word) || ENGLISH.has(word)),
    ),
  )
  return at < 0 ? undefined : at + 1
}

const ENGLISH = new Set(['january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november', 'december']) // prettier-ignore

/** Days that clauses name, by a month's name, 月 and 日, or numbers with marks between. */
export function daysOf(clauses: readonly Clause[]): NamedDay[] {
  const found: NamedDay[] = []
  for (const [index, clause] of clauses.entries()) {
    if (found.length > DAYS_MAX) break
    // `12. Mai 2027` was cut behind the number.
    const next = clauses[index + 1]
    const own = tokensIn(clause)
    const last = own.at(-1)
    const goesOn = last?.kind === 'number' && last.text.length <= 2 && monthOf(next?.words[0]) !== undefined
    const tokens = goesOn ? tokensOf(`${clause.text}. ${next?.text.slice(0, 30) ?? ''}`) : own
    for (let at = 0; at < tokens.length; at += 1) {
      const readings = byMonth(tokens, at) ?? byMarks(tokens, at)
      if (readings !== undefined) found.push({ readings, clause, at: tokens[at]!.from, weak: false })
      else {
        const short = byTwo(tokens, at)
        if (short !== undefined) found.push({ readings: short, clause, at: tokens[at]!.from, weak: true })
      }
    }
  }
  return found
}

const DAYS_MAX = 4_000

/** `12 September 2027`, `Sept 12th`, `9月12日`, `令和9年9月12日`. */
function byMonth(tokens: readonly Token[], at: number): NamedDay['readings'] | undefined {
  const token = tokens[at]!
  if (token.kind !== 'word') return undefined
  if (token.text.startsWith('月')) return kanjiDay(tokens, at)
  const month = monthOf(token.text)
  if (month === undefined) return undefined
  const year = yearNear(tokens, at)
  const days = [...daysBeside(tokens, at, -1), ...daysBeside(tokens, at, 1)]
  return days.length === 0 ? undefined : days.map((day) => ({ year, month, day }))
}

/** What may stand between days of one month and its name: `12th, 13 and 14 September`. */
const JOINS = new Set([
  '-',
  '\u2013',
  '~',
  ',',
  '.',
  '&',
  '/',
  '(',
  ')',
  'of',
  'st',
  'nd',
  'rd',
  'th',
  'to',
  'and',
  'und',
  'bis',
  'et',
  'y',
  'e',
  'en',
  'au',
  'al',
  'a',
  'de',
  'the',
  'le',
  'er',
  'º',
  'or',
])

function daysBeside(tokens: readonly Token[], at: number, step: -1 | 1): number[] {
  const days: number[] = []
  for (let near = at + step; near >= 0 && near < tokens.length && Math.abs(near - at) < 24; near += step) {
    const token = tokens[near]!
    if (token.kind !== 'number') {
      if (JOINS.has(token.text)) continue
      break
    }
    const isTime = isOfTime(tokens, near)
    const day = Number(token.text)
    if (isTime || token.text.length > 2 || day < 1 || day > 31) break
    days.push(day)
  }
  return days
}

function isOfTime(tokens: readonly Token[], at: number): boolean {
  const behind = tokens[at + 1]?.text === ':' && tokens[at + 2]?.kind === 'number' && !tokens[at + 2]!.spaced
  return behind || (tokens[at - 1]?.text === ':' && tokens[at - 2]?.kind === 'number' && !tokens[at]!.spaced)
}

function yearNear(tokens: readonly Token[], at: number): number | undefined {
  for (const near of [at + 1, at + 2, at + 3, at + 4, at - 1, at - 2]) {
    const token = tokens[near]
    if (token?.kind === 'number' && isYear(token.text)) return Number(token.text)
  }
  return undefined
}

function isYear(text: string): boolean {
  return text.length === 4 && text.startsWith('20')
}

function kanjiDay(tokens: readonly Token[], at: number): NamedDay['readings'] | undefined {
  const month = tokens[at - 1]
  if (month?.kind !== 'number') return undefined
  // `12日、13日` and `12・13日` are days of one month.
  const days: number[] = []
  for (let near = at + 1; near < tokens.length && near < at + 24; near += 1) {
    const token = tokens[near]!
    if (token.kind !== 'number') {
      const joins =
        token.kind === 'sign' ||
        token.text.startsWith('日') ||
        token.text.startsWith('・') ||
        token.text.startsWith('~') ||
        token.text.length === 1
      const isMonth = token.text.startsWith('月') && tokens[near - 1]?.kind === 'number'
      if (joins && token.text !== ':' && !isMonth) continue
      break
    }
    const mark = tokens[near + 1]?.text ?? ''
    const listed =
      mark.startsWith('日') ||
      mark === '・' ||
      mark === '、' ||
      mark === ',' ||
      mark === '-' ||
      mark === '~' ||
      mark === '('
    if (token.text.length > 2 || Number(token.text) > 31 || !listed || mark.startsWith('日間')) break
    days.push(Number(token.text))
  }
  const named = tokens[at - 2]?.text === '年' ? tokens[at - 3] : undefined
  const year =
    named?.kind !== 'number'
      ? undefined
      : isYear(named.text)
        ? Number(named.text)
        : tokens[at - 4]?.text.endsWith('令和') === true
          ? REIWA + Number(named.text)
          : undefined
  return days.length === 0 ? undefined : days.map((day) => ({ year, month: Number(month.text), day }))
}

/** The year before the first of the era 令和. */
const REIWA = 2_018

const MARKS = new Set(['-', '/', '.'])

/** `2027-09-12`, `12/09/2027`, `20270912`, `9/12`. */
function byMarks(tokens: readonly Token[], at: number): NamedDay['readings'] | undefined {
  const [a, mark, b, again, c] = tokens.slice(at, at + 5)
  if (a?.kind !== 'number') return undefined
  if (a.text.length === 8 && a.text.startsWith('20')) {
    const whole = dayOf(Number(a.text.slice(0, 4)), Number(a.text.slice(4, 6)), Number(a.text.slice(6)))
    return whole === undefined ? undefined : [whole]
  }
  if (mark === undefined || !MARKS.has(mark.text) || b?.kind !== 'number' || b.spaced || mark.spaced)
    return undefined
  const era = !a.spaced && (tokens[at - 1]?.text === 'r' || tokens[at - 1]?.text === '令和')
  if (era && again?.text === mark.text && c?.kind === 'number') {
    const named = dayOf(REIWA + Number(a.text), Number(b.text), Number(c.text))
    return named === undefined ? undefined : [named]
  }
  const tied =
    tokens[at - 1] !== undefined && !a.spaced && (MARKS.has(tokens[at - 1]!.text) || isLatin(tokens[at - 1]!))
  if (tied) return undefined
  if (again?.text === mark.text && c?.kind === 'number' && !c.spaced) {
    const [x, y, z] = [Number(a.text), Number(b.text), Number(c.text)]
    const readings = isYear(a.text)
      ? [dayOf(x, y, z)]
      : isYear(c.text)
        ? [dayOf(z, y, x), dayOf(z, x, y)]
        : c.text.length === 2 && a.text.length <= 2
          ? [dayOf(2000 + z, y, x), dayOf(2000 + z, x, y), dayOf(2000 + x, y, z)]
          : []
    const known = readings.filter((one) => one !== undefined)
    return known.length === 0 ? undefined : known
  }
  return undefined
}

/** `9/12` without a year. */
function byTwo(tokens: readonly Token[], at: number): NamedDay['readings'] | undefined {
  const [a, mark, b, after] = tokens.slice(at, at + 4)
  if (a?.kind !== 'number' || b?.kind !== 'number' || b.spaced) return undefined
  if ((mark?.text !== '/' && mark?.text !== '.') || mark.spaced || after?.text === mark.text) return undefined
  if (tokens[at - 1]?.text === mark.text && !a.spaced) return undefined
  const [x, y] = [Number(a.text), Number(b.text)]
  const known = [dayOf(undefined, x, y), dayOf(undefined, y, x)].filter((one) => one !== undefined)
  return known.length === 0 ? undefined : known
}

function isLatin({ kind, text }: Token): boolean {
  return kind === 'word' && text.charCodeAt(0) < 0x600
}

function dayOf(year: number | undefined, month: number, day: number): DayOfYear | undefined {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day } : undefined
}
