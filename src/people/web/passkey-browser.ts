import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'

export { browserSupportsWebAuthn as hasPasskeys }

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON

/** What of a signature the server takes; browsers add more. */
export async function signWith(optionsJSON: RequestOptions) {
  const { id, rawId, type, response }: AuthenticationResponseJSON = await startAuthentication({ optionsJSON })
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return {
    id,
    rawId,
    type,
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(userHandle !== undefined && { userHandle }),
    },
  }
}

/** What of a new passkey the server takes. */
export async function makePasskey(optionsJSON: CreationOptions) {
  const { id, rawId, type, response }: RegistrationResponseJSON = await startRegistration({ optionsJSON })
  const { clientDataJSON, attestationObject, transports } = response
  return {
    id,
    rawId,
    type,
    response: { clientDataJSON, attestationObject, ...(transports && { transports }) },
  }
}

/** What a new passkey is called until its owner says otherwise. */
export function deviceName(): string {
  const known = ['Windows', 'Mac', 'Android', 'iPhone', 'iPad', 'Linux', 'CrOS']
  return known.find((name) => navigator.userAgent.includes(name)) ?? 'passkey'
}
