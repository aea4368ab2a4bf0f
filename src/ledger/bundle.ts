/**
 * The two files that leave the house. Both are text, read line by line without us; every byte of them is covered by a
 * hash or a signature, so that nothing in them can be changed unseen. `verify.mjs` checks both.
 *
 *     kensho-ledger-proof/1                 kensho-ledger-export/1
 *     key NAME+HASH+BASE64                  key NAME+HASH+BASE64
 *     index 17                              checkpoint 5
 *     entry {"at":…,"fact":…}               (that many lines: a checkpoint, verbatim; repeated by rising size)
 *     hash BASE64                           entries 12345
 *     …                                     0 BASE64 {"at":…,"fact":…}
 *                                           1 BASE64 {"at":…,"fact":…}
 *     (a checkpoint, to the end)            … (index, leaf hash and leaf, to the end)
 */
export const PROOF_MAGIC = 'kensho-ledger-proof/1'
export const EXPORT_MAGIC = 'kensho-ledger-export/1'

export type ProofBundle = {
  vkeys: readonly string[]
  index: number
  /** The leaf's bytes: canonical JSON in one line. */
  entry: Uint8Array
  hashes: readonly Uint8Array[]
  checkpoint: string
}

export function writeProof({ vkeys, index, entry, hashes, checkpoint }: ProofBundle): string {
  const lines = [
    PROOF_MAGIC,
    ...vkeys.map((vkey) => `key ${vkey}`),
    `index ${index}`,
    `entry ${Buffer.from(entry).toString('utf8')}`,
    ...hashes.map((hash) => `hash ${Buffer.from(hash).toString('base64')}`),
    '',
  ]
  return `${lines.join('\n')}\n${checkpoint}`
}

/** What stands before the entries of an export; `checkpoints` by rising size, the last of `size` entries. */
export function exportHeader(vkeys: readonly string[], checkpoints: readonly string[], size: number): string {
  const notes = checkpoints.map((note) => `checkpoint ${note.split('\n').length - 1}\n${note}`)
  return `${EXPORT_MAGIC}\n${vkeys.map((vkey) => `key ${vkey}\n`).join('')}${notes.join('')}entries ${size}\n`
}

/** One line of an export, as bytes, with its newline. */
export function exportLine(index: number, leafHash: Uint8Array, leaf: Uint8Array): Buffer {
  const start = `${index} ${Buffer.from(leafHash).toString('base64')} `
  return Buffer.concat([Buffer.from(start), leaf, Buffer.from('\n')])
}

/**
 * Reads the beginning of what exportLine writes, in a part of a text and without its newline; undefined for anything
 * else. `leafFrom`: where its leaf begins. The leaf hash is given as it stands, to be compared as text: of base64 there
 * is one spelling here.
 */
export function exportLineStart(
  text: string,
  from: number,
  to: number,
): { index: number; hash: string; leafFrom: number } | undefined {
  let [at, index] = [from, 0]
  for (let digit = digitAt(text, at); digit >= 0 && at - from < 16; digit = digitAt(text, at)) {
    index = index * 10 + digit
    at++
  }
  const hashFrom = at + 1
  const hashTo = hashFrom + HASH_BASE64_CHARACTERS
  const spaced =
    at > from && hashTo < to && text.charCodeAt(at) === SPACE && text.charCodeAt(hashTo) === SPACE
  // An index has one spelling: no noughts before it.
  if (!spaced || (digitAt(text, from) === 0 && at - from > 1)) return undefined
  return { index, hash: text.slice(hashFrom, hashTo), leafFrom: hashTo + 1 }
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 0x30
  return digit >= 0 && digit <= 9 ? digit : -1
}

const SPACE = 0x20
const HASH_BASE64_CHARACTERS = 44
