import type { Text } from '../platform/text.ts'
import type { Judgement } from './control.ts'
import { saidAt } from './instant.ts'
import type { Because, Verdict } from './verdict.ts'

/** How often something is to be shown anew. */
export type Cadence = { days: number }

const DAY_MS = 86_400_000

/**
 * The first instant (epoch milliseconds) at which a judgement is no longer fresh: the end of its own validity or a
 * cadence after what it observed, whichever comes first. Infinity where neither is stated.
 */
export function staleFromMs(judged: Judgement, cadence: Cadence | undefined): number {
  const validUntilMs = judged.fresh_until === undefined ? Infinity : Date.parse(judged.fresh_until)
  const dueMs =
    judged.observed === undefined || cadence === undefined
      ? Infinity
      : Date.parse(judged.observed) + cadence.days * DAY_MS
  return Math.min(validUntilMs, dueMs)
}

/**
 * A judgement as it is to be read at an instant. Fresh until, not including, the instant at which it becomes stale
 * (half-open). What held then is unknown now, and so is what did not apply; what failed fails however old it is.
 */
export function agedAt(
  judged: Judgement,
  cadence: Cadence | undefined,
  atMs: number,
  zone: string,
): Judgement {
  const staleMs = staleFromMs(judged, cadence)
  const standing = Number.isFinite(staleMs)
    ? { ...judged, fresh_until: new Date(staleMs).toISOString() }
    : judged
  if (judged.freshness !== 'stale' && atMs < staleMs) return standing
  const late: Because = {
    text: lateText(judged.verdict, staleMs, zone),
    evidence: judged.because.flatMap(({ evidence }) => evidence).slice(0, EVIDENCE_MAX),
    objects: [],
    ...(judged.verdict !== 'fail' && { verdict: 'unknown' as const }),
  }
  return {
    ...standing,
    verdict: agedVerdict(judged.verdict),
    freshness: 'stale',
    because: [late, ...judged.because.map(agedReason)],
  }
}

const EVIDENCE_MAX = 20

function agedVerdict(verdict: Verdict): Verdict {
  return verdict === 'fail' ? 'fail' : 'unknown'
}

/** A reason for a pass no longer asks for one; it tells what was found when it was still fresh. */
function agedReason(because: Because): Because {
  if (because.verdict !== 'pass' && because.verdict !== 'not-applicable') return because
  const { verdict: _verdict, ...informing } = because
  return informing
}

function lateText(verdict: Verdict, staleMs: number, zone: string): Text {
  const since = Number.isFinite(staleMs) ? saidAt(staleMs, zone) : undefined
  const when = since === undefined ? { ja: '', en: '' } : { ja: `${since.ja}に`, en: ` on ${since.en}` }
  if (verdict === 'fail')
    return {
      ja: `証跡は${when.ja}期限を過ぎています。直ったことが示されるまで不適合のままです。`,
      en: `The evidence went out of date${when.en}. It stays a failure until something shows that it is repaired.`,
    }
  return {
    ja: `証跡は${when.ja}期限を過ぎたため、いまは不明です。確かめ直してください。`,
    en: `The evidence went out of date${when.en}, so this is unknown now. Have it checked again.`,
  }
}
