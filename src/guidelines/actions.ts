import { composed } from '../charter/composition.ts'
import { digestOf } from '../charter/digest.ts'
import { knownFacts } from '../charter/known.ts'
import { append } from '../ledger/append.ts'
import type { Fact } from '../ledger/fact.ts'
import { integrated } from '../ledger/waiting.ts'
import {
  approved,
  closeApproval,
  requestApproval,
  type Approvable,
  type ApprovalRecord,
  type GivenApproval,
} from '../people/index.ts'
import { readNames } from '../people/store.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import type { Json, Text } from '../platform/text.ts'
import { MATRIX_CONTROL } from './control.ts'
import { proposedVersion, retirable, waitingExclusion, waitingVersion, withdrawable } from './decision.ts'
import {
  EMPTY_MATRIX,
  EXCLUSION_APPROVED,
  EXCLUSION_REQUESTED,
  EXCLUSION_WITHDRAWN,
  GUIDELINE_APPROVED,
  GUIDELINE_FACTS,
  GUIDELINE_PROPOSED,
  GUIDELINE_RETIRED,
  matrixAfter,
  requestersOf,
  type Exclusion,
  type Matrix,
  type Version,
  type Wording,
} from './guideline.ts'
import { cellId, cellTitle, type Place } from './matrix.ts'
import { PREFILLED } from './prefilled.ts'
import { insertSaid, lockMatrix, readSaid } from './store.ts'

const GUIDELINE_KIND = 'guidelines.guideline'
const EXCLUSION_KIND = 'guidelines.exclusion'
const PAGE = '/guidelines'

/** The controls that a guideline may name: all but the matrix's own, which would carry itself. */
export function carriers() {
  return composed().controls.filter(({ id }) => id !== MATRIX_CONTROL)
}

/** What approving a version means: the digest is of the whole version. */
export function approvableVersion(version: Version): Approvable {
  const cell = cellTitle(version)
  return {
    kind: GUIDELINE_KIND,
    id: version.id,
    digest: digestOf(version),
    title: {
      ja: `品質指針「${version.title.ja}」第${version.version}版（${cell.ja}）`,
      en: `Guideline “${version.title.en}”, version ${version.version} (${cell.en})`,
    },
    contributors: version.contributors,
  }
}

/** What approving "not applicable" means. */
export function approvableExclusion(exclusion: Exclusion): Approvable {
  const cell = cellTitle(exclusion)
  return {
    kind: EXCLUSION_KIND,
    id: exclusion.id,
    digest: digestOf(exclusion),
    title: { ja: `「${cell.ja}」の升を適用しないこと`, en: `Nothing applies to the cell “${cell.en}”` },
    contributors: requestersOf(exclusion),
  }
}

/** The matrix as it stands, documents included, under its lock: nobody changes it before the transaction ends. */
async function lockedMatrix(tx: Tx, declared: readonly Fact[]): Promise<Matrix> {
  await lockMatrix(tx)
  const said = (await readSaid(tx)).map(({ fact }) => fact)
  return [...declared, ...said].reduce(matrixAfter, EMPTY_MATRIX)
}

async function declaredFacts(ctx: Context): Promise<Fact[]> {
  return (await knownFacts(ctx)).filter(({ type }) => (GUIDELINE_FACTS as readonly string[]).includes(type))
}

type Change = { fact: Fact; object: string }

/** Decides under the lock, writes and appends in one transaction, and returns once the ledger holds it. */
async function change<T>(
  ctx: Context,
  decide: (tx: Tx, matrix: Matrix) => Promise<{ changes: Change[]; result: T }>,
): Promise<T> {
  const declared = await declaredFacts(ctx)
  const { result, last } = await inTransaction(ctx.db, async (tx) => {
    const decided = await decide(tx, await lockedMatrix(tx, declared))
    let last: bigint | undefined
    for (const { fact, object } of decided.changes) {
      await insertSaid(tx, object, ctx.clock.now(), fact)
      last = (await append(tx, fact)).id
    }
    return { result: decided.result, last }
  })
  if (last !== undefined) await integrated(ctx, last)
  return result
}

function factOf(type: string, actor: Actor, objects: string[], body: object): Fact {
  return { type, by: actor.id, clause: '1', objects, body: body as { [key: string]: Json } }
}

async function assertPerson(ctx: Context, person: string, path: string): Promise<void> {
  if (!(await readNames(ctx.db, [person])).has(person))
    throw new InputError('body', { path }, `a person of this organisation, found ${JSON.stringify(person)}`)
}

/** Proposes a new guideline, or the next version of one; it waits for another's approval. */
export async function proposeGuideline(ctx: Context, actor: Actor, wording: Wording): Promise<Version> {
  await assertPerson(ctx, wording.owner, 'owner')
  return change(ctx, async (tx, matrix) => {
    const version = proposedVersion(matrix, wording, actor.id, carriers())
    await requestApproval(ctx, tx, approvableVersion(version), PAGE)
    return { changes: [proposal(actor, version)], result: version }
  })
}

function proposal(actor: Actor, version: Version): Change {
  const objects = [version.id, cellId(version)]
  return { object: version.id, fact: factOf(GUIDELINE_PROPOSED, actor, objects, version) }
}

/** Proposes every prefilled guideline whose cell holds nothing and waits for nothing yet, all with one owner. */
export async function proposePrefilled(ctx: Context, actor: Actor, owner: string): Promise<Version[]> {
  await assertPerson(ctx, owner, 'owner')
  return change(ctx, async (tx, matrix) => {
    const taken = new Set(
      [...matrix.guidelines.values()].flatMap(({ id, inForce, waiting }) =>
        [inForce, waiting].flatMap((one) => (one === undefined ? [] : [cellId(one), id])),
      ),
    )
    const versions = PREFILLED.filter((one) => !taken.has(cellId(one)) && !taken.has(one.id)).map((one) =>
      proposedVersion(matrix, { ...one, owner }, actor.id, carriers()),
    )
    for (const version of versions) await requestApproval(ctx, tx, approvableVersion(version), PAGE)
    return { changes: versions.map((version) => proposal(actor, version)), result: versions }
  })
}

/** Approves the version that waits: by another than who wrote it, and exactly what was shown. */
export async function approveGuideline(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<ApprovalRecord> {
  return change(ctx, async (tx, matrix) => {
    const version = waitingVersion(matrix.guidelines.get(id))
    const approval = await approved(ctx, tx, actor, approvableVersion(version), given)
    const body = { ...version, approver: approval.approver, approval }
    const fact = factOf(GUIDELINE_APPROVED, actor, [id, cellId(version)], body)
    return {
      changes: [{ object: id, fact: { ...fact, effective: approval.approved_at } }],
      result: approval,
    }
  })
}

/** Takes a guideline out of force, or withdraws one that waits. Its cell is then empty, and says so. */
export async function retireGuideline(ctx: Context, actor: Actor, id: string, reason: Text): Promise<void> {
  await change(ctx, async (tx, matrix) => {
    const version = retirable(matrix.guidelines.get(id))
    await closeApproval(tx, GUIDELINE_KIND, id)
    const body = { id, version: version.version, reason }
    return {
      changes: [{ object: id, fact: factOf(GUIDELINE_RETIRED, actor, [id, cellId(version)], body) }],
      result: undefined,
    }
  })
}

/** Asks that nothing applies to a cell; it waits for another's approval and counts from then on only. */
export async function requestExclusion(
  ctx: Context,
  actor: Actor,
  place: Place,
  reason: Text,
): Promise<Exclusion> {
  return change(ctx, async (tx) => {
    const exclusion: Exclusion = { ...place, id: cellId(place), reason, requested_by: actor.id }
    await requestApproval(ctx, tx, approvableExclusion(exclusion), PAGE)
    const fact = factOf(EXCLUSION_REQUESTED, actor, [exclusion.id], exclusion)
    return { changes: [{ object: exclusion.id, fact }], result: exclusion }
  })
}

export async function approveExclusion(
  ctx: Context,
  actor: Actor,
  place: Place,
  given: GivenApproval,
): Promise<ApprovalRecord> {
  return change(ctx, async (tx, matrix) => {
    const exclusion = waitingExclusion(matrix.exclusions.get(cellId(place)))
    const approval = await approved(ctx, tx, actor, approvableExclusion(exclusion), given)
    const body = { ...exclusion, approver: approval.approver, approval }
    const fact = factOf(EXCLUSION_APPROVED, actor, [exclusion.id], body)
    return {
      changes: [{ object: exclusion.id, fact: { ...fact, effective: approval.approved_at } }],
      result: approval,
    }
  })
}

/** Ends an approved "not applicable", or a request for it. */
export async function withdrawExclusion(
  ctx: Context,
  actor: Actor,
  place: Place,
  reason: Text,
): Promise<void> {
  await change(ctx, async (tx, matrix) => {
    const { id } = withdrawable(matrix.exclusions.get(cellId(place)))
    await closeApproval(tx, EXCLUSION_KIND, id)
    return {
      changes: [{ object: id, fact: factOf(EXCLUSION_WITHDRAWN, actor, [id], { id, ...place, reason }) }],
      result: undefined,
    }
  })
}
