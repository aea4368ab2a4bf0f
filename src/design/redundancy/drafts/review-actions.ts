import { DEMO } from '../../../charter/claims.ts'
import { charterReading } from '../../../charter/reading.ts'
import { applyWorkspace } from '../../../estate/actions.ts'
import { sha256Of } from '../../../estate/sha256.ts'
import { filesOf, revisionAt, type StoredFile } from '../../../estate/store.ts'
import { manifestSha256, type SentFile } from '../../../estate/workspace-files.ts'
import { integrated } from '../../../ledger/index.ts'
import {
  approved,
  closeApproval,
  requestApproval,
  samePerson,
  type GivenApproval,
} from '../../../people/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Actor } from '../../../platform/http/permission.ts'
import { Refusal } from '../../../platform/refusal.ts'
import type { Json } from '../../../platform/text.ts'
import * as draftFacts from './draft.ts'
import {
  approvableDraft,
  digestOfDraft,
  leavesTheSame,
  signedOutcome,
  type ChangedDocument,
  type Draft,
  type DraftContent,
  type DraftVersion,
} from './draft.ts'
import { changedFrom, drawnAt, manifestOf, shownFiles, studyOf, workspaceIn, type Drawn } from './drawn.ts'
import { assertState, decidedOn, draftNamed, recorded } from './recording.ts'
import { DRAFT_KIND } from './signing.ts'
import { documentsOf, insertVersion, moveDraft, stepsOf, versionsOf } from './store.ts'

const VERSIONS_MAX = 500

/** Keeps the draft as it stands as a version that does not change any more. */
export function saveVersion(
  ctx: Context,
  actor: Actor,
  id: string,
  { head, note }: { head: number; note: string },
): Promise<{ version: number; digest: string }> {
  return decidedOn(ctx, id, async (tx, draft) => {
    assertState(draft, 'open')
    assertHead(draft, head)
    const version = await savedVersion(ctx, tx, actor, draft, note)
    const { number, digest } = version
    const fact = await recorded(ctx, tx, draft, {
      fact: draftFacts.DRAFT_SAVED,
      by: actor,
      event: { kind: 'saved', version: number, digest, note },
    })
    return { fact, said: { version: number, digest } }
  })
}

/** Puts the draft forward for another's approval, as a version that does not change any more. */
export function submitDraft(
  ctx: Context,
  actor: Actor,
  id: string,
  { head, note }: { head: number; note: string },
): Promise<{ version: number; digest: string }> {
  return decidedOn(ctx, id, async (tx, draft) => {
    assertState(draft, 'open')
    assertHead(draft, head)
    if (head === 0 || shownFiles(draft, await stepsOf(tx, id)).length === 0) throw NOTHING_CHANGED()
    const version = await savedVersion(ctx, tx, actor, draft, note)
    const { number, digest, content } = version
    const contributors = await contributorsOf(tx, draft, actor)
    await requestApproval(
      ctx,
      tx,
      approvableDraft(draft, version, contributors),
      `/redundancy/drafts?draft=${id}`,
    )
    await moveDraft(tx, draft, { state: 'waiting' })
    const fact = await recorded(ctx, tx, draft, {
      fact: draftFacts.DRAFT_SUBMITTED,
      by: actor,
      event: { kind: 'submitted', version: number, digest, note },
      body: { contributors, base: content.base, verdict: content.outcome.verdict },
    })
    return { fact, said: { version: number, digest } }
  })
}

/** Lets the actor approve what another drew: exactly the version that waits, with proof of himself. */
export function approveDraft(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<{ version: number }> {
  return decidedOn(ctx, id, async (tx, draft) => {
    assertState(draft, 'waiting')
    const version = await lastVersion(tx, id)
    const what = approvableDraft(draft, version, await contributorsOf(tx, draft))
    const approval = await approved(ctx, tx, actor, what, given)
    await moveDraft(tx, draft, { state: 'approved' })
    const { number, digest } = version
    const fact = await recorded(ctx, tx, draft, {
      fact: draftFacts.DRAFT_APPROVED,
      by: actor,
      event: { kind: 'approved', version: number, digest },
      body: { approval: approval as unknown as Json },
    })
    return { fact, said: { version: number } }
  })
}

/** Sends it back with a reason; whoever had a hand in it takes it back himself instead. */
export function refuseDraft(
  ctx: Context,
  actor: Actor,
  id: string,
  reason: string,
): Promise<{ version: number }> {
  return decidedOn(ctx, id, async (tx, draft) => {
    assertState(draft, 'waiting')
    const contributors = await contributorsOf(tx, draft)
    if (contributors.some((one) => samePerson(one, actor.id)))
      throw new Refusal('forbidden', {
        ja: '自分が手を入れた設計を差し戻すことはできません。取り戻してください。',
        en: 'Nobody sends back what is his own. Take it back instead.',
      })
    const { number, digest } = await lastVersion(tx, id)
    await closeApproval(tx, DRAFT_KIND, id)
    await moveDraft(tx, draft, { state: 'open' })
    const event = { kind: 'refused' as const, version: number, digest, note: reason }
    const fact = await recorded(ctx, tx, draft, { fact: draftFacts.DRAFT_REFUSED, by: actor, event })
    return { fact, said: { version: number } }
  })
}

/** Takes back what was put forward or approved, to go on drawing. */
export function recallDraft(ctx: Context, actor: Actor, id: string): Promise<{ head: number }> {
  return decidedOn(ctx, id, async (tx, draft) => {
    assertState(draft, 'waiting', 'approved')
    const { number } = await lastVersion(tx, id)
    await closeApproval(tx, DRAFT_KIND, id)
    await moveDraft(tx, draft, { state: 'open' })
    const event = { kind: 'recalled' as const, version: number }
    const fact = await recorded(ctx, tx, draft, { fact: draftFacts.DRAFT_RECALLED, by: actor, event })
    return { fact, said: { head: draft.head } }
  })
}

/** Gives a draft up for good. */
export function withdrawDraft(
  ctx: Context,
  actor: Actor,
  id: string,
  reason: string,
): Promise<{ id: string }> {
  return decidedOn(ctx, id, async (tx, draft) => {
    assertState(draft, 'open', 'waiting', 'approved')
    await closeApproval(tx, DRAFT_KIND, id)
    await moveDraft(tx, draft, { state: 'withdrawn' })
    const event = { kind: 'withdrawn' as const, note: reason }
    const fact = await recorded(ctx, tx, draft, { fact: draftFacts.DRAFT_WITHDRAWN, by: actor, event })
    return { fact, said: { id } }
  })
}

/**
 * Makes an approved draft the estate. Only where that does what was approved: the documents that it changes are still
 * those that it was drawn on, and on the estate as it stands now the services end up as the approver saw them.
 */
export async function applyDraft(ctx: Context, actor: Actor, id: string): Promise<{ revision: string }> {
  const draft = await draftNamed(ctx.db, id)
  assertState(draft, 'approved')
  const version = await lastVersion(ctx.db, id)
  const standing = await revisionAt(ctx.db, ctx.clock.now())
  const nowFiles = standing === undefined ? [] : await filesOf(ctx.db, standing.number)
  const files = await filesWith(ctx, version, nowFiles)
  assertOutcome(ctx, version, nowFiles, files)
  // The made-up operator's documents stay made up while they say so of themselves, whoever of the demo changes them.
  const ofDemo = standing?.appliedBy === DEMO && workspaceIn(files).operator?.demo === true
  const reading = charterReading()
  const changes: { fact?: bigint } = {}
  const applied = await applyWorkspace(ctx, ofDemo ? { ...actor, id: DEMO } : actor, files, {
    dryRun: false,
    reading: {
      ...reading,
      applied: async (context, tx, documents, applier) => {
        const held = await draftNamed(tx, id, true)
        assertState(held, 'approved')
        if (manifestSha256(documents.before.files) !== (manifestOf(nowFiles) ?? manifestSha256([])))
          throw MOVED()
        await reading.applied?.(context, tx, documents, applier)
        await moveDraft(tx, held, { state: 'applied' })
        const event = { kind: 'applied' as const, version: version.number, digest: version.digest }
        changes.fact = await recorded(ctx, tx, held, { fact: draftFacts.DRAFT_APPLIED, by: actor, event })
      },
    },
  })
  if (changes.fact === undefined || applied.revision === undefined) throw NOTHING_CHANGED()
  await integrated(ctx, changes.fact)
  return { revision: applied.revision }
}

/** The estate's files of now with those of a version in their places. Refused where one was changed by others since. */
async function filesWith(
  ctx: Context,
  { content, files }: DraftVersion,
  nowFiles: readonly StoredFile[],
): Promise<SentFile[]> {
  const now = new Map(nowFiles.map((file) => [file.path, file]))
  for (const { path, before } of content.documents)
    if ((now.get(path)?.sha256 ?? null) !== before)
      throw new Refusal('conflict', {
        ja: `文書 ${path} が承認のあとで変わりました。設計を取り戻し、現状に合わせてから、もう一度承認を受けてください。`,
        en: `The document ${path} has changed since the approval. Take the design back, bring it up to date, and have it approved again.`,
      })
  const contents = await documentsOf(
    ctx.db,
    files.flatMap(({ sha256 }) => sha256 ?? []),
  )
  const result = new Map<string, SentFile>(
    nowFiles.map(({ path, content: bytes }) => [path, { path, content: bytes }]),
  )
  for (const { path, sha256 } of files)
    if (sha256 === null) result.delete(path)
    else result.set(path, { path, content: contents.get(sha256)! })
  return [...result.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function assertOutcome(
  ctx: Context,
  { content }: DraftVersion,
  nowFiles: readonly SentFile[],
  files: readonly SentFile[],
): void {
  const drawn: Drawn = {
    baseFiles: nowFiles,
    files,
    before: workspaceIn(nowFiles),
    after: workspaceIn(files),
  }
  const { outcome } = studyOf(drawn, ctx.clock.now())
  if (leavesTheSame(signedOutcome(outcome), content.outcome)) return
  throw new Refusal('conflict', {
    ja: '現状が変わり、反映した結果は承認された結果と同じになりません。設計を取り戻し、現状に合わせてから、もう一度承認を受けてください。',
    en: 'The estate has changed: applied now, the design would not lead to what was approved. Take it back, bring it up to date, and have it approved again.',
  })
}

async function savedVersion(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  draft: Draft,
  note: string,
): Promise<DraftVersion> {
  const versions = await versionsOf(tx, draft.id)
  const number = (versions[0]?.number ?? 0) + 1
  if (number > VERSIONS_MAX)
    throw new Refusal('conflict', {
      ja: `一つの設計は ${VERSIONS_MAX} 版までです。`,
      en: `A design has at most ${VERSIONS_MAX} versions.`,
    })
  const files = shownFiles(draft, await stepsOf(tx, draft.id))
  const drawn = await drawnAt(ctx.db, draft, files)
  const content = contentOf(ctx, draft, number, drawn)
  const digest = digestOfDraft(content)
  const version = { number, savedBy: actor.id, savedAtMs: ctx.clock.now(), note, files, content, digest }
  await insertVersion(tx, draft.id, version)
  return version
}

function contentOf(ctx: Context, draft: Draft, version: number, drawn: Drawn): DraftContent {
  const was = new Map(drawn.baseFiles.map(({ path, content }) => [path, sha256Of(content)]))
  const documents = changedFrom(drawn.baseFiles, drawn.files).map(({ path, sha256 }: ChangedDocument) => ({
    path,
    before: was.get(path) ?? null,
    after: sha256,
  }))
  const { outcome } = studyOf(drawn, ctx.clock.now())
  const { id, title, reason } = draft
  const base = manifestOf(drawn.baseFiles)
  return { draft: id, version, title, reason, base, documents, outcome: signedOutcome(outcome) }
}

/** Everybody who had a hand in a draft as it stands: none of them may approve it. */
async function contributorsOf(tx: Tx, draft: Draft, also?: Actor): Promise<string[]> {
  const steps = await stepsOf(tx, draft.id)
  const versions = await versionsOf(tx, draft.id)
  const hands = [...steps.map(({ madeBy }) => madeBy), ...versions.map(({ savedBy }) => savedBy)]
  return [...new Set([draft.author, ...hands, ...(also === undefined ? [] : [also.id])])]
}

export async function lastVersion(db: Context['db'] | Tx, id: string): Promise<DraftVersion> {
  const [version] = await versionsOf(db, id)
  if (version === undefined)
    throw new Refusal('missing', {
      ja: 'その設計に版はまだありません。',
      en: 'This design has no version yet.',
    })
  return version
}

function assertHead(draft: Draft, head: number): void {
  if (draft.head !== head) throw MOVED()
}

const MOVED = (): Refusal =>
  new Refusal('conflict', {
    ja: 'その間に変わりました。読み直してからもう一度行ってください。',
    en: 'It has changed meanwhile. Read it again and repeat.',
  })
const NOTHING_CHANGED = (): Refusal =>
  new Refusal('conflict', {
    ja: 'この設計は何も変えていません。',
    en: 'This design changes nothing.',
  })
