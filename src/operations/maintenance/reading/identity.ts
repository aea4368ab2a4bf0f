import type { Field } from '../document/field.ts'
import type { SourceKind } from '../document/item.ts'
import { scanTokens } from '../time/token.ts'

/** Something read, how clearly it was named (1 is best), and where. */
export type Found<T> = { value: T; rank: number; source: SourceKind; text: string; row?: number }

const ID_MAX = 64

/** Numbers by which the carrier may call this maintenance. */
export function findIds(fields: readonly Field[], source: SourceKind, body = ''): Found<string>[] {
  const found: Found<string>[] = []
  const addId = (value: string, rank: number, label: string, row?: number): void => {
    const id = idOfValue(value, body) ?? (rank <= 2 ? numberOf(value) : undefined)
    if (id !== undefined)
      found.push({
        value: id,
        rank,
        source,
        text: `${label}: ${value.slice(0, 120)}`,
        ...(row === undefined ? {} : { row }),
      })
  }
  for (const [index, field] of fields.entries()) {
    if (field.kind === 'pair' && field.label.role === 'id')
      addId(field.value, field.label.rank, field.label.text)
    else if (field.kind === 'pair' && /^(?:subject|件名|題名)$/.test(field.label.text))
      found.push(...findSubjectIds(field.value).map((one) => ({ ...one, source })))
    else if (field.kind === 'pair' && field.label.role === 'unknown' && /\d/.test(field.label.raw))
      for (const id of idsInProse(`${field.label.raw}: `))
        found.push({ value: id, rank: 4, source, text: field.label.raw })
    else if (
      field.kind === 'pair' &&
      /^(?:other|unknown)$/.test(field.label.role) &&
      PROSE_ID.test(field.value)
    ) {
      PROSE_ID.lastIndex = 0
      for (const id of idsInProse(field.value))
        found.push({ value: id, rank: 5, source, text: field.value.slice(0, 200) })
    } else if (
      field.kind === 'pair' &&
      field.label.role === 'unknown' &&
      /^[a-z]{2,5}$/.test(field.label.text)
    )
      addId(field.value, 5, field.label.text)
    else if (field.kind === 'row') {
      for (const { label, value } of field.cells) {
        if (label.role === 'id' && label.rank <= 3) addId(value, label.rank, label.text, index)
        // A column `Work` that holds nothing but a number each.
        else if (
          WORK_COLUMN.test(label.text) &&
          /^\S+$/.test(value.trim()) &&
          /[A-Za-z].*\d{2}|\d{4}/.test(value)
        )
          addId(value, 3, label.text, index)
      }
    } else if (field.kind === 'prose')
      for (const id of idsInProse(field.text))
        found.push({ value: id, rank: 4, source, text: field.text.slice(0, 200) })
  }
  return found
}

const WORK_COLUMN =
  /^(?:(?:planned |scheduled )?(?:works?|maintenances?|activity|event|change|job|task)|工事|作業|件名)$/

/** A series in capitals before a number, as in `PWN 2026/03/0088`; `TICKET 123` only names what follows. */
const SERIES =
  /^((?!(?:REF|NO|NR|ID|IDS|NUM|CASE|TICKET|ORDER|JOB|WORK|EVENT|CHANGE|MAINT|REFERENCE|NUMBER)\b)[A-Z]{2,6}) ((?=[\w/-]*\d)[\w/-]{3,40})\.?$/

/** Numbers with other letters than Latin before them: 北工-26-0117. */
const NATIONAL = /^(?!第)[\p{Script=Han}\p{Script=Katakana}]{1,8}[-\d](?=[\w-]*\d)[\w-]{2,40}(?!号)$/u

/**
 * The first word of a value that can be a number: with a digit, and neither a date nor a phone number. `body`: the text
 * of the mail, where a series that is left out elsewhere is no part of the number.
 */
export function idOfValue(value: string, body = ''): string | undefined {
  const text = value.replace(/^[\s"'“”«»「『([#:]+/, '').split('\n')[0] ?? ''
  const whole = text.trim()
  const series = SERIES.exec(whole)
  if (series !== null && isIdShaped(series[2] ?? '') && !startsWithDate(series[2] ?? ''))
    return standsWithout(series[1] ?? '', series[2] ?? '', body) ? series[2] : whole.replace(/\.$/, '')
  if (NATIONAL.test(whole)) return whole
  const words = text
    .split(/[\s,;、，"'“”()[\]【】「」『』|<>]+/)
    .filter((word) => word !== '')
    .slice(0, 4)
  for (const [index, word] of words.entries()) {
    const id = word.replace(/^(?:no\.(?=\d)|[#:])+|[.:。*]+$/gi, '')
    if (isIdShaped(id) && !startsWithDate(words.slice(index).join(' '))) return id
    // Words before the number: `Ref. 123`, `No 123`; more than two and it is prose.
    if (index >= 2) return undefined
  }
  return undefined
}

/** Groups of digits like those of a telephone, under a clear name of a number: `26-04-331`. */
function numberOf(value: string): string | undefined {
  const text = value.trim()
  return /^\d{1,8}(?:-\d{1,8}){1,4}$/.test(text) && text.length >= 6 && !startsWithDate(text)
    ? text
    : undefined
}

/** The number stands in the text without its series. */
function standsWithout(series: string, number: string, text: string): boolean {
  const plain = (part: string): string => part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
  return new RegExp(`(?<![\\w/-]|${plain(series)} )${plain(number)}(?![\\w/-])`).test(text)
}

export function isIdShaped(text: string): boolean {
  return (
    text.length >= 3 &&
    text.length <= ID_MAX &&
    /\d/.test(text) &&
    /^[A-Za-z0-9][\w\-./:#&+]*$/.test(text) &&
    !/^\d{1,2}[:/.]\d{1,2}$|^\d{1,2}-\d{1,2}(?:z|h|am|pm)$|^\d{1,3}$|^\+?\d{1,4}(?:[-.]\d{2,4}){2,}$|^\d+(?:st|nd|rd|th|min|mins|h|hrs?|days?|%)$/i.test(
      text,
    )
  )
}

function startsWithDate(text: string): boolean {
  const [first] = scanTokens(text)
  return (
    first !== undefined &&
    first.from === 0 &&
    (first.kind === 'date' || first.kind === 'time' || first.kind === 'duration')
  )
}

const PROSE_ID =
  /\b(?:ticket|case|reference|ref|maintenance|change|work order|works?|event|notification|notice|activity|job|mw|pw|wo|tt)\s?(?:id|no|number|#|reference|ref)?\.?(?: (?:of|for) (?:the|this|these) (?:works?|maintenance|event|change|activity))?\s?(?:is\s)?[:#]?\s?(?<![\w\-./])((?=[\w\-./#]*\d)[A-Z0-9](?:[\w\-./]|#(?=\d)){4,40})/gi
/** `Please quote X when you contact us`, `die Wartung X entfällt`, `los trabajos X`. */
const QUOTED_ID =
  /\b(?:quot(?:e|ing)|(?:please |always )use|refer(?:ring)? to|mention(?:ing)?|stat(?:e|ing)|wartung(?:sarbeiten)?|arbeiten|travaux|intervention|lavori|intervento|trabajos|mantenimiento|ventana de mantenimiento|interven[cç][aã]o|manuten[cç][aã]o|onderhoud|werkzaamheden|underh[åa]ll|vedligehold\w*|vedlikehold\w*|prace|bak[ıi]m)\s(?:the )?(?:our )?(?:number |id |ref(?:erence)? |ticket |n[°ºr]\.? ?)?(?<![\w\-./])((?=[\w\-./]*\d{2})(?=[\w\-./]*[A-Za-z\-/])[A-Z0-9][\w\-./]{4,40})/giu
const JAPANESE_PROSE_ID =
  /(?:工事|作業|受付|管理|案件|通知|メンテナンス|整理)番号\s?[::は]?\s?[「【(]?((?=[\w\-./]*\d)[A-Za-z0-9][\w\-./]{3,40})/g

function idsInProse(text: string): string[] {
  const matches = [
    ...text.slice(0, 4_000).matchAll(PROSE_ID),
    ...text.slice(0, 4_000).matchAll(JAPANESE_PROSE_ID),
    ...text.slice(0, 4_000).matchAll(QUOTED_ID),
  ]
  return matches
    .map((match) => (match[1] ?? '').replace(/[.:]+$/, ''))
    .filter((id) => isIdShaped(id) && !startsWithDate(id))
}

const SUBJECT_NAMED =
  /(?:\b(?:tt|ticket|reference|ref|case|maintenance(?: id| ticket| window)?|change|cr|wo|work order|works?|event|notification|notice|id|tracking|pw|mw|activity)(?![A-Za-z\d])\.?\s?(?:id|no|number|ref|reference|work|notification)?(?![A-Za-z])\.?\s?[:#]?|(?<![A-Za-z\d])#|№|\bno\.|番号\s?[::]?)\s?"?((?=[\w\-./]*\d)[A-Z0-9][\w\-./]{3,40})/gi
const SUBJECT_BRACKET = /[([【〔<「]\s*#?((?=[\w\-./]*\d)[A-Za-z0-9][\w\-./:]{4,40})\s*[)\]】〕>」]/g
const SUBJECT_WORD =
  /(?<![\w\-./]|[A-Za-z]#)((?=[A-Za-z\-_/#]*\d)[A-Za-z]+(?:[-_/][A-Za-z]+)*[-_/#]?\d[\w\-./]{3,40}|[A-Z]{2,}(?:[-_/][A-Z]+)*[-_/]\d{2,3}|\d{4,14}(?:-\d{1,6})?|\d[\w/]*-[\w/-]*[A-Za-z][\w/-]{0,30})(?![\w/]|-\w)/g

/** Numbers that belong to a customer, an order, or a circuit. */
const NOT_WORK =
  /\b(?:account|acct|customer|client|circuit|service|order|po|line|cid)\s?(?:id|no|number|#)?\s?[:#]\s?[\w\-./]+|(?:お客様|契約|回線)(?:番号|ID)\s?:?\s?[\w\-./]+/gi

const OF_CUSTOMER =
  /\b(?:account|acct|customer|client|circuit|service|line|cid)\s?(?:id|no|number|#)?\s?[:#]?\s?[\w\-./]+|(?:お客様|契約|回線)(?:番号|ID)\s?:?\s?[\w\-./]+/gi

/** `PO#41902`: a name, and no letters of the number as in `BL#88120`. */
const NAMES_BEFORE_MARK =
  /\b(PO|SO|TT|CR|WO|PW|MW|CM|ID|NO|REF|CASE|TICKET|ORDER|JOB|EVENT|CHANGE|MAINTENANCE|NOTICE|NOTIFICATION)#(?=\d)/gi

/** A subject names the maintenance behind a word (rank 3), in brackets (3), or as a bare number (5). */
export function findSubjectIds(given: string): Found<string>[] {
  const whole = given.replace(NAMES_BEFORE_MARK, '$1 #')
  const subject = whole.replace(NOT_WORK, ' ')
  const found: Found<string>[] = []
  const add = (id: string, rank: number): void => {
    const clean = id.replace(/[.:,-]+$/, '')
    if (isIdShaped(clean) && !startsWithDate(clean) && !/^AS\d+$/i.test(clean))
      found.push({ value: clean, rank, source: 'subject', text: subject.slice(0, 200) })
  }
  for (const match of subject.matchAll(SUBJECT_NAMED)) add(match[1] ?? '', 3)
  for (const match of subject.matchAll(SUBJECT_BRACKET)) add(match[1] ?? '', 3)
  for (const match of subject.matchAll(SUBJECT_WORD))
    if (!/^(?:19|20)\d\d$/.test(match[1] ?? '')) add(match[1] ?? '', /^\d{4}$/.test(match[1] ?? '') ? 6 : 5)
  // Where nothing else is found, what was left out is better than nothing, for a person to see.
  if (found.length === 0)
    for (const match of whole.replace(OF_CUSTOMER, ' ').matchAll(SUBJECT_WORD)) add(match[1] ?? '', 7)
  return found
}

/** For comparing: case, marks and a leading `#` make no difference. */
export function sameId(a: string, b: string): boolean {
  const plain = (text: string): string => text.toUpperCase().replace(/[\s#]/g, '')
  return plain(a) === plain(b)
}
