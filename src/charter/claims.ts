import type { Fact } from '../ledger/fact.ts'
import type { Json } from '../platform/text.ts'
import type { Workspace } from '../estate/workspace-content.ts'
import { ATTESTATION_MADE, type AttestationElement } from './attestation.ts'
import { addedDocuments } from './composition.ts'
import { digestOf } from './digest.ts'
import { refuse } from './element.ts'
import { samePerson } from './person.ts'
import { RULE_APPROVED, RULE_SUBMITTED, ruleContent, type Rule } from './rule.ts'
import { WAIVER_GRANTED, WAIVER_REQUESTED, waiverContent, type Waiver } from './waiver.ts'

/** The demo operator is made up, approvals and all; nobody else can act under this name. */
export const DEMO = 'system:demo'

/**
 * What documents say on an installation: claims of the person who applied them, never approvals. An attestation counts
 * only where it is that person's own; a rule or a waiver is put forward in its author's name, with the applier as a
 * contributor, and waits for approval.
 */
export function claimsOf(declared: readonly Fact[], applier: string): Fact[] {
  return applier === DEMO ? [...declared] : declared.flatMap((fact) => claimed(fact, applier))
}

/** Refuses, with file and place, what documents attest in another person's name than the one who applies them. */
export function assertOwn(workspace: Workspace, applier: string): void {
  if (applier === DEMO) return
  for (const { value } of workspace.other['attestations'] ?? []) {
    const { by, stand } = value as AttestationElement
    if (samePerson(by, applier)) continue
    refuse(
      stand,
      'by',
      `expected the person who applies these documents (${applier}), found ${JSON.stringify(by)}: on an installation everybody attests in his own name`,
    )
  }
}

function claimed(fact: Fact, applier: string): Fact[] {
  if (fact.type === ATTESTATION_MADE) return samePerson(fact.by, applier) ? [fact] : []
  if (fact.type === RULE_APPROVED) {
    const rule = fact.body as unknown as Rule
    const content = ruleContent(rule)
    const contributors = [...new Set([rule.author, applier])]
    return [put(fact, RULE_SUBMITTED, applier, { ...content, digest: digestOf(content), contributors })]
  }
  if (fact.type === WAIVER_GRANTED) {
    const waiver = fact.body as unknown as Waiver
    const content = waiverContent(waiver)
    const contributors = [...new Set([waiver.requested_by, applier])]
    return [put(fact, WAIVER_REQUESTED, applier, { ...content, digest: digestOf(content), contributors })]
  }
  for (const { claimed: claim } of addedDocuments()) {
    const put = claim?.(fact, applier)
    if (put !== undefined) return [put]
  }
  return [fact]
}

/** That something waits for approval is so from the moment at which it was put forward, whatever time it speaks of. */
function put(
  { effective: _effective, ...fact }: Fact,
  type: string,
  by: string,
  body: { [key: string]: Json },
): Fact {
  return { ...fact, type, by, body }
}
