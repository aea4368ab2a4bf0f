import type { Text } from '../../../../platform/text.ts'
import { worseImpact } from '../../lexicon/impact.ts'
import type { NoticeImpact, NoticeObject, NoticeStatus } from '../../notice.ts'
import type { Evidence } from '../evidence.ts'
import { reason } from '../reason.ts'
import { clausesOf, type Clause } from './clauses.ts'
import { standsAmongOthers } from './date-voice.ts'
import { impactVoices, spareIsLost } from './impact-voice.ts'
import { bearsOut, plainVoices, type StateVoice } from './state-voice.ts'

/** What the first reader made of a mail. */
export type FirstReading = {
  status: NoticeStatus
  objects: readonly NoticeObject[]
  /** Main windows, epoch milliseconds. */
  startsMs: readonly number[]
}

/**
 * Where a second reading of the same letters, by other words and without a pattern in common, does not bear out the
 * first: only agreement is answered without a person.
 */
export function disagreements(letters: readonly Evidence[], first: FirstReading): Text[] {
  const clauses = letters.flatMap(({ layer }) => [...clausesOf(layer.subject), ...clausesOf(layer.text)])
  return [
    ...aboutState(clauses, first.status),
    ...aboutImpact(clauses, first.objects),
    ...aboutDates(clauses, first),
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

function aboutDates(clauses: readonly Clause[], { status, startsMs }: FirstReading): Text[] {
  // What was called off or is over is spoken of as of something past.
  if (status === 'CANCELLED' || status === 'COMPLETED') return []
  return standsAmongOthers(startsMs, clauses) ? [reason.secondDate()] : []
}
