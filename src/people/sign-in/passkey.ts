import { createPublicKey } from 'node:crypto'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { z } from '@hono/zod-openapi'
import type { Config } from '../../platform/config.ts'
import { Refusal } from '../../platform/refusal.ts'

/** Loaded by the first passkey: every command and process reads this file, and most never see one. */
const webauthn = () => import('@simplewebauthn/server')

/** A passkey as it is stored. */
export type Passkey = {
  credentialId: string
  person: string
  publicKey: Buffer
  spki: Buffer
  counter: number
  transports: string[]
  label: string
  backedUp: boolean
  addedAtMs: number
  usedAtMs: number | undefined
}

const base64url = z
  .string()
  .max(8192)
  .regex(/^[A-Za-z0-9_-]*$/)
const credentialId = base64url.min(1).max(1400)

/** What the browser gives when a passkey has signed. */
export const assertionSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url.min(1),
    authenticatorData: base64url.min(1),
    signature: base64url.min(1),
    userHandle: base64url.optional(),
  }),
  clientExtensionResults: z.object({}).default({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
})
export type Assertion = z.infer<typeof assertionSchema>

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const

/** What the browser gives when a passkey has been made. */
export const creationSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url.min(1),
    attestationObject: z
      .string()
      .min(1)
      .max(65_536)
      .regex(/^[A-Za-z0-9_-]*$/),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
  clientExtensionResults: z.object({}).default({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
})
export type Creation = z.infer<typeof creationSchema>

/** What `navigator.credentials` takes, in the form of WebAuthn's parse…OptionsFromJSON. */
export const creationOptionsSchema = z
  .custom<PublicKeyCredentialCreationOptionsJSON>()
  .openapi({ type: 'object', description: 'PublicKeyCredentialCreationOptionsJSON (WebAuthn)' })
export const requestOptionsSchema = z
  .custom<PublicKeyCredentialRequestOptionsJSON>()
  .openapi({ type: 'object', description: 'PublicKeyCredentialRequestOptionsJSON (WebAuthn)' })

const ALGORITHMS = { ed25519: -8, es256: -7, rs256: -257 } as const

/** For whom passkeys are made, and from which page they are used: the configured origin, else this machine's own. */
export function relyingParty(config: Pick<Config, 'origin' | 'port' | 'tls'>): {
  id: string
  origin: string
} {
  const origin =
    config.origin ?? new URL(`${config.tls ? 'https' : 'http'}://localhost:${config.port}`).origin
  return { id: new URL(origin).hostname, origin }
}

/** What the browser needs to make a passkey that can be found without a name being typed. */
export async function creationOptions(
  config: Config,
  person: { id: string; login: string; name: string },
  existing: readonly Passkey[],
) {
  const { generateRegistrationOptions } = await webauthn()
  return generateRegistrationOptions({
    rpName: 'Kensho',
    rpID: relyingParty(config).id,
    userName: person.login,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.id, 'utf8')),
    attestationType: 'none',
    excludeCredentials: existing.map(({ credentialId: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: Object.values(ALGORITHMS),
  })
}

/** What the browser needs to let a passkey sign. `challenge`: 32 bytes; random where none is given. */
export async function assertionOptions(
  config: Config,
  among: readonly Passkey[] | undefined,
  challenge?: Uint8Array,
) {
  const { generateAuthenticationOptions } = await webauthn()
  return generateAuthenticationOptions({
    rpID: relyingParty(config).id,
    userVerification: 'required',
    ...(challenge && { challenge: new Uint8Array(challenge) }),
    ...(among && {
      allowCredentials: among.map(({ credentialId: id, transports }) => ({
        id,
        transports: transports.filter(isTransport),
      })),
    }),
  })
}

export type NewPasskey = Pick<
  Passkey,
  'credentialId' | 'publicKey' | 'spki' | 'counter' | 'transports' | 'backedUp'
>

/** The passkey that was made for exactly this challenge; throws a Refusal for anything else. */
export async function verifyCreation(
  config: Config,
  creation: Creation,
  challenge: string,
): Promise<NewPasskey> {
  const { id, origin } = relyingParty(config)
  const { transports, ...response } = creation.response
  const { verifyRegistrationResponse } = await webauthn()
  const verified = await verifyRegistrationResponse({
    response: { ...creation, response },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: Object.values(ALGORITHMS),
  }).catch((error: unknown) => {
    throw notAccepted(error)
  })
  if (!verified.verified) throw notAccepted(undefined)
  const { credential, credentialBackedUp } = verified.registrationInfo
  const publicKey = Buffer.from(credential.publicKey)
  return {
    credentialId: credential.id,
    publicKey,
    spki: await spkiOf(publicKey),
    counter: credential.counter,
    transports: (transports ?? []).filter(isTransport),
    backedUp: credentialBackedUp,
  }
}

/** Checks a signature of this passkey over this challenge. Returns its new counter; throws a Refusal. */
export async function verifyAssertion(
  config: Config,
  assertion: Assertion,
  challenge: string,
  passkey: Passkey,
): Promise<number> {
  const { id, origin } = relyingParty(config)
  const { userHandle, ...response } = assertion.response
  const { verifyAuthenticationResponse } = await webauthn()
  const verified = await verifyAuthenticationResponse({
    response: { ...assertion, response: { ...response, ...(userHandle !== undefined && { userHandle }) } },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
    },
  }).catch((error: unknown) => {
    throw notAccepted(error)
  })
  if (!verified.verified) throw notAccepted(undefined)
  return verified.authenticationInfo.newCounter
}

function notAccepted(cause: unknown): Refusal {
  const refusal = new Refusal('forbidden', {
    ja: 'このパスキーの署名は確かめられませんでした。もう一度やり直してください。',
    en: 'The signature of this passkey could not be verified. Please try again.',
  })
  refusal.cause = cause
  return refusal
}

function isTransport(text: string): text is (typeof TRANSPORTS)[number] {
  return TRANSPORTS.some((known) => known === text)
}

/** A COSE key (RFC 9052) as DER, which every other program reads. */
async function spkiOf(cose: Uint8Array): Promise<Buffer> {
  const { decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers')
  const key = decodeCredentialPublicKey(new Uint8Array(cose)) as unknown as ReadonlyMap<number, unknown>
  const [kind, algorithm] = [key.get(1), key.get(3)]
  const part = (label: number): string => {
    const value = key.get(label)
    if (!(value instanceof Uint8Array)) throw new Refusal('forbidden', UNKNOWN_KEY)
    return Buffer.from(value).toString('base64url')
  }
  const jwk =
    kind === 2 && algorithm === ALGORITHMS.es256 && key.get(-1) === 1
      ? { kty: 'EC', crv: 'P-256', x: part(-2), y: part(-3) }
      : kind === 1 && algorithm === ALGORITHMS.ed25519 && key.get(-1) === 6
        ? { kty: 'OKP', crv: 'Ed25519', x: part(-2) }
        : kind === 3 && algorithm === ALGORITHMS.rs256
          ? { kty: 'RSA', n: part(-1), e: part(-2) }
          : undefined
  if (jwk === undefined) throw new Refusal('forbidden', UNKNOWN_KEY)
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' })
}

const UNKNOWN_KEY = {
  ja: 'このパスキーの鍵の種類には対応していません（Ed25519、P-256、RSA に対応）。',
  en: 'Keys of this kind are not supported (Ed25519, P-256 and RSA are).',
}
