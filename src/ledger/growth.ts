import { hash } from 'node:crypto'
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './merkle.ts'
import { ENTRY_BYTES_MAX, foldHashes, levelWidth, TILE_WIDTH } from './tiles.ts'

/** A tile that has all its 256 hashes, and the hash over them (a hash of the next level's tile). */
export type FullTile = { level: number; index: number; bytes: Buffer; root: Buffer }

/** 256^6 leaves are more than 2^47: a level above never fills while sizes are safe integers. */
const LEVELS_MAX = 7

/**
 * The right edge of a growing tree: all that is needed to append leaves, name the root, and hand out each tile when it
 * is full. Appending costs about one leaf hash and one node hash, whatever the size.
 */
export class TreeGrowth {
  #size: number
  /** By level, the hashes of the last, not yet full tile. */
  readonly #edges: Buffer[] = []
  /** By height, the hash of the whole subtree of 2^height leaves that the size's bit stands for. */
  readonly #peaks = new Map<number, Buffer>()
  #fullTiles: FullTile[] = []
  // A node's input is put together here: 1 || left || right. Hashes are passed on in base64, since making a Buffer for
  // each costs three times as much as the hash, and files state them in base64.
  readonly #node = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

  /** `edge(level)` gives the hashes of a level's last tile where `size` leaves it partial; asked for in rising order. */
  constructor(size: number, edge: (level: number, width: number) => Uint8Array) {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`a tree cannot have ${size} leaves`)
    this.#size = size
    for (let level = 0; level < LEVELS_MAX; level++) {
      const width = levelWidth(level, size) % TILE_WIDTH
      const hashes = width === 0 ? new Uint8Array() : edge(level, width)
      if (hashes.length !== width * HASH_BYTES) {
        throw new RangeError(
          `the edge of level ${level} has ${hashes.length} bytes, ${width} hashes were expected`,
        )
      }
      const tile = Buffer.alloc(TILE_WIDTH * HASH_BYTES)
      tile.set(hashes)
      this.#edges.push(tile)
      for (let bit = 0; bit < 8; bit++) {
        const count = 2 ** bit
        if (Math.floor(width / count) % 2 === 0) continue
        const first = width - (width % (count * 2))
        this.#peaks.set(level * 8 + bit, Buffer.from(foldHashes(tile, first, count)))
      }
    }
  }

  get size(): number {
    return this.#size
  }

  /** Another that grows from here on by itself. Tiles that were filled and not taken are not in it. */
  copy(): TreeGrowth {
    return new TreeGrowth(this.#size, (level) => this.edge(level))
  }

  /** Appends an entry, given as text, and returns its leaf hash in base64. */
  append(entry: string): string {
    // A character is at most three bytes: most entries need no counting.
    if (entry.length * 3 > ENTRY_BYTES_MAX && Buffer.byteLength(entry) > ENTRY_BYTES_MAX)
      throw new RangeError(`an entry has ${Buffer.byteLength(entry)} bytes`)
    const leafHash = hash('sha256', `\0${entry}`, 'base64')
    this.appendHash(leafHash)
    return leafHash
  }

  /** The same for the bytes that are hashed: 0x00 and the entry. */
  appendLeaf(bytes: Uint8Array): string {
    const leafHash = hash('sha256', bytes, 'base64')
    this.appendHash(leafHash)
    return leafHash
  }

  /** Appends a leaf by its hash in base64. */
  appendHash(leafHash: string): void {
    let carried = leafHash
    let position = this.#size
    this.#size += 1
    this.#putInTile(0, position, carried)
    for (let height = 0; ;) {
      if (position % 2 === 0) {
        this.#keepPeak(height, carried)
        return
      }
      const left = this.#peaks.get(height)
      if (!left) throw new Error(`the tree lost its peak at height ${height}`)
      this.#node.set(left, 1)
      this.#node.write(carried, 1 + HASH_BYTES, HASH_BYTES, 'base64')
      carried = hash('sha256', this.#node, 'base64')
      position = (position - 1) / 2
      height += 1
      if (height % 8 === 0) this.#putInTile(height / 8, position, carried)
    }
  }

  root(): Uint8Array {
    let root: Uint8Array | undefined
    // Lower peaks lie further to the right.
    for (let height = 0, rest = this.#size; rest > 0; height++) {
      const peak = rest % 2 === 1 ? this.#peaks.get(height) : undefined
      if (peak) root = root ? nodeHash(peak, root) : Buffer.from(peak)
      rest = Math.floor(rest / 2)
    }
    return root ?? EMPTY_ROOT
  }

  /** The leaf hashes of the last `count` leaves, which must lie in one tile of level 0. Shares the tree's memory. */
  lastLeaves(count: number): Buffer {
    const end = ((this.#size - 1) % TILE_WIDTH) + 1
    if (count > end) throw new RangeError(`the last ${count} leaves are not in one tile`)
    return (this.#edges[0] as Buffer).subarray((end - count) * HASH_BYTES, end * HASH_BYTES)
  }

  /** The tiles that have become full since the last call. */
  takeFullTiles(): FullTile[] {
    const tiles = this.#fullTiles
    this.#fullTiles = []
    return tiles
  }

  /** The hashes of a level's last tile while it is partial; empty otherwise. */
  edge(level: number): Uint8Array {
    const width = levelWidth(level, this.#size) % TILE_WIDTH
    return new Uint8Array(this.#edges[level]?.subarray(0, width * HASH_BYTES) ?? [])
  }

  #putInTile(level: number, position: number, nodeHash: string): void {
    const below = this.#fullTiles.at(-1)
    // A hash of level l + 1 is made at the moment at which a tile of level l fills.
    if (level > 0 && below?.level === level - 1 && below.index === position)
      below.root.write(nodeHash, 'base64')
    const at = position % TILE_WIDTH
    const tile = this.#edges[level]
    if (!tile) throw new RangeError(`the tree outgrew ${LEVELS_MAX} levels`)
    tile.write(nodeHash, at * HASH_BYTES, HASH_BYTES, 'base64')
    if (at < TILE_WIDTH - 1) return
    const index = (position - at) / TILE_WIDTH
    this.#fullTiles.push({ level, index, bytes: Buffer.from(tile), root: Buffer.alloc(HASH_BYTES) })
  }

  #keepPeak(height: number, nodeHash: string): void {
    const peak = this.#peaks.get(height)
    if (peak) peak.write(nodeHash, 'base64')
    else this.#peaks.set(height, Buffer.from(nodeHash, 'base64'))
  }
}
