import { randomBytes } from 'node:crypto'
import { charterReading } from '../../../charter/reading.ts'
import { applyWorkspace } from '../../../estate/actions.ts'
import { filesOf, revisionAt, type StoredFile } from '../../../estate/store.ts'
import { manifestSha256, workspaceOfFiles } from '../../../estate/workspace-files.ts'
import { append, integrated } from '../../../ledger/index.ts'
import { approved, closeApproval, requestApproval, type GivenApproval } from '../../../people/index.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, type Tx } from '../../../platform/database.ts'
import type { Actor } from '../../../platform/http/permission.ts'
import { Refusal } from '../../../platform/refusal.ts'
import { amendedRegister, type EntryContent } from './amend.ts'
import { registerOf } from './documents.ts'
import {
  approvableProposal,
  digestOfEntry,
  digestOfProposal,
  REGISTER_APPROVED,
  REGISTER_PROPOSED,
  REGISTER_WITHDRAWN,
  type Proposal,
  type RegisterApproved,
  type RegisterProposed,
  type RegisterWithdrawn,
} from './proposal.ts'
import { decideProposal, insertProposal, readProposal } from './store.ts'

/** The documents of the estate as they stand, and in whose name. */
type Standing = { files: StoredFile[]; applier: string; manifest: string }

/** What somebody asks for: an entry as it is to be, or to go. */
export type AskedChange = { entry: string; content: EntryContent | undefined; note: string }

/**
 * Puts a change of the register forward for another's approval. The whole estate is read with it first, so that what
 * waits could be made. Returns the proposal's id once the ledger holds it.
 */
export async function proposeChange(ctx: Context, actor: Actor, asked: AskedChange): Promise<string> {
  const standing = await standingOf(ctx)
  const before = entryIn(standing.files, asked.entry)
  if (before === undefined && asked.content === undefined) throw new Refusal('missing', NO_ENTRY)
  const reading = charterReading()
  const amended = amendedRegister(standing.files, asked)
  reading.assertUsable(workspaceOfFiles(amended, reading.collections), { applier: standing.applier })
  const id = `p-${randomBytes(8).toString('hex')}`
  const beforeDigest = before && digestOfEntry(before)
  const after = asked.content && entryIn(amended, asked.entry)
  if (after !== undefined && digestOfEntry(after) === beforeDigest)
    throw new Refusal('conflict', NOTHING_CHANGED)
  const proposal: Proposal = {
    id,
    ...asked,
    change: before === undefined ? 'add' : asked.content === undefined ? 'remove' : 'change',
    beforeDigest,
    digest: digestOfProposal({ id, ...asked, beforeDigest }),
    proposedBy: actor.id,
    proposedMs: ctx.clock.now(),
    state: 'waiting',
  }
  const fact = await inTransaction(ctx.db, async (tx) => {
    if (!(await insertProposal(tx, proposal))) throw new Refusal('conflict', WAITS_ALREADY)
    await requestApproval(ctx, tx, approvableProposal(proposal), '/maintenance?view=register')
    const { entry, change, digest } = proposal
    const body: RegisterProposed = { id, entry, change, digest, before: beforeDigest ?? null }
    return await put(tx, actor, REGISTER_PROPOSED, body)
  })
  await integrated(ctx, fact)
  return id
}

/** Lets the actor approve what another put forward, and makes it: the entry must still stand as it was then. */
export async function approveChange(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<{ revision: string }> {
  const proposal = await waiting(ctx.db, id)
  const standing = await standingOf(ctx)
  const before = entryIn(standing.files, proposal.entry)
  if ((before && digestOfEntry(before)) !== proposal.beforeDigest) throw new Refusal('conflict', MOVED)
  const reading = charterReading()
  const made: { fact?: bigint } = {}
  const { revision } = await applyWorkspace(ctx, actor, amendedRegister(standing.files, proposal), {
    dryRun: false,
    applier: standing.applier,
    reading: {
      ...reading,
      applied: async (context, tx, documents, applier) => {
        const held = await waiting(tx, id, true)
        if (manifestSha256(documents.before.files) !== standing.manifest) throw new Refusal('conflict', MOVED)
        const approval = await approved(ctx, tx, actor, approvableProposal(held), given)
        await decideProposal(tx, id, 'approved', ctx.clock.now())
        const body: RegisterApproved = { id, entry: held.entry, approval }
        made.fact = await put(tx, actor, REGISTER_APPROVED, body)
        await reading.applied?.(context, tx, documents, applier)
      },
    },
  })
  if (made.fact === undefined || revision === undefined) throw new Refusal('conflict', NOTHING_CHANGED)
  await integrated(ctx, made.fact)
  return { revision }
}

/** Takes a change back, or sends it back: with a reason either way. */
export async function withdrawChange(ctx: Context, actor: Actor, id: string, because: string): Promise<void> {
  const fact = await inTransaction(ctx.db, async (tx) => {
    const { entry } = await waiting(tx, id, true)
    await closeApproval(tx, 'maintenance.register', id)
    await decideProposal(tx, id, 'withdrawn', ctx.clock.now())
    const body: RegisterWithdrawn = { id, entry, because }
    return await put(tx, actor, REGISTER_WITHDRAWN, body)
  })
  await integrated(ctx, fact)
}

async function standingOf(ctx: Context): Promise<Standing> {
  const revision = await revisionAt(ctx.db, ctx.clock.now())
  if (revision === undefined) throw new Refusal('conflict', NO_ESTATE)
  const files = await filesOf(ctx.db, revision.number)
  return { files, applier: revision.appliedBy, manifest: manifestSha256(files) }
}

function entryIn(
  files: readonly StoredFile[] | ReturnType<typeof amendedRegister>,
  id: string,
): EntryContent | undefined {
  const workspace = workspaceOfFiles(files, charterReading().collections)
  const found = registerOf(workspace).find((one) => one.id === id)
  if (found === undefined) return undefined
  const { stand: _stand, ...content } = found
  return content
}

async function waiting(db: Context['db'] | Tx, id: string, hold = false): Promise<Proposal> {
  const proposal = await readProposal(db, id, hold)
  if (proposal === undefined) throw new Refusal('missing', NO_PROPOSAL)
  if (proposal.state !== 'waiting') throw new Refusal('conflict', DECIDED)
  return proposal
}

async function put(
  tx: Tx,
  actor: Actor,
  type: string,
  body: { id: string; entry: string } & object,
): Promise<bigint> {
  const objects = [body.entry, body.id].filter((one) => one.length <= 256)
  return (await append(tx, { type, by: actor.id, clause: '5.1', objects, body: body })).id
}

const NO_ESTATE = {
  ja: '設備の文書がまだありません。事業者と回線を登録してから、台帳を作れます。',
  en: 'There are no documents of an estate yet. The register needs its providers and lines first.',
}
const NO_ENTRY = { ja: '社外回線台帳にその項目はありません。', en: 'The register has no such entry.' }
const NO_PROPOSAL = {
  ja: 'その変更の申請はありません。',
  en: 'There is no such change that was put forward.',
}
const DECIDED = {
  ja: 'この変更はすでに承認されたか、取り下げられました。',
  en: 'This change was approved or taken back already.',
}
const WAITS_ALREADY = {
  ja: 'この項目には承認待ちの変更があります。取り下げてから、もう一度申請してください。',
  en: 'Another change of this entry waits for approval. Take it back first.',
}
const NOTHING_CHANGED = { ja: '何も変わりません。', en: 'That changes nothing.' }
const MOVED = {
  ja: '申請のあとで台帳が変わりました。取り下げて、いまの内容から申請し直してください。',
  en: 'The register has changed since this was put forward. Take it back and ask again from how it stands now.',
}
