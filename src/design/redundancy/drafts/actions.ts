import { integrated } from '../../../ledger/index.ts'
import { revisionAt } from '../../../estate/store.ts'
import { sha256Of } from '../../../estate/sha256.ts'
import type { SentFile } from '../../../estate/workspace-files.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, type Tx } from '../../../platform/database.ts'
import type { Actor } from '../../../platform/http/permission.ts'
import { Refusal } from '../../../platform/refusal.ts'
import { DRAFT_OPENED, type Change, type ChangedDocument, type Draft, type DraftStep } from './draft.ts'
import {
  changedFiles,
  changedFrom,
  contentsFor,
  drawnAt,
  keepDrawn,
  shownFiles,
  workspaceIn,
  type Drawn,
} from './drawn.ts'
import { assertState, draftNamed, recorded } from './recording.ts'
import {
  countOpen,
  dropStepsAbove,
  insertDraft,
  insertEvent,
  insertStep,
  keepDocuments,
  moveDraft,
  replaceStepFiles,
  stepsOf,
} from './store.ts'

const OPEN_MAX = 500
const STEPS_MAX = 500

/** Opens a draft on the estate as it stands; with its first step, or not at all where that step cannot be. */
export async function openDraft(
  ctx: Context,
  actor: Actor,
  { title, reason, changes = [] }: { title: string; reason: string; changes?: Change[] },
): Promise<{ id: string }> {
  const nowMs = ctx.clock.now()
  const base = (await revisionAt(ctx.db, nowMs))?.number
  const id = ctx.ids.next()
  const draft: Draft = {
    id,
    title,
    reason,
    author: actor.id,
    createdAtMs: nowMs,
    state: 'open',
    base,
    head: changes.length > 0 ? 1 : 0,
  }
  const first = changes.length > 0 ? madeOf(id, await drawnAt(ctx.db, draft, []), changes) : undefined
  const fact = await inTransaction(ctx.db, async (tx) => {
    if ((await countOpen(tx)) >= OPEN_MAX)
      throw new Refusal('conflict', {
        ja: `作成中の設計は ${OPEN_MAX} 件までです。終わったものを取り下げてください。`,
        en: `At most ${OPEN_MAX} designs are open at once. Withdraw those that are over.`,
      })
    await insertDraft(tx, draft)
    if (first !== undefined) {
      const { documents, changed: files } = first
      await keepDocuments(tx, documents)
      await insertStep(tx, id, { number: 1, madeBy: actor.id, madeAtMs: nowMs, changes, files })
    }
    return recorded(ctx, tx, draft, {
      fact: DRAFT_OPENED,
      by: actor,
      event: { kind: 'opened', note: reason },
      body: { base: base?.toString() ?? null },
    })
  })
  await integrated(ctx, fact)
  return { id }
}

/**
 * What changes make of a draft: all its files, the estate that they are, and what differs from its base, with the
 * documents of it. Whatever makes it no estate is said here, before anything is kept.
 */
function madeOf(
  id: string,
  { baseFiles, files: before }: Drawn,
  changes: Change[],
  sent: readonly SentFile[] = [],
) {
  const contents = new Map(sent.map(({ content }) => [sha256Of(content), content]))
  const files = changedFiles(id, before, changes, contents)
  const after = workspaceIn(files)
  const changed = changedFrom(baseFiles, files)
  return { files, after, changed, documents: ofPaths(files, changed) }
}

/** Does a step: edits by form, or documents that were sent. `head` is the step that the author saw. */
export async function takeStep(
  ctx: Context,
  actor: Actor,
  id: string,
  { head, changes, sent = [] }: { head: number; changes: Change[]; sent?: readonly SentFile[] },
): Promise<{ head: number }> {
  const draft = await draftNamed(ctx.db, id)
  assertAt(draft, head)
  const steps = await stepsOf(ctx.db, id)
  const drawn = await drawnAt(ctx.db, draft, shownFiles(draft, steps))
  const { files, after, changed, documents } = madeOf(id, drawn, changes, sent)
  const taken = await inTransaction(ctx.db, async (tx) => {
    const now = await heldAt(tx, id, head)
    if (head >= STEPS_MAX)
      throw new Refusal('conflict', {
        ja: `一つの設計は ${STEPS_MAX} 手までです。`,
        en: `A design has at most ${STEPS_MAX} steps.`,
      })
    await keepDocuments(tx, [...sent, ...documents])
    const step = { number: head + 1, madeBy: actor.id, madeAtMs: ctx.clock.now(), changes, files: changed }
    await insertStep(tx, id, step)
    await moveDraft(tx, now, { head: step.number })
    return { head: step.number }
  })
  keepDrawn(ctx.db, draft, changed, { ...drawn, files, after })
  return taken
}

/** Takes the last step back, or does again what was taken back. */
export async function moveHead(
  ctx: Context,
  id: string,
  { head, by }: { head: number; by: 1 | -1 },
): Promise<{ head: number }> {
  return inTransaction(ctx.db, async (tx) => {
    const draft = await heldAt(tx, id, head)
    const to = head + by
    const steps = await stepsOf(tx, id)
    if (to < 0 || (to > 0 && !steps.some(({ number }) => number === to)))
      throw new Refusal('conflict', {
        ja: by < 0 ? '元に戻す手がありません。' : 'やり直す手がありません。',
        en: by < 0 ? 'There is nothing to undo.' : 'There is nothing to do again.',
      })
    await moveDraft(tx, draft, { head: to })
    return { head: to }
  })
}

/** A draft that is open and still at the step that was seen; held until the transaction ends. */
async function heldAt(tx: Tx, id: string, head: number): Promise<Draft> {
  const draft = await draftNamed(tx, id, true)
  assertAt(draft, head)
  return draft
}

function assertAt(draft: Draft, head: number): void {
  assertState(draft, 'open')
  if (draft.head !== head)
    throw new Refusal('conflict', {
      ja: 'この設計はその間に変わりました。読み直してからもう一度行ってください。',
      en: 'This design has changed meanwhile. Read it again and repeat.',
    })
}

function ofPaths(files: readonly SentFile[], changed: readonly ChangedDocument[]): SentFile[] {
  const paths = new Set(changed.map(({ path }) => path))
  return files.filter(({ path }) => paths.has(path))
}

/**
 * Brings a draft up to the estate as it stands now: all its steps are done again on it. Where a document that was sent
 * would take the place of one that has changed since, it is refused by name: which of both holds is not ours to say.
 */
export async function refreshDraft(ctx: Context, actor: Actor, id: string): Promise<{ head: number }> {
  const draft = await draftNamed(ctx.db, id)
  assertState(draft, 'open')
  const standing = await revisionAt(ctx.db, ctx.clock.now())
  const steps = (await stepsOf(ctx.db, id)).filter(({ number }) => number <= draft.head)
  const old = await drawnAt(ctx.db, draft, [])
  const now = await drawnAt(ctx.db, { id, base: standing?.number }, [])
  assertSentStill(steps, old.baseFiles, now.baseFiles)
  const contents = await contentsFor(
    ctx.db,
    steps.flatMap(({ changes }) => changes),
  )
  let files: readonly SentFile[] = now.baseFiles
  const redone = steps.map((step) => {
    files = changedFiles(id, files, step.changes, contents)
    return { number: step.number, files, changed: changedFrom(now.baseFiles, files) }
  })
  workspaceIn(files)
  return inTransaction(ctx.db, async (tx) => {
    const held = await heldAt(tx, id, draft.head)
    await dropStepsAbove(tx, id, draft.head)
    for (const { number, files: made, changed } of redone) {
      await keepDocuments(tx, ofPaths(made, changed))
      await replaceStepFiles(tx, id, number, changed)
    }
    await moveDraft(tx, held, { base: standing?.number })
    await insertEvent(tx, id, { kind: 'refreshed', by: actor.id, atMs: ctx.clock.now() })
    return { head: draft.head }
  })
}

function assertSentStill(
  steps: readonly DraftStep[],
  old: readonly SentFile[],
  now: readonly SentFile[],
): void {
  const sent = new Set(
    steps.flatMap(({ changes }) => changes.flatMap((one) => (one.kind === 'upload' ? one.path : []))),
  )
  const hashes = (files: readonly SentFile[]) =>
    new Map(files.map(({ path, content }) => [path, sha256Of(content)]))
  const [was, is] = [hashes(old), hashes(now)]
  for (const path of sent)
    if (was.get(path) !== is.get(path))
      throw new Refusal('conflict', {
        ja: `文書 ${path} は、この設計に送られたあとで現状の側も変わりました。今の文書を直して、もう一度送ってください。`,
        en: `The document ${path} has changed in the estate since it was sent to this design. Amend what stands now and send it again.`,
      })
}
