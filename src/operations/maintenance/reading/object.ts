import type { Field, Row } from '../document/field.ts'
import type { SourceKind } from '../document/item.ts'
import { impactOf } from '../lexicon/impact.ts'
import type { NoticeImpact } from '../notice.ts'
import type { Found } from './identity.ts'

/** A circuit, service or session as the carrier names it. */
export type ObjectFound = Found<{ id: string; impact: NoticeImpact | undefined }>

const ID_MAX = 80
const LIST_MAX = 2_000
const NOTHING = /^(?:n\/?a|none|nil|-+|_+|ー+|なし|無し|該当なし|unknown|tbd|tba|0|null|all|see .*|同上)$/i

/** All objects that the fields name; `rank` tells ids of the service itself from other names of it. */
export function findObjects(fields: readonly Field[], source: SourceKind): ObjectFound[] {
  const found: ObjectFound[] = []
  for (const [index, field] of fields.entries()) {
    if (found.length > LIST_MAX) break
    if (field.kind === 'row') addRow(found, field, source, index)
    else if (field.kind === 'prose') addProse(found, field.text, source)
    else if (field.kind === 'pair' && field.label.role === 'object') {
      if (/\b(?:neighbou?r|peer|asn?|as number)\b/.test(field.label.text))
        addPeer(found, fields, index, source)
      else
        for (const id of idsOf(field.value))
          found.push(foundOf(id, undefined, field.label.rank, source, field.label.text))
    }
  }
  return found
}

function foundOf(
  id: string,
  impact: NoticeImpact | undefined,
  rank: number,
  source: SourceKind,
  text: string,
  row?: number,
): ObjectFound {
  return { value: { id, impact }, rank, source, text, ...(row === undefined ? {} : { row }) }
}

const PROSE_OBJECT =
  /\b(?:service|circuit|line|link|connection|port)s?\s?(?:id|no\.?|number|ref(?:erence)?|#)?s?\s?[:#]?\s?((?=[\w\-./]*\d)[A-Z0-9][\w\-./]{4,60})/gi
const JAPANESE_PROSE_OBJECT =
  /(?:回線|サービス)(?:番号|ID|名)?\s?[:「(『]?\s?((?=[\w\-./]*\d)[A-Za-z0-9][\w\-./]{4,40})/g

/** `your circuit ABC-123 will be down`: named in a sentence, less clear than a list. */
function addProse(found: ObjectFound[], text: string, source: SourceKind): void {
  const sample = text.slice(0, 4_000)
  for (const match of [...sample.matchAll(PROSE_OBJECT), ...sample.matchAll(JAPANESE_PROSE_OBJECT)]) {
    const id = (match[1] ?? '').replace(/[.:/-]+$/, '')
    if (isObjectId(id)) found.push(foundOf(id, undefined, 4, source, text.slice(0, 200)))
  }
}

/** The best named cell of a row that holds an id; the impact stands in the same row. */
function addRow(found: ObjectFound[], row: Row, source: SourceKind, index: number): void {
  const impacts = row.cells.filter(({ label }) => label.role === 'impact' || label.role === 'status')
  const impact = impacts.map(({ value }) => impactOf(value)).find((one) => one !== undefined)
  const cells = row.cells
    .filter(({ label }) => label.role === 'object')
    .toSorted((a, b) => a.label.rank - b.label.rank)
  for (const { label, value } of cells) {
    const ids = value.includes('\n') ? idsOf(value) : cellIds(value)
    if (ids.length === 0) continue
    for (const id of ids) found.push(foundOf(id, impact, label.rank, source, label.text, index))
    return
  }
}

/** A cell under a column of ids is one id whole, blanks inside included, unless it is clearly a list. */
function cellIds(value: string): string[] {
  const text = value.trim()
  if (/[,;、，]/.test(text) || severalIds(text) !== undefined) return idsOf(text)
  return isObjectId(text) && text.split(/\s+/).length <= 5 ? [text] : idsOf(text)
}

/** Ids of a list: one a line, or set apart by commas; a description behind an id is cut off. */
export function idsOf(value: string): string[] {
  const pieces = value.slice(0, 20_000).split(/[\n;,、，]|\s及び\s?|及び|および|\sand\s|\s&\s/)
  const ids: string[] = []
  for (const piece of pieces) {
    const text = piece
      .replace(/^[\s\uFFFD\-*•・■●◆○>▪–"'([]+(?=\S)/, '')
      .replace(/^\(?\d{1,2}[).]\s+/, '')
      .replace(/["'\])。]+$/, (end) => (/\(/.test(piece) && end.includes(')') ? end : ''))
      .trim()
    for (const id of severalIds(text) ?? [idOfPiece(text)])
      if (id !== undefined && !ids.includes(id)) ids.push(id)
    if (ids.length >= LIST_MAX) break
  }
  return ids
}

/** `ABC-001  ABC-002`: words that are ids of one form each. */
function severalIds(text: string): string[] | undefined {
  const words = text.split(/\s+/)
  if (words.length < 2 || words.some((word) => word.length < 5 || !isObjectId(word))) return undefined
  const [first = ''] = words
  return words.every((word) => shapeOf(word) === shapeOf(first) || word.slice(0, 4) === first.slice(0, 4))
    ? words
    : undefined
}

function idOfPiece(text: string): string | undefined {
  if (text === '' || NOTHING.test(text)) return undefined
  const bare = text
    .replace(/\s*[([][^)\]]*[)\]]?\s*$/, '')
    .replace(/\s+(?:-|:|~|–)\s+.*$/, '')
    .trim()
  const words = bare.split(/\s+/)
  if (words.length === 1) return isObjectId(bare) ? bare : undefined
  // `/OGYX/123456/ /ZYO /`, `AB 123456 NY`: short pieces in capitals and digits belong together.
  const numbers = words.filter((word) => (word.match(/\d/g) ?? []).length >= 3).length
  if (
    words.length <= 4 &&
    numbers <= 1 &&
    words.every((word) => /^[A-Z0-9/\-._#]+$/.test(word)) &&
    isObjectId(bare)
  )
    return bare
  const labelled = /^[\p{L} ]{2,30}[:#]\s*(\S+)/u.exec(bare)?.[1]
  const first = labelled ?? words.find((word) => isObjectId(word) && word.length >= 5)
  return first !== undefined && isObjectId(first) ? first.replace(/[.:]+$/, '') : undefined
}

function isObjectId(text: string): boolean {
  if (text.length < 3 || text.length > ID_MAX || !/\d/.test(text) || NOTHING.test(text)) return false
  if (
    /^https?:|@|^\d{1,2}:\d{2}|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|^\+?\d{1,4}(?:[ .-]\d{2,4}){2,}$/i.test(text)
  )
    return false
  if (
    /^\d+(?:\.\d+)?\s?(?:[kmgt]?bps|[mg]b|[mg]|gbe?|ge|mins?|minutes?|hours?|hrs?|days?|回線|本|件|分|時間|%)$/i.test(
      text,
    )
  )
    return false
  return !/[。！？!?]/.test(text) && text.split(/\s+/).length <= 5
}

/**
 * Sessions with a peer: two addresses named side by side are the two ends of one session, written `ours-theirs` in the
 * order of the mail; an AS number counts when no address pair is given.
 */
function addPeer(found: ObjectFound[], fields: readonly Field[], index: number, source: SourceKind): void {
  const field = fields[index]
  if (field?.kind !== 'pair') return
  if (/\bas(?:n| number)?$/.test(field.label.text)) {
    const asn = /^(?:AS)?\s?(\d{1,10})$/i.exec(field.value.trim())?.[1]
    if (asn !== undefined) found.push(foundOf(`AS${asn}`, undefined, 4, source, field.label.text))
    return
  }
  const before = fields[index - 1]
  const own = addressesOf(field.value)
  if (
    before?.kind === 'pair' &&
    before.label.role === 'object' &&
    /neighbou?r/.test(before.label.text) &&
    /\bpeer\b/.test(field.label.text) &&
    !/\bpeer\b/.test(before.label.text)
  ) {
    const [theirs] = addressesOf(before.value)
    const [ours] = own
    if (theirs !== undefined && ours !== undefined)
      found.push(foundOf(`${theirs}-${ours}`, undefined, 3, source, field.label.text))
    return
  }
  const after = fields[index + 1]
  if (
    after?.kind === 'pair' &&
    /\bpeer\b/.test(after.label.text) &&
    /neighbou?r/.test(after.label.text) &&
    !/\bpeer\b/.test(field.label.text)
  )
    return
  for (const address of own) found.push(foundOf(address, undefined, 5, source, field.label.text))
}

function addressesOf(value: string): string[] {
  return (value.match(/(?:\d{1,3}\.){3}\d{1,3}|(?:[\da-f]{1,4}:|:){2,}[\da-f:]*/gi) ?? []).filter(
    (address) => address.length > 3,
  )
}

/** Ids that the estate knows, found anywhere in the text; case and blanks make no difference. */
export function findKnown(known: Iterable<string>, text: string): string[] {
  const haystack = ` ${text.toUpperCase().replace(/\s+/g, ' ')} `
  const tight = haystack.replace(/\s/g, '')
  const hits: string[] = []
  for (const id of known) {
    const needle = id.toUpperCase().replace(/\s+/g, ' ').trim()
    if (needle.length < 4) continue
    const found = needle.includes(' ')
      ? tight.includes(needle.replace(/\s/g, ''))
      : standsAlone(haystack, needle)
    if (found) hits.push(id)
  }
  return hits
}

function standsAlone(haystack: string, needle: string): boolean {
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (!/[A-Z0-9]/.test(haystack[at - 1] ?? ' ') && !/[A-Z0-9]/.test(haystack[at + needle.length] ?? ' '))
      return true
  }
  return false
}

/**
 * Ids that look exactly like those found (same letters, same lengths of digits) but were not taken: the list is
 * probably not complete, or one of them is something else.
 */
export function missedIds(found: readonly string[], text: string, except: readonly string[]): string[] {
  const shapes = new Set(
    found.map(shapeOf).filter((shape) => shape.length >= 6 && /[^9]/.test(shape) && /9{3,}/.test(shape)),
  )
  if (shapes.size === 0) return []
  const taken = new Set([...found, ...except].map((id) => id.toUpperCase()))
  const missed = new Set<string>()
  for (const word of text.slice(0, 400_000).match(/[A-Za-z0-9][\w\-./:]*\d[\w\-./:]*/g) ?? []) {
    const id = word.replace(/[.:]+$/, '')
    if (id.length <= ID_MAX && shapes.has(shapeOf(id)) && !taken.has(id.toUpperCase())) missed.add(id)
    if (missed.size >= 20) break
  }
  return [...missed]
}

/** Letters kept, digits as 9: `CIR-136553` is `CIR-999999`. */
function shapeOf(id: string): string {
  return id.toUpperCase().replace(/\d/g, '9')
}
