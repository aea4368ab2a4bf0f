import type { Context } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/database.ts'
import { outsideFence } from '../../platform/fence.ts'
import type { Actor, Peer } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Text } from '../../platform/text.ts'
import { personName } from '../naming.ts'
import type { Particulars } from '../person-actions.ts'
import { readOrganisation } from '../store.ts'
import { isAbove } from '../superior.ts'
import { attempted } from './attempt.ts'
import { comeIn, personOfAssertion, type CameIn, type Visitor } from './come-in.ts'
import { readLink, replaceLink, takeLink, type Link } from './link-store.ts'
import { deletePasskey, readPasskeysOf, readPassword, readSubjects } from './method-store.ts'
import { acceptedHash, keepPasskey, keepPassword, type MadePasskey } from './own-methods.ts'
import { enterOwner } from './owner.ts'
import type { Assertion } from './passkey.ts'
import { recorded } from './recorded.ts'
import { hashOfSecret, newSecret } from './secret.ts'
import { endSessions } from './session.ts'
import { isPersonHere } from './store.ts'

const LINK_MS = 24 * 3_600_000

/**
 * A one-time link for a person who cannot sign in: newly entered, or locked out. It is handed over, never mailed by us:
 * a mail address is no identity. Only a superior or who manages people makes one, and that is written down. With
 * `forgetPasskeys`, which asks for the latter, passkeys that were lost are removed; otherwise they stay and are asked for.
 */
export async function issueLink(
  ctx: Context,
  actor: Actor,
  person: string,
  options: { manages: boolean; forgetPasskeys: boolean },
): Promise<{ code: string; expiresAtMs: number }> {
  if (actor.via?.kind === 'token') throw new Refusal('forbidden', BY_TOKEN)
  const nowMs = ctx.clock.now()
  // Whether there is a way in already is told to nobody, but decides what the link is.
  const known = await outsideFence(() => hasWayIn(ctx.db, person))
  return recorded(ctx, async (tx, record) => {
    if (!(await isPersonHere(tx, person, nowMs))) throw new Refusal('missing', NO_PERSON)
    const { superiors } = await readOrganisation(tx, nowMs)
    if (!options.manages && !isAbove(superiors, actor.id, person, nowMs))
      throw new Refusal('forbidden', NOT_ABOVE)
    if (options.forgetPasskeys) {
      if (!options.manages || actor.id === person) throw new Refusal('forbidden', NOT_ABOVE)
      for (const { credentialId } of await readPasskeysOf(tx, person))
        await deletePasskey(tx, person, credentialId)
      await endSessions(ctx, tx, person, 'method-changed')
    }
    const purpose = known ? 'recovery' : 'invitation'
    const { text, sha256 } = newSecret()
    const expiresAtMs = nowMs + LINK_MS
    await replaceLink(tx, sha256, { purpose, person, issuedBy: actor.id, expiresAtMs }, nowMs)
    await record({
      type: 'people.link.issued',
      by: actor.id,
      objects: [person],
      body: { purpose, until: new Date(expiresAtMs).toISOString(), forgets_passkeys: options.forgetPasskeys },
    })
    return { code: text, expiresAtMs }
  })
}

/** What a code is good for; a Refusal when it is none, or none any more. */
export async function lookAtLink(ctx: Context, peer: Peer, code: string) {
  const link = await attempted(ctx, undefined, peer, async () => readByCode(ctx, code))
  const { person, purpose, issuedBy, expiresAtMs } = link
  return {
    purpose,
    expiresAtMs,
    name: person === undefined ? undefined : await personName(ctx, person),
    issuedBy: issuedBy === undefined ? undefined : await personName(ctx, issuedBy),
    asksPasskey: person !== undefined && (await readPasskeysOf(ctx.db, person)).length > 0,
  }
}

/** The link of a code while it holds. */
export async function readByCode(ctx: Context, code: string): Promise<Link | undefined> {
  const sha256 = hashOfSecret(code)
  return sha256 && (await readLink(ctx.db, sha256, ctx.clock.now()))
}

export type Redeeming = {
  code: string
  /** Who the first owner is. */
  owner?: Particulars
  password?: { login: string; password: string }
  passkey?: MadePasskey & { person: string }
  /** Of a passkey that the person has already: it stays, and a link does not go round it. */
  assertion?: Assertion
}

/** Uses a link up: the way to sign in is set, all sessions of the person end and a new one begins. */
export async function redeem(ctx: Context, visitor: Visitor, given: Redeeming): Promise<CameIn> {
  const sha256 = hashOfSecret(given.code)
  return attempted(ctx, undefined, visitor.peer, async () => {
    const link = await readByCode(ctx, given.code)
    if (sha256 === undefined || link === undefined) return undefined
    const { owner, password } = given
    const names = owner === undefined ? [] : [owner.name, owner.name_en ?? '']
    const hash = password && (await acceptedHash(ctx, link.person, password, names))
    return recorded(ctx, async (tx, record, alsoWait) => {
      const taken = await takeLink(tx, sha256, ctx.clock.now())
      if (taken === undefined) return undefined
      const person = taken.person ?? (await newOwner(ctx, tx, given, alsoWait))
      await assertSecondFactor(ctx, tx, person, given.assertion)
      if (password && hash !== undefined)
        await record(await keepPassword(ctx, tx, person, { login: password.login, hash }))
      if (given.passkey) await record(await keepPasskey(ctx, tx, person, given.passkey))
      if (!(await hasWayIn(tx, person))) throw new Refusal('conflict', NO_WAY_IN)
      await endSessions(ctx, tx, person, 'method-changed')
      return comeIn(ctx, tx, person, 'link', visitor)
    })
  })
}

async function newOwner(
  ctx: Context,
  tx: Tx,
  { owner, passkey }: Redeeming,
  alsoWait: (facts: readonly bigint[]) => void,
): Promise<string> {
  if (owner === undefined) throw new Refusal('conflict', NAME_FIRST)
  const { id, facts } = await enterOwner(ctx, tx, { ...owner, ...(passkey && { id: passkey.person }) })
  alsoWait(facts)
  return id
}

async function assertSecondFactor(
  ctx: Context,
  tx: Tx,
  person: string,
  assertion: Assertion | undefined,
): Promise<void> {
  if ((await readPasskeysOf(tx, person)).length === 0) return
  const signer = assertion && (await personOfAssertion(ctx, tx, assertion))
  if (signer !== person) throw new Refusal('forbidden', SIGN_TOO)
}

async function hasWayIn(db: Db, person: string): Promise<boolean> {
  if ((await readPasskeysOf(db, person)).length > 0) return true
  if ((await readPassword(db, person)) !== undefined) return true
  return (await readSubjects(db, person)).length > 0
}

const BY_TOKEN: Text = {
  ja: 'リンクを渡すのは人です。トークンではできません。',
  en: 'A link is handed over by a person, not by a token.',
}
const NO_PERSON: Text = {
  ja: 'その人は、いまこの組織にいません。',
  en: 'That person is not here at present.',
}
const NOT_ABOVE: Text = {
  ja: 'リンクを渡せるのは、その人の上長か、人を管理する役割の人だけです。',
  en: 'Only a superior of that person, or who manages people, hands over a link.',
}
const NAME_FIRST: Text = { ja: 'お名前を入れてください。', en: 'Please enter your name.' }
const SIGN_TOO: Text = {
  ja: 'この人にはパスキーがあります。リンクだけでは入れません。パスキーでも署名してください。',
  en: 'This person has a passkey. The link alone does not let in: sign with the passkey too.',
}
const NO_WAY_IN: Text = {
  ja: 'サインインの方法を一つ選んでください。',
  en: 'Choose a way to sign in.',
}
