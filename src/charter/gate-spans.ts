import { nextChangeMs } from '../estate/steady-network.ts'
import type { Workspace } from '../estate/workspace-content.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Change, Span } from './gate.ts'

/** A window in which the estate changes more often is judged only so far; the gate then says that it could not judge. */
const SPANS_MAX = 100

/**
 * The window of a change, cut where something of the estate begins or ceases to be valid or a fact takes effect, with
 * the facts of each part. `cutsMs` are such instants of facts, in any order.
 */
export function spansOf(
  workspace: Workspace,
  { fromMs, untilMs }: Pick<Change, 'fromMs' | 'untilMs'>,
  factsAt: (atMs: number) => readonly Fact[],
  cutsMs: readonly number[] = [],
): Span[] {
  const cuts = cutsMs.filter((ms) => ms > fromMs && ms < untilMs).toSorted((one, other) => one - other)
  const spans: Span[] = []
  for (let atMs = fromMs; atMs < untilMs && spans.length < SPANS_MAX;) {
    const nextMs = workspace.network === undefined ? nextChangeMs(workspace.estate, atMs) : Infinity
    const cutMs = cuts.find((ms) => ms > atMs) ?? Infinity
    const endMs = Math.min(nextMs, cutMs, untilMs)
    spans.push({ fromMs: atMs, untilMs: endMs, facts: factsAt(atMs) })
    atMs = endMs
  }
  return spans
}

/** The instants at which facts take effect, or what they speak of begins or ends. */
export function cutsIn(facts: readonly Fact[]): number[] {
  return facts
    .flatMap(({ effective, body: { from, until } }) => [effective, from, until])
    .flatMap((written) => (typeof written === 'string' ? [Date.parse(written)] : []))
    .filter((ms) => Number.isFinite(ms))
}
