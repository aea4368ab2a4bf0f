import { hash } from 'node:crypto'
import { noteAlgorithm } from './note-algorithm.ts'
import type { KeyPart } from './note-algorithm.ts'

/**
 * Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature. Several keys may sign one
 * text; a reader ignores signatures of keys that it does not know, so keys can be added and retired one by one.
 */

/** A public key as `NAME+HASH+BASE64(algorithm || key)`, the form in which auditors keep it. */
export type NoteVerifier = {
  name: string
  id: number
  algorithm: number
  vkey: string
  verify: (text: string, signature: Uint8Array) => boolean
}

export type NoteSigner = {
  name: string
  id: number
  vkey: string
  sign: (text: string) => Uint8Array
}

export type NoteSignature = { name: string; id: number; signature: Uint8Array }

/** A note or key that cannot be read or trusted, in one English sentence. */
export class NoteError extends Error {
  override readonly name: string = 'NoteError'
}

/** Nobody whom the reader knows has signed: the message names those who have (NAME+HASH). */
export class UnknownSignerError extends NoteError {
  override readonly name = 'UnknownSignerError'

  constructor(signatures: readonly NoteSignature[]) {
    const signers = signatures.map(({ name, id }) => `${name}+${id.toString(16).padStart(8, '0')}`)
    super(`no known key has signed this note, only ${signers.join(', ') || 'nobody'}`)
  }
}

/** Larger notes are refused before they are looked at; 16 post-quantum signatures need about 80,000 characters. */
const NOTE_CHARACTERS_MAX = 1_000_000
const SIGNATURES_MAX = 100
const SECRET_PREFIX = 'PRIVATE+KEY+'

/** Reads `NAME+HASH+BASE64`. Throws NoteError when malformed, when the hash does not fit, or of unknown algorithm. */
export function parseVerifier(vkey: string): NoteVerifier {
  const { name, hashText, key } = splitKey(vkey, 'a public key NAME+HASH+BASE64')
  const algorithm = key[0] ?? 0
  const part = publicPart(algorithm, key.subarray(1))
  const id = keyId(name, algorithm, part.publicKey)
  if (hashText !== idText(id)) throw new NoteError(`the hash of the public key of ${name} does not fit`)
  return { name, id, algorithm, vkey, verify: (text, signature) => part.verify(text, signature, name) }
}

/** Reads `PRIVATE+KEY+NAME+HASH+BASE64(algorithm || seed)`. Throws NoteError, which never repeats the secret. */
export function parseSigner(secret: string): NoteSigner {
  if (!secret.startsWith(SECRET_PREFIX)) throw new NoteError(`a secret key begins with ${SECRET_PREFIX}`)
  const { name, hashText, key } = splitKey(secret.slice(SECRET_PREFIX.length), 'a secret key')
  const algorithm = key[0] ?? 0
  const chosen = noteAlgorithm(algorithm)
  if (!chosen) throw new NoteError(`no signature algorithm has the number ${algorithm}`)
  if (key.length !== 33)
    throw new NoteError(`the secret key of ${name} has ${key.length - 1} bytes, 32 were expected`)
  const part = chosen.fromSeed(key.subarray(1))
  const id = keyId(name, algorithm, part.publicKey)
  if (hashText !== idText(id)) throw new NoteError(`the hash of the secret key of ${name} does not fit`)
  return {
    name,
    id,
    vkey: keyText(name, id, algorithm, part.publicKey),
    sign: (text) => part.sign(text, name),
  }
}

/** A secret key in the form that parseSigner reads. `seed` has 32 random bytes; `algorithm` 1 is Ed25519. */
export function secretKeyText(name: string, seed: Uint8Array, algorithm = 1): string {
  if (!isKeyName(name)) throw new NoteError(`"${name}" cannot name a key: no spaces, no plus sign, not empty`)
  const chosen = noteAlgorithm(algorithm)
  if (!chosen) throw new NoteError(`no signature algorithm has the number ${algorithm}`)
  const id = keyId(name, algorithm, chosen.fromSeed(seed).publicKey)
  return SECRET_PREFIX + keyText(name, id, algorithm, seed)
}

/** The note of `text`, which ends with a newline, with a line for each signer in the given order. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  const because = textFault(text)
  if (because !== undefined) throw new NoteError(because)
  if (signers.length === 0) throw new NoteError('a note needs a signer')
  const lines = signers.map((signer) => {
    const id = Buffer.alloc(4)
    id.writeUInt32BE(signer.id)
    return `— ${signer.name} ${Buffer.concat([id, signer.sign(text)]).toString('base64')}\n`
  })
  return `${text}\n${lines.join('')}`
}

export type OpenedNote = { text: string; verified: NoteSignature[]; unknown: NoteSignature[] }

/**
 * The text of a note that at least one of `verifiers` has signed. Throws NoteError when the note is malformed, when a
 * signature of a known key does not verify, or when no known key has signed.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = splitNote(note)
  const opened: OpenedNote = { text, verified: [], unknown: [] }
  const seen = new Set<string>()
  for (const signature of signatures) {
    const known = verifiers.find(({ name, id }) => name === signature.name && id === signature.id)
    if (!known) {
      opened.unknown.push(signature)
      continue
    }
    // A key that signs twice counts once; the second could otherwise carry anything.
    if (seen.has(known.vkey)) throw new NoteError(`${known.name} has signed twice`)
    seen.add(known.vkey)
    if (!known.verify(text, signature.signature))
      throw new NoteError(`the signature of ${known.name} is wrong`)
    opened.verified.push(signature)
  }
  if (opened.verified.length === 0) throw new UnknownSignerError(signatures)
  return opened
}

/** Text and signature lines, without looking at keys. Throws NoteError when malformed. */
export function splitNote(note: string): { text: string; signatures: NoteSignature[] } {
  if (note.length > NOTE_CHARACTERS_MAX)
    throw new NoteError(`a note has at most ${NOTE_CHARACTERS_MAX} characters`)
  const because = textFault(note)
  if (because !== undefined) throw new NoteError(because)
  const blank = note.lastIndexOf('\n\n')
  if (blank < 0) throw new NoteError('a blank line before the signatures was expected')
  const lines = note.slice(blank + 2, -1).split('\n')
  if (lines.length > SIGNATURES_MAX) throw new NoteError(`a note has at most ${SIGNATURES_MAX} signatures`)
  return { text: note.slice(0, blank + 1), signatures: lines.map(readSignature) }
}

function readSignature(line: string): NoteSignature {
  const [dash, name, encoded, ...more] = line.split(' ')
  const bytes = decodeBase64(encoded ?? '')
  if (
    dash !== '—' ||
    name === undefined ||
    !isKeyName(name) ||
    more.length > 0 ||
    !bytes ||
    bytes.length < 5
  ) {
    throw new NoteError('a signature line "— NAME BASE64" was expected')
  }
  return { name, id: bytes.readUInt32BE(), signature: bytes.subarray(4) }
}

/** Why a text cannot be a note or a part of one. */
function textFault(text: string): string | undefined {
  if (!text.endsWith('\n')) return 'a newline at the end was expected'
  if (!text.isWellFormed()) return 'well-formed Unicode was expected'
  // oxlint-disable-next-line no-control-regex -- these characters are what the rule is about
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) return 'no control characters but newlines were expected'
  return undefined
}

/** Strict: padded, nothing else than the alphabet, no stray bits; undefined otherwise. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+]|\p{White_Space}/u.test(name)
}

function splitKey(text: string, expected: string): { name: string; hashText: string; key: Buffer } {
  const [name, hashText, ...rest] = text.split('+')
  // The base64 part may itself have plus signs.
  const key = decodeBase64(rest.join('+'))
  if (
    name === undefined ||
    !isKeyName(name) ||
    !/^[0-9a-f]{8}$/.test(hashText ?? '') ||
    !key ||
    key.length === 0
  ) {
    throw new NoteError(`${expected} was expected`)
  }
  return { name, hashText: hashText ?? '', key }
}

function publicPart(algorithm: number, publicKey: Uint8Array): KeyPart {
  const chosen = noteAlgorithm(algorithm)
  if (!chosen) throw new NoteError(`no signature algorithm has the number ${algorithm}`)
  if (publicKey.length !== chosen.publicKeyBytes) {
    throw new NoteError(`a public key has ${publicKey.length} bytes, ${chosen.publicKeyBytes} were expected`)
  }
  return chosen.fromPublicKey(publicKey)
}

/** SHA-256(name || newline || algorithm || public key), the first four bytes as a number. */
function keyId(name: string, algorithm: number, publicKey: Uint8Array): number {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(algorithm), publicKey])
  return hash('sha256', input, 'buffer').readUInt32BE()
}

function idText(id: number): string {
  return id.toString(16).padStart(8, '0')
}

function keyText(name: string, id: number, algorithm: number, key: Uint8Array): string {
  return `${name}+${idText(id)}+${Buffer.concat([Uint8Array.of(algorithm), key]).toString('base64')}`
}
