import type { Conformance } from './verdict.ts'

/**
 * The first instant (epoch milliseconds) since which a charter stands exactly as it does at `nowMs`, no earlier than
 * `headMs`. What is exported is dated so: the same facts then give the same bytes, however often and whenever asked,
 * until something lapses by time alone.
 */
export function standingSince(
  conformanceAtMs: (atMs: number) => Conformance,
  headMs: number,
  nowMs: number,
): number {
  const now = wordsOf(conformanceAtMs(nowMs))
  if (headMs >= nowMs) return nowMs
  if (wordsOf(conformanceAtMs(headMs)) === now) return headMs
  // Differs at `before`, agrees at `since`.
  let [before, since] = [headMs, nowMs]
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2)
    if (wordsOf(conformanceAtMs(middle)) === now) since = middle
    else before = middle
  }
  return since
}

function wordsOf({ at: _at, known: _known, ...said }: Conformance): string {
  return JSON.stringify(said)
}
