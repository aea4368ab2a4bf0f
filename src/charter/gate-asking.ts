import { networkOf } from '../estate/workspace.ts'
import { readDocument } from '../estate/document.ts'
import type { Context } from '../platform/context.ts'
import { changeDocument, changeOf, checkAgainst } from './change-document.ts'
import { composed } from './composition.ts'
import { decide, type Decision } from './gate.ts'
import { cutsIn, spansOf } from './gate-spans.ts'
import { factsBearingOn, knownAtMoment, type Moment } from './known.ts'

/**
 * Puts a change to every module that objects, on what this installation knows. `sent` is the change as a document (JSON
 * or YAML); InputError with its place for what cannot be read, or names what the estate does not hold.
 */
export async function askGate(ctx: Context, sent: Uint8Array, moment: Moment): Promise<Decision> {
  const source = changeDocument(readDocument('body', sent))
  const known = await knownAtMoment(ctx, moment)
  const { workspace, atMs } = known
  const change = changeOf(source, workspace.estate.zone)
  const cuts = cutsIn(known.received.map(({ fact }) => fact))
  const spans = spansOf(workspace, change, (spanMs) => factsBearingOn(known, spanMs), cuts)
  checkAgainst(
    source,
    spans.map((span) => networkOf(workspace, span.fromMs)),
  )
  return decide(composed().objections, spans, change, atMs)
}
