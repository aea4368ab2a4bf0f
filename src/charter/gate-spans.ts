import { nextChangeMs } from '../estate/steady-network.ts'
import type { Workspace } from '../estate/workspace-content.ts'
import { factsOf } from './check.ts'
import type { Change, Span } from './gate.ts'

/** A window in which the estate changes more often is judged only so far; the gate then says that it could not judge. */
const SPANS_MAX = 100

/** The window of a change, cut where something of the estate begins or ceases to be valid, with the facts of each part. */
export function spansOf(
  workspace: Workspace,
  { fromMs, untilMs }: Pick<Change, 'fromMs' | 'untilMs'>,
  judging: { knownMs: number; root: string },
): Span[] {
  const spans: Span[] = []
  for (let atMs = fromMs; atMs < untilMs && spans.length < SPANS_MAX;) {
    const nextMs = workspace.network === undefined ? nextChangeMs(workspace.estate, atMs) : Infinity
    const endMs = Math.min(nextMs, untilMs)
    spans.push({ fromMs: atMs, untilMs: endMs, facts: factsOf(workspace, atMs, judging) })
    atMs = endMs
  }
  return spans
}
