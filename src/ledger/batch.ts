import type { FullTile, TreeGrowth } from './growth.ts'
import { factFault, leafPrefix, LEAF_SUFFIX } from './leaf.ts'
import { HASH_BYTES } from './merkle.ts'
import { TILE_WIDTH } from './tiles.ts'

/**
 * A row of the inbox: the canonical text of a fact, or of several, one a line. `id` is a 64-bit integer in decimal, and
 * so is `bulk`: the row of ledger.bulk where the text stands, if it does not stand in the inbox itself.
 */
export type InboxRow = { id: string; text: string; bulk?: string }

/** Canonical JSON has no newlines, so they can stand between facts. */
export const BETWEEN_FACTS = '\n'

/** A row of the inbox, taken apart. */
export type ReadyRow = { id: string; facts: readonly string[]; bulk?: string }

/** Entries that go into the log in one transaction, in the form in which they are stored. */
export type Batch = {
  /** Entries of the log before and after. */
  size: number
  newSize: number
  root: Uint8Array
  /** Epoch milliseconds. */
  at: number
  rows: readonly ReadyRow[]
  runs: Run[]
  leaves: Buffer
  /** The tiles that this batch has filled. */
  tiles: FullTile[]
}

/**
 * Entries that share a row of the log: how many; `ids` the inbox rows they come from and `shares` how many from each;
 * `facts` their texts, or else `source`, the row of ledger.bulk where they stand already. `bytes` and `from` count the
 * bytes of their texts and of what lies between.
 */
export type Run = { count: number; ids: string[]; shares: number[]; bytes: number } & (
  | { facts: string[] }
  | { source: string; from: number }
)

export type Fault = { id: string; because: string }

/** A row of this size fills a page of PostgreSQL and is stored there as it is, not in slices elsewhere. */
const ROW_BYTES_MAX = 8000
const ROW_OVERHEAD_BYTES = 140
const ID_BYTES = 10

/** More do not go into one transaction; but a row is not divided. */
export const BATCH_FACTS_MAX = 4096

/**
 * Rows that wait, taken apart, as many as a batch takes; and rows that hold something else: somebody wrote past our code.
 */
export function sortInbox(rows: readonly InboxRow[]): { ready: ReadyRow[]; faults: Fault[] } {
  const ready: ReadyRow[] = []
  const faults: Fault[] = []
  let count = 0
  for (const { id, text, bulk } of rows) {
    if (count >= BATCH_FACTS_MAX) break
    const facts = text.includes(BETWEEN_FACTS) ? text.split(BETWEEN_FACTS) : [text]
    const because = facts.map(factFault).find((fault) => fault !== undefined)
    if (because === undefined) ready.push({ id, facts, ...(bulk !== undefined && { bulk }) })
    else faults.push({ id, because })
    count += facts.length
  }
  return { ready, faults }
}

export function factCount(rows: readonly ReadyRow[]): number {
  return rows.reduce((sum, { facts }) => sum + facts.length, 0)
}

/**
 * Appends the facts of rows, in order of their ids, to the tree, all with the instant `at`, and returns what is to be
 * stored. The tree is ahead of the database until that is committed: when it is not, throw the tree away and load it
 * anew.
 */
export function makeBatch(tree: TreeGrowth, rows: readonly ReadyRow[], at: number): Batch {
  const size = tree.size
  const prefix = leafPrefix(at)
  const leaves = Buffer.allocUnsafe(factCount(rows) * HASH_BYTES)
  const runs: Run[] = []
  for (const row of rows) {
    let from = 0
    let run: Run | undefined
    for (const text of row.facts) {
      const bytes = Buffer.byteLength(text)
      run = runFor(runs, run, { row, from, bytes, fresh: tree.size % TILE_WIDTH === 0 })
      addTo(run, row, text, bytes)
      from += bytes + BETWEEN_FACTS.length
      const place = (tree.size - size) * HASH_BYTES
      leaves.write(tree.append(`${prefix}${text}${LEAF_SUFFIX}`), place, 'base64')
    }
  }
  return { size, newSize: tree.size, root: tree.root(), at, rows, runs, leaves, tiles: tree.takeFullTiles() }
}

/** The run that a fact goes into: the last one, or a new one where a tile begins, it is full, or the source is another. */
function runFor(
  runs: Run[],
  ofThisRow: Run | undefined,
  { row, from, bytes, fresh }: { row: ReadyRow; from: number; bytes: number; fresh: boolean },
): Run {
  const last = runs.at(-1)
  // A part of a bulk is only ever continued by the next facts of the same row.
  const fits = row.bulk === undefined ? last && 'facts' in last : last && last === ofThisRow
  if (last && fits && !fresh && fitsRow(last, bytes)) return last
  const run: Run = {
    count: 0,
    ids: [],
    shares: [],
    bytes: 0,
    ...(row.bulk === undefined ? { facts: [] } : { source: row.bulk, from }),
  }
  runs.push(run)
  return run
}

function addTo(run: Run, { id }: ReadyRow, text: string, bytes: number): void {
  if (run.ids.at(-1) === id) run.shares[run.shares.length - 1]! += 1
  else {
    run.ids.push(id)
    run.shares.push(1)
  }
  run.bytes += (run.count > 0 ? BETWEEN_FACTS.length : 0) + bytes
  run.count += 1
  if ('facts' in run) run.facts.push(text)
}

function fitsRow(run: Run, bytes: number): boolean {
  const ofFacts = 'facts' in run ? run.bytes + BETWEEN_FACTS.length + bytes : 0
  const beside = (run.count + 1) * HASH_BYTES + (run.ids.length + 1) * ID_BYTES
  return ROW_OVERHEAD_BYTES + beside + ofFacts <= ROW_BYTES_MAX
}
