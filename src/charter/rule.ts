import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'
import { id, optional, record, required, text, type Infer } from '../estate/shape.ts'
import { defineControl, type Control, type Judgement } from './control.ts'
import { bothLanguages, placed } from './element.ts'
import { instant } from './instant.ts'
import { samePerson } from './person.ts'
import { SCOPE_DECLARED, scopeIn, type Scope } from './scope.ts'
import type { Because, Evidence } from './verdict.ts'

/** One element of the collection `rules`: a version of a rule under a clause. */
export const ruleShape = placed(
  record('a rule', {
    id: required(id, 'The rule; its versions share it.'),
    clause: required(text(20), 'The clause that it carries out.'),
    title: required(bothLanguages, 'What it is called.'),
    file: required(text(1000), 'Its text, a Markdown file relative to this document.'),
    version: required(text(100), 'Unique among the versions of the rule.'),
    owner: required(id, 'Person who keeps it up, by pseudonymous id.'),
    author: required(id, 'Person who wrote this version.'),
    approver: required(id, 'Person who approved it, not the author.'),
    approved_at: required(instant, 'When it was approved.'),
    effective_from: required(instant, 'From when on it is in force, once approved.'),
    effective_to: optional(
      instant,
      'From when on it no longer is (half-open); absent: until the next version.',
    ),
    review_by: required(instant, 'From when on it is stale unless reviewed (half-open).'),
  }),
)

export type RuleElement = Infer<typeof ruleShape>

/** The body of `charter.rule.approved`; instants are ISO 8601 UTC. */
export type Rule = {
  id: string
  clause: string
  title: Text
  file: string
  sha256: string
  version: string
  owner: string
  author: string
  approver: string
  approved_at: string
  effective_from: string
  effective_to?: string
  review_by: string
}

export const RULE_APPROVED = 'charter.rule.approved'

type State = { scope: Scope | undefined; rules: readonly Rule[] }

export function ruleControlId(clause: string): string {
  return `${clause}.rule-in-force`
}

/**
 * "A rule is in force": one under this clause, approved by another than its author, effective and not yet due for
 * review. Without any it fails where rules are kept, is unknown in a workspace that keeps none, and does not apply to a
 * single network file.
 */
export function ruleControl(clause: string): Control {
  return defineControl<State>({
    id: ruleControlId(clause),
    clause,
    title: { ja: '規則が定められ、有効であること', en: 'A rule is in force' },
    facts: [SCOPE_DECLARED, RULE_APPROVED],
    initial: { scope: undefined, rules: [] },
    fold: (state, fact) => folded(clause, state, fact),
    judge: (state, atMs) => judged(clause, state, atMs),
  })
}

function folded(clause: string, state: State, fact: Fact): State {
  if (fact.type === SCOPE_DECLARED) return { ...state, scope: scopeIn(fact) }
  if (fact.clause !== clause) return state
  return { ...state, rules: [...state.rules, fact.body as unknown as Rule] }
}

/** The versions in force at an instant, one a rule: the latest that took effect stands until it ends. */
export function rulesInForce(rules: readonly Rule[], atMs: number): Rule[] {
  const latest = new Map<string, Rule>()
  for (const rule of rules) {
    if (startMs(rule) > atMs) continue
    const known = latest.get(rule.id)
    if (known === undefined || startMs(rule) >= startMs(known)) latest.set(rule.id, rule)
  }
  return [...latest.values()].filter(
    ({ effective_to }) => effective_to === undefined || atMs < Date.parse(effective_to),
  )
}

/** A rule takes effect when it says, and not before it was approved. */
export function startMs({
  effective_from,
  approved_at,
}: Pick<Rule, 'effective_from' | 'approved_at'>): number {
  return Math.max(Date.parse(effective_from), Date.parse(approved_at))
}

const RULES: Text = { ja: '規則', en: 'rules' }

function judged(clause: string, { scope, rules }: State, atMs: number): Judgement {
  const inForce = rulesInForce(rules, atMs)
  const standing = { freshness: 'fresh', basis: 'computed' } as const
  if (inForce.length === 0) {
    const population = [{ noun: RULES, total: rules.length, judged: rules.length }]
    return { ...standing, population, ...withoutRule(clause, scope, rules) }
  }
  const because = inForce.map(reasonOf)
  const selfApproved = because.some(({ verdict }) => verdict === 'fail')
  const firstReview = Math.min(...inForce.map(({ review_by }) => Date.parse(review_by)))
  return {
    ...standing,
    verdict: selfApproved ? 'fail' : 'pass',
    fresh_until: new Date(firstReview).toISOString(),
    population: [{ noun: RULES, total: inForce.length, judged: inForce.length }],
    because,
  }
}

function reasonOf(rule: Rule): Because {
  const evidence: Evidence[] = [{ kind: 'rule', ref: rule.file, sha256: rule.sha256 }]
  const { title, version } = rule
  if (samePerson(rule.author, rule.approver))
    return {
      text: {
        ja: `規則「${title.ja}」${version} は、作成者と承認者が同じ人（${rule.author}）です。別の人の承認が要ります。`,
        en: `The rule “${title.en}” ${version} was written and approved by the same person (${rule.author}); it takes another to approve it.`,
      },
      evidence,
      objects: [rule.id],
      verdict: 'fail',
    }
  return {
    text: {
      ja: `規則「${title.ja}」${version} が有効です。`,
      en: `The rule “${title.en}” ${version} is in force.`,
    },
    evidence,
    objects: [rule.id],
    verdict: 'pass',
  }
}

function withoutRule(
  clause: string,
  scope: Scope | undefined,
  rules: readonly Rule[],
): Pick<Judgement, 'verdict' | 'because'> {
  if (rules.length === 0 && scope?.kind === 'network-file')
    return { verdict: 'not-applicable', because: [reason(ONE_FILE, 'not-applicable', [])] }
  if (rules.length === 0 && scope?.kind !== 'installation' && (scope?.rules ?? 0) === 0)
    return { verdict: 'unknown', because: [reason(NO_RULES, 'unknown', [])] }
  const lapsed = rules.map(({ id: rule }) => rule)
  const objects = lapsed.length > 0 ? [...new Set(lapsed)] : [ruleControlId(clause)]
  return { verdict: 'fail', because: [reason(lapsed.length > 0 ? LAPSED : NONE, 'fail', objects)] }
}

function reason(text: Text, verdict: 'fail' | 'unknown' | 'not-applicable', objects: string[]): Because {
  return { text, evidence: [], objects, verdict }
}

const ONE_FILE: Text = {
  ja: 'ネットワークのファイル一つを判定しており、規則は対象に含まれません。',
  en: 'A single network file was judged; it holds no rules.',
}
const NO_RULES: Text = {
  ja: '規則が一つも登録されていません。この条を実行する規則を rules に加えてください。',
  en: 'No rules are kept here. Add the rule that carries out this clause under rules.',
}
const NONE: Text = {
  ja: 'この条を実行する規則がありません。定めて承認を受けてください。',
  en: 'No rule carries out this clause. Write one and have it approved.',
}
const LAPSED: Text = {
  ja: 'この条の規則は失効しています。改めて定めて承認を受けてください。',
  en: 'The rule of this clause has lapsed. Write a new version and have it approved.',
}
