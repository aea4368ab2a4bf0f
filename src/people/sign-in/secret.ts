import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32
const SECRET = /^[A-Za-z0-9_-]{43}$/

/** 256 random bits as the one who holds them writes them, and what of them is stored. */
export type Secret = { text: string; sha256: Buffer }

export function newSecret(): Secret {
  const text = randomBytes(SECRET_BYTES).toString('base64url')
  return { text, sha256: sha256(text) }
}

/** What is stored of a secret that somebody shows; undefined when it cannot be one of ours. */
export function hashOfSecret(text: string): Buffer | undefined {
  return SECRET.test(text) ? sha256(text) : undefined
}

export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}
