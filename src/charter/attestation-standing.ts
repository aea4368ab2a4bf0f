import type { Fact } from '../ledger/fact.ts'
import { isEffective } from './as-of.ts'
import {
  ATTESTATION_MADE,
  ATTESTATION_WITHDRAWN,
  standing,
  type Attestation,
  type AttestationWithdrawal,
} from './attestation.ts'

/** Where a statement stands: the one that its clause goes by, or why not. */
export type AttestationState = 'standing' | 'stale' | 'superseded' | 'corrected' | 'withdrawn' | 'not-yet'

export type StandingAttestation = Attestation & { by: string; state: AttestationState }

/** Every statement that was made, and whether it was taken back. */
export function attestationsIn(facts: readonly Fact[]): (Attestation & { by: string; withdrawn: boolean })[] {
  const withdrawn = new Set(
    facts
      .filter(({ type }) => type === ATTESTATION_WITHDRAWN)
      .map(({ body }) => (body as unknown as AttestationWithdrawal).id),
  )
  return facts
    .filter(({ type }) => type === ATTESTATION_MADE)
    .map(({ by, body }) => ({ ...(body as unknown as Attestation), by }))
    .map((made) => ({ ...made, withdrawn: withdrawn.has(made.id) }))
}

/** Every statement with where it stands at an instant (epoch milliseconds), the newest first. */
export function standingAttestations(facts: readonly Fact[], atMs: number): StandingAttestation[] {
  const effective = facts.filter((fact) => isEffective(fact, atMs))
  const left = attestationsIn(effective).filter(({ withdrawn }) => !withdrawn)
  const corrected = new Set(left.map(({ corrects }) => corrects))
  const clauses = new Set(left.map(({ clause }) => clause))
  const stands = new Set(
    [...clauses].map((clause) => standing(left.filter((one) => one.clause === clause))?.id),
  )
  const stateOf = (made: Attestation, withdrawn: boolean): AttestationState => {
    if (withdrawn) return 'withdrawn'
    if (Date.parse(made.effective) > atMs) return 'not-yet'
    if (corrected.has(made.id)) return 'corrected'
    if (!stands.has(made.id)) return 'superseded'
    return Date.parse(made.valid_until) <= atMs ? 'stale' : 'standing'
  }
  return attestationsIn(facts)
    .map(({ withdrawn, ...made }) => ({ ...made, state: stateOf(made, withdrawn) }))
    .toReversed()
}
