import { SaxesParser } from 'saxes'
import { InputError } from '../platform/failure.ts'
import { checkUtf8, startsWithBom } from './text-bytes.ts'

/** Deeper nesting is refused; drawings nest groups in groups, two levels each. */
const XML_DEPTH_MAX = 256

export type XmlElement = { name: string; attributes: Readonly<Record<string, string>>; line: number }

export type XmlHandlers = {
  /** A start tag. Names come without their namespace prefix. */
  open: (element: XmlElement) => void
  /** An end tag, with the text that stood directly inside. */
  close?: (element: XmlElement, text: string) => void
}

/** True when the first character after space is `<`. */
export function looksLikeXml(bytes: Uint8Array): boolean {
  return headText(bytes).trimStart().startsWith('<')
}

/** Name of the outermost element, without prefix, or undefined when the head of the file shows none. */
export function xmlRootName(bytes: Uint8Array): string | undefined {
  const head = headText(bytes).replaceAll(
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*(\[[\s\S]*?\])?[^>]*>/g,
    '',
  )
  return /^\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(head)?.[1]
}

/** Whether the head of the file shows a tag, given as it begins. */
export function xmlHeadHas(bytes: Uint8Array, tag: string): boolean {
  return headText(bytes).includes(tag)
}

function headText(bytes: Uint8Array): string {
  return new TextDecoder(encodingByMark(bytes) ?? 'utf-8').decode(bytes.subarray(0, 16_384))
}

/**
 * Reads XML by events, so that memory stays bounded. Entities beyond the five of XML itself are refused, and nothing
 * outside the file is ever fetched. InputError with line and column for what is not well-formed.
 */
export function readXml(file: string, bytes: Uint8Array, handlers: XmlHandlers): void {
  const encoding = encodingByMark(bytes) ?? declaredEncoding(bytes)
  if (encoding === 'utf-8') checkUtf8(file, bytes)
  const parser = new SaxesParser<{ position: true }>({ position: true })
  const stack: { element: XmlElement; text: string }[] = []
  const place = () => ({ line: parser.line, column: parser.column + 1 })
  parser.on('error', (problem) => {
    throw new InputError(
      file,
      place(),
      `expected well-formed XML: ${problem.message.replace(/^\d+:\d+: /, '')}`,
    )
  })
  parser.on('opentag', (tag) => {
    if (stack.length >= XML_DEPTH_MAX)
      throw new InputError(file, place(), `expected at most ${XML_DEPTH_MAX} levels of nesting`)
    const element = {
      name: localName(tag.name),
      attributes: tag.attributes as Record<string, string>,
      line: parser.line,
    }
    stack.push({ element, text: '' })
    handlers.open(element)
  })
  const addText = (text: string): void => {
    const top = stack.at(-1)
    if (top && handlers.close) top.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const top = stack.pop()
    if (top) handlers.close?.(top.element, top.text)
  })
  feed(file, bytes, encoding, parser)
}

const CHUNK_BYTES = 1_048_576

function feed(file: string, bytes: Uint8Array, encoding: string, parser: SaxesParser): void {
  const decoder = decoderOf(file, encoding)
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    try {
      parser.write(decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true }))
    } catch (problem) {
      if (!(problem instanceof TypeError)) throw problem
      throw new InputError(file, { line: parser.line }, `expected ${encoding}, found bytes that are not`)
    }
  }
  parser.write(decoder.decode()).close()
}

function decoderOf(file: string, encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem
    throw new InputError(
      file,
      { line: 1 },
      `expected a known encoding in the XML declaration, found ${JSON.stringify(encoding)}`,
    )
  }
}

function encodingByMark(bytes: Uint8Array): string | undefined {
  if (startsWithBom(bytes)) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
}

function declaredEncoding(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  return /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8'
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
