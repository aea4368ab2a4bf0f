import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  checkConsistency,
  checkInclusion,
  checkSubtreeConsistency,
  checkSubtreeInclusion,
  EMPTY_ROOT,
  leafHash,
  nodeHash,
} from './merkle.ts'
import type { Check } from './merkle.ts'
import { consistencyRanges, inclusionRanges, rangeHash, subtreeConsistencyRanges } from './proof-path.ts'

const VECTORS = join(import.meta.dirname, '../../../shared/data/vectors/merkle')
const LEAVES = Array.from({ length: 70 }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)))

/** MTH of RFC 6962 section 2.1 word by word: the recursion, as an oracle. */
function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT
  if (leaves.length === 1) return leaves[0] as Uint8Array
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)))
}

const ROOTS = LEAVES.map((_, size) => treeHash(LEAVES.slice(0, size)))

function readNode(height: number, position: number): Uint8Array {
  return treeHash(LEAVES.slice(position * 2 ** height, (position + 1) * 2 ** height))
}

/** Every way to spoil a proof by one hash; each must be refused. */
function* spoiled(proof: Uint8Array[]): Generator<Uint8Array[]> {
  const stranger = leafHash(Buffer.from('stranger'))
  yield [...proof, stranger]
  yield [stranger, ...proof]
  if (proof.length > 0) yield proof.slice(1)
  if (proof.length > 0) yield proof.slice(0, -1)
  for (let at = 0; at < proof.length; at++) yield proof.map((step, index) => (index === at ? stranger : step))
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

describe('merkle trees', () => {
  it('hashes the known roots of RFC 6962', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(hex(leafHash(Buffer.alloc(0)))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
  })

  it('proves and checks every inclusion in trees of up to 69 leaves, and refuses every spoiled proof', () => {
    let [accepted, refused] = [0, 0]
    for (let size = 1; size < ROOTS.length; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionRanges(index, size).map((range) => rangeHash(range, readNode))
        const given = { index: BigInt(index), size: BigInt(size), leaf: LEAVES[index] as Uint8Array, proof }
        const root = ROOTS[size] as Uint8Array
        expect(checkInclusion({ ...given, root })).toEqual({ ok: true })
        accepted++
        if (size % 7 !== 0) continue
        for (const wrong of spoiled(proof)) {
          expect(checkInclusion({ ...given, proof: wrong, root }).ok).toBe(false)
          refused++
        }
      }
    }
    expect(accepted).toBe((69 * 70) / 2)
    expect(refused).toBe(3001)
  })

  it('proves and checks every consistency of trees of up to 69 leaves, and refuses every spoiled proof', () => {
    let [accepted, refused] = [0, 0]
    for (let size2 = 1; size2 < ROOTS.length; size2++) {
      for (let size1 = 1; size1 <= size2; size1++) {
        const proof = consistencyRanges(size1, size2).map((range) => rangeHash(range, readNode))
        const [root1, root2] = [ROOTS[size1] as Uint8Array, ROOTS[size2] as Uint8Array]
        const given = { size1: BigInt(size1), size2: BigInt(size2), root1, root2 }
        expect(checkConsistency({ ...given, proof })).toEqual({ ok: true })
        accepted++
        if (size2 % 7 !== 0) continue
        for (const wrong of spoiled(proof)) {
          expect(checkConsistency({ ...given, proof: wrong }).ok).toBe(false)
          refused++
        }
      }
    }
    expect(accepted).toBe((69 * 70) / 2)
    expect(refused).toBe(2936)
  })

  it('proves and checks every subtree of trees of up to 33 leaves', () => {
    let checked = 0
    for (let size = 1; size <= 33; size++) {
      for (let start = 0; start < size; start++) {
        for (let end = start + 1; end <= size; end++) {
          let span = 1
          while (span < end - start) span *= 2
          if (start % span !== 0) continue
          const proof = subtreeConsistencyRanges(start, end, size).map((range) => rangeHash(range, readNode))
          const [root1, root2] = [treeHash(LEAVES.slice(start, end)), ROOTS[size] as Uint8Array]
          const given = { start: BigInt(start), end: BigInt(end), size: BigInt(size), root1, root2 }
          expect(checkSubtreeConsistency({ ...given, proof }), `[${start}, ${end}) of ${size}`).toEqual({
            ok: true,
          })
          for (const wrong of spoiled(proof))
            expect(checkSubtreeConsistency({ ...given, proof: wrong }).ok).toBe(false)
          checked++
        }
      }
    }
    expect(checked).toBe(1714)
  })

  it('refuses to make proofs of what is not there', () => {
    const wrong = [
      () => inclusionRanges(3, 3),
      () => inclusionRanges(-1, 3),
      () => inclusionRanges(0, 2 ** 60),
      () => consistencyRanges(0, 3),
      () => consistencyRanges(4, 3),
      () => subtreeConsistencyRanges(1, 3, 8),
      () => rangeHash({ start: 1, end: 3 }, readNode),
    ]
    for (const make of wrong) expect(make).toThrow(RangeError)
  })
})

type Vector = Record<string, bigint | string | boolean | string[] | null>

function readVector(path: string): Vector {
  // Sizes exceed 2^53: integers are taken from the text itself.
  return JSON.parse(readFileSync(path, 'utf8'), (_name, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? BigInt(context?.source ?? '') : value,
  ) as Vector
}

function checkVector(kind: string, vector: Vector): Check {
  const bytes = (name: string) => Buffer.from(vector[name] as string, 'base64')
  const number = (name: string) => vector[name] as bigint
  const proof = ((vector['proof'] ?? []) as string[]).map((step) => Buffer.from(step, 'base64'))
  if (kind === 'inclusion') {
    const [index, size] = [number('leafIdx'), number('treeSize')]
    return checkInclusion({ index, size, leaf: bytes('leafHash'), proof, root: bytes('root') })
  }
  if (kind === 'consistency') {
    const [size1, size2] = [number('size1'), number('size2')]
    return checkConsistency({ size1, size2, root1: bytes('root1'), root2: bytes('root2'), proof })
  }
  const range = { start: number('start'), end: number('end') }
  if (kind === 'subtreeinclusion') {
    return checkSubtreeInclusion({
      index: number('leafIdx'),
      ...range,
      leaf: bytes('leafHash'),
      proof,
      root: bytes('root'),
    })
  }
  return checkSubtreeConsistency({
    ...range,
    size: number('size'),
    root1: bytes('root1'),
    root2: bytes('root2'),
    proof,
  })
}

describe('vectors of transparency-dev/merkle', () => {
  const cases = { inclusion: 98, consistency: 98, subtreeinclusion: 204, subtreeconsistency: 118 }
  const absent = existsSync(VECTORS) ? '' : ' (skipped: ../shared/data/vectors/merkle is not here)'
  for (const [kind, count] of Object.entries(cases)) {
    it.skipIf(absent !== '')(`agrees on all ${count} cases of ${kind}${absent}`, () => {
      const files = readdirSync(join(VECTORS, kind), { recursive: true, encoding: 'utf8' })
      const paths = files.filter((file) => file.endsWith('.json'))
      const wrong: string[] = []
      for (const path of paths) {
        const vector = readVector(join(VECTORS, kind, path))
        const check = checkVector(kind, vector)
        if (check.ok === vector['wantErr']) wrong.push(`${path}: ${check.ok ? 'accepted' : check.because}`)
      }
      expect(wrong).toEqual([])
      expect(paths.length).toBe(count)
    })
  }
})
