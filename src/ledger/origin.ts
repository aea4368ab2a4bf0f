import { randomBytes } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { inTransaction } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import { append, factText } from './append.ts'
import { makeBatch } from './batch.ts'
import { isOrigin, openCheckpoint } from './checkpoint.ts'
import type { TreeHead } from './checkpoint.ts'
import type { Fact } from './fact.ts'
import type { TreeGrowth } from './growth.ts'
import { addKey, keyFilePath, readKeyFile, removeKey } from './key-file.ts'
import type { SigningAlgorithm } from './key-file.ts'
import { equalBytes } from './merkle.ts'
import { NoteError, parseVerifier } from './note.ts'
import { checkpointPath, publish, readCheckpointFile, signersOf } from './publisher.ts'
import { LedgerDamagedError, readGrowth, rootAt } from './reading.ts'
import { insertKey, openOrigin, readHead, readLastCheckpoint, readOrigins, writeBatch } from './store.ts'
import type { Head } from './store.ts'

/** A log that is ready to grow: where it stands, and the edge of its tree. */
export type OpenLog = { head: Head; tree: TreeGrowth }

/**
 * Opens the log for its leader; a database without one gets it, with a new key and an origin of its own. Throws
 * LedgerDamagedError when the log is behind or beside a checkpoint that was published, and InputError when the key is
 * missing: then nothing is integrated until a person has looked.
 */
export async function openLog(ctx: Context): Promise<OpenLog> {
  const head = (await readHead(ctx.db)) ?? (await foundLog(ctx))
  const tree = await readGrowth(ctx.db, head.size)
  if (!equalBytes(tree.root(), head.root)) {
    throw new LedgerDamagedError(`the tree of ${head.size} entries has another root than the head says`)
  }
  for (const published of await publishedHeads(ctx, head)) await assertContinues(ctx, head, published)
  return { head, tree }
}

/** What was published last, by the data folder and by the database itself. */
async function publishedHeads(ctx: Context, head: Head): Promise<TreeHead[]> {
  const file = readCheckpointFile(checkpointPath(ctx.config))
  const row = await readLastCheckpoint(ctx.db, head.origin)
  // Keys that have been retired may have signed it, too.
  const named = (await readOrigins(ctx.db)).flatMap((origin) => origin.vkeys)
  const held = signersOf(ctx, head.origin).map(({ vkey }) => vkey)
  const verifiers = [...new Set([...held, ...named])].map(parseVerifier)
  const notes = [file, row?.note].filter((note) => note !== undefined)
  return notes.flatMap((note) => {
    try {
      return [openCheckpoint(note, verifiers)]
    } catch (error) {
      if (!(error instanceof NoteError)) throw error
      throw new LedgerDamagedError(`the last checkpoint is not one of ${head.origin}: ${error.message}`)
    }
  })
}

async function assertContinues(ctx: Context, head: Head, published: TreeHead): Promise<void> {
  if (published.origin !== head.origin) {
    throw new LedgerDamagedError(
      `a checkpoint of ${published.origin} is out, the database holds ${head.origin}`,
    )
  }
  if (published.size > head.size) {
    throw new LedgerDamagedError(
      `a checkpoint of ${published.size} entries is out, the database holds ${head.size}: it was set back. ` +
        'After a restore, open a new origin: kensho ledger reopen',
    )
  }
  if (!equalBytes(await rootAt(ctx.db, published.size), published.root)) {
    throw new LedgerDamagedError(
      `the first ${published.size} entries are not those of the checkpoint that is out`,
    )
  }
}

async function foundLog(ctx: Context): Promise<Head> {
  const path = keyFilePath(ctx.config)
  // A key that was put there beforehand also says what the log is called.
  const prepared = readKeyFile(path)[0]
  const origin = prepared?.name ?? newOriginName(ctx)
  const signer = prepared ?? (await addKey(path, origin))
  const body = { origin, keys: [signer.vkey], software: 'kensho' }
  return openWith(ctx, origin, [signer.vkey], { type: 'ledger.origin.opened', by: 'system:ledger', body })
}

/** Like the address under which the log is served, with something of its own, so that no two logs share a name. */
function newOriginName(ctx: Context): string {
  const host = ctx.config.origin === undefined ? 'localhost' : new URL(ctx.config.origin).host
  return `${host}/ledger/${randomBytes(5).toString('hex')}`
}

/** Opens the origin and puts its opening fact into the log, in one transaction. */
async function openWith(ctx: Context, origin: string, vkeys: string[], fact: Fact): Promise<Head> {
  if (!isOrigin(origin))
    throw new InputError('ledger', { path: 'origin' }, `a name without spaces, found ${origin}`)
  return await inTransaction(ctx.db, async (tx) => {
    await openOrigin(tx, origin, vkeys)
    return await integrateAtOnce(ctx, tx, fact)
  })
}

/**
 * One fact past the queue, together with what is stored about it: what opens an origin must be its first. A leader who
 * is at work meanwhile is refused by the size and opens the log anew.
 */
async function integrateAtOnce(ctx: Context, tx: Tx, fact: Fact): Promise<Head> {
  const before = await readHead(tx)
  if (!before) throw new Error('the ledger has no head')
  const { id } = await append(tx, fact)
  const tree = await readGrowth(tx, before.size)
  const at = Math.max(ctx.clock.now(), before.at)
  const batch = makeBatch(tree, [{ id: String(id), facts: [factText(fact).text] }], at)
  await writeBatch(tx, batch)
  return { origin: before.origin, size: batch.newSize, root: Buffer.from(batch.root), at }
}

/**
 * Opens a new origin on a log that was restored: its entries stay, the name and key of what follows are new, and its
 * first fact cites the last checkpoint that is known of the old one. So an honest restore is told from a rollback: who
 * holds a later checkpoint of the old origin finds here why the log does not reach it.
 *
 * `lastCheckpoint`: the newest known checkpoint of the old origin, from wherever it was kept; by default the data
 * folder's. Throws InputError when it is none, or when there is no log.
 */
export async function reopenLog(ctx: Context, because: string, lastCheckpoint?: string): Promise<Head> {
  const head = await readHead(ctx.db)
  if (!head) throw new InputError('ledger', {}, 'a database with a log to reopen')
  const path = keyFilePath(ctx.config)
  const note = lastCheckpoint ?? readCheckpointFile(checkpointPath(ctx.config))
  const cited = note === undefined ? undefined : await readCited(ctx, note)
  const origin = newOriginName(ctx)
  const signer = await addKey(path, origin)
  const previous = { origin: head.origin, kept: head.size, ...(cited !== undefined && { checkpoint: cited }) }
  const body = { origin, keys: [signer.vkey], software: 'kensho', because, previous }
  const opened = await openWith(ctx, origin, [signer.vkey], {
    type: 'ledger.origin.opened',
    by: 'system:ledger',
    body,
  })
  await publish(ctx, opened)
  return opened
}

/**
 * Adds a key to the file and names it in the log. From then on both sign, so that readers who know only the old key
 * have time to learn the new one. Returns the new public key.
 */
export async function rotateKey(ctx: Context, algorithm?: SigningAlgorithm): Promise<string> {
  const head = await readHead(ctx.db)
  if (!head) throw new InputError('ledger', {}, 'a database with a log')
  const { vkey } = await addKey(keyFilePath(ctx.config), head.origin, algorithm)
  const body = { origin: head.origin, key: vkey }
  await inTransaction(ctx.db, async (tx) => {
    await insertKey(tx, head.origin, vkey)
    await integrateAtOnce(ctx, tx, { type: 'ledger.key.added', by: 'system:ledger', body })
  })
  return vkey
}

/**
 * Takes a key out of the file and says so in the log: it signs no more. What it has signed stays valid. Throws
 * InputError when the file does not hold it or holds no other for the origin.
 */
export async function retireKey(ctx: Context, vkey: string): Promise<void> {
  const path = keyFilePath(ctx.config)
  const head = await readHead(ctx.db)
  const held = readKeyFile(path).filter(({ name }) => name === head?.origin)
  if (!head || !held.some((signer) => signer.vkey === vkey) || held.length < 2) {
    throw new InputError(
      path,
      {},
      `a key of ${head?.origin ?? 'the log'} beside which another stays, found ${vkey}`,
    )
  }
  await removeKey(path, vkey)
  await inTransaction(ctx.db, (tx) =>
    append(tx, { type: 'ledger.key.retired', by: 'system:ledger', body: { origin: head.origin, key: vkey } }),
  )
}

/** A checkpoint is cited only when it is signed by a key of the old origin. */
async function readCited(ctx: Context, note: string): Promise<string> {
  const vkeys = (await readOrigins(ctx.db)).flatMap((origin) => origin.vkeys)
  try {
    openCheckpoint(note, vkeys.map(parseVerifier))
    return note
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    throw new InputError(
      'checkpoint',
      {},
      `the last checkpoint of the log before the restore: ${error.message}`,
    )
  }
}
