import { saidAt } from '../../charter/instant.ts'
import type { Because } from '../../charter/verdict.ts'
import type { Fact } from '../../ledger/fact.ts'
import { isOver, plannedWindows, type Maintenance } from './maintenance.ts'
import { MAIL_RECEIVED, NOTICE_READ, PASSWORD_RECEIVED, type MailReceived } from './notice-facts.ts'
import { maintenancesOf, type NoticeLog } from './notice-log.ts'
import type { RegisterEntry } from './register/entry.ts'
import { RELAY_ANSWERED } from './relay/relay.ts'

const HOUR_MS = 3_600_000
/** Nothing may be open so shortly before its window. */
const NEAR_MS = 72 * HOUR_MS
const READ_WITHIN_MS = HOUR_MS / 4
const JUDGE_HOURS = 24
/** Facts that say of a mail that it was read. */
const READ_TYPES = new Set<string>([NOTICE_READ, RELAY_ANSWERED, PASSWORD_RECEIVED])

type Ground = { facts: readonly Fact[]; entries: readonly RegisterEntry[]; zone: string }

/** What of the notices is not judged at an instant. Pure. */
export function judgedNotices(
  log: NoticeLog,
  ground: Ground,
  atMs: number,
): { because: Because[]; total: number; judged: number } {
  const all = maintenancesOf(log)
  const ours = all.filter((one) => concernsUs(one))
  const because = ours.flatMap((one) => reasonsOf(one, ground, atMs))
  because.push(...unreadMails(ground, atMs))
  const foreign = all.length - ours.length
  if (foreign > 0) because.push(strangers(foreign))
  const open = ours.filter(
    ({ certainty, plausible }) => certainty === 'review' || plausible.length > 0,
  ).length
  return { because, total: ours.length, judged: ours.length - open }
}

/**
 * A stranger who names nothing of ours announces nothing to us: anybody may write to a public address, and that must
 * not decide what the charter says.
 */
function concernsUs({ provider, objects, readings, plausible }: Maintenance): boolean {
  if (!provider.startsWith('~') || readings.some(({ trusted }) => trusted)) return true
  return [...objects, ...plausible.flatMap((one) => one.objects)].some(({ id }) => id !== null)
}

function strangers(count: number): Because {
  return {
    text: {
      ja: `見知らぬ送信元からの、自社の回線を挙げていない通知が ${count} 件あります。`,
      en: `${count} notices of unknown senders name none of our lines.`,
    },
    evidence: [],
    objects: [],
  }
}

function reasonsOf(maintenance: Maintenance, ground: Ground, atMs: number): Because[] {
  const { key, plausible } = maintenance
  const because = (text: Because['text'], verdict: 'fail' | 'unknown'): Because => ({
    text,
    evidence: plausible.map(({ mail }) => ({ kind: 'mail', ref: mail, sha256: mail })),
    objects: [key],
    verdict,
  })
  if (plausible.length === 0) return unresolved(maintenance, atMs).map((text) => because(text, 'unknown'))
  const hours = ground.entries.find(({ id }) => id === maintenance.provider)?.judge_hours ?? JUDGE_HOURS
  const sinceMs = Math.min(...plausible.map(({ receivedMs }) => receivedMs))
  const since = saidAt(sinceMs, ground.zone)
  const near = nearest(maintenance, atMs)
  if (near !== undefined) {
    const begins = saidAt(near, ground.zone)
    return [
      because(
        {
          ja: `${key} の通知は、作業が${begins.ja}に迫っているのに確定していません。`,
          en: `The notice of ${key} is still open although work begins on ${begins.en}.`,
        },
        'fail',
      ),
    ]
  }
  if (atMs - sinceMs < hours * HOUR_MS) return []
  return [
    because(
      {
        ja: `${key} の通知は${since.ja}に届き、${hours}時間を過ぎても判断されていません。`,
        en: `The notice of ${key} came on ${since.en} and was not decided within ${hours} hours.`,
      },
      'fail',
    ),
  ]
}

/** The first window that is not over and begins soon; undefined where there is none. */
function nearest(maintenance: Maintenance, atMs: number): number | undefined {
  const begins = plannedWindows([maintenance])
    .filter(({ fromMs, untilMs }) => untilMs > atMs && fromMs - atMs < NEAR_MS)
    .map(({ fromMs }) => fromMs)
  return begins.length === 0 ? undefined : Math.min(...begins)
}

/** A certain maintenance of which nobody knows what it takes from us. */
function unresolved({ key, status, windows, objects }: Maintenance, atMs: number): Because['text'][] {
  const coming = windows.some(({ untilMs }) => untilMs > atMs)
  if (!coming || isOver(status) || objects.some(({ id }) => id !== null)) return []
  const said = objects.slice(0, 5).map((object) => object.said)
  return [
    {
      ja: `${key} が自社のどの回線に当たるか分かりません（${said.join(', ') || '対象の記載なし'}）。`,
      en: `Which of our lines ${key} takes is not known (${said.join(', ') || 'it names none'}).`,
    },
  ]
}

function unreadMails({ facts, zone }: Ground, atMs: number): Because[] {
  const read = new Set(facts.filter(({ type }) => READ_TYPES.has(type)).map(({ body }) => body['mail']))
  const late = facts
    .filter(({ type }) => type === MAIL_RECEIVED)
    .map(({ body }) => body as unknown as MailReceived)
    .filter(
      ({ sha256, received_at }) => !read.has(sha256) && atMs - Date.parse(received_at) >= READ_WITHIN_MS,
    )
  const [first] = late
  if (first === undefined) return []
  const since = saidAt(Date.parse(first.received_at), zone)
  const evidence = late.slice(0, 20).map(({ sha256 }) => ({ kind: 'mail', ref: sha256, sha256 }))
  return [
    {
      text: {
        ja: `届いたメール ${late.length} 通がまだ読まれていません（最も古いものは${since.ja}）。`,
        en: `${late.length} mails that came in have not been read (the oldest since ${since.en}).`,
      },
      evidence,
      objects: late.slice(0, 20).map(({ sha256 }) => `mail:${sha256}`),
      verdict: 'fail',
    },
  ]
}
