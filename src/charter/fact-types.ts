import { ATTESTATION_MADE, ATTESTATION_WITHDRAWN } from './attestation.ts'
import { EDITION_AMENDED, EDITION_APPROVED, EDITION_DRAFTED } from './edition.ts'
import { RULE_AMENDED, RULE_APPROVED, RULE_DRAFTED, RULE_RETIRED, RULE_SUBMITTED } from './rule.ts'
import { WAIVER_GRANTED, WAIVER_REQUESTED, WAIVER_WITHDRAWN } from './waiver.ts'

/** The estate was replaced by these documents; `body.revision` says which revision they are. */
export const WORKSPACE_APPLIED = 'estate.workspace.applied'

/** What the charter itself is made of, in the ledger. */
export const CHARTER_FACTS: readonly string[] = [
  ATTESTATION_MADE,
  ATTESTATION_WITHDRAWN,
  RULE_DRAFTED,
  RULE_AMENDED,
  RULE_SUBMITTED,
  RULE_APPROVED,
  RULE_RETIRED,
  WAIVER_REQUESTED,
  WAIVER_GRANTED,
  WAIVER_WITHDRAWN,
  EDITION_DRAFTED,
  EDITION_AMENDED,
  EDITION_APPROVED,
  WORKSPACE_APPLIED,
]
