import { attestedControl } from './attestation.ts'
import { carriedClauses } from './clauses.ts'
import type { Control } from './control.ts'
import { ruleControl } from './rule.ts'

/**
 * Every control of the charter: those that modules compute, for each other clause one that a person attests, and for
 * each clause that a rule is in force.
 */
export function controlsOf(computed: readonly Control[]): Control[] {
  const clauses = carriedClauses()
  const attested = clauses.filter((clause) => !computed.some((control) => control.clause === clause))
  return [...computed, ...attested.map(attestedControl), ...clauses.map(ruleControl)]
}
