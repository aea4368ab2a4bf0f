import type { Text } from '../../../platform/text.ts'
import { hintsAtChange, statusOfSentence } from '../lexicon/status.ts'
import { scanTimes } from '../time/expression.ts'
import type { Point } from '../time/expression.ts'
import { DAY_MS, resolveSpan } from '../time/resolve.ts'
import type { Setting } from '../time/resolve.ts'
import { instantsOf } from '../time/zone.ts'
import type { Evidence } from './evidence.ts'
import { reason } from './reason.ts'
import type { Reading } from './settle.ts'
import { SOMETHING_ELSE } from './something-else.ts'
import { sentencesOf } from './state.ts'
import { spanOf } from './window-state.ts'

/**
 * Moments and days that a letter tells beside its windows. Each must lie in one of them, be past, or be something else
 * by the words of its sentence; what is left over may be the window that holds, so a person looks.
 */
export function unexplained(evidence: Evidence, setting: Setting, readings: readonly Reading[]): Text[] {
  if (readings.length === 0) return []
  const renewed = readings.some((one) => one.next)
  for (const sentence of sentences(evidence)) {
    if (SOMETHING_ELSE.test(sentence)) continue
    // The date that no longer holds, beside windows that are called new.
    if (renewed && (statusOfSentence(sentence) === 'RE-SCHEDULED' || hintsAtChange(sentence))) continue
    const { points, spans } = scanTimes(sentence)
    if (isStamp(sentence, points, spans.length)) continue
    const all = [...points, ...spans.flatMap((span) => [span.start, span.end])]
    if (all.some((point) => isLeftOver(point, evidence, setting, readings)))
      return [reason.unreadTime(sentence.trim().slice(0, 80))]
  }
  return []
}

const SENTENCES_MAX = 200

/** The subject, and what stands under no name of a time: those were read, or said to be unread. */
function sentences(evidence: Evidence): string[] {
  const found = [evidence.layer.subject]
  for (const { fields } of evidence.layer.documents) {
    for (const field of fields) {
      if (field.kind === 'prose') found.push(...sentencesOf(field.text))
      else if (field.kind === 'pair' && /^(?:unknown|impact|status)$/.test(field.label.role))
        found.push(...sentencesOf(`${field.label.raw}: ${field.value}`))
    }
  }
  return found.filter((text) => /\d/.test(text)).slice(0, SENTENCES_MAX)
}

/** `2021-10-12 08:11 GMT - …`: when a line of a history was written. */
function isStamp(sentence: string, points: readonly Point[], spans: number): boolean {
  const [only, second] = points
  if (only?.time === undefined || second !== undefined || spans > 0) return false
  return /^\W*$/.test(sentence.slice(0, only.from))
}

const NEAR_MS = 1.5 * DAY_MS
const ROUNDING_MS = 5 * 60_000
/** Widest difference between two zones, either way. */
const ZONES_MS = 14 * 3_600_000

function isLeftOver(
  point: Point,
  { context }: Evidence,
  setting: Setting,
  readings: readonly Reading[],
): boolean {
  if (point.date === undefined) return false
  const walls = resolveSpan(spanOf(point, point), setting)
  const wall = walls?.[0]?.startWall
  if (wall === undefined) return false
  const within = (ms: number, slackMs: number): boolean =>
    readings.some((one) => ms >= one.startMs - slackMs && ms <= one.endMs + slackMs)
  if (context.sentMs !== undefined && wall < context.sentMs + DAY_MS) return false
  if (point.time === undefined) return !within(wall, NEAR_MS)
  const [zone, second] = point.zones ?? context.stated ?? []
  if (zone === undefined || second !== undefined || zone.kind === 'local') return !within(wall, ZONES_MS)
  const instants = instantsOf(wall, zone)
  return (
    instants.length > 0 &&
    !instants.some((ms) =>
      within(
        ms,
        zone.kind === 'fixed' && zone.seasonal !== undefined ? 3_600_000 + ROUNDING_MS : ROUNDING_MS,
      ),
    )
  )
}
