import { HASH_BYTES, nodeHash } from './merkle.ts'
import type { LeafRange, NodeReader } from './proof-path.ts'

/**
 * The tree as static files, by C2SP tlog-tiles: a tile of level l holds up to 256 hashes of whole subtrees of 256^l
 * leaves each; an entry bundle holds the entries under a tile of level 0. Only the last tile of a level is partial.
 */
export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
const LEVEL_MAX = 6
/** An entry's length is a uint16 in a bundle. */
export const ENTRY_BYTES_MAX = 65_535

export type TileId = { level: number; index: number; width: number }
/** A tile's or an entry bundle's place; bundles have the index and width of their tile of level 0. */
export type TilePlace = TileId | (Omit<TileId, 'level'> & { level: 'entries' })

/** `tile/1/x001/234` or, narrower than 256, `tile/entries/000.p/17`. */
export function tilePath({ level, index, width }: TilePlace): string {
  const groups: string[] = []
  let rest = index
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'))
    rest = Math.floor(rest / 1000)
  } while (rest > 0)
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${name}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** The inverse of tilePath; undefined for anything that tilePath does not write. */
export function parseTilePath(path: string): TilePlace | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!match) return undefined
  const [, level, digits, width] = match
  const place = {
    level: level === 'entries' ? ('entries' as const) : Number(level),
    index: Number((digits ?? '').replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  if (!Number.isSafeInteger(place.index) || place.width < 1 || place.width > TILE_WIDTH) return undefined
  return tilePath(place) === path ? place : undefined
}

/** How many hashes level `level` of a tree holds. */
export function levelWidth(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** The tile at that place in a tree of `size` leaves, undefined when the tree has none there. */
export function tileAt(level: number, index: number, size: number): TileId | undefined {
  const width = Math.min(levelWidth(level, size) - index * TILE_WIDTH, TILE_WIDTH)
  return width > 0 ? { level, index, width } : undefined
}

/** The tile that holds a node's leftmost hash; all hashes that make the node lie in that tile. */
export function tileOfNode(height: number, position: number, size: number): TileId {
  const level = Math.floor(height / TILE_HEIGHT)
  const first = position * 2 ** (height % TILE_HEIGHT)
  const tile = tileAt(level, Math.floor(first / TILE_WIDTH), size)
  if (!tile || level > LEVEL_MAX)
    throw new RangeError(`node ${position} at height ${height} is not in ${size} leaves`)
  return tile
}

/** The tiles that hold all nodes of some ranges, each once. */
export function tilesOfRanges(ranges: readonly LeafRange[], size: number): TileId[] {
  const tiles = new Map<string, TileId>()
  for (const { start, end } of ranges) {
    for (let at = start; at < end;) {
      let [height, width] = [0, 1]
      while (width * 2 <= end - at && at % (width * 2) === 0) {
        width *= 2
        height += 1
      }
      const tile = tileOfNode(height, at / width, size)
      tiles.set(`${tile.level}/${tile.index}`, tile)
      at += width
    }
  }
  return [...tiles.values()]
}

/** Reads nodes out of tiles that are at hand. `bytes` gives a tile's hashes one after another. */
export function nodesOfTiles(size: number, bytes: (tile: TileId) => Uint8Array): NodeReader {
  return (height, position) => {
    const tile = tileOfNode(height, position, size)
    const count = 2 ** (height % TILE_HEIGHT)
    const first = (position * count) % TILE_WIDTH
    return foldHashes(bytes(tile), first, count)
  }
}

/** The hash over `count` hashes, a power of two, of a tile from the `first` on. */
export function foldHashes(tile: Uint8Array, first: number, count: number): Uint8Array {
  if ((first + count) * HASH_BYTES > tile.length) throw new RangeError(`the tile holds ${tile.length} bytes`)
  if (count === 1) return tile.subarray(first * HASH_BYTES, (first + 1) * HASH_BYTES)
  return nodeHash(foldHashes(tile, first, count / 2), foldHashes(tile, first + count / 2, count / 2))
}

/** Entries one after another, each after its length as a big-endian uint16. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  let length = 0
  for (const entry of entries) {
    if (entry.length > ENTRY_BYTES_MAX) throw new RangeError(`an entry has ${entry.length} bytes`)
    length += 2 + entry.length
  }
  const bundle = Buffer.allocUnsafe(length)
  let at = 0
  for (const entry of entries) {
    at = bundle.writeUInt16BE(entry.length, at)
    bundle.set(entry, at)
    at += entry.length
  }
  return bundle
}

/** The entries of a bundle, or why it cannot be read. The entries share the bundle's memory. */
export function decodeBundle(bundle: Buffer): Buffer[] | { because: string } {
  const bounds = entryBounds(bundle)
  return 'because' in bounds
    ? bounds
    : bounds.starts.map((start, order) => bundle.subarray(start, bounds.ends[order]))
}

/** Where the entries of a bundle begin and end, or why it cannot be read. */
export function entryBounds(bundle: Buffer): { starts: number[]; ends: number[] } | { because: string } {
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < bundle.length;) {
    if (starts.length === TILE_WIDTH) return { because: `a bundle holds at most ${TILE_WIDTH} entries` }
    if (at + 2 > bundle.length) return { because: `the length of entry ${starts.length} is cut off` }
    const end = at + 2 + bundle.readUInt16BE(at)
    if (end > bundle.length) return { because: `entry ${starts.length} is cut off` }
    starts.push(at + 2)
    ends.push(end)
    at = end
  }
  return { starts, ends }
}
