import type { Db, Tx } from '../platform/database.ts'
import { TreeGrowth } from './growth.ts'
import { factTypeOf, leafOf, readFact } from './leaf.ts'
import type { Entry } from './leaf.ts'
import { consistencyRanges, inclusionRanges, rangeHash } from './proof-path.ts'
import type { LeafRange } from './proof-path.ts'
import { readLeaves, readRuns, readTileHashes } from './store.ts'
import type { StoredRun } from './store.ts'
import { encodeBundle, nodesOfTiles, TILE_WIDTH, tilesOfRanges } from './tiles.ts'
import type { TileId } from './tiles.ts'

type Executor = Db | Tx

/** The log itself contradicts what is stored beside it: nothing may be built upon it. `kensho ledger verify` says more. */
export class LedgerDamagedError extends Error {
  override readonly name = 'LedgerDamagedError'
}

const CHUNK_ENTRIES = 4096

/**
 * Entries with index from `from` up to, not including, `until`, in order; only those of the given types, by default
 * all. `until` is at most the size of the log: reading up to an earlier size is how the past is replayed.
 */
export async function* readEntries(
  db: Executor,
  from: number,
  until: number,
  types?: readonly string[],
): AsyncGenerator<Entry> {
  const wanted = types && new Set(types)
  for await (const { index, at, text } of readFactTexts(db, from, until)) {
    if (wanted && !wanted.has(factTypeOf(text) ?? '')) continue
    const read = readFact(text)
    if ('because' in read) throw new LedgerDamagedError(`entry ${index}: ${read.because}`)
    yield { index, at, fact: read.fact }
  }
}

/** The same as the bytes of the leaves. */
export async function* readLeafBytes(
  db: Executor,
  from: number,
  until: number,
): AsyncGenerator<{ index: number; bytes: Buffer }> {
  for await (const { index, at, text } of readFactTexts(db, from, until)) {
    yield { index, bytes: leafOf(at, text) }
  }
}

async function* readFactTexts(
  db: Executor,
  from: number,
  until: number,
): AsyncGenerator<{ index: number; at: number; text: string }> {
  for (let start = from; start < until;) {
    const end = Math.min(until, start + CHUNK_ENTRIES - (start % CHUNK_ENTRIES))
    for (const run of await readRuns(db, start, end)) {
      assertWhole(run)
      for (const [order, text] of run.facts.entries()) {
        const index = run.firstIndex + order
        if (index < start || index >= end) continue
        yield { index, at: run.at, text }
      }
    }
    start = end
  }
}

function assertWhole({ firstIndex, count, facts }: StoredRun): void {
  if (facts.length === count) return
  throw new LedgerDamagedError(`${count} entries were expected from ${firstIndex} on, found ${facts.length}`)
}

/** The bytes of one leaf; undefined beyond the log. */
export async function readLeafAt(db: Executor, index: number): Promise<Buffer | undefined> {
  for await (const { bytes } of readLeafBytes(db, index, index + 1)) return bytes
  return undefined
}

/** The hashes of a tile of the tree of `size` leaves. */
export async function readTile(db: Executor, tile: TileId, size: number): Promise<Buffer> {
  const end = Math.min(size, tile.index * TILE_WIDTH + tile.width)
  const hashes = tile.level === 0 ? await readLeaves(db, tile.index, end) : await readTileHashes(db, tile)
  if (hashes.length !== tile.width * 32) {
    throw new LedgerDamagedError(
      `tile ${tile.level}/${tile.index} has ${hashes.length} bytes, not ${tile.width} hashes`,
    )
  }
  return hashes
}

/** The entries under a tile of level 0, as C2SP tlog-tiles bundles them. */
export async function readBundle(db: Executor, { index, width }: TileId): Promise<Buffer> {
  const first = index * TILE_WIDTH
  const runs = await readRuns(db, first, first + width)
  runs.forEach(assertWhole)
  const entries = runs.flatMap(({ at, facts }) => facts.map((text) => leafOf(at, text)))
  if (entries.length < width)
    throw new LedgerDamagedError(`bundle ${index} has ${entries.length} entries, not ${width}`)
  return encodeBundle(entries.slice(0, width))
}

/** The right edge of the tree of `size` leaves, from which it can grow. */
export async function readGrowth(db: Executor, size: number): Promise<TreeGrowth> {
  const edges: Buffer[] = []
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const hashes = Math.floor(size / TILE_WIDTH ** level)
    const width = hashes % TILE_WIDTH
    const tile = { level, index: Math.floor(hashes / TILE_WIDTH), width }
    edges.push(width === 0 ? Buffer.alloc(0) : await readTile(db, tile, size))
  }
  return new TreeGrowth(size, (level) => edges[level] ?? Buffer.alloc(0))
}

/** The proof that entry `index` is in the log of `size` entries. Needs index < size <= size of the log. */
export function proveInclusion(db: Executor, index: number, size: number): Promise<Uint8Array[]> {
  return hashesOf(db, inclusionRanges(index, size), size)
}

/** The proof that the log of `size1` entries is the beginning of the one of `size2`. Needs 0 < size1 <= size2. */
export function proveConsistency(db: Executor, size1: number, size2: number): Promise<Uint8Array[]> {
  return hashesOf(db, consistencyRanges(size1, size2), size2)
}

/** The root that the log had when it held `size` entries. */
export async function rootAt(db: Executor, size: number): Promise<Uint8Array> {
  return (await readGrowth(db, size)).root()
}

async function hashesOf(db: Executor, ranges: readonly LeafRange[], size: number): Promise<Uint8Array[]> {
  const tiles = new Map<string, Buffer>()
  for (const tile of tilesOfRanges(ranges, size)) {
    tiles.set(`${tile.level}/${tile.index}`, await readTile(db, tile, size))
  }
  const nodes = nodesOfTiles(size, ({ level, index }) => tiles.get(`${level}/${index}`) ?? Buffer.alloc(0))
  return ranges.map((range) => rangeHash(range, nodes))
}
