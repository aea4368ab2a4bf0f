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
 * Reads what exportLine writes, without its newline; undefined for anything else. The leaf hash is given as it stands, to
 * be compared as text: of base64 there is one spelling here.
 */
export function parseExportLine(line: string): { index: number; hash: string; leaf: string } | undefined {
  const first = line.indexOf(' ')
  const second = first + 1 + HASH_BASE64_CHARACTERS
  if (first < 1 || first > 16 || line[second] !== ' ') return undefined
  const indexText = line.slice(0, first)
  const hash = line.slice(first + 1, second)
  if (!/^(0|[1-9]\d{0,15})$/.test(indexText)) return undefined
  return { index: Number(indexText), hash, leaf: line.slice(second + 1) }
}

const HASH_BASE64_CHARACTERS = 44
