import type { Text } from '../../../../platform/text.ts'
import { worseImpact } from '../../lexicon/impact.ts'
import type { NoticeImpact, NoticeObject, NoticeStatus } from '../../notice.ts'
import type { Evidence } from '../evidence.ts'
import { reason } from '../reason.ts'
import { clausesOf, type Clause } from './clauses.ts'
import { hearTimes, unborne, unexplainedClock, type Span } from './clock-voice.ts'
import { standsAmongOthers } from './date-voice.ts'
import { hearDays, spareWindow, undatedWindow, unexplainedDay } from './day-voice.ts'
import { impactVoices, spareIsLost } from './impact-voice.ts'
import { leftOver, namedAsElse, namedAsLine, notSeen, numbersSeen } from './number-voice.ts'
import { bearsOut, plainVoices, type StateVoice } from './state-voice.ts'

/** What the first reader made of a mail. */
export type FirstReading = {
  status: NoticeStatus
  objects: readonly NoticeObject[]
  id: string
  account: string | undefined
  windows: readonly Span[]
  /** The mail holds other maintenances as well, to which the rest of its times and numbers may belong. */
  amongOthers: boolean
}

/**
 * Where a second reading of the same letters, by other words and without a pattern in common, does not bear out the
 * first: only agreement is answered without a person.
 */
export function disagreements(letters: readonly Evidence[], first: FirstReading): Text[] {
  const subjects = letters.flatMap(({ layer }) => clausesOf(layer.subject))
  const clauses = [...subjects, ...letters.flatMap(({ layer }) => clausesOf(layer.text))]
  return [
    ...aboutState(clauses, first.status),
    ...aboutImpact(clauses, first.objects),
    ...aboutDates(clauses, first),
    ...aboutTimes(clauses, letters, first),
    ...aboutNumbers(clauses, subjects, first),
  ]
}

/** What may be said beside a state without contradicting it. */
const BESIDE: Readonly<Record<NoticeStatus, readonly StateVoice[]>> = {
  CONFIRMED: [],
  TENTATIVE: ['TENTATIVE'],
  CANCELLED: ['CANCELLED', 'RE-SCHEDULED'],
  'RE-SCHEDULED': ['RE-SCHEDULED', 'CANCELLED', 'TENTATIVE'],
  COMPLETED: ['COMPLETED', 'IN-PROCESS'],
  'IN-PROCESS': ['IN-PROCESS', 'RE-SCHEDULED'],
}

function aboutState(clauses: readonly Clause[], status: NoticeStatus): Text[] {
  const against = [...plainVoices(clauses)].filter((voice) => !BESIDE[status].includes(voice))
  if (against.length > 0) return [reason.secondState(status, against.join(', '))]
  if (status === 'CONFIRMED' || bearsOut(status, clauses)) return []
  return [reason.secondState(status, '')]
}

function aboutImpact(clauses: readonly Clause[], objects: readonly NoticeObject[]): Text[] {
  const impacts = objects.map((one) => one.impact)
  const [any] = impacts
  if (any === undefined) return []
  const worst = impacts.reduce<NoticeImpact>((one, other) => worseImpact(one, other), any)
  const voices = impactVoices(clauses)
  // Nothing heard at all is taken as an outage, which is the safe side.
  const beside = worst === 'NO-IMPACT' ? voices.has('DEGRADED') : worst === 'OUTAGE' && spareIsLost(clauses)
  if (!beside && (voices.has(worst) || (worst === 'OUTAGE' && voices.size === 0))) return []
  return [reason.secondImpact(worst, [...voices].join(', '))]
}

function aboutDates(clauses: readonly Clause[], { status, windows }: FirstReading): Text[] {
  const startsMs = windows.filter((one) => !one.backup).map((one) => one.startMs)
  // What was called off or is over is spoken of as of something past.
  if (status === 'CANCELLED' || status === 'COMPLETED') return []
  return standsAmongOthers(startsMs, clauses) ? [reason.secondDate()] : []
}

function aboutTimes(
  clauses: readonly Clause[],
  letters: readonly Evidence[],
  { status, windows, amongOthers }: FirstReading,
): Text[] {
  // Those of a calendar are instants by themselves; what else the mail says of times is held against them by the first.
  const written = windows.filter(
    (one) =>
      !letters.some(({ layer }) =>
        layer.events.some((event) =>
          event.windows.some((other) => other.startMs === one.startMs && other.endMs === one.endMs),
        ),
      ),
  )
  if (written.length === 0) return []
  const heard = hearTimes(clauses)
  if (unborne(heard, written) !== undefined) return [reason.secondTime()]
  const sentMs = letters.flatMap(({ layer }) => (layer.sentMs === undefined ? [] : [layer.sentMs]))
  const said = hearDays(clauses, heard)
  if (undatedWindow(heard, said, written, sentMs) !== undefined) return [reason.secondDay()]
  if (spareWindow(heard, said, written) !== undefined) return [reason.secondSpare()]
  const isOver = status === 'CANCELLED' || status === 'COMPLETED'
  if (amongOthers) return []
  const day = status === 'RE-SCHEDULED' || isOver ? undefined : unexplainedDay(heard, said, windows)
  if (day !== undefined) return [reason.secondTimeLeft(day.slice(0, 80))]
  const clause = unexplainedClock(heard, windows, sentMs, isOver)
  return clause === undefined ? [] : [reason.secondTimeLeft(clause.slice(0, 80))]
}

function aboutNumbers(clauses: readonly Clause[], subjects: readonly Clause[], first: FirstReading): Text[] {
  const { id, objects, account, amongOthers } = first
  const lines = objects.map((one) => one.id)
  const seen = numbersSeen(clauses)
  const cut = notSeen([id, ...lines], seen, clauses)
  if (cut !== undefined) return [reason.secondNumber(cut)]
  const other = namedAsElse(lines, clauses)
  if (other !== undefined) return [reason.secondLine(other)]
  if (namedAsLine(id, lines, clauses, subjects)) return [reason.secondWork(id)]
  const left = amongOthers
    ? undefined
    : leftOver(seen, lines, [id, ...(account === undefined ? [] : [account])])
  return left === undefined ? [] : [reason.missedObjects(left)]
}
