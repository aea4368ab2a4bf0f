import { hash } from 'node:crypto'
import type { Db, Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import { exportHeader, exportLine, writeProof } from './bundle.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { splitNote } from './note.ts'
import { proveInclusion, readLeafAt, readLeafBytes } from './reading.ts'
import { readCheckpoints, readOrigins } from './store.ts'
import type { StoredCheckpoint } from './store.ts'

/** An export names at most so many checkpoints: the newest, and others spread evenly over the log. */
const CHECKPOINTS_MAX = 1000
const PAGE_CHECKPOINTS = 10_000
const WRITE_BYTES = 256 * 1024

/**
 * Writes the log up to its newest published checkpoint as a file that `verify.mjs` checks. Returns how many entries.
 * Throws InputError when nothing has been published yet. Memory does not grow with the log.
 */
export async function exportLog(db: Db | Tx, write: (chunk: Buffer) => Promise<void>): Promise<number> {
  const checkpoints = await spreadCheckpoints(db)
  const newest = checkpoints.at(-1)
  if (!newest) throw new InputError('ledger', {}, 'a log with a published checkpoint')
  const vkeys = await keysOf(db, checkpoints)
  await write(
    Buffer.from(
      exportHeader(
        vkeys,
        checkpoints.map(({ note }) => note),
        newest.size,
      ),
    ),
  )
  let pending: Buffer[] = []
  let pendingBytes = 0
  for await (const { index, bytes } of readLeafBytes(db, 0, newest.size)) {
    const line = exportLine(index, hashOfLeaf(bytes), bytes)
    pending.push(line)
    pendingBytes += line.length
    if (pendingBytes < WRITE_BYTES) continue
    await write(Buffer.concat(pending))
    pending = []
    pendingBytes = 0
  }
  await write(Buffer.concat(pending))
  return newest.size
}

/** The proof file of one entry against the newest published checkpoint. Throws InputError when it reaches not so far. */
export async function exportProof(db: Db | Tx, index: number): Promise<string> {
  const newest = (await spreadCheckpoints(db)).at(-1)
  const size = newest?.size ?? 0
  const entry = index < size ? await readLeafAt(db, index) : undefined
  if (!newest || !entry)
    throw new InputError('ledger', { path: 'index' }, `an index below ${size}, found ${index}`)
  const vkeys = await keysOf(db, [newest])
  return writeProof({
    vkeys,
    index,
    entry,
    hashes: await proveInclusion(db, index, size),
    checkpoint: newest.note,
  })
}

async function spreadCheckpoints(db: Db | Tx): Promise<StoredCheckpoint[]> {
  let all: StoredCheckpoint[] = []
  for (let after = 0; ;) {
    const page = await readCheckpoints(db, after, PAGE_CHECKPOINTS)
    all = thinned([...all, ...page])
    const last = page.at(-1)
    if (!last || page.length < PAGE_CHECKPOINTS) return all
    after = last.size
  }
}

function thinned(checkpoints: StoredCheckpoint[]): StoredCheckpoint[] {
  const step = Math.ceil(checkpoints.length / CHECKPOINTS_MAX)
  return checkpoints.filter((_, order) => (checkpoints.length - 1 - order) % step === 0)
}

/** The keys that have signed these checkpoints, in the order in which the log has named them. */
async function keysOf(db: Db | Tx, checkpoints: readonly StoredCheckpoint[]): Promise<string[]> {
  const signed = new Set<string>()
  for (const { note } of checkpoints) {
    const { text, signatures } = splitNote(note)
    const { origin } = parseCheckpoint(text)
    for (const { name, id } of signatures) {
      if (name === origin) signed.add(`${name}+${id.toString(16).padStart(8, '0')}`)
    }
  }
  const vkeys = (await readOrigins(db)).flatMap((origin) => origin.vkeys)
  return vkeys.filter((vkey) => signed.has(vkey.split('+', 2).join('+')))
}

function hashOfLeaf(leaf: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Uint8Array.of(0), leaf]), 'buffer')
}
