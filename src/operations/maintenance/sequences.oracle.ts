import type { Fact } from '../../ledger/fact.ts'
import { NOTICE_READ, type NoticeEdition, type NoticeRead, type ReadNotice } from './notice-facts.ts'
import type { NoticeStatus } from './notice.ts'
import { uniformFrom } from '../../platform/random.ts'

/** What one maintenance must come to, whatever the order and number of its mails. */
export type Expected = { number: string; status: NoticeStatus; days: number[]; objects: string[] }

export type Script = { facts: Fact[]; expected: Expected[]; what: string }

const DAY_MS = 86_400_000
const T0 = Date.parse('2026-12-01T00:00:00Z')
const iso = (ms: number): string => new Date(ms).toISOString()

/**
 * The life of one to three maintenances of one provider as a script of mails: announced, reminded, moved, under way,
 * cancelled or completed; by calendar (UID and SEQUENCE) or by letters; some without a number, in the thread; through
 * two mailboxes, in another order than sent, with strangers' claims in between.
 */
export function scriptOf(seed: number): Script {
  const random = uniformFrom(seed)
  const whole = 1 + Math.floor(random() * 3)
  const facts: Fact[] = []
  const expected: Expected[] = []
  const what: string[] = []
  for (let at = 0; at < whole; at += 1) {
    const life = lifeOf(random, `CHG-${seed}-${at}`, what)
    facts.push(...life.facts)
    expected.push(life.expected)
  }
  if (random() < 0.7) {
    shuffle(facts, random)
    what.push('out of order')
  }
  return { facts, expected, what: what.join(', ') }
}

type Step = { status: NoticeStatus; days: number[]; stampMs: number; silent: boolean }

function lifeOf(random: () => number, number: string, what: string[]): { facts: Fact[]; expected: Expected } {
  const calendar = random() < 0.4
  const steps = stepsOf(random)
  const objects = random() < 0.5 ? ['c1', 'c2'] : ['c1']
  const facts: Fact[] = []
  const twice = random() < 0.3
  let sequence = 0
  for (const [order, step] of steps.entries()) {
    const messageId = `${number}.${order}@carrier.example`
    const first = `${number}.0@carrier.example`
    const unnumbered = !calendar && order > 0 && random() < 0.2
    const edition = calendar ? { uid: `${number}@carrier.example`, sequence } : undefined
    sequence += 1
    // What is over is often said without windows and circuits; an edition of a calendar always says all.
    const bare = !calendar && step.silent
    const told = {
      number: unnumbered ? '' : number,
      status: step.status,
      days: bare ? [] : step.days,
      objects: bare ? [] : objects,
      stampMs: step.stampMs,
      messageId,
      references: order === 0 ? [] : [first],
      edition,
    }
    facts.push(noticeFact(told, `${messageId}/a`))
    if (twice) facts.push(noticeFact(told, `${messageId}/b`))
    if (random() < 0.3) facts.push(strangerFact(random, told, `${messageId}/x`))
  }
  what.push(
    `${calendar ? 'calendar' : 'letters'}: ${steps.map(({ status }) => status).join(' ')}${twice ? ' twice' : ''}`,
  )
  const last = steps.at(-1)!
  const over = last.status === 'CANCELLED' || last.status === 'COMPLETED'
  return { facts, expected: { number, status: last.status, days: over ? [] : last.days, objects } }
}

function stepsOf(random: () => number): Step[] {
  const steps: Step[] = []
  let stampMs = T0 + Math.floor(random() * 1000) * 1000
  let days = [20 + Math.floor(random() * 20)]
  if (random() < 0.3) days.push(days[0]! + 1)
  const add = (status: NoticeStatus, silent = false): void => {
    stampMs += 3_600_000 + Math.floor(random() * DAY_MS)
    steps.push({ status, days: [...days], stampMs, silent })
  }
  add(random() < 0.2 ? 'TENTATIVE' : 'CONFIRMED')
  for (let more = Math.floor(random() * 4); more > 0; more -= 1) {
    if (random() < 0.5) add('CONFIRMED', random() < 0.5)
    else {
      days = days.map((day) => day + 5 + Math.floor(random() * 10))
      add('RE-SCHEDULED')
    }
  }
  const end = random()
  if (end < 0.25) add('CANCELLED', random() < 0.6)
  else if (end < 0.5) {
    add('IN-PROCESS', random() < 0.6)
    add('COMPLETED', random() < 0.6)
  }
  return steps
}

type Told = {
  number: string
  status: NoticeStatus
  days: number[]
  objects: string[]
  stampMs: number
  messageId: string
  references: string[]
  edition: NoticeEdition | undefined
}

function noticeFact(told: Told, mail: string, forged = false): Fact {
  const notice: ReadNotice = {
    maintenance_id: told.number,
    status: told.status,
    windows: told.days.map((day) => ({
      start: iso(T0 + day * DAY_MS),
      end: iso(T0 + day * DAY_MS + 4 * 3_600_000),
      backup: false,
    })),
    stamp: iso(told.stampMs),
    needs_review: false,
    confidence: 0.9,
    reasons: [],
    competing: [],
    ...(told.edition !== undefined && { edition: told.edition }),
  }
  const body: NoticeRead = {
    mail,
    round: 1,
    index: 0,
    slice: 0,
    received_at: iso(told.stampMs + 5000),
    message_id: told.messageId,
    references: told.references,
    sender: 'carrier.example',
    provider: 'carrier',
    authentication: {
      spf: 'none',
      dkim: forged ? 'fail' : 'pass',
      dmarc: forged ? 'fail' : 'pass',
      aligned: !forged,
    },
    layout: 'l',
    notice,
    objects: told.objects.map((id) => ({ id, said: id.toUpperCase(), impact: 'OUTAGE' })),
  }
  return { type: NOTICE_READ, by: 'system:maintenance', body }
}

/** What somebody else says of it: that it is off, over, or at another time; later or earlier than the provider. */
function strangerFact(random: () => number, told: Told, mail: string): Fact {
  const status: NoticeStatus = (['CANCELLED', 'COMPLETED', 'RE-SCHEDULED'] as const)[
    Math.floor(random() * 3)
  ]!
  const days = status === 'RE-SCHEDULED' ? [90] : []
  const edition = told.edition && { ...told.edition, sequence: told.edition.sequence + 50 }
  const stampMs = told.stampMs + (random() - 0.3) * 30 * DAY_MS
  return noticeFact(
    { ...told, status, days, stampMs: Math.floor(stampMs), edition, messageId: `x.${told.messageId}` },
    mail,
    true,
  )
}

function shuffle(list: Fact[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    ;[list[at], list[other]] = [list[other]!, list[at]!]
  }
}
