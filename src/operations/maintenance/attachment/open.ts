import type { Text } from '../../../platform/text.ts'
import { BY_EXTENSION, type MailPart } from '../mail/message.ts'
import { attachmentKey, unreadableText, type Opened, type OpenedAttachments } from './opened.ts'
import { pdfText } from './pdf.ts'
import { unzipped } from './zip.ts'

const OPENED_MAX = 20
const PDF_BYTES_MAX = 8 * 1024 * 1024

/** Opens PDFs and archives, by the passwords that may fit. Never throws for content. */
export async function openAttachments(
  parts: readonly MailPart[],
  passwords: readonly string[],
): Promise<OpenedAttachments> {
  const opened = new Map<string, Opened>()
  for (const part of parts.slice(0, OPENED_MAX))
    opened.set(attachmentKey(part.bytes), await openOne(part, passwords))
  return opened
}

async function openOne(part: MailPart, passwords: readonly string[]): Promise<Opened> {
  if (part.type === 'application/pdf') return await openPdf(part)
  const archive = await unzipped(part.bytes, passwords)
  if ('unreadable' in archive) return archive
  const parts: MailPart[] = []
  const more: Text[] = archive.left.map((name) => unreadableText(name, 'too-large'))
  for (const { name, bytes } of archive.files) {
    const type = BY_EXTENSION[/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'text/plain'
    const inner: MailPart = { type, charset: undefined, flowed: false, fileName: name, bytes }
    if (type === 'application/pdf') {
      const pdf = await openPdf(inner)
      if ('parts' in pdf) parts.push(...pdf.parts)
      else more.push(unreadableText(name, pdf.unreadable))
    } else if (type === 'application/zip' || type === 'message/rfc822')
      more.push(unreadableText(name, 'damaged'))
    else parts.push(inner)
  }
  return { parts, more }
}

async function openPdf(part: MailPart): Promise<Opened> {
  if (part.bytes.length > PDF_BYTES_MAX) return { unreadable: 'too-large' }
  try {
    const text = await pdfText(part.bytes)
    if (text === '') return { unreadable: 'scanned' }
    const bytes = Buffer.from(text.toWellFormed(), 'utf8')
    return { parts: [{ ...part, type: 'text/plain', charset: 'utf-8', bytes }], more: [] }
  } catch {
    return { unreadable: 'damaged' }
  }
}
