import { matchZone } from '../time/zone.ts'
import { LABEL_RULES } from './label-rules.ts'
import type { Zone } from '../time/zone.ts'

/** What a label of a notice announces. `other`: known to be none of what is read; `unknown`: may be prose. */
export type Role =
  | 'id'
  | 'start'
  | 'end'
  | 'window'
  | 'duration'
  | 'status'
  | 'impact'
  | 'object'
  | 'account'
  | 'place'
  | 'sent'
  | 'zone'
  | 'other'
  | 'unknown'

export type Label = {
  role: Role
  /** 1 is the clearest name of its role. */
  rank: number
  backup: boolean
  /** The state before a change: 変更前, previous. */
  previous: boolean
  /** The state after a change: 変更後, revised. */
  next: boolean
  /** What happened instead of what is planned. */
  actual: boolean
  zones: Zone[] | undefined
  /** The label as compared: lower case, without marks. */
  text: string
  /** The label as written. */
  raw: string
}

const NOTHING: Omit<Label, 'text' | 'raw'> = {
  role: 'unknown',
  rank: 9,
  backup: false,
  previous: false,
  next: false,
  actual: false,
  zones: undefined,
}

const LENGTH_MAX = 70
const WORDS_MAX = 10

const CACHE_MAX = 4_000
const cache = new Map<string, Label>()

/** Reads a label given as plain text (see plainText). The same names come again and again, so results are kept. */
export function classify(raw: string): Label {
  const known = cache.get(raw)
  if (known !== undefined) return known
  const label = read(raw)
  if (cache.size >= CACHE_MAX) cache.clear()
  if (raw.length <= 200) cache.set(raw, label)
  return label
}

function read(raw: string): Label {
  const text = labelText(raw)
  if (text === '' || text.length > LENGTH_MAX || text.split(' ').length > WORDS_MAX)
    return { ...NOTHING, text, raw: raw.trim() }
  const zones = zonesIn(raw)
  const { role, rank } = roleOf(text)
  return {
    role: role === 'unknown' && isZoneOnly(text) ? 'window' : role,
    rank: role === 'unknown' ? 2 : rank,
    backup: BACKUP.test(text),
    previous: PREVIOUS.test(text),
    next: NEXT.test(text),
    actual: /\bactual\b|\b(?:started|began|ended|finished)\b|実績/.test(text),
    zones,
    text,
    raw: raw.trim(),
  }
}

/** `start_time`, `maintenanceId`: names as programs write them, as words. */
function words(raw: string): string {
  const bare = raw.trim()
  return /^(?:[a-z]+|[A-Z][a-z]+)(?:[A-Z][a-z]+)+$/.test(bare)
    ? bare.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    : raw.replace(/(?<=[\p{L}\d])_(?=[\p{L}\d])/gu, ' ')
}

/** Lower case, without bullets, numbering and final punctuation; blanks inside Japanese labels go. */
export function labelText(raw: string): string {
  const text = words(raw)
    .toLowerCase()
    // Marks of Latin letters go (`début`), those of kana stay.
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll('ı', 'i')
    .replace(/[\uE000\uE001]/g, '')
    .replace(/\((s|es)\)/g, '$1')
    .replace(/^[\s*■●◆◇□○◎▼▽▲△★☆※・·•>#=_~-]+/, '')
    .replace(/^(?:\(?\d{1,2}[).:]|[ivx]{1,4}[).])\s*(?=\D)/, '')
    .replace(/[\s:*=_>.~?-]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()
  return /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}]/u.test(text) ? text.replace(/\s/g, '') : text
}

const BACKUP =
  /\b(?:back[ -]?up|alternat(?:e|ive)|contingency|fall[ -]?back|reserve|spare|rain|secondary|(?:only )?if (?:needed|required|necessary)|as required)\b|予備|代替日|順延|バックアップ|必要(?:な場合|時|に応じ)/
const PREVIOUS =
  /\b(?:previous(?:ly)?|original(?:ly)?|old|former(?:ly)?|prior|was|anterior(?:es)?|precedent[ei]?|ancien(?:ne)?s?|initiale?s?|vorherige[rs]?|bisherige[rs]?|alte[rs]?|urspr[uü]ngliche[rs]?|oude?|vorige|eerdere|vecchi[ao]|tidigare|tidligere|aiempi|poprzedni[ae]?|previst[oa] inicialmente)\b|^before$|変更前|延期前|修正前|当初|^旧/
const NEXT =
  /\b(?:new|revised|updated|rescheduled|amended|corrected|nuev[oa]s?|nov[oa]s?|nouveaux?|nouvelles?|neue[rs]?|nieuwe?|nuov[oa]|nya?|nytt|uusi|now[yae])\b|^(?:after|now|is|is now)$|変更後|延期後|修正後|^新/

function zonesIn(raw: string): Zone[] | undefined {
  const inside = /[([]\s*([^()[\]]{1,40}?)\s*[)\]]/.exec(raw)?.[1]
  for (const text of [
    inside,
    raw
      .replace(/[\s:*]+$/, '')
      .split(/[\s/]+/)
      .at(-1),
    raw.trim(),
  ]) {
    if (text === undefined || text === '') continue
    const match = matchZone(text, true)
    if (match !== undefined && match.length >= text.replace(/[\s:*)]+$/, '').length) return match.options
  }
  return undefined
}

function isZoneOnly(text: string): boolean {
  const bare = text.replace(/^(?:time|date|times?) (?:in )?\(?|\)?( date| time|時刻)?$/g, '')
  const match = matchZone(bare.toUpperCase(), false) ?? matchZone(bare, false)
  return match !== undefined && match.length >= bare.length
}

function roleOf(text: string): { role: Role; rank: number } {
  // A name of an identity that ends in # is one, whatever else it says: `Maintenance Window #`.
  if (
    /(?:maintenance|window|ticket|work|change|event|case|notification|reference)s?(?: ?\(?(?:id|no\.?|number)\)?)? ?#$/.test(
      text,
    )
  )
    return { role: 'id', rank: 1 }
  for (const [pattern, role, rank] of LABEL_RULES) if (pattern.test(text)) return { role, rank }
  if (/[a-z]-[a-z]/.test(text)) return roleOf(text.replace(/(?<=[a-z])-(?=[a-z])/g, ' '))
  // `Circuit/Asset`, `ID or name`: the first part that is known.
  for (const part of text.split(/\s?[/,&]\s?| or | and /).slice(0, 4)) {
    if (part === text || part.length < 2) continue
    for (const [pattern, role, rank] of LABEL_RULES)
      if (pattern.test(part)) return { role, rank: Math.min(9, rank + 1) }
  }
  return { role: 'unknown', rank: 9 }
}
