import type { Field, Row } from '../document/field.ts'
import type { SourceKind } from '../document/item.ts'
import { impactOf } from '../lexicon/impact.ts'
import { scanTimes } from '../time/expression.ts'
import type { NoticeImpact } from '../notice.ts'
import type { Found } from './identity.ts'
import { idsOf, idsOfCell, isObjectId } from './object-id.ts'

/** A circuit, service or session as the carrier names it. */
export type ObjectFound = Found<{ id: string; impact: NoticeImpact | undefined }> & {
  /** The impact is said by the name of the list only (`Circuits at risk`). */
  byName?: boolean
  /** The words it was taken from name several things. */
  unclear?: string
}

const LIST_MAX = 2_000

/** All objects that the fields name; `rank` tells ids of the service itself from other names of it. */
export function findObjects(fields: readonly Field[], source: SourceKind): ObjectFound[] {
  const found: ObjectFound[] = []
  for (const [index, field] of fields.entries()) {
    if (found.length > LIST_MAX) break
    if (field.kind === 'row') addRow(found, field, source, index)
    else if (field.kind === 'prose') addProse(found, field.text, source)
    else if (field.label.role !== 'object') {
      if (/^(?:unknown|other|impact|status)$/.test(field.label.role)) addProse(found, field.value, source)
    } else if (/\b(?:neighbou?r|peer|asn?|as number)\b/.test(field.label.text))
      addPeer(found, fields, index, source)
    else {
      const { ids, unclear } = idsOf(field.value, field.label.rank === 1)
      const impact = impactOf(field.label.text.replace(/\b(?:impact|affect|interrupt|disrupt)ed\b/g, ''))
      for (const id of ids)
        found.push({
          ...foundOf(id, impact, field.label.rank, source, field.label.text),
          ...(impact === undefined ? {} : { byName: true }),
          ...(unclear === undefined ? {} : { unclear }),
        })
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
  /\b(?:service|circuit|line|link|connection|port|rack|cabinet|cage|fib(?:re|er)|wave(?:length)?|interface|attachment|tunnel|uplink|inter-?connect|cross[- ]connect|segment|span|bearer|transit)s?\s?(?:services? )?(?:ids?|nos?\.?|numbers?|refs?|references?|#)?\s?[:#]?\s?(?<![\w\-./])((?=[\w\-./]*\d)[A-Z0-9][\w\-./]{4,60})/gi
const JAPANESE_PROSE_OBJECT =
  /(?:回線|サービス)(?:番号|ID|名)?\s?[:「(『]?\s?((?=[\w\-./]*\d)[A-Za-z0-9][\w\-./]{4,40})/g

/** `ABC-01: 26 August 00:00 to 02:00`: each line a circuit with its window. */
const LINE_OF_ITS_OWN =
  /^\s*(?:[-*•・]\s*)?((?=[\w\-./]*\d)(?=[\w\-./]*[A-Za-z])[A-Za-z0-9][\w\-./]{4,40})\s*(?::|\s[-–]\s|\s{2,}|\t)/

/** `your circuit ABC-123 will be down`: named in a sentence, less clear than a list. */
function addProse(found: ObjectFound[], text: string, source: SourceKind): void {
  const sample = text.slice(0, 4_000)
  const own = LINE_OF_ITS_OWN.exec(sample)?.[1]
  if (
    own !== undefined &&
    isObjectId(own, false) &&
    scanTimes(sample).spans.some((span) => span.start.time !== undefined)
  )
    found.push(foundOf(own, impactOf(sample), 3, source, text.slice(0, 200)))
  for (const match of [...sample.matchAll(PROSE_OBJECT), ...sample.matchAll(JAPANESE_PROSE_OBJECT)]) {
    const id = (match[1] ?? '').replace(/[.:/-]+$/, '')
    if (isObjectId(id, false)) found.push(foundOf(id, undefined, 4, source, text.slice(0, 200)))
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
    const { ids } = idsOfCell(value, label.rank === 1)
    if (ids.length === 0) continue
    for (const id of ids) found.push(foundOf(id, impact, label.rank, source, label.text, index))
    return
  }
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
