import { describe, expect, it } from 'vitest'
import { signCheckpoint } from '../checkpoint.ts'
import type { LedgerFact } from '../listing-routes.ts'
import { leafHash, nodeHash } from '../merkle.ts'
import { parseSigner, secretKeyText } from '../note.ts'
import { inclusionRanges, rangeHash } from '../proof-path.ts'
import { base64, checkSignature, computePath, pathShape, readNote } from './merkle-path.ts'
import { verifyFact } from './verification.ts'

const SIZE_MAX = 40

function leafText(n: number): string {
  return `{"at":"2026-11-22T12:40:00.000Z","fact":{"body":{"花":${n}}}}`
}

function hashOf(height: number, position: number): Uint8Array {
  if (height === 0) return leafHash(Buffer.from(leafText(position)))
  return nodeHash(hashOf(height - 1, position * 2), hashOf(height - 1, position * 2 + 1))
}

function proofOf(index: number, size: number): string[] {
  return inclusionRanges(index, size).map((range) => base64(rangeHash(range, hashOf)))
}

const rootOf = (size: number) => base64(rangeHash({ start: 0, end: size }, hashOf))

describe('the way to the root, computed in the browser', () => {
  it(`leads to the root that the server computes, for every leaf of every tree up to ${SIZE_MAX}`, async () => {
    let compared = 0
    for (let size = 1; size <= SIZE_MAX; size++) {
      const root = rootOf(size)
      for (let index = 0; index < size; index++) {
        const path = await computePath({ leaf: leafText(index), index, size, proof: proofOf(index, size) })
        expect(path && base64(path.root), `${index} of ${size}`).toBe(root)
        expect(path?.steps.map(({ from, until }) => ({ start: from, end: until }))).toEqual(
          inclusionRanges(index, size),
        )
        compared++
      }
    }
    expect(compared).toBe((SIZE_MAX * (SIZE_MAX + 1)) / 2)
  })

  it('does not lead there when anything is changed', async () => {
    const [index, size] = [11, 27]
    const given = { leaf: leafText(index), index, size, proof: proofOf(index, size) }
    const spoiled = [
      { ...given, leaf: leafText(12) },
      { ...given, index: 10 },
      { ...given, proof: [given.proof[1]!, given.proof[0]!, ...given.proof.slice(2)] },
      { ...given, proof: given.proof.slice(1) },
      { ...given, proof: [...given.proof, given.proof[0]!] },
      { ...given, proof: ['no hash', ...given.proof.slice(1)] },
      { ...given, index: 27 },
      { ...given, size: 2 ** 60 },
    ]
    for (const [n, one] of spoiled.entries()) {
      const path = await computePath(one)
      expect(path && base64(path.root), `spoiled ${n}`).not.toBe(rootOf(size))
    }
    expect(spoiled.length).toBe(8)
    expect(pathShape(0, 1)).toEqual([])
  })
})

describe('a fact, verified', () => {
  const signer = parseSigner(secretKeyText('kensho.example/ledger', new Uint8Array(32).fill(7)))
  const other = parseSigner(secretKeyText('kensho.example/ledger', new Uint8Array(32).fill(8)))
  const [index, size] = [5, 13]
  const note = (root: string, at = size) =>
    signCheckpoint({ origin: 'kensho.example/ledger', size: at, root: Buffer.from(root, 'base64') }, [signer])
  const fact: LedgerFact = {
    at: '2026-11-22T12:40:01.000Z',
    index,
    recordedAt: '2026-11-22T12:40:00.000Z',
    leaf: leafText(index),
    hash: base64(hashOf(0, index)),
    size,
    root: rootOf(size),
    proof: proofOf(index, size),
    checkpoint: {
      origin: 'kensho.example/ledger',
      size,
      note: note(rootOf(size)),
      publishedAt: '2026-11-22T12:40:00.500Z',
    },
    keys: [other.vkey, signer.vkey],
  }
  const withNote = (text: string): LedgerFact => ({
    ...fact,
    checkpoint: { ...fact.checkpoint!, note: text },
  })

  it('holds against its checkpoint and its signature, and without a checkpoint says that none covers it', async () => {
    expect(await verifyFact(fact)).toMatchObject({ outcome: 'verified', signature: 'holds' })
    expect((await verifyFact({ ...fact, checkpoint: null })).outcome).toBe('unsigned')
    expect(await verifyFact({ ...fact, keys: [other.vkey] })).toMatchObject({
      outcome: 'verified',
      signature: 'unchecked',
    })
  })

  it('is refuted by another body, root, size, signature or a text that is no checkpoint', async () => {
    const spoiled: LedgerFact[] = [
      { ...fact, leaf: leafText(6) },
      { ...fact, leaf: leafText(6), hash: base64(hashOf(0, 6)) },
      withNote(note(rootOf(12))),
      withNote(note(rootOf(size), 14)),
      withNote(fact.checkpoint!.note.replace('\n13\n', '\n12\n')),
      withNote(note(rootOf(size)).replace('kensho.example/ledger\n', 'kensho.example/other\n')),
      withNote('no checkpoint'),
      { ...fact, checkpoint: null, root: rootOf(12) },
    ]
    for (const [n, one] of spoiled.entries())
      expect((await verifyFact(one)).outcome, `spoiled ${n}`).toBe('refuted')
    expect(spoiled.length).toBe(8)
  })

  it('reads a note as the server writes it', async () => {
    expect(readNote(fact.checkpoint!.note)).toMatchObject({ size, root: rootOf(size) })
    expect(readNote('one\ntwo\n\n')).toBeUndefined()
    expect(await checkSignature(fact.checkpoint!.note.replace('\n13\n', '\n14\n'), fact.keys)).toBe('wrong')
  })
})
