import type { Token } from './tokens.ts'

/** Minutes east of UTC that a word may stand for, at a moment. */
export type Offsets = (atMs: number) => readonly number[]

type Zone = { offsets: Offsets; length: number }

const fixed =
  (...minutes: number[]): Offsets =>
  () =>
    minutes

/** Written by hand from what the words mean, apart from the table of the first reader. */
const WORDS = new Map<string, Offsets>([
  ...(
    [
      ['utc gmt zulu z', 0], ['cest mesz sast cat eet kaliningrad', 120], ['bst', 60, 360], ['ist', 330, 60, 120], ['wat', 60], ['eest eat trt', 180], ['msk', 180],
      ['gst', 240], ['pkt uzt', 300], ['npt', 345], ['ict wib', 420], ['sgt hkt pht myt awst wita', 480], ['jst kst', 540], ['aest', 600], ['aedt', 660], ['acst', 570], ['acdt', 630],
      ['nzst', 720], ['nzdt', 780], ['edt', -240], ['cdt', -300], ['mdt', -360], ['pdt', -420], ['akdt', -480], ['hst', -600], ['ndt', -150], ['adt', -180], ['brt art', -180], ['cot pet', -300],
      ['日本時間 日本標準時 東京時間', 540], ['協定世界時 世界標準時 グリニッジ', 0], ['シンガポール時間 香港時間 中国時間 北京時間 台湾時間', 480], ['韓国時間', 540], ['インド時間', 330], ['タイ時間 ベトナム時間', 420],
    ] satisfies [string, ...number[]][]
  ).flatMap(([words, ...minutes]) => words.split(' ').map((word): [string, Offsets] => [word, fixed(...minutes)])),
  // Names of standard time are written in summer as well, and then mean what the clocks of the place show.
  ...(
    [
      ['est', 'America/New_York', -300], ['et eastern', 'America/New_York'], ['pst', 'America/Los_Angeles', -480], ['pt pacific', 'America/Los_Angeles'], ['mst', 'America/Denver', -420], ['mt', 'America/Denver'],
      ['central', 'America/Chicago'], ['mountain', 'America/Denver'], ['uk british', 'Europe/London'], ['irish', 'Europe/Dublin'], ['german', 'Europe/Berlin'], ['french', 'Europe/Paris'], ['swiss', 'Europe/Zurich'], ['dutch', 'Europe/Amsterdam'], ['japan tokyo', 'Asia/Tokyo'], ['indian', 'Asia/Kolkata'], ['korea seoul', 'Asia/Seoul'], ['gulf', 'Asia/Dubai'], ['brasília brasilia', 'America/Sao_Paulo'],
      ['cet mez', 'Europe/Paris', 60], ['wet', 'Europe/Lisbon', 0], ['akst', 'America/Anchorage', -540], ['ct', 'America/Chicago'], ['clt', 'America/Santiago', -240], ['nst', 'America/St_Johns', -210],
    ] satisfies [string, string, number?][]
  ).flatMap(([words, id, standard]) =>
    words.split(' ').map((word): [string, Offsets] => [
      word,
      (atMs) => [...new Set([offsetAt(id, atMs), ...(standard === undefined ? [] : [standard])])],
    ]),
  ),
  ['cst', (atMs) => [offsetAt('America/Chicago', atMs), -360, 480]],
]) // prettier-ignore

/** Words that are zones only where they say so: `eastern time`. */
const WITH_TIME = new Set([
  'eastern',
  'pacific',
  'central',
  'mountain',
  'mt',
  'ct',
  'et',
  'pt',
  'cat',
  'art',
  'pet',
  'eat',
  'cot',
  'z',
  'wat',
  'uk',
  'british',
  'irish',
  'german',
  'french',
  'swiss',
  'dutch',
  'japan',
  'tokyo',
  'indian',
  'korea',
  'seoul',
  'gulf',
  'brasília',
  'brasilia',
])
const OF_TIME = new Set(['time', 'standard', 'daylight', 'summer', 'prevailing', 'local'])
const HOUR_OF = new Set(['heure', 'hora', 'ora', 'horário', 'hora:', 'heures', 'uhrzeit'])

/** The zone that a word names, known by the word alone or together with the one behind it. */
export function offsetsOf(tokens: readonly Token[], at: number): Zone | undefined {
  const token = tokens[at]
  if (token?.kind !== 'word') return undefined
  const offsets = WORDS.get(token.text)
  if (offsets !== undefined && !isPartOfName(tokens, at)) {
    const before = tokens[at - 1]
    const behindTime = before?.kind === 'number' || ['m', 'am', 'pm', '('].includes(before?.text ?? '')
    if (!WITH_TIME.has(token.text) || behindTime || OF_TIME.has(tokens[at + 1]?.text ?? ''))
      return { offsets, length: 1 }
  }
  return placeOf(tokens, at)
}

/** `HKT-KNZ-01` is a circuit. */
function isPartOfName(tokens: readonly Token[], at: number): boolean {
  const [before, token, behind] = [tokens[at - 1], tokens[at]!, tokens[at + 1]]
  const ties = (sign: Token | undefined): boolean =>
    sign?.text === '-' || sign?.text === '_' || sign?.text === '.'
  const tiedBefore = ties(before) && !token.spaced && tokens[at - 2]?.kind === 'word'
  const tiedBehind =
    ties(behind) && behind?.spaced === false && behind.text !== '.' && tokens[at + 2]?.spaced === false
  return tiedBefore || tiedBehind
}

/** `utc+9`, `gmt -05:30`, and `+0900` right behind a time. */
export function offsetWritten(tokens: readonly Token[], at: number, afterClock: boolean): Zone | undefined {
  const named = tokens[at]?.text === 'utc' || tokens[at]?.text === 'gmt'
  const from = named ? at + 1 : at
  const sign = tokens[from]
  if (sign === undefined || !['+', '-', '\u2212'].includes(sign.text)) return undefined
  const hours = tokens[from + 1]
  if (hours?.kind !== 'number' || hours.spaced) return undefined
  const long = hours.text.length === 4
  const minutes =
    tokens[from + 2]?.text === ':' && tokens[from + 3]?.kind === 'number' ? tokens[from + 3] : undefined
  // A dash behind a time opens its end, unless a time of ISO 8601 goes on with its offset.
  const iso = tokens[from - 6]?.text === 't' || tokens[from - 4]?.text === 't'
  const after =
    named ||
    (afterClock &&
      (sign.text === '+'
        ? !sign.spaced || long
        : (iso && !sign.spaced) || (long && sign.spaced && tokens[from - 1]?.kind === 'number')))
  if (!after || (hours.text.length > 2 && !long)) return undefined
  const whole = long ? Number(hours.text.slice(0, 2)) : Number(hours.text)
  const part = long ? Number(hours.text.slice(2)) : Number(minutes?.text ?? 0)
  if (whole > 14 || part > 59) return undefined
  const offset = (whole * 60 + part) * (sign.text === '+' ? 1 : -1)
  return { offsets: fixed(offset), length: from - at + (minutes === undefined ? 2 : 4) }
}

/** Cities after which the world's zones are named, by their first word. */
let cities: Map<string, { words: string[]; id: string }[]> | undefined

function cityAt(tokens: readonly Token[], at: number): { words: string[]; id: string } | undefined {
  cities ??= namedCities()
  return cities
    .get(tokens[at]!.text)
    ?.find(({ words }) => words.every((word, index) => tokens[at + index]?.text === word))
}

/** The zones of all cities that stand in a clause, for times that call themselves local. */
export function zonesOfCities(tokens: readonly Token[]): Offsets[] {
  return tokens.flatMap((_, at) => {
    const city = cityAt(tokens, at)
    return city === undefined ? [] : [(atMs: number) => [offsetAt(city.id, atMs)]]
  })
}

function placeOf(tokens: readonly Token[], at: number): Zone | undefined {
  const found = cityAt(tokens, at)
  if (found === undefined) return undefined
  const behind = tokens[at + found.words.length]?.text
  const slash = tokens[at - 1]?.text === '/'
  // `Oslo` is a place; `Oslo time`, `Europe/Oslo` and `(Oslo)` are zones.
  const bracketed = tokens[at - 1]?.text === '(' && behind === ')'
  const isHourOf = HOUR_OF.has(tokens[at - 2]?.text ?? '') || HOUR_OF.has(tokens[at - 3]?.text ?? '')
  if (!slash && !bracketed && !isHourOf && behind !== 'time' && behind !== 'local') return undefined
  return { offsets: (atMs) => [offsetAt(found.id, atMs)], length: found.words.length }
}

function namedCities(): Map<string, { words: string[]; id: string }[]> {
  const all = new Map<string, { words: string[]; id: string }[]>()
  for (const id of Intl.supportedValuesOf('timeZone')) {
    const words = id
      .slice(id.lastIndexOf('/') + 1)
      .toLowerCase()
      .split('_')
    const [first] = words
    if (first === undefined) continue
    all.set(first, [...(all.get(first) ?? []), { words, id }])
  }
  return all
}

const LOCAL = new Set(['local', 'ortszeit', 'locale', 'lokale', '現地時間', '現地時刻', '現地'])

export function zoneIsMentioned(tokens: readonly Token[]): boolean {
  return tokens.some((token) => LOCAL.has(token.text))
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()

/** Minutes east of UTC that the clocks of a place show at a moment. */
function offsetAt(id: string, atMs: number): number {
  let format = FORMATS.get(id)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: 'longOffset', year: 'numeric' })
    FORMATS.set(id, format)
  }
  const name = format.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const [hours = '0', minutes = '0'] = name.slice(3).split(':')
  const sign = hours.startsWith('-') ? -1 : 1
  return sign * (Math.abs(Number(hours)) * 60 + Number(minutes)) || 0
}
