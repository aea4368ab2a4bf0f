import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import { ROLES, type Actor } from '../platform/http/permission.ts'
import { assertStillManaged } from './managing.ts'
import type { Grant } from './organisation.ts'
import { samePerson } from './person.ts'
import { readPerson } from './person-store.ts'
import { isoOf, record } from './recording.ts'
import { conflict, forbidden, missing } from './refusals.ts'
import { endGrant, insertGrant, readGrant, readRoles, writeRole, type RoleRow } from './right-store.ts'
import { endSessions } from './sign-in/session.ts'
import { lockOrganisation } from './store.ts'

const BUILT_IN: readonly string[] = ROLES

/** Defines a role of the operator's own as a set of permissions, or defines it anew; effective at once for all who have it. */
export async function defineRole(
  tx: Tx,
  actor: Actor,
  role: RoleRow,
  grantable: ReadonlySet<string>,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  if (BUILT_IN.includes(role.id)) throw conflict(COMES_WITH)
  const stranger = role.permissions.findIndex((permission) => !grantable.has(permission))
  if (stranger >= 0)
    throw new InputError(
      'body',
      { path: `permissions.${stranger}` },
      'a permission that some module declares',
    )
  const permissions = [...new Set(role.permissions)].sort()
  await writeRole(tx, { ...role, permissions })
  const body = { role: role.id, name: role.name, permissions }
  return { fact: await record(tx, actor, 'people.role.defined', [role.id], body) }
}

/** Gives a role to a person, for a while and on one object where that is said. Nobody gives one to himself. */
export async function grantRole(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  grant: Grant,
): Promise<{ id: string; fact: bigint }> {
  await lockOrganisation(tx)
  if (samePerson(actor.id, grant.person)) throw forbidden(TO_ONESELF)
  if (grant.untilMs !== undefined && grant.untilMs <= grant.fromMs)
    throw new InputError('body', { path: 'until' }, 'an instant after from')
  if (!BUILT_IN.includes(grant.role) && !(await readRoles(tx)).some(({ id }) => id === grant.role))
    throw missing('役割', 'role')
  const person = await readPerson(tx, grant.person)
  if (person === undefined) throw missing('人', 'person')
  if (person.untilMs !== undefined && person.untilMs <= ctx.clock.now()) throw conflict(GONE)
  const id = ctx.ids.next()
  await insertGrant(tx, { id, ...grant })
  await endSessions(ctx, tx, grant.person, 'role-changed')
  const body = {
    grant: id,
    person: grant.person,
    role: grant.role,
    object: grant.object,
    from: isoOf(grant.fromMs),
    until: isoOf(grant.untilMs),
  }
  return { id, fact: await record(tx, actor, 'people.grant.given', [grant.person], body) }
}

/** Takes a role back, at once. */
export async function withdrawGrant(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const grant = await readGrant(tx, id)
  if (grant === undefined) throw missing('役割の付与', 'grant')
  const nowMs = ctx.clock.now()
  if (grant.untilMs !== undefined && grant.untilMs <= nowMs) throw conflict(ENDED)
  await endGrant(tx, id, nowMs)
  await endSessions(ctx, tx, grant.person, 'role-changed')
  await assertStillManaged(tx, nowMs)
  const body = { grant: id, person: grant.person, role: grant.role, until: isoOf(nowMs) }
  return { fact: await record(tx, actor, 'people.grant.withdrawn', [grant.person], body) }
}

const COMES_WITH = {
  ja: '製品に含まれる役割は変えられません。別の ID で定めてください。',
  en: 'Roles that come with the product cannot be changed. Define one under another id.',
}
const TO_ONESELF = {
  ja: '自分自身に役割を与えることはできません。',
  en: 'Nobody grants a role to himself.',
}
const GONE = { ja: 'この人はすでに退職しています。', en: 'This person has left already.' }
const ENDED = { ja: 'この付与はすでに終わっています。', en: 'This grant has ended already.' }
