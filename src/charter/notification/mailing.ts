import { mailAddress } from '../../people/index.ts'
import { civilAt } from '../../platform/civil-time.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { sendLetter } from '../../platform/mail.ts'
import { operatorZone } from '../improvement/recording.ts'
import { newsLetter } from './letter.ts'
import { kindsMailed } from './preference.ts'
import {
  markMailed,
  readDigestDay,
  readPreference,
  readUntold,
  recordMailing,
  writeDigestDay,
  type Told,
} from './store.ts'

/** The daily mail goes out from this hour on, in the operator's zone. */
const DIGEST_HOUR = 8
/** What is older was seen on the screen, or is too late for a mail. */
const UNTOLD_MS = 3 * 86_400_000
const PERSONS_MAX = 500

/**
 * Mails news to those who want it by mail and whose address is known; each mail is marked once a server took it, so that
 * none is lost, and one may come twice when we die in between. Returns how many were sent. One mail that fails keeps
 * nobody else from his; the first failure is thrown at the end, and the job tries again.
 */
export async function mailNews(ctx: Context): Promise<number> {
  if (ctx.config.mail === undefined) return 0
  const atMs = ctx.clock.now()
  const { date, hour } = hourIn(atMs, await operatorZone(ctx))
  const failures: unknown[] = []
  let sent = 0
  for (const [person, news] of await readUntold(ctx.db, atMs - UNTOLD_MS, PERSONS_MAX)) {
    try {
      if (await mailTo(ctx, person, news, { date, isDigestHour: hour >= DIGEST_HOUR })) sent += 1
    } catch (problem) {
      ctx.log.error({ err: problem, person }, 'news could not be mailed')
      failures.push(problem)
    }
  }
  if (sent > 0 || failures.length > 0)
    await recordMailing(ctx.db, atMs, failures.length === 0 ? undefined : causeOf(failures[0]))
  if (failures.length > 0) throw failures[0]
  return sent
}

async function mailTo(
  ctx: Context,
  person: string,
  news: readonly Told[],
  { date, isDigestHour }: { date: string; isDigestHour: boolean },
): Promise<boolean> {
  const preference = await readPreference(ctx.db, person)
  const isDigest = isDigestHour && (await readDigestDay(ctx.db, person)) !== date
  const kinds = kindsMailed(preference, isDigest)
  const told = news.filter(({ kind }) => kinds.includes(kind))
  const to = told.length === 0 ? undefined : await mailAddress(ctx, ctx.db, person)
  if (to === undefined) return false
  await sendLetter(ctx.config, newsLetter(to, told, preference.language, originOf(ctx)))
  await inTransaction(ctx.db, async (tx) => {
    await markMailed(
      tx,
      person,
      told.map(({ key }) => key),
      ctx.clock.now(),
    )
    if (isDigest && told.some(({ kind }) => preference.mail[kind] === 'daily'))
      await writeDigestDay(tx, person, date)
  })
  return true
}

/** How the web application is reached, for links in mails. */
export function originOf({ config: { origin, port } }: Context): string {
  return origin ?? `http://localhost:${port}`
}

function hourIn(atMs: number, zone: string): { date: string; hour: number } {
  const { date, time } = civilAt(atMs, zone)
  return { date, hour: Number(time.slice(0, 2)) }
}

/** What a mail server or the way to it said, without addresses. */
export function causeOf(problem: unknown): string {
  const text = problem instanceof Error ? problem.message : String(problem)
  return text.replaceAll(/[^\s<>@]+@[^\s<>@]+/g, '…').slice(0, 300)
}
