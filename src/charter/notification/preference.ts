import type { Language } from '../../platform/text.ts'
import { KINDS, type Kind } from './news.ts'

export const MAIL_TIMES = ['at-once', 'daily', 'never'] as const
export type MailTime = (typeof MAIL_TIMES)[number]

/** How somebody wants to be told beside the screen. Without a language mails are in both. */
export type Preference = { language?: Language; mail: Record<Kind, MailTime> }

/** For who chose nothing: what waits for a decision and what turned at once, what is due or ends in a daily mail. */
export const USUAL: Preference = {
  mail: { approval: 'at-once', turned: 'at-once', due: 'daily', ends: 'daily' },
}

/** The kinds that go into a mail at this moment. */
export function kindsMailed({ mail }: Preference, isDigestTime: boolean): Kind[] {
  return KINDS.filter((kind) => mail[kind] === 'at-once' || (mail[kind] === 'daily' && isDigestTime))
}
