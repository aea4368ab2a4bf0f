import { openFor, sealFor } from '../../ledger/subject-keys.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Text } from '../../platform/text.ts'
import { personName } from '../naming.ts'
import { challengeOf, sessionOf } from './come-in.ts'
import { hashOfLogin, normalLogin } from './login.ts'
import {
  deletePasskey,
  deleteSubject,
  insertChallenge,
  insertPasskey,
  readLogin,
  readPasskeysOf,
  readPassword,
  readSubjects,
  takeChallenge,
  writeLogin,
  writePassword,
} from './method-store.ts'
import { creationOptions, verifyCreation } from './passkey.ts'
import type { Creation } from './passkey.ts'
import { passwordRefusal } from './password-rule.ts'
import { hashPassword } from './password.ts'
import { recorded } from './recorded.ts'
import { endSessions } from './session.ts'
import { CONFIRMED_MS } from './step-up.ts'
import { endSessionsOf, readSessionByName, readSessionsOf } from './store.ts'

const CHALLENGE_MS = 5 * 60_000
const PASSKEYS_MAX = 20

/** How somebody can sign in, as it is shown to that person alone. */
export async function ownMethods(ctx: Context, person: string) {
  const [login, password, passkeys, subjects] = await Promise.all([
    readLogin(ctx.db, person),
    readPassword(ctx.db, person),
    readPasskeysOf(ctx.db, person),
    readSubjects(ctx.db, person),
  ])
  return {
    login: login === undefined ? undefined : openFor(ctx.config, person, login),
    passwordSetAtMs: password?.setAtMs,
    passkeys,
    subjects,
  }
}

/** What the browser needs to make a passkey for this person, who may be yet to be entered. */
export async function newPasskeyOptions(
  ctx: Context,
  person: string,
  called: { login?: string; name: string },
) {
  const passkeys = await readPasskeysOf(ctx.db, person)
  if (passkeys.length >= PASSKEYS_MAX) throw new Refusal('conflict', ENOUGH)
  const { name, login = name } = called
  const options = await creationOptions(ctx.config, { id: person, login, name }, passkeys)
  await insertChallenge(ctx.db, {
    value: options.challenge,
    purpose: 'add',
    person,
    expiresAtMs: ctx.clock.now() + CHALLENGE_MS,
  })
  return options
}

/** A passkey as it comes from the browser, and what its owner calls it. */
export type MadePasskey = { creation: Creation; label: string }

/** Checks a passkey that the browser has made and writes it, in the transaction given. Returns the fact of it. */
export async function keepPasskey(ctx: Context, tx: Tx, person: string, { creation, label }: MadePasskey) {
  const nowMs = ctx.clock.now()
  const challenge = challengeOf(creation.response.clientDataJSON)
  if (
    challenge === undefined ||
    !(await takeChallenge(tx, { value: challenge, purpose: 'add', person }, nowMs))
  )
    throw new Refusal('conflict', TOO_LATE)
  const passkey = await verifyCreation(ctx.config, creation, challenge)
  if (!(await insertPasskey(tx, person, passkey, label, nowMs))) throw new Refusal('conflict', KNOWN)
  return {
    type: 'people.passkey.added',
    by: person,
    objects: [person],
    body: {
      credential_id: passkey.credentialId,
      public_key_spki: passkey.spki.toString('base64url'),
    },
  }
}

/** Adds a passkey to those of a person who has signed in a moment ago. */
export async function addPasskey(ctx: Context, actor: Actor, made: MadePasskey): Promise<void> {
  const session = await assertFresh(ctx, actor)
  await recorded(ctx, async (tx, record) => {
    await record(await keepPasskey(ctx, tx, actor.id, made))
    await endSessions(ctx, tx, actor.id, 'method-changed', session)
  })
}

/** Takes a passkey away; not the last way in. */
export async function removePasskey(ctx: Context, actor: Actor, credentialId: string): Promise<void> {
  const session = await assertFresh(ctx, actor)
  await recorded(ctx, async (tx, record) => {
    if (!(await deletePasskey(tx, actor.id, credentialId))) throw new Refusal('missing', NO_PASSKEY)
    await assertWayIn(tx, actor.id)
    await record({
      type: 'people.passkey.removed',
      by: actor.id,
      objects: [actor.id],
      body: { credential_id: credentialId },
    })
    await endSessions(ctx, tx, actor.id, 'method-changed', session)
  })
}

/** Sets or changes the password, and the name that goes with it. All other sessions end. */
export async function setOwnPassword(
  ctx: Context,
  actor: Actor,
  given: { login: string; password: string },
): Promise<void> {
  const session = await assertFresh(ctx, actor)
  const hash = await acceptedHash(ctx, actor.id, given)
  await recorded(ctx, async (tx, record) => {
    await record(await keepPassword(ctx, tx, actor.id, { login: given.login, hash }))
    await endSessions(ctx, tx, actor.id, 'method-changed', session)
  })
}

/** The hash of a password that is good enough; a Refusal says why one is not. */
export async function acceptedHash(
  ctx: Context,
  person: string | undefined,
  given: { login: string; password: string },
  alsoNames: readonly string[] = [],
): Promise<string> {
  const login = normalLogin(given.login)
  const name = person === undefined ? [] : Object.values(await personName(ctx, person))
  const names = [login, ...login.split(/[@.+_-]/), ...name, ...name.flatMap((one) => one.split(/[\s　]/))]
  const refused = passwordRefusal(given.password, [...names, ...alsoNames])
  if (refused !== undefined) throw new Refusal('conflict', refused)
  return hashPassword(given.password)
}

/** Writes name and password in the transaction given. Returns the fact of it, which tells nothing of either. */
export async function keepPassword(
  ctx: Context,
  tx: Tx,
  person: string,
  given: { login: string; hash: string },
) {
  const login = normalLogin(given.login)
  if (!(await writeLogin(tx, person, hashOfLogin(login), sealFor(ctx.config, person, login))))
    throw new Refusal('conflict', LOGIN_TAKEN)
  await writePassword(tx, person, given.hash, ctx.clock.now())
  return { type: 'people.password.set', by: person, objects: [person], body: {} }
}

/** Forgets an identity provider; not the last way in. */
export async function removeSubject(ctx: Context, actor: Actor, issuer: string): Promise<void> {
  const session = await assertFresh(ctx, actor)
  await recorded(ctx, async (tx, record) => {
    if (!(await deleteSubject(tx, actor.id, issuer))) throw new Refusal('missing', NO_SUBJECT)
    await assertWayIn(tx, actor.id)
    await record({ type: 'people.identity.removed', by: actor.id, objects: [actor.id], body: { issuer } })
    await endSessions(ctx, tx, actor.id, 'method-changed', session)
  })
}

/** The sessions of a person that still stand, the one in use marked. */
export async function ownSessions(ctx: Context, actor: Actor) {
  const sessions = await readSessionsOf(ctx.db, actor.id, ctx.clock.now())
  return sessions.map((session) => ({ ...session, current: session.name === actor.via?.id }))
}

/** Ends one of one's own sessions, or all but the one in use. Returns how many. */
export async function endOwnSessions(ctx: Context, actor: Actor, only: string | undefined): Promise<number> {
  const session = await sessionOf(ctx, actor)
  const which = only === undefined ? { except: session } : { only }
  const ended = await ctx.db
    .transaction()
    .execute((tx) => endSessionsOf(tx, actor.id, which, ctx.clock.now(), 'revoked'))
  if (only !== undefined && ended === 0) throw new Refusal('missing', NO_SUCH_SESSION)
  return ended
}

const JUST_NOW_MS = 10 * 60_000

/**
 * Ways in are changed only by somebody who has proven a moment ago to be that person, not by who finds a screen open.
 * Returns the name of the session.
 */
export async function assertFresh(ctx: Context, actor: Actor): Promise<string> {
  const name = await sessionOf(ctx, actor)
  const session = await readSessionByName(ctx.db, name)
  const nowMs = ctx.clock.now()
  const provenMs = session?.confirmedAtMs ?? Number.NEGATIVE_INFINITY
  const begunMs = session?.createdAtMs ?? Number.NEGATIVE_INFINITY
  if (nowMs - provenMs >= CONFIRMED_MS && nowMs - begunMs >= JUST_NOW_MS)
    throw new Refusal('forbidden', PROVE_ANEW)
  return name
}

async function assertWayIn(tx: Tx, person: string): Promise<void> {
  const ways = await Promise.all([
    readPasskeysOf(tx, person),
    readPassword(tx, person).then((password) => (password === undefined ? [] : [password])),
    readSubjects(tx, person),
  ])
  if (ways.flat().length === 0) throw new Refusal('conflict', LAST_WAY_IN)
}

/** What a passkey is called, so that its owner knows it again. Throws InputError. */
export function labelOf(written: string): string {
  const label = written.normalize('NFC').trim()
  if (label === '' || label.length > 80 || /\p{C}/u.test(label))
    throw new InputError('body', { path: 'label' }, 'a name of 1 to 80 characters for the passkey')
  return label
}

const ENOUGH: Text = {
  ja: `パスキーは ${PASSKEYS_MAX} 個までです。使わないものを外してください。`,
  en: `There are ${PASSKEYS_MAX} passkeys already. Remove one that is not used.`,
}
const TOO_LATE: Text = {
  ja: '時間が経ちすぎました。もう一度やり直してください。',
  en: 'This took too long. Please start again.',
}
const KNOWN: Text = { ja: 'このパスキーは登録済みです。', en: 'This passkey is registered already.' }
const NO_PASSKEY: Text = { ja: 'そのパスキーはありません。', en: 'There is no such passkey.' }
const NO_SUBJECT: Text = {
  ja: 'その認証サービスは結び付けられていません。',
  en: 'That provider is not connected.',
}
const NO_SUCH_SESSION: Text = {
  ja: 'そのサインインは、もう終わっています。',
  en: 'That session has ended already.',
}
const LOGIN_TAKEN: Text = {
  ja: 'このサインイン名は使えません。別のものにしてください。',
  en: 'This sign-in name cannot be used. Choose another.',
}
const LAST_WAY_IN: Text = {
  ja: 'これを外すとサインインできなくなります。先に別の方法を加えてください。',
  en: 'Without this there would be no way to sign in. Add another first.',
}
const PROVE_ANEW: Text = {
  ja: 'サインインの方法を変える前に、もう一度本人であることを示してください。',
  en: 'Show once more that it is you before you change how you sign in.',
}
