import { randomBytes } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { approves } from './delegation.ts'
import { EVERYBODY, holdsHimself, type Roles } from './organisation.ts'
import { samePerson } from './person.ts'
import { isoOf, record } from './recording.ts'
import { conflict, forbidden, missing } from './refusals.ts'
import { lockOrganisation, readOrganisation } from './store.ts'
import { endToken, insertToken, readToken, readTokens, tokenHash } from './token-store.ts'

const LASTS_MS_MAX = 366 * 86_400_000
/** That count at a time, of one owner. */
const TOKENS_MAX = 100

export type Issuing = { label: string; permissions: readonly string[]; untilMs: number }

/**
 * Makes a token of the actor's own, narrowed to permissions that he holds himself now; what he loses later the token
 * loses too. The secret is returned once and kept nowhere. A token approves nothing, makes no tokens, and ends with its
 * owner's time here.
 */
export async function issueToken(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  { label, permissions, untilMs }: Issuing,
  roles: Roles,
): Promise<{ id: string; secret: string; fact: bigint }> {
  await lockOrganisation(tx)
  if (actor.via?.kind === 'token') throw forbidden(BY_TOKEN)
  const nowMs = ctx.clock.now()
  if (untilMs <= nowMs || untilMs - nowMs > LASTS_MS_MAX)
    throw new InputError('body', { path: 'until' }, 'an instant after now, within 366 days')
  const standing = (await readTokens(tx, actor.id)).filter((token) => token.untilMs > nowMs)
  if (standing.length >= TOKENS_MAX) throw conflict(TOO_MANY)
  const organisation = { ...(await readOrganisation(tx, nowMs)), roles }
  const scopes = [undefined, ...organisation.grants.map(({ object }) => object)]
  const refused = permissions.findIndex(
    (permission) =>
      approves(permission) ||
      roles.get(EVERYBODY)?.has(permission) === true ||
      !scopes.some((object) => holdsHimself(organisation, actor.id, permission, object, nowMs)),
  )
  if (refused >= 0)
    throw new InputError(
      'body',
      { path: `permissions.${refused}` },
      'a permission that you hold yourself and that neither approves nor is about what is your own',
    )
  const id = ctx.ids.next()
  const secret = `kensho_${randomBytes(32).toString('base64url')}`
  const token = { id, owner: actor.id, label, permissions, fromMs: nowMs, untilMs }
  await insertToken(tx, token, tokenHash(secret))
  const body = {
    token: id,
    owner: actor.id,
    permissions: [...permissions],
    from: isoOf(nowMs),
    until: isoOf(untilMs),
  }
  return { id, secret, fact: await record(tx, actor, 'people.token.issued', [actor.id, id], body) }
}

/** Ends a token at once: its owner may, and who may grant (`anybodys`). To others it is not there. */
export async function revokeToken(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  id: string,
  anybodys: boolean,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const token = await readToken(tx, id)
  if (token === undefined || (!samePerson(token.owner, actor.id) && !anybodys))
    throw missing('トークン', 'token')
  const nowMs = ctx.clock.now()
  if (token.untilMs <= nowMs)
    throw conflict({ ja: 'このトークンはすでに無効です。', en: 'This token has ended already.' })
  await endToken(tx, id, nowMs)
  const body = { token: id, owner: token.owner, until: isoOf(nowMs) }
  return { fact: await record(tx, actor, 'people.token.revoked', [token.owner, id], body) }
}

const TOO_MANY = {
  ja: `有効なトークンが ${TOKENS_MAX} 個あります。使わないものを無効にしてください。`,
  en: `You have ${TOKENS_MAX} tokens that hold. End those that are not used.`,
}
const BY_TOKEN = { ja: 'トークンで新しいトークンは作れません。', en: 'A token makes no tokens.' }
