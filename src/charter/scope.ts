import type { Fact } from '../ledger/fact.ts'

/**
 * What is being judged: one network file, a workspace folder, or an installation with its ledger; in which zone its
 * operator reads a clock, and how many rules are kept in all.
 */
export type Scope = { kind: 'network-file' | 'workspace' | 'installation'; zone: string; rules: number }

export const SCOPE_DECLARED = 'charter.scope.declared'

export function scopeFact(scope: Scope): Fact {
  return { type: SCOPE_DECLARED, by: 'system:charter', body: { ...scope } }
}

export function scopeIn(fact: Fact): Scope {
  return fact.body as unknown as Scope
}

/** The zone in which sentences name instants: the operator's, or UTC where none is declared. */
export function zoneIn(facts: readonly Fact[]): string {
  const declared = facts.findLast(({ type }) => type === SCOPE_DECLARED)
  return declared === undefined ? 'UTC' : scopeIn(declared).zone
}
