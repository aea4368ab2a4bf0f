import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Json } from '../../platform/text.ts'
import { lockPasskey, markPasskeyUsed, readPasskeysOf, readPassword, spend } from './method-store.ts'
import { assertionOptions, assertionSchema, verifyAssertion } from './passkey.ts'
import type { Assertion, Passkey } from './passkey.ts'
import { sha256 } from './secret.ts'
import { readSessionByName } from './store.ts'

/** How long the password that was entered again counts. */
export const CONFIRMED_MS = 5 * 60_000

const DIGEST = /^[0-9a-f]{64}$/

/** How an approval was confirmed: goes into its record as it is. */
export type SteppedUp = { method: 'passkey' | 'password' | 'demo'; assertion?: Json }

/**
 * Makes sure that the person who acts is there at this moment and means exactly this: `digest` is the SHA-256
 * (hexadecimal) of what is approved. Who has a passkey signs the digest with it, and the signature is returned with the
 * public key, to be kept; who has none has entered the password within the last five minutes. Throws a Refusal with the
 * next step in both languages; a token never passes.
 */
export async function assertSteppedUp(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  digest: string,
  assertion: Json | undefined,
): Promise<SteppedUp> {
  if (!DIGEST.test(digest))
    throw new InputError('body', { path: 'digest' }, 'a SHA-256 in lower-case hexadecimal')
  if (actor.via?.kind === 'demo') return { method: 'demo' }
  if (actor.via?.kind !== 'session') throw new Refusal('forbidden', NO_SESSION)
  const passkeys = await readPasskeysOf(tx, actor.id)
  if (passkeys.length > 0) {
    if (assertion === undefined) throw new Refusal('forbidden', USE_PASSKEY)
    return { method: 'passkey', assertion: await signed(ctx, tx, actor.id, digest, assertion) }
  }
  if ((await readPassword(tx, actor.id)) === undefined) throw new Refusal('forbidden', NO_METHOD)
  const session = await readSessionByName(tx, actor.via.id)
  const age = ctx.clock.now() - (session?.confirmedAtMs ?? Number.NEGATIVE_INFINITY)
  if (session?.person !== actor.id || !(age < CONFIRMED_MS)) throw new Refusal('forbidden', ENTER_PASSWORD)
  return { method: 'password' }
}

/** What the browser needs for it: the passkeys of the person and the digest as their challenge, or the password. */
export async function stepUpNeeds(ctx: Context, actor: Actor, digest: string) {
  if (!DIGEST.test(digest))
    throw new InputError('body', { path: 'digest' }, 'a SHA-256 in lower-case hexadecimal')
  if (actor.via?.kind === 'demo') return { method: 'demo' as const }
  if (actor.via?.kind !== 'session') throw new Refusal('forbidden', NO_SESSION)
  const passkeys = await readPasskeysOf(ctx.db, actor.id)
  if (passkeys.length > 0)
    return {
      method: 'passkey' as const,
      options: await assertionOptions(ctx.config, passkeys, Buffer.from(digest, 'hex')),
    }
  if ((await readPassword(ctx.db, actor.id)) === undefined) throw new Refusal('forbidden', NO_METHOD)
  const session = await readSessionByName(ctx.db, actor.via.id)
  const age = ctx.clock.now() - (session?.confirmedAtMs ?? Number.NEGATIVE_INFINITY)
  return { method: 'password' as const, confirmed: age < CONFIRMED_MS }
}

async function signed(ctx: Context, tx: Tx, person: string, digest: string, given: Json): Promise<Json> {
  const parsed = assertionSchema.safeParse(given)
  if (!parsed.success)
    throw new InputError('body', { path: 'assertion' }, 'what the browser gives when a passkey has signed')
  const assertion = parsed.data
  const passkey = await lockPasskey(tx, assertion.id)
  // Another's passkey and an unknown one are refused alike.
  if (passkey?.person !== person) throw new Refusal('forbidden', NOT_YOURS)
  const challenge = Buffer.from(digest, 'hex').toString('base64url')
  const counter = await verifyAssertion(ctx.config, assertion, challenge, passkey)
  if (!(await spend(tx, sha256(Buffer.from(assertion.response.signature, 'base64url')), ctx.clock.now())))
    throw new Refusal('conflict', SPENT)
  await markPasskeyUsed(tx, passkey.credentialId, counter, ctx.clock.now())
  return keptOf(assertion, passkey)
}

/** All that anyone needs to check the signature again, without us. Binary parts in base64url. */
function keptOf({ response }: Assertion, passkey: Passkey): Json {
  return {
    credential_id: passkey.credentialId,
    public_key_spki: passkey.spki.toString('base64url'),
    authenticator_data: response.authenticatorData,
    client_data_json: response.clientDataJSON,
    signature: response.signature,
  }
}

const NO_SESSION = {
  ja: '承認は、本人が画面からサインインして行います。トークンではできません。',
  en: 'An approval is given by a person who has signed in. A token cannot give it.',
}
const USE_PASSKEY = {
  ja: 'この承認にはパスキーの署名が要ります。画面の承認ボタンから行ってください。',
  en: 'This approval needs the signature of your passkey. Give it by the button on its page.',
}
const ENTER_PASSWORD = {
  ja: '承認の前に、パスワードをもう一度入れてください（5 分間有効です）。',
  en: 'Enter your password once more before you approve; it counts for five minutes.',
}
const NO_METHOD = {
  ja: '承認には、パスキーかパスワードが要ります。「サインインの方法」で加えてください。',
  en: 'To approve you need a passkey or a password. Add one under "Ways to sign in".',
}
const NOT_YOURS = {
  ja: 'このパスキーは、あなたのものとして登録されていません。',
  en: 'This passkey is not registered as yours.',
}
const SPENT = {
  ja: 'この署名はすでに使われました。もう一度署名してください。',
  en: 'This signature has been used before. Please sign again.',
}
