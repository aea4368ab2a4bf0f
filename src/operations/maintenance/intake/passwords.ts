import { getBlob } from '../../../ledger/blob.ts'
import type { Context } from '../../../platform/context.ts'
import { passwordCandidates } from '../attachment/password.ts'
import { shownMail } from '../mail/shown.ts'
import { mailsNear, readMailRow, waitingOf, type StoredMail } from '../store.ts'

const NEAR_MS = 7 * 86_400_000
const MAILS_MAX = 20
const MAIL_BYTES_MAX = 512 * 1024
const PASSWORDS_MAX = 60

/**
 * What other mails of the same sender, a week before or after, may mean as passwords: `bringer`, the mail that asks for
 * this reading, first, then the nearest in time.
 */
export async function passwordsNear(
  ctx: Context,
  row: StoredMail,
  sender: string,
  bringer: string | undefined,
): Promise<string[]> {
  const first = bringer === undefined ? undefined : await readMailRow(ctx.db, bringer)
  const near = await mailsNear(ctx.db, sender, row.receivedMs, NEAR_MS, MAILS_MAX)
  const found = new Set<string>()
  for (const { sha256, sizeBytes } of [...(first === undefined ? [] : [first]), ...near]) {
    if (sha256 === row.sha256 || sizeBytes > MAIL_BYTES_MAX) continue
    for (const word of candidatesIn(await getBlob(ctx.config, sha256))) found.add(word)
    if (found.size >= PASSWORDS_MAX) break
  }
  return [...found].slice(0, PASSWORDS_MAX)
}

/** What one mail may mean as a password. */
export function candidatesIn(bytes: Uint8Array): string[] {
  const { subject, text } = shownMail(bytes)
  return passwordCandidates(`${text}\n${subject}`)
}

/** Mails of the same sender that wait for what this one may bring. */
export async function waitingForThis(ctx: Context, row: StoredMail, sender: string): Promise<StoredMail[]> {
  const waiting = await waitingOf(ctx.db, sender, row.receivedMs - NEAR_MS, MAILS_MAX)
  return waiting.filter(({ sha256 }) => sha256 !== row.sha256)
}
