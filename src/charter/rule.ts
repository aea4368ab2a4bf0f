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

/** What is approved of a version: everything but who approved it and when. */
export type RuleContent = Omit<Rule, 'approver' | 'approved_at'>

/**
 * The body of `charter.rule.submitted`: a version that waits for approval. It does not count until then. The digest is
 * of its content; whoever contributed may not approve it.
 */
export type SubmittedRule = RuleContent & { digest: string; contributors: string[] }

export function ruleContent(rule: RuleContent): RuleContent {
  const {
    id: own,
    clause,
    title,
    file,
    sha256,
    version,
    owner,
    author,
    effective_from,
    effective_to,
    review_by,
  } = rule
  return {
    id: own,
    clause,
    title,
    file,
    sha256,
    version,
    owner,
    author,
    effective_from,
    ...(effective_to !== undefined && { effective_to }),
    review_by,
  }
}

export const RULE_APPROVED = 'charter.rule.approved'
/** A version of a rule on its way: written, written again, and put forward for approval. */
export const RULE_DRAFTED = 'charter.rule.drafted'
export const RULE_AMENDED = 'charter.rule.amended'
export const RULE_SUBMITTED = 'charter.rule.submitted'
/** No version of the rule that began until `from` is in force from that instant on. */
export const RULE_RETIRED = 'charter.rule.retired'
export type RuleRetirement = { id: string; from: string; reason: string }

/** What facts about a rule have in common. */
type RuleMark = { id: string; version?: string; digest?: string; from?: string }

type State = {
  scope: Scope | undefined
  rules: readonly Rule[]
  /** From when on a rule is retired, ISO 8601 UTC, by its id. */
  retired: Readonly<Record<string, string>>
  waiting: readonly SubmittedRule[]
}

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
    facts: [SCOPE_DECLARED, RULE_AMENDED, RULE_SUBMITTED, RULE_APPROVED, RULE_RETIRED],
    initial: { scope: undefined, rules: [], retired: {}, waiting: [] },
    fold: (state, fact) => folded(clause, state, fact),
    judge: (state, atMs) => judged(clause, state, atMs),
  })
}

function folded(clause: string, state: State, fact: Fact): State {
  if (fact.type === SCOPE_DECLARED) return { ...state, scope: scopeIn(fact) }
  if (fact.clause !== clause) return state
  if (fact.type === RULE_SUBMITTED)
    return { ...state, waiting: [...state.waiting, fact.body as unknown as SubmittedRule] }
  const { id: named, version, digest, from } = fact.body as unknown as RuleMark
  // What was written again waits no longer; it is to be submitted again.
  const waiting = state.waiting.filter(
    (one) =>
      one.id !== named ||
      (one.version !== version && fact.type !== RULE_RETIRED) ||
      (fact.type === RULE_APPROVED && digest !== undefined && digest !== one.digest),
  )
  if (fact.type === RULE_AMENDED) return { ...state, waiting }
  if (fact.type === RULE_RETIRED)
    return { ...state, waiting, retired: { ...state.retired, [named]: from ?? '' } }
  return { ...state, waiting, rules: [...state.rules, fact.body as unknown as Rule] }
}

/** The versions in force at an instant, one a rule: the latest that took effect stands until it ends or is retired. */
export function rulesInForce(
  rules: readonly Rule[],
  atMs: number,
  retired: Readonly<Record<string, string>> = {},
): Rule[] {
  const latest = new Map<string, Rule>()
  for (const rule of rules) {
    if (startMs(rule) > atMs) continue
    const known = latest.get(rule.id)
    if (known === undefined || startMs(rule) >= startMs(known)) latest.set(rule.id, rule)
  }
  return [...latest.values()].filter(
    (rule) =>
      (rule.effective_to === undefined || atMs < Date.parse(rule.effective_to)) &&
      !isRetired(rule, retired, atMs),
  )
}

/** Retired, and not taken up again by a version that begins later. */
function isRetired(rule: Rule, retired: Readonly<Record<string, string>>, atMs: number): boolean {
  const from = Object.hasOwn(retired, rule.id) ? Date.parse(retired[rule.id]!) : Infinity
  return from <= atMs && startMs(rule) <= from
}

/** A rule takes effect when it says, and not before it was approved. */
export function startMs({
  effective_from,
  approved_at,
}: Pick<Rule, 'effective_from' | 'approved_at'>): number {
  return Math.max(Date.parse(effective_from), Date.parse(approved_at))
}

const RULES: Text = { ja: '規則', en: 'rules' }

function judged(clause: string, { scope, rules, retired, waiting }: State, atMs: number): Judgement {
  const inForce = rulesInForce(rules, atMs, retired)
  const pending = waiting.length === 0 ? [] : [waitingReason(waiting)]
  const standing = { freshness: 'fresh', basis: 'computed' } as const
  if (inForce.length === 0) {
    const population = [{ noun: RULES, total: rules.length, judged: rules.length }]
    const without = withoutRule(clause, scope, rules)
    return { ...standing, population, verdict: without.verdict, because: [...without.because, ...pending] }
  }
  const because = inForce.map(reasonOf)
  const selfApproved = because.some(({ verdict }) => verdict === 'fail')
  const firstReview = Math.min(...inForce.map(({ review_by }) => Date.parse(review_by)))
  return {
    ...standing,
    verdict: selfApproved ? 'fail' : 'pass',
    fresh_until: new Date(firstReview).toISOString(),
    population: [{ noun: RULES, total: inForce.length, judged: inForce.length }],
    because: [...because, ...pending],
  }
}

/** Informs: what waits for approval does not count yet. */
function waitingReason(waiting: readonly SubmittedRule[]): Because {
  const many = waiting.length > 1
  const names = waiting.map(({ title, version }) => ({
    ja: `「${title.ja}」${version}`,
    en: `“${title.en}” ${version}`,
  }))
  return {
    text: {
      ja: `規則 ${waiting.length} 件（${names.map(({ ja }) => ja).join('、')}）が承認を待っています。承認されるまで数えません。`,
      en: `${waiting.length} ${many ? 'rules wait' : 'rule waits'} for approval (${names.map(({ en }) => en).join(', ')}). Until approved, ${many ? 'they do' : 'it does'} not count.`,
    },
    evidence: waiting.map(({ file, sha256 }) => ({ kind: 'rule', ref: file, sha256 })),
    objects: waiting.map(({ id: rule }) => rule),
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
