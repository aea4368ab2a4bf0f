import { createHash } from 'node:crypto'
import type { Text } from '../../../platform/text.ts'
import type { MailPart } from '../mail/message.ts'

/** What was found inside an attachment. `scanned`: it shows text that no machine has read. */
export type Opened =
  | { parts: MailPart[]; more: Text[] }
  | { unreadable: 'scanned' | 'damaged' | 'too-large' | 'too-slow' | 'password' }

/** By the hash of the attachment's bytes, so that the reader need not know in which order they were opened. */
export type OpenedAttachments = ReadonlyMap<string, Opened>

export function attachmentKey(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function isOpenable({ type }: MailPart): boolean {
  return type === 'application/pdf' || type === 'application/zip'
}

const WHY: Record<Exclude<Opened, { parts: unknown }>['unreadable'], Text> = {
  scanned: { ja: '画像だけの', en: 'scanned' },
  damaged: { ja: '壊れた', en: 'damaged' },
  'too-large': { ja: '大きすぎる', en: 'too large' },
  'too-slow': { ja: '時間内に読めない', en: 'not read in time' },
  password: { ja: 'パスワード待ちの', en: 'waiting for its password' },
}

/** An attachment that could not be read, in words. */
export function unreadableText(name: string, why: keyof typeof WHY): Text {
  return { ja: `${WHY[why].ja}添付 ${name}`, en: `attachment ${name} (${WHY[why].en})` }
}
