import { addressOf, headerText, parseHeaders } from './header.ts'

/** By what a mail is known among others, from its outermost header alone. */
export type Identification = {
  /** Message-ID without angle brackets; empty when absent. */
  messageId: string
  /** Message ids of In-Reply-To and References, oldest first. */
  references: string[]
  /** Address of the From field; empty when absent. */
  from: string
  subject: string
  /** It was made by a machine that answers: not to be taken for a person's word. */
  automatic: boolean
}

const HEAD_BYTES_MAX = 256 * 1024
const REFERENCES_MAX = 50
const MESSAGE_ID = /<([^<>\s]{1,400})>/g

/** The header block as latin1, at most 256 KiB. */
export function headOf(bytes: Uint8Array): string {
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.byteLength, HEAD_BYTES_MAX),
  ).toString('latin1')
  const gap = /\r?\n[ \t]*\r?\n/.exec(head)
  return gap === null ? head : head.slice(0, gap.index)
}

export function identificationOf(bytes: Uint8Array): Identification {
  const headers = parseHeaders(headOf(bytes))
  const ids = (name: string): string[] =>
    [...(headers.get(name)?.[0] ?? '').matchAll(MESSAGE_ID)].map((match) => match[1] ?? '')
  const references = [...new Set([...ids('references'), ...ids('in-reply-to')])]
  const answered = (headers.get('auto-submitted')?.[0] ?? 'no').toLowerCase()
  return {
    messageId: ids('message-id')[0] ?? '',
    references: references.slice(-REFERENCES_MAX),
    from: addressOf(headerText(headers, 'from')).toLowerCase(),
    subject: headerText(headers, 'subject').slice(0, 500),
    automatic: answered.startsWith('auto-replied') || answered.startsWith('auto-generated'),
  }
}
