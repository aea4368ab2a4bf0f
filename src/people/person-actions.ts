import { eraseKey, sealFor } from '../ledger/subject-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { assertStillManaged } from './managing.ts'
import { PERSON_ID, type PersonKind } from './person.ts'
import {
  endPerson,
  insertPerson,
  markErased,
  readPerson,
  updatePerson,
  type PersonRow,
} from './person-store.ts'
import { isoOf, record } from './recording.ts'
import { conflict, missing } from './refusals.ts'
import { followDemo } from './sign-in/demo.ts'
import { endSessions } from './sign-in/session.ts'
import { lockOrganisation } from './store.ts'
import { nameSuperior } from './superior-actions.ts'
import { readLinesAbove } from './superior-store.ts'

/** How a person is called and reached; `name_en` where the name has a Latin spelling. */
export type Particulars = { name: string; name_en?: string; mail?: string; phone?: string }

export type Entering = Particulars & {
  /** Absent: one is made. Pseudonymous: it stands in facts for ever. */
  id?: string
  kind: PersonKind
  fromMs?: number
  /** Required for outsourced staff: the superior of record. */
  superior?: string
}

/** Enters a person. The fact carries name and contact sealed under the person's own key. */
export async function enterPerson(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  entering: Entering,
): Promise<{ id: string; fact: bigint }> {
  await lockOrganisation(tx)
  const id = entering.id ?? `p-${ctx.ids.next()}`
  if (!PERSON_ID.test(id))
    throw new InputError(
      'body',
      { path: 'id' },
      'an id of lower-case letters, digits and hyphens, at most 64',
    )
  if (entering.kind === 'outsourced' && entering.superior === undefined)
    throw new InputError('body', { path: 'superior' }, 'the superior of record of outsourced staff')
  if ((await readPerson(tx, id)) !== undefined) throw conflict(TAKEN)
  const row: PersonRow = {
    id,
    kind: entering.kind,
    ...sealed(ctx, id, entering),
    fromMs: entering.fromMs ?? ctx.clock.now(),
  }
  await insertPerson(tx, row)
  await followDemo(tx, actor.id, id)
  const { name, contact, kind } = row
  const body = { kind, name, contact: contact ?? undefined, from: isoOf(row.fromMs) }
  const fact = await record(tx, actor, 'people.person.entered', [id], body)
  if (entering.superior === undefined) return { id, fact }
  const line = { person: id, superior: entering.superior, fromMs: row.fromMs }
  const named = await nameSuperior(ctx, tx, actor, line)
  return { id, fact: named.fact }
}

function sealed(ctx: Context, id: string, { name, name_en, mail, phone }: Particulars) {
  const reached = mail !== undefined || phone !== undefined
  return {
    name: sealFor(ctx.config, id, JSON.stringify({ name, name_en })),
    contact: reached ? sealFor(ctx.config, id, JSON.stringify({ mail, phone })) : null,
  }
}

/** Writes a person's name and contacts anew: all of them, since what is not given is no longer known. */
export async function amendPerson(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  id: string,
  particulars: Particulars & { kind: PersonKind },
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const row = await present(tx, id)
  if (row.erasedMs !== undefined) throw conflict(ERASED)
  const lines = await readLinesAbove(tx, [id], ctx.clock.now())
  if (particulars.kind === 'outsourced' && lines.length === 0) throw conflict(NOBODY_ABOVE)
  const amended = { ...row, kind: particulars.kind, ...sealed(ctx, id, particulars) }
  await updatePerson(tx, amended)
  const { name, contact, kind } = amended
  return { fact: await record(tx, actor, 'people.person.amended', [id], { kind, name, contact }) }
}

/** A person leaves, now or at a later instant; roles, delegations and tokens end with it. */
export async function leave(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  id: string,
  untilMs?: number,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const row = await present(tx, id)
  const nowMs = ctx.clock.now()
  if (row.untilMs !== undefined && row.untilMs <= nowMs) throw conflict(GONE)
  const endMs = Math.max(untilMs ?? nowMs, nowMs)
  await endPerson(tx, id, endMs)
  if (endMs <= nowMs) await endSessions(ctx, tx, id, 'left')
  await assertStillManaged(tx, endMs)
  return { fact: await record(tx, actor, 'people.person.left', [id], { until: isoOf(endMs) }) }
}

/**
 * Erases who a person was: the key goes, and with it name and contacts in every fact, export and backup. The id stays,
 * so that "the author is not the approver" can still be told. Only for one who has left. Cannot be undone.
 */
export async function erase(ctx: Context, tx: Tx, actor: Actor, id: string): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const row = await present(tx, id)
  const nowMs = ctx.clock.now()
  if (row.untilMs === undefined || row.untilMs > nowMs) throw conflict(STILL_HERE)
  await markErased(tx, id, nowMs)
  const fact = await record(tx, actor, 'people.person.erased', [id], {})
  // Last of all, and not undone should the commit fail: what was asked for is that nobody can read it any more.
  eraseKey(ctx.config, id)
  return { fact }
}

async function present(tx: Tx, id: string): Promise<PersonRow> {
  const row = await readPerson(tx, id)
  if (row === undefined) throw missing('人', 'person')
  return row
}

const TAKEN = {
  ja: 'この ID の人はすでに登録されています。',
  en: 'A person with this id is entered already.',
}
const NOBODY_ABOVE = {
  ja: '外部委託の人には上長が必要です。先に上長を登録してください。',
  en: 'Outsourced staff need a superior of record. Name one first.',
}
const GONE = { ja: 'この人はすでに退職しています。', en: 'This person has left already.' }
const ERASED = { ja: 'この人の氏名は消去されています。', en: 'This person’s name has been erased.' }
const STILL_HERE = {
  ja: '在籍中の人は消去できません。先に退職を登録してください。',
  en: 'Somebody who is still here is not erased. Enter first that the person has left.',
}
