import { describe, expect, it } from 'vitest'
import { TreeGrowth } from './growth.ts'
import type { FullTile } from './growth.ts'
import { checkConsistency, checkInclusion, EMPTY_ROOT, leafHash, nodeHash } from './merkle.ts'
import { consistencyRanges, inclusionRanges, rangeHash } from './proof-path.ts'
import type { NodeReader } from './proof-path.ts'
import {
  decodeBundle,
  encodeBundle,
  levelWidth,
  nodesOfTiles,
  parseTilePath,
  TILE_WIDTH,
  tileAt,
  tilePath,
  tilesOfRanges,
} from './tiles.ts'
import type { TileId } from './tiles.ts'

const SIZE = 70_000

function entry(index: number): string {
  return `entry ${index}`
}

function newTree(): TreeGrowth {
  return new TreeGrowth(0, () => new Uint8Array())
}

/** A log of 70,000 entries, grown in batches with a restart from its edges between them, and all that it gave out. */
function grow(): { tree: TreeGrowth; full: Map<string, FullTile>; rootAt: Map<number, Uint8Array> } {
  let tree = newTree()
  const full = new Map<string, FullTile>()
  const rootAt = new Map<number, Uint8Array>([[0, EMPTY_ROOT]])
  for (let batch = 1, next = 0; next < SIZE; batch = (batch * 7 + 3) % 1009) {
    for (const end = Math.min(next + batch, SIZE); next < end; next++) tree.append(entry(next))
    for (const tile of tree.takeFullTiles()) full.set(`${tile.level}/${tile.index}`, tile)
    rootAt.set(tree.size, tree.root())
    const before = tree
    if (rootAt.size % 5 === 0) tree = new TreeGrowth(tree.size, (level) => before.edge(level))
  }
  return { tree, full, rootAt }
}

const grown = grow()

function tileBytes({ level, index, width }: TileId): Uint8Array {
  const full = grown.full.get(`${level}/${index}`)
  if (full) return full.bytes.subarray(0, width * 32)
  expect(index).toBe(Math.floor(levelWidth(level, SIZE) / TILE_WIDTH))
  return grown.tree.edge(level)
}

/** Straight recursion over all leaves, remembered: the oracle. */
const leaves = Array.from({ length: SIZE }, (_, index) => leafHash(Buffer.from(entry(index))))
const remembered = new Map<string, Uint8Array>()
const oracle: NodeReader = (height, position) => {
  if (height === 0) return leaves[position] as Uint8Array
  const key = `${height}/${position}`
  const node =
    remembered.get(key) ?? nodeHash(oracle(height - 1, position * 2), oracle(height - 1, position * 2 + 1))
  remembered.set(key, node)
  return node
}

describe('growing trees and their tiles', () => {
  it('has the tiles that C2SP tlog-tiles names for 70,000 entries', () => {
    const full = [0, 1, 2].map(
      (level) => [...grown.full.values()].filter((tile) => tile.level === level).length,
    )
    expect(full).toEqual([273, 1, 0])
    expect([0, 1, 2, 3].map((level) => grown.tree.edge(level).length / 32)).toEqual([112, 17, 1, 0])
    expect(tileAt(0, 273, SIZE)?.width).toBe(112)
    expect(tileAt(1, 1, SIZE)?.width).toBe(17)
    expect(tileAt(2, 0, SIZE)?.width).toBe(1)
    expect(tileAt(0, 274, SIZE)).toBeUndefined()
  })

  it('has the root of the straight recursion at every batch, across restarts', () => {
    expect(grown.rootAt.size).toBeGreaterThan(100)
    for (const [size, root] of grown.rootAt) {
      expect(Buffer.compare(root, rangeHash({ start: 0, end: size }, oracle)), `root of ${size}`).toBe(0)
    }
  })

  it('gives each full tile the hash over it', () => {
    expect(grown.full.size).toBe(274)
    for (const { level, index, root } of grown.full.values()) {
      expect(Buffer.compare(root, oracle((level + 1) * 8, index)), `tile ${level}/${index}`).toBe(0)
    }
  })

  it('makes proofs from tiles that check, for 300 leaves and 300 earlier sizes', () => {
    const nodes = nodesOfTiles(SIZE, tileBytes)
    const root = grown.tree.root()
    const size = BigInt(SIZE)
    let checked = 0
    for (let index = 0; index < SIZE; index += 233) {
      const proof = inclusionRanges(index, SIZE).map((range) => rangeHash(range, nodes))
      const leaf = leaves[index] as Uint8Array
      expect(checkInclusion({ index: BigInt(index), size, leaf, proof, root })).toEqual({ ok: true })
      const size1 = index + 1
      const steps = consistencyRanges(size1, SIZE).map((range) => rangeHash(range, nodes))
      const root1 = rangeHash({ start: 0, end: size1 }, oracle)
      const given = { size1: BigInt(size1), size2: size, root1, root2: root, proof: steps }
      expect(checkConsistency(given)).toEqual({ ok: true })
      checked++
    }
    expect(checked).toBe(301)
  })

  it('names beforehand the few tiles that a proof needs', () => {
    for (const index of [0, 255, 256, 65_535, 65_536, SIZE - 1]) {
      const ranges = inclusionRanges(index, SIZE)
      const needed = new Set(tilesOfRanges(ranges, SIZE).map(({ level, index: at }) => `${level}/${at}`))
      const read = new Set<string>()
      const nodes = nodesOfTiles(SIZE, (tile) => {
        read.add(`${tile.level}/${tile.index}`)
        return tileBytes(tile)
      })
      for (const range of ranges) rangeHash(range, nodes)
      expect(needed).toEqual(read)
      expect(needed.size).toBeLessThanOrEqual(5)
    }
  })

  it('refuses edges that do not fit the size', () => {
    expect(() => new TreeGrowth(3, () => new Uint8Array(64))).toThrow(/3 hashes were expected/)
    expect(() => new TreeGrowth(-1, () => new Uint8Array())).toThrow(RangeError)
    expect(() => new TreeGrowth(2 ** 53, () => new Uint8Array())).toThrow(RangeError)
    expect(() => newTree().append('a'.repeat(65_536))).toThrow(/65536 bytes/)
  })
})

describe('tile paths', () => {
  it('writes and reads the paths of C2SP tlog-tiles', () => {
    const cases: [string, Parameters<typeof tilePath>[0]][] = [
      ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
      ['tile/0/000', { level: 0, index: 0, width: 256 }],
      ['tile/6/x001/000.p/255', { level: 6, index: 1000, width: 255 }],
      ['tile/entries/273.p/112', { level: 'entries', index: 273, width: 112 }],
      ['tile/entries/x123/x456/789', { level: 'entries', index: 123_456_789, width: 256 }],
    ]
    for (const [path, place] of cases) {
      expect(tilePath(place)).toBe(path)
      expect(parseTilePath(path)).toEqual(place)
    }
  })

  it('refuses everything else', () => {
    const wrong = [
      'tile/0/0',
      'tile/00/000',
      'tile/0/001/234',
      'tile/0/x001',
      'tile/0/x000/001',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/-1/000',
      'tile/entry/000',
      '/tile/0/000',
      'tile/0/000/',
      'tile/0/000.p/',
      'tile/0/000\n',
      'tile/0/x001/x002/x003/x004/x005/x006/007',
      'tile/0/x999/x999/x999/x999/x999/999',
    ]
    expect(wrong.filter((path) => parseTilePath(path) !== undefined)).toEqual([])
  })
})

describe('entry bundles', () => {
  it('keep entries of 0 to 65,535 bytes', () => {
    const entries = [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(300, 7), Buffer.alloc(65_535, 8)]
    const decoded = decodeBundle(encodeBundle(entries))
    expect(decoded).toEqual(entries.map((bytes) => Buffer.from(bytes)))
    expect(encodeBundle([Buffer.from('hi')]).toString('hex')).toBe('00026869')
    expect(() => encodeBundle([Buffer.alloc(65_536)])).toThrow(/65536 bytes/)
  })

  it('are refused when cut off or too long', () => {
    const bundle = encodeBundle([Buffer.from('one'), Buffer.from('two')])
    let refused = 0
    for (let length = 1; length < bundle.length; length++) {
      if (length === 5) continue
      expect(decodeBundle(bundle.subarray(0, length))).toHaveProperty('because')
      refused++
    }
    expect(refused).toBe(bundle.length - 2)
    expect(decodeBundle(Buffer.alloc(2 * 257))).toEqual({ because: 'a bundle holds at most 256 entries' })
  })
})
