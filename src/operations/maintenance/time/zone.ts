import { Temporal } from 'temporal-polyfill'
import { zoneOfName } from './place.ts'

/**
 * A zone as a mail names it. `fixed` with `seasonal`: an abbreviation of standard time, which many senders also write
 * in summer; `local`: local time of a place that the mail must name.
 */
export type Zone =
  | { kind: 'fixed'; offsetMin: number; name: string; seasonal?: string }
  | { kind: 'iana'; id: string; name: string }
  | { kind: 'local'; name: string }

export const UTC: Zone = { kind: 'fixed', offsetMin: 0, name: 'UTC' }

/** Minutes east of UTC, then where needed the zone that the abbreviation is the standard time of. */
const ABBREVIATIONS: Readonly<Record<string, readonly (number | readonly [number, string])[]>> = {
  UTC: [0],
  GMT: [0],
  UCT: [0],
  Z: [0],
  WET: [[0, 'Europe/Lisbon']],
  WEST: [60],
  CET: [[60, 'Europe/Paris']],
  CEST: [120],
  MEZ: [[60, 'Europe/Paris']],
  MESZ: [120],
  EET: [[120, 'Europe/Helsinki']],
  EEST: [180],
  MSK: [180],
  TRT: [180],
  GST: [240],
  PKT: [300],
  IST: [330, 60, 120],
  NPT: [345],
  BST: [60, 360],
  ICT: [420],
  WIB: [420],
  SGT: [480],
  HKT: [480],
  PHT: [480],
  MYT: [480],
  AWST: [480],
  JST: [540],
  KST: [540],
  ACST: [570],
  ACDT: [630],
  AEST: [600],
  AEDT: [660],
  NZST: [720],
  NZDT: [780],
  EST: [[-300, 'America/New_York']],
  EDT: [-240],
  CST: [[-360, 'America/Chicago'], 480],
  CDT: [-300],
  MST: [[-420, 'America/Denver']],
  MDT: [-360],
  PST: [[-480, 'America/Los_Angeles']],
  PDT: [-420],
  HAE: [-240],
  HNE: [[-300, 'America/New_York']],
  HAC: [-300],
  HNC: [[-360, 'America/Chicago']],
  HAR: [-360],
  HAP: [-420],
  HNP: [[-480, 'America/Los_Angeles']],
  AKST: [[-540, 'America/Anchorage']],
  AKDT: [-480],
  HST: [-600],
  AST: [-240, 180],
  ADT: [-180],
  NST: [-210],
  NDT: [-150],
  BRT: [-180],
  BRST: [-120],
  CLT: [-240],
  COT: [-300],
  PET: [-300],
  ART: [-180],
  SAST: [120],
  EAT: [180],
  WAT: [60],
  CAT: [120],
  IDT: [180],
  IRST: [210],
}

const REGIONS: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  CT: 'America/Chicago',
  MT: 'America/Denver',
  PT: 'America/Los_Angeles',
}

/** Names in full; the first match counts, so the longer ones stand first. */
const NAMES: readonly (readonly [RegExp, number | string])[] = [
  [/^(?:coordinated universal|universal coordinated|greenwich mean|zulu)(?: time)?/i, 0],
  [/^(?:協定世界時|世界標準時|グリニッジ標準時)/, 0],
  [/^(?:台湾|香港|シンガポール|中国|北京|フィリピン|マレーシア)(?:標準)?時間/, 480],
  [/^(?:韓国|ソウル)(?:標準)?時間/, 540],
  [/^(?:タイ|ベトナム)時間/, 420],
  [/^インド(?:標準)?時間/, 330],
  [/^(?:ロンドン|英国|イギリス)時間/, 'Europe/London'],
  [/^(?:ドイツ|フランス|中央ヨーロッパ)時間/, 'Europe/Paris'],
  [/^ニューヨーク時間/, 'America/New_York'],
  [/^(?:japan(?:ese)?(?: standard)? time|日本(?:標準)?時間?|日本時間)/i, 540],
  [/^central european summer time/i, 120],
  [/^central european(?: standard)? time/i, 'Europe/Paris'],
  [/^eastern european summer time/i, 180],
  [/^eastern european(?: standard)? time/i, 'Europe/Helsinki'],
  [/^western european(?: standard| summer)? time/i, 'Europe/Lisbon'],
  [/^british summer time/i, 60],
  [/^(?:uk|british|london)(?: local)? time/i, 'Europe/London'],
  [/^(?:india|indian)(?: standard)? time/i, 330],
  [/^irish(?: standard| summer)?(?: local)? time/i, 'Europe/Dublin'],
  [/^israel(?: standard)? time/i, 'Asia/Jerusalem'],
  [/^china(?: standard)? time/i, 480],
  [/^(?:hong kong|singapore|philippine|malaysia)(?: standard)? time/i, 480],
  [/^korea(?: standard)? time/i, 540],
  [/^bras[ií]lia(?: standard)? time/iu, -180],
  [/^alaska(?: standard)?(?: local)? time/i, 'America/Anchorage'],
  [/^hawaii(?: standard)?(?: local)? time/i, 'Pacific/Honolulu'],
  [/^arizona(?: local)? time/i, 'America/Phoenix'],
  [/^australian eastern standard time/i, 600],
  [/^australian eastern daylight time/i, 660],
  [/^(?:eastern daylight time|米国東部夏時間)/i, -240],
  [/^central daylight time/i, -300],
  [/^mountain daylight time/i, -360],
  [/^pacific daylight time/i, -420],
  [
    /^(?:(?:us|u\.s\.)[ /]?)?eastern(?:(?: standard)? time)?\b(?! europe)|^米国東部(?:標準)?時間/i,
    'America/New_York',
  ],
  [
    /^(?:(?:us|u\.s\.)[ /]?)?central(?:(?: standard)? time)?\b(?! (?:europe|office))|^米国中部(?:標準)?時間/i,
    'America/Chicago',
  ],
  [/^(?:(?:us|u\.s\.)[ /]?)?mountain(?:(?: standard)? time)?\b/i, 'America/Denver'],
  [
    /^(?:(?:us|u\.s\.)[ /]?)?pacific(?:(?: standard)? time)?\b|^米国太平洋(?:標準)?時間/i,
    'America/Los_Angeles',
  ],
  [/^atlantic(?: standard)? time/i, 'America/Halifax'],
]

const LOCAL =
  /^(?:local(?:[ -]?time)?|site[ -]local(?: time)?|lokale tijd|ortszeit|heure locale|hora local|ora locale|現地時間|ローカル(?:タイム)?)/i
/** Not the dash of a range: `23:00 UTC - 9 November`. */
const OFFSET =
  /^\(?(?:UTC|GMT)(?:\s?([+-])(\d{1,2})(?::?([0-5]\d))?(?!\d|[./:-]\d|(?:st|nd|rd|th)?[\s.-]{0,3}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|dez|fev|set|out|janv|avr|juin|juil|gen|mag|giu|lug|ott|okt|mai)\p{L}*[\s.,-]{0,3}\d)|\s?([+-])\s(\d{1,2})(?::?([0-5]\d))?(?!\d|[./:-]\d|(?:st|nd|rd|th)?[\s.,-]{0,3}\p{L}))/iu
/** Without a name: plus is never a range, minus is none only in its four digits (`22:00 -0500`). */
const BARE_OFFSET = /^(?:(\+)(\d{2}):?([0-5]\d)|(-)(\d{2})([0-5]\d))(?!\d|[./:-]\d)/

export type ZoneMatch = { length: number; options: Zone[] }

/** Reads a zone at the start of `text`; `bare` also allows an offset without UTC or GMT before it. */
export function matchZone(text: string, bare: boolean): ZoneMatch | undefined {
  const offset = OFFSET.exec(text)
  if (offset !== null)
    return offsetMatch(offset[0], offset[1] ?? offset[4], offset[2] ?? offset[5], offset[3] ?? offset[6])
  const plain = bare ? BARE_OFFSET.exec(text) : null
  if (plain !== null)
    return offsetMatch(plain[0], plain[1] ?? plain[4], plain[2] ?? plain[5], plain[3] ?? plain[6])
  const military = /^(?:Z|zulu)(?![\p{L}\p{N}])/u.exec(text)
  if (military !== null) return found(military[0].length, [UTC])
  const iana = /^[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_]+)?/.exec(text)
  if (iana !== null && isIana(iana[0]))
    return found(iana[0].length, [{ kind: 'iana', id: iana[0], name: iana[0] }])
  for (const [pattern, target] of NAMES) {
    const match = pattern.exec(text)
    if (match !== null) return found(match[0].length, [named(target, match[0])])
  }
  const place = placeTime(text)
  if (place !== undefined) return place
  const local = LOCAL.exec(text)
  if (local !== null) return found(local[0].length, [{ kind: 'local', name: local[0] }])
  return matchAbbreviation(text)
}

const PLACE_TIME =
  /^(?:(?:[Hh]eure (?:locale )?(?:de|d')|[Hh]ora (?:local |oficial )?(?:de(?: la)? )?|[Hh]or[áa]rio (?:local )?de|[Oo]ra (?:locale )?(?:di|italiana)|[Oo]rtszeit)\s*(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)|(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)(?: local)? [Tt]ime(?!\p{L}))/u

/** `Tokyo time`, `heure de Paris`: the time of one named place. */
function placeTime(text: string): ZoneMatch | undefined {
  const match = PLACE_TIME.exec(text)
  const name = match?.[1] ?? match?.[2]
  if (match === null || name === undefined) return undefined
  const id = zoneOfName(name)
  return id === undefined ? undefined : found(match[0].length, [{ kind: 'iana', id, name: match[0] }])
}

function offsetMatch(
  text: string,
  sign: string | undefined,
  h: string | undefined,
  m: string | undefined,
): ZoneMatch | undefined {
  const minutes = Number(h) * 60 + Number(m ?? 0)
  return minutes > 14 * 60 ? undefined : found(text.length, [fixed(sign === '-' ? -minutes : minutes)])
}

function matchAbbreviation(text: string): ZoneMatch | undefined {
  const word = /^[A-Za-z]{2,4}(?![\p{L}\p{N}])/u.exec(text)?.[0]
  if (word === undefined) return undefined
  const upper = word.toUpperCase()
  // Lower case only where no word of a language looks so.
  if (word !== upper && !['UTC', 'GMT', 'JST', 'CET', 'CEST'].includes(upper)) return undefined
  const region = REGIONS[word]
  if (region !== undefined) return found(word.length, [{ kind: 'iana', id: region, name: word }])
  const options = ABBREVIATIONS[upper]
  if (options === undefined) return undefined
  return found(
    word.length,
    options.map((option) =>
      typeof option === 'number'
        ? { kind: 'fixed', offsetMin: option, name: upper }
        : { kind: 'fixed', offsetMin: option[0], name: upper, seasonal: option[1] },
    ),
  )
}

function found(length: number, options: Zone[]): ZoneMatch {
  return { length, options }
}

function fixed(offsetMin: number): Zone {
  const sign = offsetMin < 0 ? '-' : '+'
  const size = Math.abs(offsetMin)
  const name = `UTC${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
  return { kind: 'fixed', offsetMin, name: offsetMin === 0 ? 'UTC' : name }
}

function named(target: number | string, name: string): Zone {
  return typeof target === 'number'
    ? { kind: 'fixed', offsetMin: target, name }
    : { kind: 'iana', id: target, name }
}

const KNOWN_ZONES = new Map<string, boolean>()

export function isIana(id: string): boolean {
  const known = KNOWN_ZONES.get(id)
  if (known !== undefined) return known
  const valid = isTimeZone(id)
  if (KNOWN_ZONES.size < 1_000) KNOWN_ZONES.set(id, valid)
  return valid
}

function isTimeZone(id: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: id }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * Instants that a wall clock reading may mean, wall time given as if it were UTC milliseconds. Two where clocks were
 * put back, none where the hour was skipped or the zone is not known.
 */
export function instantsOf(wallMs: number, zone: Zone): number[] {
  if (zone.kind === 'fixed') return [wallMs - zone.offsetMin * 60_000]
  if (zone.kind === 'local') return []
  const wall = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO('UTC').toPlainDateTime()
  const earlier = wall.toZonedDateTime(zone.id, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone.id, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return [earlier.epochMilliseconds]
  return earlier.toPlainDateTime().equals(wall) ? [earlier.epochMilliseconds, later.epochMilliseconds] : []
}

/** True when `EST` is written for a date on which Eastern clocks show EDT, and so on: two readings. */
export function isOutOfSeason(wallMs: number, zone: Zone): boolean {
  if (zone.kind !== 'fixed' || zone.seasonal === undefined) return false
  const [instant] = instantsOf(wallMs, { kind: 'iana', id: zone.seasonal, name: zone.name })
  return instant !== undefined && instant !== wallMs - zone.offsetMin * 60_000
}
