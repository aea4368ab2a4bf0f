import type { FullTile, TreeGrowth } from './growth.ts'
import { factFault, leafFrame } from './leaf.ts'
import { HASH_BYTES } from './merkle.ts'
import { TILE_WIDTH } from './tiles.ts'

/** A row of the inbox: the canonical text of a fact, or of several, one a line. The id is a 64-bit integer in decimal. */
export type InboxRow = { id: string; text: string }

/** Canonical JSON has no newlines, so they can stand between facts. */
export const BETWEEN_FACTS = '\n'

/** Entries that go into the log in one transaction, in the form in which they are stored. */
export type Batch = {
  /** Entries of the log before and after. */
  size: number
  newSize: number
  root: Uint8Array
  /** Epoch milliseconds. */
  at: number
  /** Ids of the inbox rows, and for each entry, in the order of the indexes, that of its row. */
  rows: string[]
  ids: string[]
  runs: Run[]
  leaves: Buffer
  /** All entries, each after its length as a big-endian uint16. */
  bundle: Buffer
  /** The tiles that this batch has filled. */
  tiles: FullTile[]
}

/** Entries that share a row: how many, and how many bytes of the bundle. */
export type Run = { count: number; bytes: number }

export type Fault = { id: string; because: string }

/** A row of this size fills a page of PostgreSQL and is stored there as it is, not in slices elsewhere. */
const ROW_BYTES_MAX = 8000
const ROW_OVERHEAD_BYTES = 120
const ID_BYTES = 8
const LENGTH_BYTES = 2

/** More do not go into one transaction; but a row is not divided. */
export const BATCH_FACTS_MAX = 4096

/**
 * Facts that wait, each with the id of its row, of as many rows as a batch takes; and rows that hold something else:
 * somebody wrote past our code.
 */
export function sortInbox(rows: readonly InboxRow[]): { facts: InboxRow[]; faults: Fault[] } {
  const facts: InboxRow[] = []
  const faults: Fault[] = []
  for (const { id, text } of rows) {
    if (facts.length >= BATCH_FACTS_MAX) break
    const texts = text.includes(BETWEEN_FACTS) ? text.split(BETWEEN_FACTS) : [text]
    const because = texts.map(factFault).find((fault) => fault !== undefined)
    if (because === undefined) for (const one of texts) facts.push({ id, text: one })
    else faults.push({ id, because })
  }
  return { facts, faults }
}

/**
 * Appends facts, in order of their ids, to the tree, all with the instant `at`, and returns what is to be stored. The tree is ahead of the
 * database until that is committed: when it is not, throw the tree away and load it anew.
 */
export function makeBatch(tree: TreeGrowth, facts: readonly InboxRow[], at: number): Batch {
  const size = tree.size
  const { prefix, suffix } = leafFrame(at)
  const leaves = Buffer.allocUnsafe(facts.length * HASH_BYTES)
  const frameBytes = LENGTH_BYTES + prefix.length + suffix.length
  const bundle = Buffer.allocUnsafe(
    facts.reduce((sum, { text }) => sum + frameBytes + Buffer.byteLength(text), 0),
  )
  const runs: Run[] = []
  let run: Run = { count: 0, bytes: 0 }
  let end = 0
  for (const [order, { text }] of facts.entries()) {
    const start = end + LENGTH_BYTES
    bundle.set(prefix, start)
    const factEnd = start + prefix.length + bundle.write(text, start + prefix.length, 'utf8')
    bundle.set(suffix, factEnd)
    end = factEnd + suffix.length
    bundle.writeUInt16BE(end - start, start - LENGTH_BYTES)
    const bytes = end - start + LENGTH_BYTES
    if (run.count > 0 && (tree.size % TILE_WIDTH === 0 || !fitsRow(run, bytes))) {
      runs.push(run)
      run = { count: 0, bytes: 0 }
    }
    run.count += 1
    run.bytes += bytes
    leaves.write(tree.append(bundle, start, end), order * HASH_BYTES, 'binary')
  }
  if (run.count > 0) runs.push(run)
  const ids = facts.map(({ id }) => id)
  const rows = ids.filter((id, order) => id !== ids[order - 1])
  return {
    size,
    newSize: tree.size,
    root: tree.root(),
    at,
    rows,
    ids,
    runs,
    leaves,
    bundle,
    tiles: tree.takeFullTiles(),
  }
}

function fitsRow(run: Run, bytes: number): boolean {
  const perEntry = HASH_BYTES + ID_BYTES
  return ROW_OVERHEAD_BYTES + (run.count + 1) * perEntry + run.bytes + bytes <= ROW_BYTES_MAX
}
