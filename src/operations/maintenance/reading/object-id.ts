import { scanTokens } from '../time/token.ts'

/** Ids of circuits and services in a value: one, or a list with descriptions beside them. */

export type ReadIds = {
  ids: string[]
  /** An entry of the list that names several things, so that the choice may be wrong. */
  unclear: string | undefined
}

const ID_MAX = 80
const LIST_MAX = 2_000
const NOTHING = /^(?:n\/?a|none|nil|-+|_+|ー+|なし|無し|該当なし|unknown|tbd|tba|0|null|all|see .*|同上)$/i

/** A cell under a column of ids is one id whole, blanks inside included, unless it is clearly a list. */
export function idsOfCell(value: string, labelled: boolean): ReadIds {
  const text = value.trim()
  if (/[,;、，\n]/.test(text) || severalIds(text) !== undefined) return idsOf(text, labelled)
  return isObjectId(text, labelled) && text.split(/\s+/).length <= 5
    ? { ids: [text], unclear: undefined }
    : idsOf(text, labelled)
}

/**
 * Ids of a list: one a line, or set apart by commas; a description behind an id is cut off. `labelled`: a clear name of
 * circuits stands above, so that even what looks like a phone number is one.
 */
export function idsOf(value: string, labelled: boolean): ReadIds {
  // What stands in brackets behind an id describes it: `PORT-41 (203.0.113.41, AS64541)`.
  const bare = value.slice(0, 20_000).replace(/(?<=[\w\-/.])\s*\([^()\n]*[,;、][^()\n]*\)/g, '')
  const pieces = bare.split(/[\n;,、，]|\s及び\s?|及び|および|\sand\s|\s&\s/)
  const ids: string[] = []
  let unclear: string | undefined
  for (const piece of pieces) {
    const text = trimmed(piece)
    const several = severalIds(text)
    const one = several === undefined ? idOfPiece(text, labelled) : { ids: several, unclear: undefined }
    for (const id of one.ids) if (!ids.includes(id)) ids.push(id)
    unclear ??= one.unclear
    if (ids.length >= LIST_MAX) break
  }
  // What stands in one line is of one kind: ids, or an id with its addresses and numbers.
  if (!value.includes('\n') && ids.length > 1 && !areAlike(ids)) unclear ??= value.slice(0, 80)
  return { ids, unclear }
}

function areAlike(ids: readonly string[]): boolean {
  const [first = ''] = ids
  return ids.every(
    (id) =>
      id.slice(0, 2).toUpperCase() === first.slice(0, 2).toUpperCase() ||
      shapeOf(id) === shapeOf(first) ||
      shapeOf(id).replace(/9+|[A-Z]+/g, 'x') === shapeOf(first).replace(/9+|[A-Z]+/g, 'x'),
  )
}

function trimmed(piece: string): string {
  return piece
    .replace(/^[\s\uFFFD\-*•・■●◆○>▪–"'([]+(?=\S)/, '')
    .replace(/^\(?\d{1,2}[).]\s+/, '')
    .replace(
      /^(?:cid|circuit|service|line|ckt|id|no\.?|ref\.?|回線番号|回線ID|サービスID)\s*[:#]?\s+(?=\S*\d)/i,
      '',
    )
    .replace(/["'\])。]+$/, (end) => (piece.includes('(') && end.includes(')') ? end : ''))
    .trim()
}

/** `ABC-001  ABC-002`: words that are ids of one form each. */
function severalIds(text: string): string[] | undefined {
  const words = text.split(/\s+(?:[/|+]\s+)?/)
  if (words.length < 2 || words.some((word) => word.length < 5 || !isObjectId(word, false))) return undefined
  const [first = ''] = words
  return words.every((word) => shapeOf(word) === shapeOf(first) || word.slice(0, 4) === first.slice(0, 4))
    ? words
    : undefined
}

function idOfPiece(text: string, labelled: boolean): ReadIds {
  const nothing: ReadIds = { ids: [], unclear: undefined }
  if (text === '' || NOTHING.test(text)) return nothing
  // `閉域VPN(HMVPN-00312)`: words, and the id in brackets.
  const inside = /^[^()\d]{2,40}\(\s*((?=[\w\-./]*\d)[A-Za-z0-9][\w\-./]{3,40})\s*\)$/.exec(text)?.[1]
  if (inside !== undefined && isObjectId(inside, false)) return { ids: [inside], unclear: undefined }
  const bare = text
    .replace(/\s*[([][^)\]]*[)\]]?\s*$/, '')
    .replace(/\s+(?:-|:|~|–)\s+.*$/, '')
    .trim()
  const words = bare.split(/\s+/)
  if (words.length === 1) return isObjectId(bare, labelled) ? { ids: [bare], unclear: undefined } : nothing
  // `/OGYX/123456/ /ZYO /`, `AB 123456 NY`: short pieces in capitals and digits belong together.
  const numbers = words.filter((word) => (word.match(/\d/g) ?? []).length >= 3).length
  if (
    words.length <= 4 &&
    numbers <= 1 &&
    words.every((word) => /^[A-Z0-9/\-._#]+$/.test(word)) &&
    isObjectId(bare, labelled)
  ) {
    return { ids: [bare], unclear: undefined }
  }
  const named = /^[\p{L} ]{2,30}[:#]\s*(\S+)/u.exec(bare)?.[1]
  const candidates = words.filter((word) => isObjectId(word, false) && word.length >= 5)
  const first = named ?? candidates[0]
  if (first === undefined || !isObjectId(first, false)) return nothing
  const id = first.replace(/[.:]+$/, '')
  return { ids: [id], unclear: named === undefined && candidates.length > 1 ? text.slice(0, 80) : undefined }
}

const NOT_AN_ID = /^https?:|@|^\d{1,2}:\d{2}|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/i
const PHONE = /^\+?\d{1,4}(?:[ .-]\d{2,4}){2,}$/
const QUANTITY =
  /^\d+(?:\.\d+)?\s?(?:[kmgt]?bps|[mg]b|[mg]|gbe?|ge|mins?|minutes?|hours?|hrs?|days?|回線|本|件|分|時間|%)$/i

export function isObjectId(text: string, labelled: boolean): boolean {
  if (text.length < 3 || text.length > ID_MAX || !/\d/.test(text) || NOTHING.test(text)) return false
  if (NOT_AN_ID.test(text) || QUANTITY.test(text) || (!labelled && PHONE.test(text))) return false
  if (isDate(text)) return false
  return !/[。！？!?]/.test(text) && text.split(/\s+/).length <= 5
}

/** `19-DEC-2023`: a day and nothing else. */
function isDate(text: string): boolean {
  const [first] = /^\d{1,4}\D/.test(text) ? scanTokens(text) : []
  return first?.kind === 'date' && !first.weak && first.from === 0 && first.to === text.length
}

/** Letters kept, digits as 9: `CIR-136553` is `CIR-999999`. */
export function shapeOf(id: string): string {
  return id.toUpperCase().replace(/\d/g, '9')
}
