import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Actor, Peer } from '../../platform/http/permission.ts'
import { approves } from '../delegation.ts'
import { EVERYBODY, type Roles } from '../organisation.ts'
import { enterPerson, type Particulars } from '../person-actions.ts'
import { grantRole } from '../role-actions.ts'
import { issueToken } from '../token-actions.ts'
import { attempted } from './attempt.ts'
import { lockOwnership, removeOwnerLinks, replaceLink, takeLink } from './link-store.ts'
import { recorded } from './recorded.ts'
import { hashOfSecret, newSecret } from './secret.ts'
import { isOwned } from './store.ts'

const LINK_MS = 24 * 3_600_000
const TOKEN_MS = 90 * 24 * 3_600_000

/** Nobody is there yet who could enter the first owner. */
const SYSTEM: Actor = { id: 'system:people' }

/**
 * A new one-time code for whoever is to own this installation, good for a day; undefined once anybody was entered. An
 * earlier code holds no more. It is shown on the machine's own standard error only: who can read that runs the machine.
 */
export async function newOwnerCode(ctx: Context): Promise<string | undefined> {
  return inTransaction(ctx.db, async (tx) => {
    await lockOwnership(tx)
    if (await isOwned(tx)) return undefined
    const { text, sha256 } = newSecret()
    const nowMs = ctx.clock.now()
    const link = {
      purpose: 'owner' as const,
      person: undefined,
      issuedBy: undefined,
      expiresAtMs: nowMs + LINK_MS,
    }
    await replaceLink(tx, sha256, link, nowMs)
    return text
  })
}

/** Enters the first person and makes him quality owner, in the transaction that has taken the owner's link. */
export async function enterOwner(ctx: Context, tx: Tx, particulars: Particulars) {
  await lockOwnership(tx)
  if (await isOwned(tx)) throw new Refusal('conflict', OWNED)
  await removeOwnerLinks(tx)
  const { id, fact } = await enterPerson(ctx, tx, SYSTEM, { ...particulars, kind: 'employee' })
  const grant = { person: id, role: 'quality-owner', fromMs: ctx.clock.now() }
  const granted = await grantRole(ctx, tx, SYSTEM, grant)
  return { id, facts: [fact, granted.fact] }
}

export type Claimed = {
  person: string
  /** Shown once. */
  token: string
  tokenUntilMs: number
  /** For a browser: how the owner comes to ways of signing in. Shown once, good for a day. */
  code: string
}

/**
 * Makes the first owner for a script: instead of a way to sign in there is a service token with all that a quality owner
 * may do but approve, and a one-time code with which the same person sets up a browser later.
 */
export async function claim(
  ctx: Context,
  peer: Peer,
  given: { code: string } & Particulars,
  roles: Roles,
): Promise<Claimed> {
  const { code: shown, ...particulars } = given
  const sha256 = hashOfSecret(shown)
  return attempted(ctx, undefined, peer, async () =>
    sha256 === undefined ? undefined : claimed(ctx, sha256, particulars, roles),
  )
}

async function claimed(
  ctx: Context,
  sha256: Buffer,
  particulars: Particulars,
  roles: Roles,
): Promise<Claimed | undefined> {
  return recorded(ctx, async (tx, _record, alsoWait) => {
    const nowMs = ctx.clock.now()
    const link = await takeLink(tx, sha256, nowMs)
    if (link?.purpose !== 'owner') return undefined
    const { id, facts } = await enterOwner(ctx, tx, particulars)
    const own = roles.get(EVERYBODY)
    const permissions = [...(roles.get('quality-owner') ?? [])]
      .filter((permission) => !approves(permission) && own?.has(permission) !== true)
      .sort()
    const untilMs = nowMs + TOKEN_MS
    const issuing = { label: 'kensho claim', permissions, untilMs }
    const token = await issueToken(ctx, tx, { id }, issuing, roles)
    const { text: code, sha256: codeSha256 } = newSecret()
    const ownLink = {
      purpose: 'invitation' as const,
      person: id,
      issuedBy: id,
      expiresAtMs: nowMs + LINK_MS,
    }
    await replaceLink(tx, codeSha256, ownLink, nowMs)
    alsoWait([...facts, token.fact])
    return { person: id, token: token.secret, tokenUntilMs: untilMs, code }
  })
}

const OWNED = {
  ja: 'このインストールには、すでに責任者がいます。サインインするか、招待を受けてください。',
  en: 'This installation has an owner already. Sign in, or ask to be invited.',
}
