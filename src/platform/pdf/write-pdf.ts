import { setImmediate } from 'node:timers/promises'
import { InputError } from '../failure.ts'
import { Refusal } from '../refusal.ts'
import { drawBlock } from './blocks.ts'
import type { PdfBlock, PdfDocument, PdfInline } from './document.ts'
import { loadFaces } from './faces.ts'
import { linesOf } from './lines.ts'
import { Sheet, TEXT_WIDTH } from './sheet.ts'

/** What one document may cost: pages, bytes, and seconds of making it. */
export type PdfBounds = { pagesMax: number; bytesMax: number; secondsMax: number }
export const PDF_BOUNDS: PdfBounds = { pagesMax: 500, bytesMax: 32 * 1024 * 1024, secondsMax: 25 }
/** Documents being made at once in one process, and how many may wait for that. */
const WAITING_MAX = 8
/** The event loop turns this often while a document is made. */
const TURN_MS = 30

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Makes a PDF: A4, tagged for screen readers (PDF 1.7, document language, title, headings, tables, figures with words
 * for them), with an outline, fonts embedded as far as they are used. One at a time; the same document gives the same
 * bytes. Throws a Refusal where a bound is passed, an InputError for an address that is none.
 */
export async function writePdf(document: PdfDocument, bounds: PdfBounds = PDF_BOUNDS): Promise<Buffer> {
  for (const block of document.blocks) assertLinks(block)
  if (waiting >= WAITING_MAX) throw new Refusal('unavailable', BUSY)
  waiting += 1
  const before = last
  const made = (async () => {
    await before
    return make(document, bounds)
  })()
  last = made.catch(() => undefined)
  try {
    return await made
  } finally {
    waiting -= 1
  }
}

async function make(document: PdfDocument, bounds: PdfBounds): Promise<Buffer> {
  await loadFaces()
  const pdf = await blank(document)
  const bytes = collected(pdf, bounds.bytesMax)
  // Whoever stops half-way leaves no rejection behind that nobody waits for.
  bytes.catch(() => undefined)
  const endsMs = performance.now() + bounds.secondsMax * 1000
  const sheet = new Sheet(pdf, document.language, bounds)
  drawTitle(sheet, document)
  const outline: (PDFKit.PDFOutline | undefined)[] = []
  let turnedMs = performance.now()
  for (const [at, block] of document.blocks.entries()) {
    drawBlock(sheet, block, document.blocks[at + 1], outline)
    const nowMs = performance.now()
    if (nowMs > endsMs) throw new Refusal('limited', tooSlow(bounds.secondsMax))
    if (nowMs - turnedMs < TURN_MS) continue
    await setImmediate()
    turnedMs = performance.now()
  }
  sheet.finish(document.runningHead)
  pdf.end()
  return bytes
}

async function blank(document: PdfDocument): Promise<PDFKit.PDFDocument> {
  const { default: PdfKit } = await import('pdfkit')
  return new PdfKit({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    lang: document.language,
    displayTitle: true,
    autoFirstPage: false,
    bufferPages: true,
    // The default font would be one that no file brings along.
    font: undefined,
    info: {
      Title: document.title,
      ...(document.author !== undefined && { Author: document.author }),
      ...(document.subject !== undefined && { Subject: document.subject }),
      Creator: 'Kensho',
      CreationDate: new Date(document.createdMs),
    },
  })
}

async function collected(pdf: PDFKit.PDFDocument, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of pdf as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bytesMax) throw new Refusal('limited', tooLarge(bytesMax))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function drawTitle(sheet: Sheet, { title, subtitle = [] }: PdfDocument): void {
  const element = sheet.element('H1')
  sheet.y += 18
  sheet.lines(element, 'H1', linesOf(title, sheet.setting('serif', 23), TEXT_WIDTH), 34)
  element.end()
  sheet.y += 6
  for (const line of subtitle) {
    const under = sheet.element('P')
    sheet.lines(under, 'P', linesOf(line, sheet.setting('sans', 10, 'soft'), TEXT_WIDTH), 17)
    under.end()
  }
  sheet.y += 10
  sheet.artifact(() => sheet.rule(sheet.y, 'ink', 0.8))
  sheet.y += 16
}

/** Every address in a document is one that a reader may open: nothing that runs. */
function assertLinks(block: PdfBlock): void {
  for (const inline of inlinesOf(block))
    if (typeof inline !== 'string')
      for (const { link } of inline)
        if (link !== undefined && !/^https?:\/\/\S+$/.test(link))
          throw new InputError(
            'document',
            { path: 'link' },
            `an http or https address, found ${JSON.stringify(link)}`,
          )
}

function inlinesOf(block: PdfBlock): readonly PdfInline[] {
  if (block.kind === 'paragraph') return [block.text]
  if (block.kind === 'list') return block.items
  if (block.kind === 'pairs') return block.rows.map(([, what]) => what)
  return block.kind === 'table' ? block.rows.flat() : []
}

const BUSY = {
  ja: '文書の作成が混み合っています。少し待ってからやり直してください。',
  en: 'Too many documents are being made. Try again in a moment.',
}

function tooSlow(seconds: number) {
  return {
    ja: `文書の作成が ${seconds} 秒で終わりませんでした。範囲を狭めてください。`,
    en: `The document was not made within ${seconds} s. Narrow what it is about.`,
  }
}

function tooLarge(bytes: number) {
  return {
    ja: `文書が ${bytes} バイトを超えます。範囲を狭めてください。`,
    en: `The document would be larger than ${bytes} bytes. Narrow what it is about.`,
  }
}
