/**
 * Twenty ways in which the same notice reaches another mailbox: re-encoded, forwarded, quoted, wrapped, stripped of a
 * part, with its columns turned round. What it announces must stay the same.
 */
import { partText, readMail } from '../src/operations/maintenance/mail/message.ts'
import type { Mail, MailPart } from '../src/operations/maintenance/mail/message.ts'
import { encodeText, mailDate, writeMail } from './notices-mail.ts'
import type { Part } from './notices-mail.ts'

type Body = { type: string; text?: string; part: MailPart }
type Opened = { mail: Mail; bodies: Body[] }

export type Variant = { name: string; apply: (bytes: Uint8Array) => Uint8Array | undefined }

function opened(bytes: Uint8Array): Opened {
  const mail = readMail(bytes)
  return {
    mail,
    bodies: mail.parts.map((part) =>
      part.type === 'text/plain' || part.type === 'text/html'
        ? { type: part.type, text: unflowed(part), part }
        : { type: part.type, part },
    ),
  }
}

function unflowed(part: MailPart): string {
  const { text } = partText(part)
  return part.flowed ? text.replace(/([^\n]*) \r?\n(?!\s*\r?\n)/g, '$1 ') : text
}

type Options = {
  encoding?: '8bit' | 'base64' | 'quoted-printable'
  charset?: string
  subject?: string
  extra?: Part[]
  from?: string
  sentMs?: number
}

function rebuilt({ mail, bodies }: Opened, options: Options = {}): Uint8Array {
  const parts: Part[] = bodies.map(({ type, text, part }) =>
    text === undefined
      ? {
          type: part.charset === undefined ? type : `${type}; charset=${part.charset}`,
          bytes: part.bytes,
          encoding: 'base64',
          ...(part.fileName === '' ? {} : { fileName: part.fileName }),
        }
      : {
          type,
          text: text.replace(/\r\n/g, '\n'),
          charset: options.charset ?? 'utf-8',
          encoding: options.encoding ?? 'base64',
        },
  )
  return writeMail(
    {
      subject: options.subject ?? mail.subject,
      from: options.from ?? mail.from,
      sentMs: options.sentMs ?? mail.sentMs ?? Date.UTC(2026, 0, 1),
      offsetMin: mail.sentOffsetMin ?? 0,
      multipart: 'mixed',
    },
    [...parts, ...(options.extra ?? [])],
  )
}

const change = (
  bytes: Uint8Array,
  edit: (body: Body) => Body | undefined,
  options: Options = {},
): Uint8Array | undefined => {
  const open = opened(bytes)
  const bodies = open.bodies.map(edit).filter((body) => body !== undefined)
  return bodies.length === 0 ? undefined : rebuilt({ ...open, bodies }, options)
}

const onlyText = (bytes: Uint8Array): boolean =>
  opened(bytes).bodies.some((body) => body.type === 'text/plain' && (body.text ?? '').trim() !== '')
const hasHtml = (bytes: Uint8Array): boolean => opened(bytes).bodies.some((body) => body.type === 'text/html')
const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

function forwardHead(mail: Mail): string[] {
  return [
    '---------- Forwarded message ---------',
    `From: Carrier NOC <${mail.from}>`,
    `Date: ${mailDate(mail.sentMs ?? 0, mail.sentOffsetMin ?? 0)}`,
    `Subject: ${mail.subject}`,
    'To: <ops@kensho.example>',
    '',
  ]
}

function forwarded(bytes: Uint8Array): Uint8Array | undefined {
  const { mail } = opened(bytes)
  const head = forwardHead(mail)
  return change(
    bytes,
    (body) =>
      body.text === undefined
        ? body
        : {
            ...body,
            text:
              body.type === 'text/html'
                ? `<div>FYI</div><br>${head.map((line) => `${escapeHtml(line)}<br>`).join('')}<div>${body.text}</div>`
                : `FYI\n\n${head.join('\n')}\n${body.text}`,
          },
    {
      subject: `Fwd: ${mail.subject}`,
      from: 'colleague@kensho.example',
      sentMs: (mail.sentMs ?? 0) + 3_600_000,
    },
  )
}

function quotedReply(bytes: Uint8Array): Uint8Array | undefined {
  const { mail } = opened(bytes)
  const attribution = `On ${mailDate(mail.sentMs ?? 0, mail.sentOffsetMin ?? 0)}, Carrier NOC <${mail.from}> wrote:`
  if (hasHtml(bytes)) return undefined
  return change(
    bytes,
    (body) =>
      body.type !== 'text/plain' || body.text === undefined
        ? body
        : {
            ...body,
            text: `Thank you, noted.\n\n${attribution}\n${body.text
              .split(/\r?\n/)
              .map((line) => `> ${line}`)
              .join('\n')}`,
          },
    {
      subject: `Re: ${mail.subject}`,
      from: 'colleague@kensho.example',
      sentMs: (mail.sentMs ?? 0) + 3_600_000,
    },
  )
}

const OLDER = [
  'From: Carrier NOC <noc@carrier.example>',
  'Sent: Friday, 2 January 2015 10:00',
  'To: ops@kensho.example',
  'Subject: Planned maintenance OLD-778899',
  '',
  'Maintenance ID: OLD-778899',
  'Start: 2015-02-03 01:00 UTC',
  'End: 2015-02-03 05:00 UTC',
  'Circuit ID: OLDCIRCUIT-1',
]

/** The older letter of the thread below must not be read into the newest. */
function withHistory(bytes: Uint8Array): Uint8Array | undefined {
  return change(bytes, (body) => {
    if (body.text === undefined) return body
    return {
      ...body,
      text:
        body.type === 'text/html'
          ? `${body.text.replace(/<\/body>|<\/html>/gi, '')}<hr>${OLDER.map((line) => `${escapeHtml(line)}<br>`).join('')}`
          : `${body.text}\n________________________________\n${OLDER.join('\n')}\n`,
    }
  })
}

function attached(bytes: Uint8Array): Uint8Array {
  const { mail } = opened(bytes)
  return writeMail(
    {
      subject: `Fwd: ${mail.subject}`,
      from: 'colleague@kensho.example',
      sentMs: (mail.sentMs ?? 0) + 3_600_000,
      offsetMin: 0,
    },
    [
      { type: 'text/plain', text: 'Please see the attached mail.', encoding: '8bit' },
      { type: 'message/rfc822', bytes, encoding: '8bit' },
    ],
  )
}

/** Data tables with their columns in reverse order; only rows of plain cells without joins. */
function reversedColumns(bytes: Uint8Array): Uint8Array | undefined {
  if (!hasHtml(bytes)) return undefined
  let touched = false
  const result = change(bytes, (body) => {
    if (body.type !== 'text/html' || body.text === undefined)
      return body.type === 'text/plain' ? undefined : body
    const text = body.text.replace(/<table(?:(?!<table|<\/table)[\s\S])*<\/table>/gi, (table) => {
      const rows = table.match(/<tr[\s\S]*?<\/tr>/gi) ?? []
      const cells = rows.map((row) => row.match(/<t([dh])[\s\S]*?<\/t\1>/gi) ?? [])
      if (
        cells.length < 2 ||
        (cells[0]?.length ?? 0) < 3 ||
        /(?:col|row)span/i.test(table) ||
        /\d|:\s*</.test((cells[0] ?? []).join('').replace(/<[^>]*>/g, '<')) ||
        cells.some((row) => row.length !== cells[0]?.length)
      )
        return table
      touched = true
      let out = table
      for (const [index, row] of rows.entries())
        out = out.replace(
          row,
          row.replace(/<t[dh][\s\S]*<\/t[dh]>/i, (cells[index] ?? []).toReversed().join('')),
        )
      return out
    })
    return { ...body, text }
  })
  return touched ? result : undefined
}

const wide = (text: string): string =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

/** Full-width digits in the lines of time of a Japanese text. */
function wideDigits(bytes: Uint8Array): Uint8Array | undefined {
  const { bodies } = opened(bytes)
  if (!bodies.every((body) => body.type === 'text/plain' && /[ぁ-ん]/.test(body.text ?? ''))) return undefined
  return change(bytes, (body) => ({
    ...body,
    text: (body.text ?? '')
      .split('\n')
      .map((line) => (/[時日]/.test(line) && !/番号|回線|ID/.test(line) ? wide(line) : line))
      .join('\n'),
  }))
}

const zoneRenamed = (bytes: Uint8Array): Uint8Array | undefined => {
  const { bodies } = opened(bytes)
  if (
    !bodies.some((body) => /\bUTC\b(?![+-])/.test(body.text ?? '')) ||
    bodies.some((body) => /\bGMT\b/.test(body.text ?? ''))
  )
    return undefined
  return change(bytes, (body) =>
    body.text === undefined ? body : { ...body, text: body.text.replace(/\bUTC\b(?![+-])/g, 'GMT') },
  )
}

function recharset(charset: string, japanese: boolean): (bytes: Uint8Array) => Uint8Array | undefined {
  return (bytes) => {
    const { bodies } = opened(bytes)
    const isJapanese = bodies.some((body) => /[ぁ-んァ-ン]/.test(body.text ?? ''))
    if (isJapanese !== japanese) return undefined
    // Only where the charset can hold the text: otherwise the mail would be another one.
    const holds = bodies.every(
      (body) =>
        body.text === undefined ||
        new TextDecoder(charset)
          .decode(encodeText(body.text.replace(/\r\n/g, '\n'), charset))
          .normalize('NFKC') === body.text.replace(/\r\n/g, '\n').normalize('NFKC'),
    )
    return holds ? change(bytes, (body) => body, { charset, encoding: 'base64' }) : undefined
  }
}

function inTable(bytes: Uint8Array): Uint8Array | undefined {
  if (!hasHtml(bytes)) return undefined
  return change(bytes, (body) =>
    body.type === 'text/html'
      ? {
          ...body,
          text: `<html><body><table width="100%"><tr><td></td><td align="center"><table><tr><td>${(body.text ?? '').replace(/<\/?(?:html|body|head)[^>]*>/gi, '')}</td></tr></table></td><td></td></tr></table></body></html>`,
        }
      : body,
  )
}

export const VARIANTS: readonly Variant[] = [
  { name: 'base64', apply: (bytes) => change(bytes, (body) => body, { encoding: 'base64' }) },
  {
    name: 'quoted-printable',
    apply: (bytes) => change(bytes, (body) => body, { encoding: 'quoted-printable' }),
  },
  { name: '8bit', apply: (bytes) => change(bytes, (body) => body, { encoding: '8bit' }) },
  {
    name: 'utf-16',
    apply: (bytes) => change(bytes, (body) => body, { charset: 'utf-16le', encoding: 'base64' }),
  },
  { name: 'windows-1252', apply: recharset('windows-1252', false) },
  { name: 'iso-2022-jp', apply: recharset('iso-2022-jp', true) },
  { name: 'shift_jis', apply: recharset('shift_jis', true) },
  { name: 'euc-jp', apply: recharset('euc-jp', true) },
  { name: 'forwarded', apply: forwarded },
  { name: 'attached', apply: attached },
  { name: 'quoted', apply: quotedReply },
  { name: 'history below', apply: withHistory },
  {
    name: 'html dropped',
    apply: (bytes) =>
      onlyText(bytes) && hasHtml(bytes)
        ? change(bytes, (body) => (body.type === 'text/html' ? undefined : body))
        : undefined,
  },
  {
    name: 'text dropped',
    apply: (bytes) =>
      onlyText(bytes) && hasHtml(bytes)
        ? change(bytes, (body) => (body.type === 'text/plain' ? undefined : body))
        : undefined,
  },
  {
    name: 'text as html',
    apply: (bytes) =>
      hasHtml(bytes)
        ? undefined
        : change(bytes, (body) =>
            body.type === 'text/plain'
              ? {
                  ...body,
                  type: 'text/html',
                  text: `<html><body>${escapeHtml(body.text ?? '')
                    .replace(/ {2}/g, '&nbsp; ')
                    .replace(/\t/g, '&nbsp;&nbsp;&nbsp; ')
                    .replace(/\r?\n/g, '<br>\n')}</body></html>`,
                }
              : body,
          ),
  },
  { name: 'in a layout table', apply: inTable },
  {
    name: 'no tbody',
    apply: (bytes) =>
      hasHtml(bytes)
        ? change(bytes, (body) =>
            body.type === 'text/html'
              ? { ...body, text: (body.text ?? '').replace(/<\/?tbody[^>]*>/gi, '') }
              : body,
          )
        : undefined,
  },
  {
    name: 'tags in capitals, cells unclosed',
    apply: (bytes) =>
      hasHtml(bytes)
        ? change(bytes, (body) =>
            body.type === 'text/html'
              ? {
                  ...body,
                  text: (body.text ?? '')
                    .replace(/<\/(?:td|th|tr|p|li)>/gi, '')
                    .replace(
                      /<(\/?)([a-z]+)/g,
                      (_, slash: string, name: string) => `<${slash}${name.toUpperCase()}`,
                    ),
                }
              : body,
          )
        : undefined,
  },
  { name: 'columns reversed', apply: reversedColumns },
  {
    name: 'external banner and list footer',
    apply: (bytes) =>
      change(
        bytes,
        (body) =>
          body.text === undefined
            ? body
            : {
                ...body,
                text:
                  body.type === 'text/html'
                    ? `<p>[EXTERNAL] Do not click links.</p>${body.text.replace(/<\/body>|<\/html>/gi, '')}<p>--<br>You received this message because you are subscribed to the group "notices".</p>`
                    : `[EXTERNAL] Do not click links.\n\n${body.text}\n-- \nYou received this message because you are subscribed to the group "notices".\n`,
              },
        { subject: `[EXTERNAL] ${readMail(bytes).subject}` },
      ),
  },
  {
    name: 'logo and signature attached',
    apply: (bytes) =>
      change(bytes, (body) => body, {
        extra: [
          { type: 'image/png', bytes: Buffer.from('89504e470d0a1a0a', 'hex'), fileName: 'logo.png' },
          { type: 'application/pkcs7-signature', bytes: Buffer.from([48, 130, 1]), fileName: 'smime.p7s' },
        ],
      }),
  },
  {
    name: 'line ends LF',
    apply: (bytes) => Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r\n/g, '\n'), 'latin1'),
  },
  { name: 'full-width digits', apply: wideDigits },
  { name: 'UTC called GMT', apply: zoneRenamed },
]
