import type { Entry } from '../ledger/leaf.ts'
import type { Fact } from '../ledger/fact.ts'

/** A fact and when it was received, epoch milliseconds: an entry of the ledger, or a document's element in memory. */
export type Received = Pick<Entry, 'at' | 'fact'>

/**
 * What was known at an instant, in the order in which it was received; what is of one instant stays in the order
 * given. Together with the instant that is judged this answers for any (effective, known) pair: `conformanceOf` passes
 * over facts that are not effective yet.
 */
export function knownAt(received: readonly Received[], knownMs: number): Fact[] {
  return received
    .filter(({ at }) => at <= knownMs)
    .toSorted((one, other) => one.at - other.at)
    .map(({ fact }) => fact)
}

/** Whether a fact has taken effect; one that says nothing of it holds whenever it is known. */
export function isEffective({ effective }: Fact, atMs: number): boolean {
  return effective === undefined || Date.parse(effective) <= atMs
}
