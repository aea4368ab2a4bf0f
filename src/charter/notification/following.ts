import { everybody } from '../../people/index.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { standingAttestations } from '../attestation-standing.ts'
import { readOwnImprovement } from '../improvement/state.ts'
import { readTurns } from '../improvement/store.ts'
import { knownFacts } from '../known.ts'
import { standingWaivers } from '../waiver-standing.ts'
import { approvalNews, attestationNews, dueNews, turnNews, waiverNews, type News } from './news.ts'
import { notificationPolicy } from './policy.ts'
import { followNews, forgetNews } from './store.ts'

const DAY_MS = 86_400_000
/** A verdict that turned is news for so long. */
const TURNS_MS = 7 * DAY_MS
const TURNS_MAX = 500
/** Nobody reads more; what is beyond stands on the screens all the same. */
const NEWS_MAX = 500
const KEPT_MS = 400 * DAY_MS

/** Makes true that everybody is told what he is to know. Looking again changes nothing. Returns how much was new. */
export async function followWhatStands(ctx: Context): Promise<number> {
  const atMs = ctx.clock.now()
  const newsFor = await newsByPerson(ctx, atMs)
  let added = 0
  for (const [person, news] of newsFor)
    added += await inTransaction(ctx.db, (tx) => followNews(tx, person, news.slice(0, NEWS_MAX), atMs))
  await inTransaction(ctx.db, (tx) => forgetNews(tx, atMs - KEPT_MS))
  return added
}

async function newsByPerson(ctx: Context, atMs: number): Promise<Map<string, News[]>> {
  const all = await everybody(ctx.db, [notificationPolicy], atMs)
  const turns = turnNews(await readTurns(ctx.db, atMs - TURNS_MS, atMs, TURNS_MAX))
  const owned = await ownedNews(ctx, atMs)
  return new Map(
    all.persons.map(({ id, fromMs }) => [
      id,
      [
        ...all.waitsFor(id).map(approvalNews),
        ...(owned.get(id) ?? []),
        ...(all.mayDo(id, 'notification.turns') ? turns.filter(({ sinceMs }) => sinceMs >= fromMs) : []),
      ],
    ]),
  )
}

/** What is somebody's: his actions, the waivers that he asked for, what he attested. */
async function ownedNews(ctx: Context, atMs: number): Promise<Map<string, News[]>> {
  const { actions } = await readOwnImprovement(ctx.db)
  const facts = await knownFacts(ctx)
  const pairs: [string, News[]][] = [
    ...[...actions.values()].map((one): [string, News[]] => [one.owner, dueNews(one, atMs)]),
    ...standingWaivers(facts, atMs).map((one): [string, News[]] => [one.requested_by, waiverNews(one, atMs)]),
    ...standingAttestations(facts, atMs).map((one): [string, News[]] => [one.by, attestationNews(one, atMs)]),
  ]
  const owned = new Map<string, News[]>()
  for (const [person, news] of pairs) owned.set(person, [...(owned.get(person) ?? []), ...news])
  return owned
}
