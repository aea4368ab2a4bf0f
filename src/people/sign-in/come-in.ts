import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Tx } from '../../platform/database.ts'
import type { Actor, Peer } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import { attempted } from './attempt.ts'
import { demoFor } from './demo.ts'
import { hashOfLogin, normalLogin } from './login.ts'
import {
  insertChallenge,
  lockPasskey,
  markPasskeyUsed,
  personOfLogin,
  readPasskeysOf,
  readPassword,
  takeChallenge,
} from './method-store.ts'
import { assertionOptions, verifyAssertion } from './passkey.ts'
import type { Assertion } from './passkey.ts'
import { isPassword } from './password.ts'
import { beginSession } from './session.ts'
import { endSessionsOf, isPersonHere, markConfirmed, readSessionByName } from './store.ts'
import type { SessionKind } from './store.ts'

/** From where somebody signs in. */
export type Visitor = { peer: Peer; agent: string | null }

/** The session that begins; its id is for the cookie. */
export type CameIn = { sessionId: string; person: string }

const CHALLENGE_MS = 5 * 60_000

/** A challenge for any passkey of anybody: who it is, the passkey says. */
export async function passkeyChallenge(ctx: Context) {
  const options = await assertionOptions(ctx.config, undefined)
  await insertChallenge(ctx.db, {
    value: options.challenge,
    purpose: 'sign-in',
    expiresAtMs: ctx.clock.now() + CHALLENGE_MS,
  })
  return options
}

/** Signs in with a passkey over a challenge of ours that was not used before. */
export async function signInByPasskey(ctx: Context, visitor: Visitor, assertion: Assertion): Promise<CameIn> {
  return attempted(ctx, undefined, visitor.peer, () =>
    inTransaction(ctx.db, async (tx) => {
      const person = await personOfAssertion(ctx, tx, assertion)
      return person === undefined ? undefined : comeIn(ctx, tx, person, 'passkey', visitor)
    }),
  )
}

/** The person whose passkey signed a challenge of ours; undefined when anything about it is wrong. */
export async function personOfAssertion(
  ctx: Context,
  tx: Tx,
  assertion: Assertion,
): Promise<string | undefined> {
  const challenge = challengeOf(assertion.response.clientDataJSON)
  if (challenge === undefined) return undefined
  if (!(await takeChallenge(tx, { value: challenge, purpose: 'sign-in' }, ctx.clock.now()))) return undefined
  const passkey = await lockPasskey(tx, assertion.id)
  if (passkey === undefined) return undefined
  try {
    const counter = await verifyAssertion(ctx.config, assertion, challenge, passkey)
    await markPasskeyUsed(tx, passkey.credentialId, counter, ctx.clock.now())
    return passkey.person
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    ctx.log.info({ because: String(error.cause) }, 'a passkey signature was refused')
    return undefined
  }
}

/** The challenge that was signed, as the browser wrote it down; whether it is ours is checked after. */
export function challengeOf(clientDataJson: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'))
    const challenge = (data as { challenge?: unknown } | null)?.challenge
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    // Not JSON: no browser wrote it, so it holds no challenge of ours.
    return undefined
  }
}

/** Signs in with name and password. Whether the name exists, neither words nor time tell. */
export async function signInByPassword(
  ctx: Context,
  visitor: Visitor,
  given: { login: string; password: string },
): Promise<CameIn> {
  const login = normalLogin(given.login)
  const person = await attempted(ctx, `login ${login}`, visitor.peer, async () => {
    const found = await personOfLogin(ctx.db, hashOfLogin(login))
    const stored = found === undefined ? undefined : await readPassword(ctx.db, found)
    return (await isPassword(stored?.hash, given.password)) ? found : undefined
  })
  return inTransaction(ctx.db, async (tx) => {
    // The second factor stays: a password does not stand in for a passkey. Only who knows the password learns of it.
    if ((await readPasskeysOf(tx, person)).length > 0) throw new Refusal('forbidden', USE_PASSKEY)
    const cameIn = await comeIn(ctx, tx, person, 'password', visitor)
    if (cameIn === undefined) throw new Refusal('forbidden', NOT_HERE)
    return cameIn
  })
}

/** Begins a session, unless the person is not here (any more). */
export async function comeIn(
  ctx: Context,
  tx: Tx,
  person: string,
  kind: SessionKind,
  { peer, agent }: Visitor,
): Promise<CameIn | undefined> {
  if (!(await isPersonHere(tx, person, ctx.clock.now()))) return undefined
  const confirmed = kind === 'password' || kind === 'passkey'
  const { id, name } = await beginSession(ctx, tx, { person, kind, peer, agent, confirmed })
  ctx.log.info({ person, kind, session: name, address: peer.address }, 'signed in')
  return { sessionId: id, person }
}

/** In the demo, from this machine: goes on as another of its made-up persons. */
export async function actAs(ctx: Context, visitor: Visitor, person: string): Promise<CameIn> {
  const demo = await demoFor(ctx, visitor.peer)
  if (demo === undefined) throw new Refusal('unauthenticated', NO_DEMO)
  if (!demo.all.includes(person)) throw new Refusal('missing', NO_DEMO_PERSON)
  const cameIn = await inTransaction(ctx.db, (tx) => comeIn(ctx, tx, person, 'demo', visitor))
  if (cameIn === undefined) throw new Refusal('missing', NO_DEMO_PERSON)
  return cameIn
}

/** Enters the password once more in a session that stands: it counts for what is approved within five minutes. */
export async function confirmPassword(
  ctx: Context,
  actor: Actor,
  visitor: Visitor,
  password: string,
): Promise<void> {
  const session = await sessionOf(ctx, actor)
  await attempted(ctx, `person ${actor.id}`, visitor.peer, async () => {
    const stored = await readPassword(ctx.db, actor.id)
    return (await isPassword(stored?.hash, password)) ? true : undefined
  })
  await inTransaction(ctx.db, (tx) => markConfirmed(tx, session, ctx.clock.now()))
}

/** The same with a passkey, over a challenge of ours that was not used before. */
export async function confirmPasskey(
  ctx: Context,
  actor: Actor,
  visitor: Visitor,
  assertion: Assertion,
): Promise<void> {
  const session = await sessionOf(ctx, actor)
  await attempted(ctx, `person ${actor.id}`, visitor.peer, () =>
    inTransaction(ctx.db, async (tx) => {
      if ((await personOfAssertion(ctx, tx, assertion)) !== actor.id) return undefined
      await markConfirmed(tx, session, ctx.clock.now())
      return true
    }),
  )
}

/** Ends the session in use, so that its cookie opens nothing any more. */
export async function signOut(ctx: Context, actor: Actor): Promise<void> {
  if (actor.via === undefined || actor.via.kind === 'token') return
  const { id } = actor.via
  await inTransaction(ctx.db, (tx) =>
    endSessionsOf(tx, actor.id, { only: id }, ctx.clock.now(), 'signed-out'),
  )
}

/** The name of the session that somebody acts in; a Refusal where it is a token or the demo. */
export async function sessionOf(ctx: Context, actor: Actor): Promise<string> {
  const session = actor.via?.kind === 'session' ? await readSessionByName(ctx.db, actor.via.id) : undefined
  if (session === undefined || session.person !== actor.id) throw new Refusal('forbidden', NO_SESSION)
  return session.name
}

const USE_PASSKEY = {
  ja: 'パスワードは合っていますが、この人はパスキーでサインインします。「パスキーでサインイン」を使ってください。',
  en: 'The password is right, but this person signs in with a passkey. Use "Sign in with a passkey".',
}
const NOT_HERE = {
  ja: 'この人は、いまこの組織に登録されていません。',
  en: 'This person is not entered in this organisation at present.',
}
const NO_DEMO = {
  ja: 'デモの人物として操作できるのは、実在の人がいないデモを、その機械自身から開いたときだけです。',
  en: 'Acting as a demo person works only in the demo, without any real person in it, from its own machine.',
}
const NO_DEMO_PERSON = { ja: 'デモにその人物はいません。', en: 'The demo has no such person.' }
const NO_SESSION = {
  ja: 'これは、本人が画面からサインインして行います。トークンやデモではできません。',
  en: 'This is done by a person who has signed in, not by a token and not in the demo.',
}
