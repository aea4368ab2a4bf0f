import { ATTESTATION_MADE, ATTESTATION_WITHDRAWN } from './attestation.ts'
import { RULE_AMENDED, RULE_APPROVED, RULE_DRAFTED, RULE_RETIRED, RULE_SUBMITTED } from './rule.ts'
import { WAIVER_GRANTED, WAIVER_REQUESTED, WAIVER_WITHDRAWN } from './waiver.ts'

/** The estate was replaced by these documents; `body.revision` says which revision they are. */
export const WORKSPACE_APPLIED = 'estate.workspace.applied'

/** An edition of the charter was worded, worded again, and put into force. */
export const EDITION_DRAFTED = 'charter.edition.drafted'
export const EDITION_AMENDED = 'charter.edition.amended'
export const EDITION_APPROVED = 'charter.edition.approved'

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
