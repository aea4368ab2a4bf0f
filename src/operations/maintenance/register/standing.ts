import { saidAt } from '../../../charter/instant.ts'
import type { Because } from '../../../charter/verdict.ts'
import type { Fact } from '../../../ledger/fact.ts'
import type { Text } from '../../../platform/text.ts'
import { CONTACT_RECORDED, NOTICE_READ, type ContactRecorded, type NoticeRead } from '../notice-facts.ts'
import type { RegisterEntry } from './entry.ts'

const DAY_MS = 86_400_000

type Ground = {
  facts: readonly Fact[]
  entries: readonly RegisterEntry[]
  lines: readonly { id: string; rides: readonly string[] }[]
  zone: string
}

/** What is wrong with the register at an instant, and how many lines are in it. Pure. */
export function standingOfRegister(ground: Ground, atMs: number): { because: Because[]; registered: number } {
  const without = ground.lines.filter((line) => !ground.entries.some((entry) => covers(entry, line)))
  const because = ground.entries.flatMap((entry) => entryReasons(entry, ground, atMs))
  if (without.length > 0)
    because.unshift(
      failing(
        {
          ja: `社外の回線・サービス ${without.length} 件が台帳にありません：${listed(without.map(({ id }) => id))}`,
          en: `${without.length} external lines or services are not in the register: ${listed(without.map(({ id }) => id))}`,
        },
        without.map(({ id }) => id),
      ),
    )
  return { because, registered: ground.lines.length - without.length }
}

export function covers({ party, covers: covered }: RegisterEntry, line: Ground['lines'][number]): boolean {
  return covered === undefined ? line.rides.includes(party) : covered.includes(line.id)
}

const LISTED_MAX = 10

function listed(ids: readonly string[]): string {
  return `${ids.slice(0, LISTED_MAX).join(', ')}${ids.length > LISTED_MAX ? ' …' : ''}`
}

function failing(text: Text, objects: string[]): Because {
  return { text, evidence: [], objects, verdict: 'fail' }
}

function entryReasons(entry: RegisterEntry, { facts, zone }: Ground, atMs: number): Because[] {
  const fromMs = Date.parse(entry.from)
  if (atMs < fromMs) return []
  const because: Because[] = []
  const { heardMs, silentMs, lookedMs, lookByMs } = watchOf(entry, facts)
  if (atMs >= silentMs) because.push(silent(entry, Math.max(fromMs, heardMs), zone))
  if (atMs >= lookByMs) because.push(unlooked(entry, Math.max(fromMs, lookedMs), zone))
  return because
}

/** When a provider was last heard from and its page looked at (-Infinity: never), and when either is an alarm. */
export type Watch = { heardMs: number; silentMs: number; lookedMs: number; lookByMs: number }

export function watchOf(entry: RegisterEntry, facts: readonly Fact[]): Watch {
  const fromMs = Date.parse(entry.from)
  const contacts = facts
    .filter(({ type, body }) => type === CONTACT_RECORDED && body['entry'] === entry.id)
    .map(({ body }) => body as unknown as ContactRecorded)
  const looks = contacts.filter(({ kind }) => kind === 'portal-checked').map(({ at }) => Date.parse(at))
  const heardMs = Math.max(lastMailMs(facts, entry.id), ...contacts.map(({ at }) => Date.parse(at)))
  const lookedMs = Math.max(Number.NEGATIVE_INFINITY, ...looks)
  const { silence_days = Infinity, portal_every_days = Infinity } = entry
  return {
    heardMs,
    silentMs: Math.max(fromMs, heardMs) + silence_days * DAY_MS,
    lookedMs,
    lookByMs: Math.max(fromMs, lookedMs) + portal_every_days * DAY_MS,
  }
}

/** Only a mail that is certainly the provider's shows that it is heard from. */
function lastMailMs(facts: readonly Fact[], entry: string): number {
  let lastMs = Number.NEGATIVE_INFINITY
  for (const { type, body } of facts) {
    if (type !== NOTICE_READ || body['provider'] !== entry) continue
    const { received_at, authentication } = body as unknown as NoticeRead
    if (authentication.aligned) lastMs = Math.max(lastMs, Date.parse(received_at))
  }
  return lastMs
}

function silent({ id, silence_days }: RegisterEntry, heardMs: number, zone: string): Because {
  const since = saidAt(heardMs, zone)
  return failing(
    {
      ja: `${id} からは${since.ja}以来連絡がありません（${silence_days}日を超えて沈黙）。`,
      en: `${id} has not been heard from since ${since.en}, longer than ${silence_days} days.`,
    },
    [id],
  )
}

function unlooked({ id, portal_every_days }: RegisterEntry, lookedMs: number, zone: string): Because {
  const since = saidAt(lookedMs, zone)
  return failing(
    {
      ja: `${id} の掲示ページは${since.ja}以来確かめられていません（${portal_every_days}日ごと）。`,
      en: `The page of ${id} has not been looked at since ${since.en} (every ${portal_every_days} days).`,
    },
    [id],
  )
}
