import { approved, requestApproval, type Approvable, type GivenApproval } from '../people/index.ts'
import type { Context } from '../platform/context.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Text } from '../platform/text.ts'
import { CLAUSES } from './clauses.ts'
import { decided, type Recorded } from './deciding.ts'
import { digestOf } from './digest.ts'
import {
  EDITION_AMENDED,
  EDITION_APPROVED,
  EDITION_DRAFTED,
  editionContent,
  editionsIn,
  type DraftedEdition,
  type EditionContent,
  type StandingEdition,
} from './edition.ts'
import { msOf } from './instant.ts'

export type WrittenEdition = Omit<EditionContent, 'id' | 'edition' | 'author'>
type Done = Recorded & { edition: number; digest: string }

/** Words a new edition in the actor's name, or words anew one that is not in force; another approves it. */
export function wordEdition(
  ctx: Context,
  actor: Actor,
  number: number,
  written: WrittenEdition,
  how: 'draft' | 'amend',
): Promise<Done> {
  assertClauses(written)
  return decided(ctx, async (tx, { facts, atMs }) => {
    const editions = editionsIn(facts, atMs)
    const before = editions.find(({ edition }) => edition === number)
    assertOpen(editions, before, number, how)
    const author = before?.author ?? actor.id
    const content = editionContent({ ...written, id: `edition-${number}`, edition: number, author })
    const contributors = [...new Set([...(before?.contributors ?? []), actor.id])]
    const body: DraftedEdition = { ...content, digest: digestOf(content), contributors }
    await requestApproval(ctx, tx, approvableEdition(body), '/editions')
    const type = how === 'draft' ? EDITION_DRAFTED : EDITION_AMENDED
    return { fact: { type, by: actor.id, body }, said: { edition: number, digest: body.digest } }
  })
}

/** Lets the actor put into force what another worded: from its date on, in the operator's zone, and not before now. */
export function approveEdition(
  ctx: Context,
  actor: Actor,
  number: number,
  given: GivenApproval,
): Promise<Done> {
  return decided(ctx, async (tx, { facts, atMs, workspace }) => {
    const draft = editionsIn(facts, atMs).find(({ edition }) => edition === number)
    if (draft === undefined || draft.state !== 'waiting') throw new Refusal('missing', NOTHING_WAITS)
    const approval = await approved(ctx, tx, actor, approvableEdition(draft), given)
    const { approver, approved_at } = approval
    const dateMs = msOf(draft.effective, workspace.operator?.zone ?? 'UTC') ?? 0
    const begins = new Date(Math.max(dateMs, Date.parse(approved_at))).toISOString()
    const body = { ...editionContent(draft), digest: draft.digest, approver, approved_at, begins, approval }
    const fact = { type: EDITION_APPROVED, by: actor.id, effective: begins, body }
    return { fact, said: { edition: number, digest: draft.digest } }
  })
}

/** What the approver of an edition is shown and signs. */
function approvableEdition({ id, edition, title, digest, contributors }: DraftedEdition): Approvable {
  return {
    kind: 'charter.edition',
    id,
    digest,
    title: { ja: `${title.ja} 第${edition}版`, en: `${title.en}, edition ${edition}` },
    contributors,
  }
}

function assertClauses({ clauses }: WrittenEdition): void {
  const seen = new Set<string>()
  for (const [index, { id }] of clauses.entries()) {
    if (!CLAUSES.some((known) => known.id === id))
      throw new InputError(
        'body',
        { path: `clauses.${index}.id` },
        `expected a clause of the charter, found ${id}`,
      )
    if (seen.has(id))
      throw new InputError(
        'body',
        { path: `clauses.${index}.id` },
        `expected each clause once, found ${id} again`,
      )
    seen.add(id)
  }
}

function assertOpen(
  editions: readonly StandingEdition[],
  before: StandingEdition | undefined,
  number: number,
  how: 'draft' | 'amend',
): void {
  if (how === 'amend' && before === undefined) throw new Refusal('missing', NOTHING_WAITS)
  if (how === 'draft' && before !== undefined) throw new Refusal('conflict', TAKEN)
  if (before?.approver !== undefined) throw new Refusal('conflict', IN_FORCE)
  const last = editions.findLast(({ approver }) => approver !== undefined)
  if (last !== undefined && number <= last.edition)
    throw new InputError(
      'path',
      { path: 'edition' },
      `expected a number above ${last.edition}, the last approved`,
    )
}

const NOTHING_WAITS: Text = {
  ja: 'その版はないか、承認を待っていません。',
  en: 'There is no such edition, or it does not wait for approval.',
}
const TAKEN: Text = { ja: 'その版は既にあります。', en: 'There is such an edition already.' }
const IN_FORCE: Text = {
  ja: '承認された版は変えられません。次の版を書いてください。',
  en: 'What was approved is not changed any more. Word the next edition.',
}
