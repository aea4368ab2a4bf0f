import type { Text } from '../../../platform/text.ts'
import { attachmentKey, isOpenable, unreadableText, type OpenedAttachments } from '../attachment/opened.ts'
import { readCalendar } from '../calendar/event.ts'
import type { CalendarEvent } from '../calendar/event.ts'
import { readFields } from '../document/field.ts'
import type { Field } from '../document/field.ts'
import { readHtml } from '../document/html.ts'
import type { Doc } from '../document/item.ts'
import { ROWS_MAX } from '../document/item.ts'
import { plainText } from '../document/plain.ts'
import { readText } from '../document/text.ts'
import { partText } from '../mail/message.ts'
import type { Mail, MailPart } from '../mail/message.ts'
import { splitThread } from '../mail/thread.ts'
import { addressOf } from '../mail/header.ts'
import { readDelimited } from '../sheet/delimited.ts'
import { readWorkbook } from '../sheet/workbook.ts'
import { reason } from './reason.ts'

/**
 * One letter of a mail with all that belongs to it: its documents as fields, its calendar events. The newest letter
 * stands first; what was forwarded, quoted or attached as a mail follows.
 */
export type Layer = {
  subject: string
  from: string
  sentMs: number | undefined
  sentOffsetMin: number | undefined
  documents: { source: Doc['source']; fields: Field[] }[]
  events: CalendarEvent[]
  text: string
  doubts: Text[]
  unread: Text[]
  /** A table or text that came with it was read. */
  attached: boolean
}

const TEXT_MAX = 2_000_000
const LONG: Text = { ja: '長すぎる本文の続き', en: 'the rest of a text with too many lines' }
const LAYERS_MAX = 30

export function readLayers(mail: Mail, opened: OpenedAttachments = new Map()): Layer[] {
  return layersOf(mail, opened).slice(0, LAYERS_MAX)
}

function emptyLayer(
  subject: string,
  from: string,
  sentMs: number | undefined,
  sentOffsetMin: number | undefined,
): Layer {
  return {
    subject: plainText(subject).trim(),
    from,
    sentMs,
    sentOffsetMin,
    documents: [],
    events: [],
    text: '',
    doubts: [],
    unread: [],
    attached: false,
  }
}

function layersOf(mail: Mail, opened: OpenedAttachments): Layer[] {
  const first = emptyLayer(mail.subject, mail.from, mail.sentMs, mail.sentOffsetMin)
  first.unread.push(...mail.unread)
  const layers = [first]
  const attached: Doc[] = []
  for (const part of mail.parts) readPart(part, layers, attached, opened)
  const target = layers.find((layer) => coreFields(layer) >= 2) ?? first
  for (const doc of attached) addFields(target, doc.source, readFields(doc.items))
  target.attached = attached.length > 0
  if (target !== first) target.events.push(...first.events.splice(0))
  // An invitation may hold the whole notice in its description.
  if (coreFields(target) < 2)
    for (const event of target.events)
      if (!event.bcop && event.description !== '')
        addFields(target, 'calendar', readFields(readText(event.description, false, 'calendar').items))
  for (const inner of mail.inner) layers.push(...layersOf(inner, opened))
  return layers
}

const CORE = new Set(['id', 'start', 'end', 'window', 'object'])

/** Labels with a value: the letter that has them is the notice, to which tables and calendars of the mail belong. */
function coreFields(layer: Layer): number {
  return layer.documents
    .flatMap((document) => document.fields)
    .filter((field) =>
      field.kind === 'pair'
        ? CORE.has(field.label.role) && field.value !== ''
        : field.kind === 'row' && field.cells.some((cell) => CORE.has(cell.label.role)),
    ).length
}

function readPart(part: MailPart, layers: Layer[], attached: Doc[], opened: OpenedAttachments): void {
  const [first] = layers
  if (first === undefined) return
  if (isOpenable(part)) {
    readOpened(part, first, attached, opened)
    return
  }
  if (part.type === 'text/calendar') readEvents(part, first)
  else if (part.type === 'text/csv') {
    const table = readDelimited(decoded(part, first))
    if (table === undefined) first.unread.push({ ja: `表 ${part.fileName}`, en: `table ${part.fileName}` })
    else attached.push({ source: 'sheet', items: [table.grid], struck: [] })
    if (table?.cut === true) noteCut(part, first)
  } else if (part.type.endsWith('spreadsheetml.sheet')) readSheets(part, first, attached)
  else if (part.type === 'text/html') addDocument(layers, readHtml(decoded(part, first)))
  else if (part.type.startsWith('text/')) addDocument(layers, readText(decoded(part, first), part.flowed))
  else noteUnread(part, first)
}

function decoded(part: MailPart, layer: Layer): string {
  const { text, doubtful } = partText(part)
  if (doubtful) layer.doubts.push(reason.doubtfulText())
  if (text.length <= TEXT_MAX) return text
  noteRest(layer, {
    ja: `${TEXT_MAX}文字を超える本文の続き`,
    en: `text beyond the first ${TEXT_MAX} characters`,
  })
  return text.slice(0, TEXT_MAX)
}

function readEvents(part: MailPart, layer: Layer): void {
  const calendar = readCalendar(decoded(part, layer))
  layer.events.push(...calendar.events)
  layer.doubts.push(...calendar.doubts)
}

function readSheets(part: MailPart, layer: Layer, attached: Doc[]): void {
  const workbook = readWorkbook(part.bytes)
  if ('unreadable' in workbook) {
    const locked = workbook.unreadable === 'encrypted'
    layer.unread.push({
      ja: `${locked ? 'パスワード付きの' : '壊れた'}表 ${part.fileName}`,
      en: `${locked ? 'encrypted' : 'damaged'} workbook ${part.fileName}`,
    })
    return
  }
  attached.push({ source: 'sheet', items: workbook.grids, struck: [] })
  if (workbook.cut) noteCut(part, layer)
}

function noteCut({ fileName }: MailPart, layer: Layer): void {
  noteRest(layer, {
    ja: `表 ${fileName} の${ROWS_MAX}行を超える部分`,
    en: `table ${fileName} beyond ${ROWS_MAX} rows`,
  })
}

/** What lies beyond the bounds may say anything. */
function noteRest(layer: Layer, rest: Text): void {
  layer.unread.push(rest)
  layer.doubts.push(reason.unread(rest))
}

/** What was inside a PDF or an archive belongs to the letter that it came with, as the tables do. */
function readOpened(part: MailPart, first: Layer, attached: Doc[], opened: OpenedAttachments): void {
  const name = part.fileName === '' ? part.type : part.fileName
  const found = opened.get(attachmentKey(part.bytes))
  if (found === undefined) first.unread.push({ ja: `添付 ${name}`, en: `attachment ${name}` })
  else if ('unreadable' in found) {
    const text = unreadableText(name, found.unreadable)
    first.unread.push(text)
    // A scan, and what is locked, may say anything: the rest of the mail is not all of the notice.
    if (found.unreadable === 'scanned' || found.unreadable === 'password')
      first.doubts.push(reason.unread(text))
  } else {
    first.unread.push(...found.more)
    for (const inner of found.parts) {
      if (inner.type === 'text/plain' || inner.type === 'text/html') {
        const text = decoded(inner, first)
        const doc = inner.type === 'text/html' ? readHtml(text) : readText(text, inner.flowed)
        attached.push(doc)
        if (doc.cut === true) noteRest(first, LONG)
      } else readPart(inner, [first], attached, new Map())
    }
  }
}

/** Images and signatures never carry the notice. */
function noteUnread(part: MailPart, layer: Layer): void {
  if (/^image\/|pkcs7-signature|pgp-signature|pgp-keys|^message\/|^video\/|^audio\//.test(part.type)) return
  const name = part.fileName === '' ? part.type : part.fileName
  layer.unread.push({ ja: `添付 ${name}`, en: `attachment ${name}` })
}

function addDocument(layers: Layer[], doc: Doc): void {
  const [first] = layers
  if (doc.cut === true && first !== undefined) noteRest(first, LONG)
  for (const [index, letter] of splitThread(doc.items).entries()) {
    while (layers.length <= index) layers.push(emptyLayer('', '', undefined, undefined))
    const layer = layers[index]
    if (layer === undefined) return
    if (index > 0) {
      layer.subject = layer.subject === '' ? plainText(letter.subject).trim() : layer.subject
      layer.from = layer.from === '' ? addressOf(letter.from) : layer.from
      layer.sentMs ??= letter.sentMs
      layer.sentOffsetMin ??= letter.sentOffsetMin
    }
    addFields(layer, doc.source, readFields(letter.items))
  }
}

function addFields(layer: Layer, source: Doc['source'], fields: Field[]): void {
  layer.documents.push({ source, fields })
  layer.text += `\n${textOf(fields)}`
}

function textOf(fields: readonly Field[]): string {
  return fields
    .map((field) => {
      if (field.kind === 'prose') return field.text
      if (field.kind === 'pair') return `${field.label.text}: ${field.value}`
      return field.cells.map((cell) => `${cell.label.text}: ${cell.value}`).join(' | ')
    })
    .join('\n')
}
