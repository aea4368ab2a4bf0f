import type { Fact } from '../ledger/fact.ts'
import {
  RULE_AMENDED,
  RULE_APPROVED,
  RULE_DRAFTED,
  RULE_RETIRED,
  RULE_SUBMITTED,
  ruleContent,
  rulesInForce,
  startMs,
  type Rule,
  type RuleContent,
  type RuleRetirement,
  type SubmittedRule,
} from './rule.ts'

/** Where a version of a rule stands at an instant; only one in force carries out its clause. */
export type VersionState = 'draft' | 'waiting' | 'not-yet' | 'in-force' | 'superseded' | 'lapsed' | 'retired'

/** A version of a rule as lists show it. Its text is kept apart, under its SHA-256. */
export type RuleVersion = RuleContent & {
  state: VersionState
  /** Of exactly what is, or was, approved. */
  digest: string
  /** Persons who wrote any of it. */
  contributors: string[]
  approver?: string
  approved_at?: string
}

/** The body of `charter.rule.drafted` and `.amended`. */
export type DraftedRule = SubmittedRule

/** Every version of every rule with where it stands at an instant (epoch milliseconds), in the order of their begin. */
export function ruleVersions(
  facts: readonly Fact[],
  digestOf: (content: RuleContent) => string,
  atMs: number,
): RuleVersion[] {
  const versions = new Map<string, RuleVersion>()
  const retired: Record<string, string> = {}
  const approved: Rule[] = []
  const open = (body: DraftedRule, state: 'draft' | 'waiting'): void => {
    const before = versions.get(keyOf(body))
    // A document may put forward again what has long been approved.
    if (before?.approved_at !== undefined && before.digest === body.digest) return
    const contributors = [...new Set([...(before?.contributors ?? []), ...body.contributors])]
    versions.set(keyOf(body), { ...ruleContent(body), digest: body.digest, contributors, state })
  }
  for (const { type, body } of facts) {
    if (type === RULE_DRAFTED || type === RULE_AMENDED) open(body as unknown as DraftedRule, 'draft')
    if (type === RULE_SUBMITTED) open(body as unknown as DraftedRule, 'waiting')
    if (type === RULE_RETIRED) {
      const { id, from } = body as unknown as RuleRetirement
      retired[id] = from
      for (const [key, version] of versions)
        if (version.id === id && version.approved_at === undefined) versions.delete(key)
    }
    if (type === RULE_APPROVED) {
      const rule = body as unknown as Rule
      approved.push(rule)
      versions.set(keyOf(rule), approvedVersion(rule, digestOf(ruleContent(rule)), versions.get(keyOf(rule))))
    }
  }
  const inForce = new Set(rulesInForce(approved, atMs, retired).map(keyOf))
  return [...versions.values()]
    .map((version) => ({ ...version, state: stateOf(version, inForce, retired, atMs) }))
    .toSorted((one, other) => (one.effective_from < other.effective_from ? -1 : 1))
}

function approvedVersion(rule: Rule, digest: string, before: RuleVersion | undefined): RuleVersion {
  const { approver, approved_at } = rule
  const contributors = before?.contributors ?? [rule.author]
  return { ...ruleContent(rule), digest, contributors, approver, approved_at, state: 'not-yet' }
}

function keyOf({ id, version }: Pick<RuleContent, 'id' | 'version'>): string {
  return JSON.stringify([id, version])
}

function stateOf(
  version: RuleVersion,
  inForce: ReadonlySet<string>,
  retired: Readonly<Record<string, string>>,
  atMs: number,
): VersionState {
  const { approved_at, effective_from, effective_to, state, id } = version
  if (approved_at === undefined) return state
  if (inForce.has(keyOf(version))) return 'in-force'
  if (startMs({ effective_from, approved_at }) > atMs) return 'not-yet'
  if (Object.hasOwn(retired, id) && Date.parse(retired[id]!) <= atMs) return 'retired'
  return effective_to !== undefined && Date.parse(effective_to) <= atMs ? 'lapsed' : 'superseded'
}
