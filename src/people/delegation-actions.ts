import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { APPROVE } from './delegation.ts'
import { EVERYBODY, holdsHimself, type Roles } from './organisation.ts'
import { isHere, samePerson } from './person.ts'
import { isoOf, record } from './recording.ts'
import { conflict, forbidden, missing } from './refusals.ts'
import { endDelegation, insertDelegation, readDelegation } from './right-store.ts'
import { lockOrganisation, readOrganisation } from './store.ts'

/** A year and a day: a delegation is for an absence, not for ever. */
const LASTS_MS_MAX = 366 * 86_400_000
/** That hold or will hold, from one person. */
const DELEGATIONS_MAX = 100

export type Delegating = { delegate: string; permissions: readonly string[]; fromMs: number; untilMs: number }

/**
 * The actor lets another act in his place, in what he names and holds himself, until an instant. Only for himself:
 * nobody, whatever his role, delegates what is another's.
 */
export async function delegate(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  { permissions, ...delegating }: Delegating,
  roles: Roles,
): Promise<{ id: string; fact: bigint }> {
  await lockOrganisation(tx)
  const nowMs = ctx.clock.now()
  if (actor.via?.kind === 'token') throw forbidden(BY_TOKEN)
  if (samePerson(delegating.delegate, actor.id)) throw conflict(TO_ONESELF)
  const { fromMs, untilMs } = delegating
  if (untilMs <= Math.max(fromMs, nowMs) || untilMs - fromMs > LASTS_MS_MAX)
    throw new InputError('body', { path: 'until' }, 'an instant after from and now, within 366 days of from')
  const organisation = { ...(await readOrganisation(tx, nowMs)), roles }
  const given = organisation.delegations.filter(({ delegator }) => samePerson(delegator, actor.id))
  if (given.length >= DELEGATIONS_MAX) throw conflict(TOO_MANY)
  if (!isHere(organisation.persons, delegating.delegate, nowMs)) throw missing('人', 'person')
  const lacking = permissions.findIndex(
    (permission) =>
      permission !== APPROVE &&
      (roles.get(EVERYBODY)?.has(permission) === true ||
        !organisation.grants.some(({ object }) =>
          holdsHimself(organisation, actor.id, permission, object, nowMs),
        )),
  )
  if (lacking >= 0)
    throw new InputError('body', { path: `permissions.${lacking}` }, 'a permission that you hold yourself')
  const id = ctx.ids.next()
  await insertDelegation(tx, { id, delegator: actor.id, permissions, ...delegating })
  const body = {
    delegation: id,
    delegator: actor.id,
    delegate: delegating.delegate,
    permissions: [...permissions],
    from: isoOf(fromMs),
    until: isoOf(untilMs),
  }
  return {
    id,
    fact: await record(tx, actor, 'people.delegation.given', [actor.id, delegating.delegate], body),
  }
}

/** Ends a delegation at once: who gave it or has it may, and who may grant (`anybodys`). To others it is not there. */
export async function revokeDelegation(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  id: string,
  anybodys: boolean,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const row = await readDelegation(tx, id)
  const own = row !== undefined && [row.delegator, row.delegate].some((one) => samePerson(one, actor.id))
  if (row === undefined || (!own && !anybodys)) throw missing('委任', 'delegation')
  const nowMs = ctx.clock.now()
  if (row.untilMs <= nowMs)
    throw conflict({ ja: 'この委任はすでに終わっています。', en: 'This delegation has ended already.' })
  await endDelegation(tx, id, nowMs)
  const body = { delegation: id, delegator: row.delegator, delegate: row.delegate, until: isoOf(nowMs) }
  const objects = [row.delegator, row.delegate]
  return { fact: await record(tx, actor, 'people.delegation.revoked', objects, body) }
}

const TOO_MANY = {
  ja: `委任が ${DELEGATIONS_MAX} 件あります。要らないものを終えてください。`,
  en: `You have given ${DELEGATIONS_MAX} delegations. End those that are not needed.`,
}
const BY_TOKEN = { ja: 'トークンでは委任できません。', en: 'A token delegates nothing.' }
const TO_ONESELF = { ja: '自分自身には委任できません。', en: 'Nobody delegates to himself.' }
