import { HASH_BYTES } from './merkle.ts'
import { decodeBase64, NoteError, openNote, signNote } from './note.ts'
import type { NoteSigner, NoteVerifier } from './note.ts'

/** How many leaves a log has and what their tree's root is, by C2SP tlog-checkpoint. */
export type TreeHead = { origin: string; size: number; root: Uint8Array }

const ORIGIN_CHARACTERS_MAX = 255

/** The three lines of a checkpoint that are signed. Throws NoteError for an origin that cannot stand in a line. */
export function checkpointText({ origin, size, root }: TreeHead): string {
  if (!isOrigin(origin)) throw new NoteError(`"${origin}" cannot be the origin of a log`)
  if (!Number.isSafeInteger(size) || size < 0) throw new NoteError(`a log cannot have ${size} entries`)
  if (root.length !== HASH_BYTES) throw new NoteError(`a root has ${HASH_BYTES} bytes`)
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

export function signCheckpoint(head: TreeHead, signers: readonly NoteSigner[]): string {
  return signNote(checkpointText(head), signers)
}

/**
 * The head that a checkpoint states, signed by at least one of the keys. Throws NoteError. Whether it is the log that
 * the reader means, the origin tells.
 */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[]): TreeHead {
  return parseCheckpoint(openNote(note, verifiers).text)
}

/** Reads the text of a note. Lines of extension are refused: nobody could audit them. Throws NoteError. */
export function parseCheckpoint(text: string): TreeHead {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n')
  const bytes = decodeBase64(root)
  const sized = /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size))
  if (!isOrigin(origin) || !sized || bytes?.length !== HASH_BYTES || rest.length !== 1 || rest[0] !== '') {
    throw new NoteError('a checkpoint was expected: origin, size and root, each on its line')
  }
  return { origin, size: Number(size), root: bytes }
}

/** As C2SP asks: a name such as `example.org/kensho`, without spaces and plus signs; also the name of its keys. */
export function isOrigin(origin: string): boolean {
  return (
    origin.length <= ORIGIN_CHARACTERS_MAX &&
    /^[^\s+]+$/.test(origin) &&
    !/\p{White_Space}|\p{Cc}/u.test(origin)
  )
}
