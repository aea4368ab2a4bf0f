import {
  approved,
  closeApproval,
  requestApproval,
  type Approvable,
  type GivenApproval,
} from '../people/index.ts'
import { putBlob } from '../ledger/blob.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Context } from '../platform/context.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Text } from '../platform/text.ts'
import { carriedClauses } from './clauses.ts'
import { decided, type Recorded } from './deciding.ts'
import { digestOf } from './digest.ts'
import {
  RULE_AMENDED,
  RULE_APPROVED,
  RULE_DRAFTED,
  RULE_RETIRED,
  RULE_SUBMITTED,
  ruleContent,
  startMs,
  type RuleContent,
} from './rule.ts'
import { ruleText } from './rule-text.ts'
import { ruleVersions, type DraftedRule, type RuleVersion } from './rule-versions.ts'

/** What a person writes of a version; instants with their offset. `text` is Markdown. */
export type WrittenRule = {
  clause: string
  title: Text
  owner: string
  effective_from: string
  effective_to?: string | undefined
  review_by: string
  text: string
}

type Named = { id: string; version: string }
type Done = Recorded & Named & { digest: string }

/** Writes a new version of a rule, in the actor's name; a rule that nobody has written before begins with it. */
export async function draftRule(
  ctx: Context,
  actor: Actor,
  named: Named,
  written: WrittenRule,
): Promise<Done> {
  const content = await contentOf(ctx, named, actor.id, written)
  return decided(ctx, (_, { facts, atMs }) => {
    const known = versionsIn(facts, atMs)
    if (find(known, named) !== undefined) throw conflict(TAKEN)
    const before = known.find(({ id }) => id === named.id)
    if (before !== undefined && before.clause !== content.clause)
      throw new InputError('body', { path: 'clause' }, `expected ${before.clause}, the clause of this rule`)
    return Promise.resolve(drafted(RULE_DRAFTED, actor, content, [actor.id]))
  })
}

/**
 * Writes a version anew that is not approved yet. Who amends has contributed, so he may not approve it either; what was
 * submitted no longer waits.
 */
export async function amendRule(
  ctx: Context,
  actor: Actor,
  named: Named,
  written: WrittenRule,
): Promise<Done> {
  const content = await contentOf(ctx, named, actor.id, written)
  return decided(ctx, async (tx, { facts, atMs }) => {
    const version = unapproved(find(versionsIn(facts, atMs), named))
    if (version.clause !== content.clause)
      throw new InputError('body', { path: 'clause' }, `expected ${version.clause}, the clause of this rule`)
    await closeApproval(tx, KIND, keyOf(named))
    const contributors = [...new Set([...version.contributors, actor.id])]
    return drafted(RULE_AMENDED, actor, { ...content, author: version.author }, contributors)
  })
}

/** Puts a draft forward: exactly what it says now is what another approves. */
export function submitRule(ctx: Context, actor: Actor, named: Named): Promise<Done> {
  return decided(ctx, async (tx, { facts, atMs }) => {
    const version = unapproved(find(versionsIn(facts, atMs), named))
    if (version.state !== 'draft') throw conflict(WAITS)
    await requestApproval(ctx, tx, approvableRule(version), `/rules/${named.id}`)
    return drafted(RULE_SUBMITTED, actor, ruleContent(version), version.contributors)
  })
}

/** Lets the actor approve what waits, in force from its own begin and not before now. */
export async function approveRule(
  ctx: Context,
  actor: Actor,
  named: Named,
  given: GivenApproval,
): Promise<Done> {
  return decided(ctx, async (tx, { facts, atMs }) => {
    const version = find(versionsIn(facts, atMs), named)
    if (version?.state !== 'waiting') throw nothingWaits()
    // What is approved can be read for as long as the ledger stands, also where a document had put it forward.
    await putBlob(ctx.config, await ruleText(ctx, version.sha256), version.sha256)
    const approval = await approved(ctx, tx, actor, approvableRule(version), given)
    const { approver, approved_at } = approval
    const body = { ...ruleContent(version), approver, approved_at, digest: version.digest, approval }
    const effective = new Date(startMs(body)).toISOString()
    const fact = {
      type: RULE_APPROVED,
      by: actor.id,
      clause: version.clause,
      objects: [version.id],
      effective,
      body,
    }
    return { fact, said: { ...named, digest: version.digest } }
  })
}

/** No version of the rule is in force from an instant on, by default now; what was not approved yet is dropped. */
export function retireRule(
  ctx: Context,
  actor: Actor,
  id: string,
  { from, reason }: { from?: string | undefined; reason: string },
): Promise<Recorded & { id: string }> {
  const nowMs = ctx.clock.now()
  const fromMs = from === undefined ? nowMs : Date.parse(from)
  if (fromMs < nowMs) throw new InputError('body', { path: 'from' }, 'expected an instant that is not past')
  return decided(ctx, async (tx, { facts, atMs }) => {
    const versions = versionsIn(facts, atMs).filter((version) => version.id === id)
    if (versions.length === 0) throw nothingWaits()
    for (const { version } of versions) await closeApproval(tx, KIND, keyOf({ id, version }))
    const effective = new Date(fromMs).toISOString()
    const fact = { type: RULE_RETIRED, by: actor.id, clause: versions[0]!.clause, objects: [id], effective }
    return { fact: { ...fact, body: { id, from: effective, reason } }, said: { id } }
  })
}

export function versionsIn(facts: readonly Fact[], atMs: number): RuleVersion[] {
  return ruleVersions(facts, digestOf, atMs)
}

const KIND = 'charter.rule'

/** What the approver of a version is shown and signs: its text by its hash, its dates, its owner. */
export function approvableRule(version: RuleVersion): Approvable {
  const { id, version: number, title, clause, digest, contributors, author } = version
  return {
    kind: KIND,
    id: keyOf({ id, version: number }),
    digest,
    title: {
      ja: `${clause} の規則「${title.ja}」${number}`,
      en: `Rule “${title.en}” ${number} of ${clause}`,
    },
    contributors,
    superiorOf: author,
  }
}

function keyOf({ id, version }: Named): string {
  return `${id}/${version}`
}

async function contentOf(
  ctx: Context,
  { id, version }: Named,
  author: string,
  written: WrittenRule,
): Promise<RuleContent> {
  const { clause, title, owner, effective_to, text } = written
  if (!carriedClauses().includes(clause))
    throw new InputError('body', { path: 'clause' }, 'expected a clause that is judged itself, such as 3.2.5')
  const iso = (instant: string): string => new Date(Date.parse(instant)).toISOString()
  const effective_from = iso(written.effective_from)
  const review_by = iso(written.review_by)
  if (effective_to !== undefined && iso(effective_to) <= effective_from)
    throw new InputError('body', { path: 'effective_to' }, 'expected an instant after effective_from')
  if (review_by <= effective_from)
    throw new InputError('body', { path: 'review_by' }, 'expected an instant after effective_from')
  const sha256 = await putBlob(ctx.config, new TextEncoder().encode(text))
  return ruleContent({
    id,
    version,
    clause,
    title,
    owner,
    author,
    sha256,
    file: `${id}-${version}.md`,
    effective_from,
    ...(effective_to !== undefined && { effective_to: iso(effective_to) }),
    review_by,
  })
}

function drafted(
  type: string,
  actor: Actor,
  content: RuleContent,
  contributors: readonly string[],
): { fact: Fact; said: Named & { digest: string } } {
  const { id, version, clause } = content
  const body: DraftedRule = { ...content, digest: digestOf(content), contributors: [...contributors] }
  const fact: Fact = { type, by: actor.id, clause, objects: [id], body }
  return { fact, said: { id, version, digest: body.digest } }
}

function find(versions: readonly RuleVersion[], { id, version }: Named): RuleVersion | undefined {
  return versions.find((one) => one.id === id && one.version === version)
}

function unapproved(version: RuleVersion | undefined): RuleVersion {
  if (version === undefined) throw new Refusal('missing', NO_VERSION)
  if (version.approved_at !== undefined) throw conflict(APPROVED)
  return version
}

function conflict(text: Text): Refusal {
  return new Refusal('conflict', text)
}

function nothingWaits(): Refusal {
  return new Refusal('missing', NO_VERSION)
}

const NO_VERSION: Text = {
  ja: 'その規則の版はないか、承認を待っていません。',
  en: 'There is no such version of a rule, or it does not wait for approval.',
}
const TAKEN: Text = {
  ja: 'その版は既にあります。新しい版の名を付けてください。',
  en: 'There is such a version already. Give the new one a name of its own.',
}
const APPROVED: Text = {
  ja: '承認された版は変えられません。新しい版を書いてください。',
  en: 'What was approved is not changed any more. Write a new version.',
}
const WAITS: Text = {
  ja: 'その版は既に承認を待っています。',
  en: 'That version waits for approval already.',
}
