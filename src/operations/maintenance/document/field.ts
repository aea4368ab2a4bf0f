import { classify } from '../lexicon/label.ts'
import type { Label } from '../lexicon/label.ts'
import type { Grid, Item, Line } from './item.ts'
import { headingOf, isBareId, isSentence, splitPairs } from './label-line.ts'
import { flatTable, spacedTable, stackedTable } from './plain-table.ts'
import { readTable } from './table.ts'

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
  taken: number
  listed: boolean
}

export function readFields(items: readonly Item[]): Field[] {
  const reader: Reader = {
    fields: [],
    scope: undefined,
    pending: undefined,
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
  const flat = flatTable(line.text)
  if (flat !== undefined) {
    readGrid(reader, flat)
    return
  }
  const pairs = splitPairs(line)
  if (isListed(reader, pairs) && continues(reader, line)) return
  if (pairs.length > 0) {
    for (const { raw, value } of pairs) addPair(reader, raw, value)
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

/** `ABC-12: Tokyo to Osaka` in a list of circuits is an entry of it, not a label. */
function isListed(reader: Reader, pairs: readonly { raw: string }[]): boolean {
  const raw = pairs[0]?.raw ?? ''
  return (
    pairs.length === 1 &&
    reader.pending?.label.role === 'object' &&
    /\d{2}/.test(raw) &&
    classify(raw).role === 'unknown'
  )
}

function addPair(reader: Reader, name: string, given: string): void {
  // `Schedule: (UTC):` has its zone behind the colon.
  const zone = /^\((?:[A-Z]{3,4}|(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?)\)\s*:?$|^(?:UTC|GMT)\s*:?$/.test(
    given,
  )
  const raw = zone ? `${name} (${given.replace(/[():\s]/g, '')})` : name
  const value = zone ? '' : given
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
  return (
    pair !== undefined &&
    pair.value === '' &&
    !reader.listed &&
    (pair.label.role === 'impact' || pair.label.role === 'status' || pair.label.role === 'account')
  )
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

function isTemporal(label: Label): boolean {
  return label.role === 'start' || label.role === 'end' || label.role === 'window'
}

// ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────

function readGrid(reader: Reader, grid: Grid): void {
  for (const piece of readTable(grid)) {
    if (piece.kind === 'row') reader.fields.push({ ...piece, scope: reader.scope })
    else if (piece.kind === 'pair') {
      addPair(reader, piece.raw, piece.value)
      reader.pending = undefined
    } else readLine(reader, { kind: 'line', text: piece.text, lead: 0, quote: 0, gap: false })
  }
  reader.pending = undefined
}
