import { Worker } from 'node:worker_threads'
import { readMail, type Mail, type MailPart } from '../mail/message.ts'
import type { Notice } from '../notice.ts'
import { readNotice, type ParseOptions } from '../parse-notice.ts'
import { attachmentKey, isOpenable, type Opened, type OpenedAttachments } from './opened.ts'

const OPEN_MS_MAX = 20_000
/** Beside what the process itself holds; a thread that wants more is ended and its attachments count as too large. */
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 }

export type WholeReading = { notices: Notice[]; layout: string; waitsForPassword: boolean }

/**
 * Reads a mail with what is inside its PDFs and archives. Those are opened apart, with bounded time and memory, so that
 * a hostile one costs itself alone; a mail without any is read at once. Never throws for content.
 */
export async function readWhole(
  bytes: Uint8Array,
  options: Omit<ParseOptions, 'attachments'> & { passwords?: readonly string[] } = {},
): Promise<WholeReading> {
  const { passwords = [], ...known } = options
  const mail = readMail(bytes)
  const openable = partsOf(mail).filter(isOpenable)
  const attachments =
    openable.length === 0 ? new Map<string, Opened>() : await openedApart(openable, passwords)
  const waitsForPassword = [...attachments.values()].some(
    (opened) => 'unreadable' in opened && opened.unreadable === 'password',
  )
  return { ...readNotice(mail, { ...known, attachments }), waitsForPassword }
}

function partsOf(mail: Mail): MailPart[] {
  return [...mail.parts, ...mail.inner.flatMap(partsOf)]
}

async function openedApart(
  openable: readonly MailPart[],
  passwords: readonly string[],
): Promise<OpenedAttachments> {
  const all = (unreadable: 'too-slow' | 'too-large'): OpenedAttachments =>
    new Map(openable.map((part) => [attachmentKey(part.bytes), { unreadable }]))
  // Copies of what is opened alone, handed over: a part is a window into the whole mail.
  const parts = openable.map((part) => ({ ...part, bytes: new Uint8Array(part.bytes) }))
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { parts, passwords },
    transferList: parts.map(({ bytes }) => bytes.buffer),
    resourceLimits: MEMORY,
    stdout: true,
    stderr: true,
  })
  try {
    return await new Promise<OpenedAttachments>((resolve) => {
      const timer = setTimeout(() => resolve(all('too-slow')), OPEN_MS_MAX)
      worker.once('message', (opened: OpenedAttachments) => {
        clearTimeout(timer)
        resolve(opened)
      })
      for (const end of ['error', 'exit'])
        worker.once(end, () => {
          clearTimeout(timer)
          resolve(all('too-large'))
        })
    })
  } finally {
    await worker.terminate()
  }
}
