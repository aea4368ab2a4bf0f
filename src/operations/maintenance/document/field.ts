import { impactOf } from '../lexicon/impact.ts'
import { classify } from '../lexicon/label.ts'
import type { Label } from '../lexicon/label.ts'
import { COLUMNS_MAX } from './item.ts'
import type { Cell, Grid, Item, Line } from './item.ts'

/**
 * What a document says, in its order: a label with its value, a line of prose, or a row of a table under its header.
 * `scope` is the heading under which it stands (`Backup Date`, 予備日), as a label.
 */
export type Pair = { kind: 'pair'; label: Label; value: string; scope: Label | undefined }
export type Prose = { kind: 'prose'; text: string; scope: Label | undefined }
export type Row = { kind: 'row'; cells: { label: Label; value: string }[]; scope: Label | undefined }
export type Field = Pair | Prose | Row

const FIELDS_MAX = 20_000
const CONTINUATION_MAX = 60
const LIST_MAX = 2_000

/** A sentence that ends in, or points to, a list of circuits below it. */
const ANNOUNCES_LIST =
  /\b(?:circuits?|services?|connections?|links?|lines?|ports?|wavelengths?|sessions?)\b[^.]{0,80}\b(?:below|following|listed|as follows|affected|impacted|you own|you have)\b|\b(?:below|following|listed|affected|impacted)\b[^.]{0,80}\b(?:circuits?|services?|connections?|links?|lines?|ports?|wavelengths?|sessions?)\b|(?:回線|サービス|接続)[^。]{0,30}(?:以下|下記|次)|(?:以下|下記|次)[^。]{0,20}(?:回線|サービス|接続)/i

type Reader = {
  fields: Field[]
  scope: Label | undefined
  pending: Pair | undefined
  header: Label[] | undefined
  taken: number
  listed: boolean
}

export function readFields(items: readonly Item[]): Field[] {
  const reader: Reader = {
    fields: [],
    scope: undefined,
    pending: undefined,
    header: undefined,
    taken: 0,
    listed: false,
  }
  let at = 0
  while (at < items.length && reader.fields.length < FIELDS_MAX) {
    const item = items[at]
    if (item === undefined) break
    if (item.kind === 'grid') {
      reader.pending = undefined
      readGrid(reader, item)
      at += 1
      continue
    }
    const table = spacedTable(items, at) ?? stackedTable(items, at)
    if (table !== undefined) {
      reader.pending = undefined
      readGrid(reader, table.grid)
      at += table.count
      continue
    }
    readLine(reader, item)
    at += 1
  }
  return reader.fields
}

// ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────

function readLine(reader: Reader, line: Line): void {
  const pairs = splitPairs(line)
  if (pairs.length > 0) {
    for (const { raw, value } of pairs) addPair(reader, raw, value)
    return
  }
  const flat = flatTable(line.text)
  if (flat !== undefined) {
    readGrid(reader, flat)
    return
  }
  if (awaitsWords(reader) && continues(reader, line)) return
  const heading = headingOf(line)
  if (heading !== undefined) {
    reader.scope = heading
    reader.pending = pendingFor(reader, heading)
    return
  }
  if (continues(reader, line)) return
  reader.pending = undefined
  if (ANNOUNCES_LIST.test(line.text) && line.text.length < 900) {
    reader.fields.push({ kind: 'prose', text: line.text.trim(), scope: reader.scope })
    reader.pending = { kind: 'pair', label: classify('affected services'), value: '', scope: undefined }
    reader.listed = true
    return
  }
  // A sentence ends what a heading announced, unless the heading stood right above it.
  if (isSentence(line.text) && reader.fields.at(-1)?.kind !== 'prose') reader.scope = undefined
  reader.fields.push({ kind: 'prose', text: line.text.trim(), scope: reader.scope })
}

function addPair(reader: Reader, name: string, given: string): void {
  // `Schedule: (UTC):` has its zone behind the colon.
  const zone = /^\(?(?:UTC|GMT|[A-Z]{3,4})(?:\s?[+-]\d{1,2}(?::?\d{2})?)?\)?\s*:?$/.exec(given)
  const raw = zone === null ? name : `${name} (${given.replace(/[():\s]/g, '')})`
  const value = zone === null ? given : ''
  const label = classify(raw)
  if (value === '') {
    reader.scope =
      isTemporal(label) || label.role === 'object' || label.role === 'unknown' ? label : undefined
    reader.pending = pendingFor(reader, label)
    return
  }
  if (!isTemporal(label) && label.role !== 'unknown') reader.scope = undefined
  const pair: Pair = { kind: 'pair', label, value, scope: reader.scope }
  reader.fields.push(pair)
  reader.pending = label.role === 'other' || label.role === 'place' ? undefined : pair
  reader.taken = 0
}

function pendingFor(reader: Reader, label: Label): Pair | undefined {
  if (label.role === 'unknown' || label.role === 'other') return undefined
  const pair: Pair = { kind: 'pair', label, value: '', scope: reader.scope }
  reader.fields.push(pair)
  reader.taken = 0
  return pair
}

/** An empty label for words is followed by them, even where they look like a label themselves. */
function awaitsWords(reader: Reader): boolean {
  const pair = reader.pending
  return pair !== undefined && pair.value === '' && !reader.listed && (pair.label.role === 'impact' || pair.label.role === 'status' || pair.label.role === 'account')
}

/** The lines under a label belong to it: all at once after an empty one, else those without a gap between. */
function continues(reader: Reader, line: Line): boolean {
  const pair = reader.pending
  if (reader.listed) {
    // Below an announcing sentence only bare ids are its list; the first other line ends it.
    if (pair !== undefined && isBareId(line.text) && reader.taken < LIST_MAX) {
      if (pair.value === '') reader.fields.push(pair)
      pair.value = pair.value === '' ? line.text.trim() : `${pair.value}\n${line.text.trim()}`
      reader.taken += 1
      return true
    }
    reader.listed = false
    reader.pending = undefined
    return false
  }
  if (pair === undefined || reader.taken >= CONTINUATION_MAX) return false
  // A list with a paragraph for each id goes on over the gaps.
  if (isTemporal(pair.label) && !/\d/.test(line.text)) return false
  if (pair.value !== '' && line.gap && !(pair.label.role === 'object' && isBareId(line.text))) return false
  if (pair.value !== '' && pair.label.role !== 'object' && pair.label.role !== 'window') return false
  if (pair.value !== '' && isSentence(line.text)) return false
  pair.value = pair.value === '' ? line.text.trim() : `${pair.value}\n${line.text.trim()}`
  reader.taken += 1
  return true
}

/** One word with a digit and nothing else. */
function isBareId(text: string): boolean {
  return /^\s*(?:[-*•・]\s*)?[\w./:#+-]*\d[\w./:#+-]*\s*$/.test(text) && text.trim().length >= 5
}

function isSentence(text: string): boolean {
  return (
    text.length > 90 || /(?:。|[a-z]{2}\.)\s*$/.test(text) || (text.match(/\b[a-z]{2,}\b/g) ?? []).length > 7
  )
}

function isTemporal(label: Label): boolean {
  return label.role === 'start' || label.role === 'end' || label.role === 'window'
}

const COLON_LABEL = /^([^:]{1,76}?)\s*(?::(?!\/\/)|=(?=\s)|\.{3,}|…+)\s*(.*)$/s
const BRACKET_LABEL =
  /^\s*(?:[■●◆・*]\s*)?(?:【\s*([^】]{1,40})\s*】|\[\s*([^\]]{1,40})\s*\]|<\s*([^<>@]{1,40})\s*>|〔\s*([^〕]{1,40})\s*〕|《\s*([^》]{1,40})\s*》)\s*:?\s*(.*)$/s
const SPACED_LABEL = /^\s*(?:[■●◆◇□○・*-]\s*)?(\S[^\t]{0,58}?)(?:\t+|\s{2,}|\s+[-|]\s+)(\S.*)$/s
const JAPANESE_LABEL =
  /^\s*(?:[■●◆◇□○・*]\s*|\(?\d{1,2}[.)]\s*)?(?=[^\s]{0,14}[\p{Script=Han}\p{Script=Katakana}])([\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー・/()a-zA-Z.]{2,16})\s+(\S.*)$/su

/** `NIMS ID F0123-45`: a name that ends in ID or No needs no colon. */
const NUMBERED_LABEL =
  /^\s*((?:[\p{L}/&-]+ ){0,4}(?:ID|IDs|No\.?|Number|#|Ref\.?|Reference))\s+(\S{3,}(?:[,;]?\s+\S+){0,5})$/u

/** Label and value of a line, several where the line holds several (`Start: A  End: B`). */
function splitPairs(line: Line): { raw: string; value: string }[] {
  const text = line.text
  if (line.lead > 0 && line.lead < text.length) {
    const raw = text.slice(0, line.lead)
    const value = text.slice(line.lead).replace(/^[\s:=-]+/, '')
    if (value !== '' && (/:\s*$/.test(raw) || /^\s*:/.test(text.slice(line.lead)) || isKnown(raw)))
      return inlinePairs(raw.replace(/\s*:\s*$/, ''), value)
  }
  const bracket = BRACKET_LABEL.exec(text)
  if (bracket !== null) {
    const raw = bracket.slice(1, 6).find((part) => part !== undefined) ?? ''
    if (isKnown(raw)) return inlinePairs(raw, (bracket[6] ?? '').trim())
  }
  const colon = COLON_LABEL.exec(text)
  if (colon !== null && isLabelShaped(colon[1] ?? '', colon[2] ?? ''))
    return inlinePairs(colon[1] ?? '', (colon[2] ?? '').trim())
  const spaced = SPACED_LABEL.exec(text) ?? JAPANESE_LABEL.exec(text)
  const numbered = NUMBERED_LABEL.exec(text)
  if (numbered !== null && /\d/.test(numbered[2] ?? ''))
    return [{ raw: numbered[1] ?? '', value: (numbered[2] ?? '').trim() }]
  if (
    spaced !== null &&
    isStrong(spaced[1] ?? '') &&
    (!isStrong(spaced[2] ?? '') || sameRole(spaced[1] ?? '', spaced[2] ?? ''))
  )
    return [{ raw: spaced[1] ?? '', value: (spaced[2] ?? '').trim() }]
  return []
}

function isKnown(raw: string): boolean {
  return classify(raw).role !== 'unknown'
}

/** A name of something holds no date or time, but for the zone in its brackets. */
function holdsTime(text: string): boolean {
  return /\d\s*[時:~]|\d{1,2}[/月]\d{1,2}/.test(text.replace(/\([^)]*\)/g, ''))
}

/** Known, and not one of the everyday words that also begin sentences. */
function isStrong(raw: string): boolean {
  const label = classify(raw)
  return (
    label.role !== 'unknown' &&
    label.rank <= 3 &&
    !holdsTime(raw) &&
    raw.trim().split(/\s+/).length <= 6 &&
    !/[.。]$/.test(raw.trim())
  )
}

/** `Impact to Service   Non service affecting`: the value speaks of the same thing, it is no second column name. */
function sameRole(label: string, value: string): boolean {
  return classify(label).role === classify(value).role
}

/** Not a clock time, an address, or a sentence that happens to hold a colon. */
function isLabelShaped(raw: string, value: string): boolean {
  const text = raw.trim()
  if (text === '' || holdsTime(text) || /^\d+$/.test(text)) return false
  // `10:00` is a time; `Window 1:10 May` is none, because a known name stands before the number.
  if (/\d$/.test(text) && /^\d/.test(value) && !(/^\D{3,40}\d{1,2}$/.test(text) && !/\s\s/.test(text) && isKnown(text.replace(/\s*\d+$/, '')))) return false
  if (/https?$|mailto$/i.test(text)) return false
  const words = text.split(/\s+/).length
  if (words > 10 || text.length > 70) return false
  return isKnown(text) || (words <= 6 && !/[.,。、]\s/.test(text))
}

/** Splits the value at further labels that are known and followed by a colon. */
function inlinePairs(raw: string, value: string): { raw: string; value: string }[] {
  const found = value.length > INLINE_MAX || !value.includes(':') ? [] : innerLabels(value)
  const [first] = found
  if (first === undefined) return [{ raw, value }]
  const pairs = [{ raw, value: value.slice(0, first.from).trim() }]
  for (const [index, one] of found.entries()) {
    pairs.push({ raw: one.raw, value: value.slice(one.to, found[index + 1]?.from ?? value.length).trim() })
  }
  return pairs
}

const INLINE_MAX = 3_000

/** Known labels inside a text: the longest run of at most five words before a colon that is one. */
function innerLabels(value: string): { raw: string; from: number; to: number }[] {
  const found: { raw: string; from: number; to: number }[] = []
  for (let colon = value.indexOf(':'); colon >= 0; colon = value.indexOf(':', colon + 1)) {
    if (!/[\s\d(]/.test(value[colon + 1] ?? ' ')) continue
    const floor = found.at(-1)?.to ?? 0
    const before = /(?:^|[\s,;|/])((?:[\p{L}#][\p{L}\p{M}#./()-]*\s{0,2}){1,5})$/u.exec(value.slice(Math.max(floor, colon - 48), colon))?.[1]
    if (before === undefined) continue
    const words = before.split(/(?<=\s)(?=\S)/)
    for (let skip = 0; skip < words.length; skip += 1) {
      const raw = words.slice(skip).join('').trim()
      const { role } = classify(raw)
      if (role === 'unknown' || role === 'other') continue
      found.push({ raw, from: colon - words.slice(skip).join('').length, to: colon + 1 })
      break
    }
  }
  return found
}

/** A line that only names what follows: `Backup Date`, `1st Activity Date`, 予備日. */
function headingOf(line: Line): Label | undefined {
  const text = line.text.trim()
  if (text.length > 50 || /[.。、,]$/.test(text) || /\d{3,}|\d:\d/.test(text)) return undefined
  if (holdsTime(text)) return undefined
  const label = classify(text)
  if (label.role === 'unknown' || label.rank > 3) return undefined
  return text.split(/\s+/).length <= 5 ? label : undefined
}

// ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────

function readGrid(reader: Reader, grid: Grid): void {
  reader.header = undefined
  const sideBySide = isSideBySide(grid.rows)
  for (const [index, row] of grid.rows.entries()) {
    const cells = row.map((cell) => cell.text)
    const filled = cells.filter((cell) => cell !== '')
    if (filled.length === 0) continue
    if (!sideBySide && isHeader(row, grid.rows[index + 1])) {
      reader.header = row.map((cell) => classify(cell.text))
      continue
    }
    if (reader.header !== undefined && fitsHeader(cells, reader.header)) {
      addRow(reader, cells)
      continue
    }
    reader.header = undefined
    addCells(reader, cells)
  }
  reader.pending = undefined
}

function addRow(reader: Reader, cells: readonly string[]): void {
  const labels = reader.header ?? []
  const named = cells.flatMap((value, column) => {
    const label = labels[column]
    return label === undefined || value === '' ? [] : [{ label, value }]
  })
  if (named.length > 0) reader.fields.push({ kind: 'row', cells: named, scope: reader.scope })
}

/** Rows without a header above: label and value side by side, once or several times. */
function addCells(reader: Reader, cells: readonly string[]): void {
  const at = cells.findIndex((cell) => cell !== '')
  const rest = cells.slice(at)
  if (
    rest.length >= 2 &&
    rest.length % 2 === 0 &&
    rest.every((cell, index) => index % 2 === 1 || cell === '' || isCellLabel(cell))
  ) {
    for (let index = 0; index < rest.length; index += 2) {
      if ((rest[index] ?? '') !== '') addPair(reader, rest[index] ?? '', (rest[index + 1] ?? '').trim())
    }
    reader.pending = undefined
    return
  }
  const [first = '', second = ''] = rest.filter((cell) => cell !== '')
  if (second !== '' && isBareId(first) && impactOf(second) !== undefined && !/\d{3}/.test(second)) {
    // An id with what happens to it, under no header.
    reader.fields.push({
      kind: 'row',
      cells: [
        { label: classify('circuit id'), value: first },
        { label: classify('impact'), value: second },
      ],
      scope: reader.scope,
    })
    return
  }
  if (rest.length >= 2 && isCellLabel(rest[0] ?? '')) {
    addPair(
      reader,
      rest[0] ?? '',
      rest
        .slice(1)
        .filter((cell) => cell !== '')
        .join('\n'),
    )
    reader.pending = undefined
    return
  }
  for (const cell of rest)
    for (const text of cell.split('\n'))
      if (text.trim() !== '') readLine(reader, { kind: 'line', text, lead: 0, quote: 0, gap: false })
}

function isCellLabel(cell: string): boolean {
  const text = cell.trim()
  if (text.includes('\n') && text.length > 60) return false
  const label = classify(text.replace(/\n/g, ' '))
  if (label.role !== 'unknown') return !/\d{4}/.test(text)
  return text.length <= 50 && text.split(/\s+/).length <= 6 && !/\d/.test(text) && !/[.。]$/.test(text)
}

/** A row of column names: none holds a value, and enough of them are known or marked as headers. */
function isHeader(row: readonly Cell[], below: readonly Cell[] | undefined): boolean {
  const filled = row.filter((cell) => cell.text !== '')
  if (filled.length < 2 || below === undefined) return false
  if (
    filled.some(
      (cell) => /\d{4}|\d:\d\d|@/.test(cell.text.replace(/\([^)]*\)/g, '')) || cell.text.length > 70,
    )
  )
    return false
  const roles = filled.map((cell) => classify(cell.text.replace(/\n/g, ' ')).role)
  const known = roles.filter((role) => role !== 'unknown').length
  if (filled.length === 2 && known < 2) return false
  // `Start: | 2021… | End: | 2021…`: names with a colon and values without stand side by side.
  const colons = filled.filter((cell) => /:\s*$/.test(cell.text)).length
  if (colons > 0 && colons < filled.length) return false
  return known >= 2 && known >= filled.length / 3
}

/** Two columns of which the first holds names all the way down. */
function isSideBySide(rows: readonly Cell[][]): boolean {
  let names = 0
  let pairs = 0
  for (const row of rows) {
    const filled = row.filter((cell) => cell.text !== '')
    if (filled.length > 2) return false
    if (filled.length < 2) continue
    pairs += 1
    if (isKnown(filled[0]?.text ?? '') && !/\d{3}/.test(filled[0]?.text ?? '')) names += 1
  }
  return pairs >= 2 && names >= 2 && names >= pairs * 0.6
}

function fitsHeader(cells: readonly string[], header: readonly Label[]): boolean {
  if (cells.length > header.length) return false
  const filled = cells.filter((cell) => cell !== '').length
  return filled >= 2 || (filled === 1 && header.length <= 2) || cells.length === header.length
}

/** Columns lined up by blanks under a line of at least two known names. */
function spacedTable(items: readonly Item[], at: number): { grid: Grid; count: number } | undefined {
  const first = items[at]
  if (first?.kind !== 'line') return undefined
  const starts = [...first.text.matchAll(/(?<=^|\s{2,})\S/g)].map((match) => match.index)
  if (starts.length < 2 || starts.length > COLUMNS_MAX) return undefined
  const names = slice(first.text, starts)
  if (
    names.filter((name) => isStrong(name)).length < Math.max(2, names.length / 2) ||
    names.some((name) => /:|\d/.test(name))
  )
    return undefined
  const rows: Cell[][] = [names.map((text) => ({ text, header: true }))]
  let count = 1
  for (
    let next = items[at + count];
    next?.kind === 'line' && !(next.gap && count > 1);
    next = items[at + count]
  ) {
    const cells = slice(next.text, starts)
    if (cells.filter((cell) => cell !== '').length < 2 || isSentence(next.text.replace(/\s{2,}/g, ' | ')))
      break
    rows.push(cells.map((text) => ({ text, header: false })))
    count += 1
  }
  return rows.length < 2 ? undefined : { grid: { kind: 'grid', rows, quote: first.quote }, count }
}

/** Cells by the offsets of the header; a cell that begins a little earlier keeps its whole word. */
function slice(text: string, starts: readonly number[]): string[] {
  const bounds = starts.map((start, index) => {
    if (index === 0) return 0
    let at = Math.min(start, text.length)
    while (at > 0 && /\S/.test(text[at - 1] ?? ' ') && start - at < 12) at -= 1
    return at
  })
  return bounds.map((from, index) => text.slice(from, bounds[index + 1] ?? text.length).trim())
}

/** Column names one below the other, then the values of each row in the same order (a table pasted as text). */
function stackedTable(items: readonly Item[], at: number): { grid: Grid; count: number } | undefined {
  const names: string[] = []
  let count = 0
  for (let item = items[at]; item?.kind === 'line' && names.length < 12; item = items[at + count]) {
    const text = item.text.trim()
    if (text.length > 40 || /[:.。]$|^[■●◆○・【[<(]/.test(text) || !isKnown(text) || /\d/.test(text)) break
    names.push(text)
    count += 1
  }
  if (names.length < 3 || !names.some((name) => classify(name).role === 'object')) return undefined
  const rows: Cell[][] = [names.map((text) => ({ text, header: true }))]
  let row: string[] = []
  for (let item = items[at + count]; item?.kind === 'line'; item = items[at + count]) {
    if (isSentence(item.text) || /:\s/.test(item.text)) break
    if ((item.gap || row.length === names.length) && row.length > 0) {
      rows.push(padded(row, names.length))
      row = []
    }
    row.push(item.text.trim())
    count += 1
  }
  if (row.length > 1) rows.push(padded(row, names.length))
  return rows.length < 2 ? undefined : { grid: { kind: 'grid', rows, quote: 0 }, count }
}

function padded(row: readonly string[], width: number): Cell[] {
  return Array.from({ length: width }, (_, index) => ({ text: row[index] ?? '', header: false }))
}

/** A whole table in one line, cells set apart by blanks: names, then values in multiples of the names. */
function flatTable(text: string): Grid | undefined {
  const cells = text
    .split(/\t+|\s{2,}/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
  if (cells.length < 4 || cells.length > 600) return undefined
  const first = cells.findIndex((cell, index) => isStrong(cell) && isStrong(cells[index + 1] ?? ''))
  if (first < 0 || first > 2) return undefined
  let width = 0
  while (
    first + width < cells.length &&
    isKnown(cells[first + width] ?? '') &&
    !/\d{3}/.test(cells[first + width] ?? '')
  )
    width += 1
  if (width < 2) return undefined
  const values = cells.slice(first + width)
  if (values.length < width || values.length % width !== 0) return undefined
  // A value in words under a column of ids shows that the names were not counted rightly.
  const ids = cells.slice(first, first + width).map((name) => classify(name).role === 'object')
  if (values.some((value, at) => ids[at % width] === true && !/^(?:\S+|[A-Z0-9/ ._-]+)$/.test(value)))
    return undefined
  const rows: Cell[][] = [cells.slice(first, first + width).map((name) => ({ text: name, header: true }))]
  for (let at = 0; at + width <= values.length; at += width)
    rows.push(values.slice(at, at + width).map((value) => ({ text: value, header: false })))
  return { kind: 'grid', rows, quote: 0 }
}
