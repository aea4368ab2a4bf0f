import type { Json, Text } from '../platform/text.ts'

/** Exactly what is approved, and who had a hand in it. */
export type Approvable = {
  /** `<module>.<noun>`, as the fact type says it: `charter.waiver`. */
  kind: string
  id: string
  /** SHA-256 (hexadecimal) of the canonical form (RFC 8785) of all that is approved; another byte, another digest. */
  digest: string
  /** What it is, in a line, as the approver is shown it. */
  title: Text
  /** Persons (never accounts) who wrote, committed, amended or asked for it: none of them may approve it. */
  contributors: readonly string[]
  /** The approver must be above this person (the author), by the organisation at the instant of the approval. */
  superiorOf?: string
  /** By when it is to be approved (epoch milliseconds), where something ends or begins then. Not part of what is signed. */
  dueMs?: number
}

/** What comes with the request: the digest that the approver was shown, and the passkey's signature over it. */
export type GivenApproval = { digest: string; assertion?: Json }

/** What goes into the fact of the approval, so that anyone can check later who approved exactly what, and how. */
export type ApprovalRecord = {
  approver: string
  /** The person for whom the approver stood in, where it was a delegate. */
  on_behalf_of?: string
  digest: string
  /** ISO 8601 UTC. */
  approved_at: string
  method: 'passkey' | 'password' | 'demo'
  /** WebAuthn assertion over the digest, with the credential's public key: what `verify.mjs` checks. */
  assertion?: Json
}
