import { defineControl, type Judgement } from '../../charter/control.ts'
import { saidAt } from '../../charter/instant.ts'
import { zoneIn, SCOPE_DECLARED } from '../../charter/scope.ts'
import { worst, type Because, type Population, type Verdict } from '../../charter/verdict.ts'
import type { Network } from '../../estate/network.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Text } from '../../platform/text.ts'
import { standingOfRegister } from './register/standing.ts'
import { REGISTER_DECLARED, type RegisterDeclared, type RegisterEntry } from './register/entry.ts'
import { judgedNotices } from './judged.ts'
import {
  CONTACT_RECORDED,
  INTAKE_CHECKED,
  LESSON_APPROVED,
  MAIL_RECEIVED,
  NOTICE_READ,
  PASSWORD_RECEIVED,
  type IntakeChecked,
} from './notice-facts.ts'
import { factsIn, foldNotice, MAINTENANCE_FACTS, type NoticeLog } from './notice-log.ts'
import { isTold, RELAY_ANSWERED, RELAY_FACTS, relaysIn, type Relay } from './relay/relay.ts'

const NETWORK_DECLARED = 'estate.network.declared'
const HOUR_MS = 3_600_000
/** The intake is tried every hour; after two tries missed nobody knows whether mail comes in. */
const INTAKE_SEEN_MS_MAX = 2.25 * HOUR_MS

const initial: NoticeLog = undefined

/** What all controls of 5.1 start from. */
type Ground = {
  facts: Fact[]
  entries: RegisterEntry[]
  lines: ExternalLine[]
  declared: boolean
  zone: string
}

/** An element of the estate that somebody outside provides, and what it rides on. */
export type ExternalLine = { id: string; rides: readonly string[] }

const EXTERNAL_KINDS = new Set(['line', 'circuit', 'external-service'])

export function groundOf(log: NoticeLog): Ground {
  const facts = factsIn(log)
  const newest = (type: string): Fact['body'] | undefined =>
    facts.findLast((fact) => fact.type === type)?.body
  const network = newest(NETWORK_DECLARED)?.['network'] as unknown as Network | undefined
  const register = newest(REGISTER_DECLARED) as unknown as RegisterDeclared | undefined
  return {
    facts,
    entries: register?.entries ?? [],
    lines: (network?.risks ?? [])
      .filter(({ kind }) => EXTERNAL_KINDS.has(kind))
      .map(({ id, rides_on: rides }) => ({ id, rides })),
    declared: network !== undefined,
    zone: zoneIn(facts),
  }
}

const NO_LINES: Text = {
  ja: '社外の回線・サービスは登録されていません。',
  en: 'No external line or service is declared.',
}
const NO_NETWORK: Text = {
  ja: 'ネットワークが登録されていないため、どの社外回線を使っているか分かりません。',
  en: 'No network has been declared, so nobody knows which external lines are used.',
}

const STANDING = { freshness: 'fresh', basis: 'computed' } as const

/** What is said where there is nothing to look after, or nothing is known; undefined where there is something. */
function withoutLines({ lines, entries, declared }: Ground, noun: Text): Judgement | undefined {
  if (lines.length > 0 || entries.length > 0) return undefined
  const verdict: Verdict = declared ? 'not-applicable' : 'unknown'
  const because: Because = { text: declared ? NO_LINES : NO_NETWORK, evidence: [], objects: [], verdict }
  return { ...STANDING, verdict, population: [{ noun, total: 0, judged: 0 }], because: [because] }
}

const NO_NOTICE: Text = {
  ja: 'メンテナンスの通知はまだ届いていません。',
  en: 'No maintenance has been announced yet.',
}
const NO_RELAY: Text = {
  ja: '顧客に案内すべきメンテナンスはまだありません。',
  en: 'There has been no maintenance that customers had to be told of.',
}

/** Of nothing it cannot be said that it is well done. */
function nothingYet(text: Text, others: readonly Because[], noun: Text): Judgement {
  const because: Because[] = [{ text, evidence: [], objects: [], verdict: 'not-applicable' }, ...others]
  return { ...STANDING, verdict: 'not-applicable', population: [{ noun, total: 0, judged: 0 }], because }
}

function judgement(because: Because[], population: Population[]): Judgement {
  const verdicts = because.map(({ verdict }) => verdict).filter((one) => one !== undefined)
  return { ...STANDING, verdict: verdicts.length === 0 ? 'pass' : worst(verdicts), population, because }
}

/** 5.1: every external line and service has a register entry, and every provider keeps in touch as expected. */
export const registerControl = defineControl<NoticeLog>({
  id: 'maintenance.register',
  clause: '5.1',
  title: {
    ja: '社外の回線・サービスがすべて台帳にあり、事業者からの連絡が続いていること',
    en: 'Every external line and service is in the register, and its provider is heard from',
  },
  facts: [SCOPE_DECLARED, NETWORK_DECLARED, REGISTER_DECLARED, NOTICE_READ, CONTACT_RECORDED],
  initial,
  fold: foldNotice,
  judge: (log, atMs) => {
    const ground = groundOf(log)
    const noun = { ja: '社外の回線・サービス', en: 'external lines and services' }
    const empty = withoutLines(ground, noun)
    if (empty !== undefined) return empty
    const { because, registered } = standingOfRegister(ground, atMs)
    return judgement(because, [
      { noun, total: ground.lines.length, judged: registered },
      {
        noun: { ja: '事業者', en: 'providers' },
        total: ground.entries.length,
        judged: ground.entries.length,
      },
    ])
  },
})

/** 5.1: what comes in is read, what is not clear is decided in time, and nothing is open near its window. */
export const noticesControl = defineControl<NoticeLog>({
  id: 'maintenance.notices',
  clause: '5.1',
  title: {
    ja: 'メンテナンス通知が期限内に判断され、作業日が近い未確定がないこと',
    en: 'Notices are judged in time, and none is open near its window',
  },
  facts: [
    SCOPE_DECLARED,
    NETWORK_DECLARED,
    REGISTER_DECLARED,
    MAIL_RECEIVED,
    ...MAINTENANCE_FACTS,
    LESSON_APPROVED,
    RELAY_ANSWERED,
    PASSWORD_RECEIVED,
  ],
  initial,
  fold: foldNotice,
  judge: (log, atMs) => {
    const ground = groundOf(log)
    const { because, total, judged } = judgedNotices(log, ground, atMs)
    const noun = { ja: 'メンテナンス', en: 'maintenances' }
    if (total === 0 && because.every(({ verdict }) => verdict === undefined))
      return withoutLines(ground, noun) ?? nothingYet(NO_NOTICE, because, noun)
    return judgement(because, [{ noun, total, judged }])
  },
})

/** 5.1: those whom a maintenance concerns are told in the time that their contracts give them. */
export const relaysControl = defineControl<NoticeLog>({
  id: 'maintenance.relays',
  clause: '5.1',
  title: {
    ja: '顧客への案内が契約の期限までに送られていること',
    en: 'Customers are told in the time that their contracts give',
  },
  facts: [SCOPE_DECLARED, NETWORK_DECLARED, REGISTER_DECLARED, ...RELAY_FACTS],
  initial,
  fold: foldNotice,
  judge: (log, atMs) => {
    const ground = groundOf(log)
    const relays = [...relaysIn(ground.facts).values()].filter(({ state }) => state !== 'withdrawn')
    const notices = relays.filter(({ due }) => due.kind === 'notice')
    const noun = { ja: '顧客への案内', en: 'notices to customers' }
    if (notices.length === 0) return withoutLines(ground, noun) ?? nothingYet(NO_RELAY, [], noun)
    const because = notices.flatMap((relay) => relayReasons(relay, atMs, ground.zone))
    const told = notices.filter(isTold).length
    return judgement(because, [{ noun, total: notices.length, judged: told }])
  },
})

function relayReasons(relay: Relay, atMs: number, zone: string): Because[] {
  const { due, sentMs, state } = relay
  const dueMs = Date.parse(due.due_by)
  const by = saidAt(dueMs, zone)
  const objects = [due.to, due.maintenance]
  const fails = (text: Text): Because[] => [{ text, evidence: [], objects, verdict: 'fail' }]
  if (state === 'bounced')
    return fails({
      ja: `${due.to} への案内（${due.maintenance}）が届かず返送されました。`,
      en: `The notice to ${due.to} (${due.maintenance}) came back undelivered.`,
    })
  if (sentMs !== undefined && sentMs > dueMs)
    return fails({
      ja: `${due.to} への案内（${due.maintenance}）は、期限の${by.ja}を過ぎて送られました。`,
      en: `The notice to ${due.to} (${due.maintenance}) was sent after ${by.en}, when it was due.`,
    })
  if (!isTold(relay) && atMs >= dueMs)
    return fails({
      ja: `${due.to} への案内（${due.maintenance}）が、期限の${by.ja}までに送られていません。`,
      en: `The notice to ${due.to} (${due.maintenance}) was not sent by ${by.en}, when it was due.`,
    })
  return []
}

/** 5.1: mail can come in. Tried from outside every hour; where nobody has tried, nobody knows. */
export const intakeControl = defineControl<NoticeLog>({
  id: 'maintenance.intake',
  clause: '5.1',
  title: { ja: 'メンテナンス通知を受け取れること', en: 'Notices can come in' },
  facts: [SCOPE_DECLARED, NETWORK_DECLARED, REGISTER_DECLARED, INTAKE_CHECKED],
  initial,
  fold: foldNotice,
  judge: (log, atMs) => {
    const ground = groundOf(log)
    const noun = { ja: '受信経路', en: 'ways in' }
    const empty = withoutLines(ground, noun)
    if (empty !== undefined) return empty
    const newest = new Map<string, IntakeChecked>()
    for (const fact of ground.facts)
      if (fact.type === INTAKE_CHECKED) {
        const checked = fact.body as unknown as IntakeChecked
        newest.set(checked.channel, checked)
      }
    const because = [...newest.values()].flatMap((checked) => intakeReasons(checked, atMs, ground.zone))
    if (newest.size === 0) because.push({ text: NEVER_TRIED, evidence: [], objects: [], verdict: 'unknown' })
    const alive = newest.size - because.filter(({ verdict }) => verdict === 'unknown').length
    return judgement(because, [{ noun, total: newest.size, judged: Math.max(0, alive) }])
  },
})

const NEVER_TRIED: Text = {
  ja: '通知の受信経路がまだ一度も確かめられていないため、通知が届くかどうか分かりません。',
  en: 'No way in for notices has ever been tried, so nobody knows whether they arrive.',
}

function intakeReasons({ channel, ok, at, because }: IntakeChecked, atMs: number, zone: string): Because[] {
  const way = channel.toUpperCase()
  const seen = saidAt(Date.parse(at), zone)
  const unknown = (text: Text): Because[] => [{ text, evidence: [], objects: [], verdict: 'unknown' }]
  if (!ok)
    return unknown({
      ja: `${way} での受信が${seen.ja}に失敗しました（${because}）。通知が届いていないおそれがあります。`,
      en: `The way in by ${way} failed on ${seen.en} (${because}); notices may not be arriving.`,
    })
  if (atMs - Date.parse(at) > INTAKE_SEEN_MS_MAX)
    return unknown({
      ja: `${way} での受信は${seen.ja}を最後に確かめられていません。`,
      en: `The way in by ${way} has not been tried since ${seen.en}.`,
    })
  return []
}

export const maintenanceControls = [registerControl, noticesControl, relaysControl, intakeControl]
