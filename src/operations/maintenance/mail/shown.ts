import { plainText } from '../document/plain.ts'
import { readHtml } from '../document/html.ts'
import { partText, readMail } from './message.ts'
import type { Mail, MailPart } from './message.ts'

/** A mail as a person is shown it: text only, nothing of it runs or is fetched. */
export type ShownMail = {
  subject: string
  from: string
  sent: string | null
  text: string
  attachments: { name: string; type: string; sizeBytes: number }[]
}

const TEXT_MAX = 200_000

export function shownMail(bytes: Uint8Array): ShownMail {
  const mail = readMail(bytes)
  const parts = allParts(mail)
  const letters = parts.filter(({ type, fileName }) => fileName === '' && type === 'text/plain')
  const shown = letters.length > 0 ? letters : parts.filter(({ type }) => type === 'text/html')
  return {
    subject: plainText(mail.subject),
    from: mail.from,
    sent: mail.sentMs === undefined ? null : new Date(mail.sentMs).toISOString(),
    text: shown.map(textOf).join('\n\n').slice(0, TEXT_MAX).toWellFormed(),
    attachments: parts
      .filter((part) => !shown.includes(part) && part.fileName !== '')
      .map(({ fileName, type, bytes: content }) => ({ name: fileName, type, sizeBytes: content.length })),
  }
}

function allParts(mail: Mail): MailPart[] {
  return [...mail.parts, ...mail.inner.flatMap(allParts)]
}

function textOf(part: MailPart): string {
  const { text } = partText(part)
  if (part.type !== 'text/html') return text
  return readHtml(text)
    .items.map((item) =>
      item.kind === 'line'
        ? item.text
        : item.rows.map((row) => row.map((cell) => cell.text).join('\t')).join('\n'),
    )
    .join('\n')
}
