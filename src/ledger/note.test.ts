import { describe, expect, it } from 'vitest'
import { openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { NoteError, openNote, parseSigner, parseVerifier, secretKeyText, signNote } from './note.ts'

// The key and note that golang.org/x/mod/sumdb/note tests itself with.
const GO_VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_SECRET = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const GO_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const GO_NOTE = `${GO_TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`

const old = parseSigner(secretKeyText('example.org/kensho', Buffer.alloc(32, 1)))
const fresh = parseSigner(secretKeyText('example.org/kensho', Buffer.alloc(32, 2)))
const postQuantum = parseSigner(secretKeyText('example.org/kensho', Buffer.alloc(32, 3), 6))
const [oldKey, freshKey, postQuantumKey] = [old, fresh, postQuantum].map(({ vkey }) =>
  parseVerifier(vkey),
) as [ReturnType<typeof parseVerifier>, ReturnType<typeof parseVerifier>, ReturnType<typeof parseVerifier>]
const HEAD = { origin: 'example.org/kensho', size: 70_000, root: Buffer.alloc(32, 9) }

function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof NoteError) return error.message
    throw error
  }
  return 'not refused'
}

describe('signed notes', () => {
  it('opens and reproduces the note of sumdb/note byte for byte', () => {
    expect(openNote(GO_NOTE, [parseVerifier(GO_VKEY)]).text).toBe(GO_TEXT)
    const signer = parseSigner(GO_SECRET)
    expect(signer.vkey).toBe(GO_VKEY)
    expect(signNote(GO_TEXT, [signer])).toBe(GO_NOTE)
  })

  it('refuses every note with one bit changed', () => {
    const bytes = Buffer.from(GO_NOTE)
    const verifier = parseVerifier(GO_VKEY)
    let refused = 0
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(
        refusalOf(() => openNote(changed.toString('utf8'), [verifier])),
        `bit ${bit}`,
      ).not.toBe('not refused')
      refused++
    }
    expect(refused).toBe(bytes.length * 8)
  })

  it('refuses every cut of a public key, and keys of other lengths and algorithms', () => {
    for (let from = 0; from <= GO_VKEY.length; from++) {
      for (let to = from; to <= GO_VKEY.length; to++) {
        if (to - from === GO_VKEY.length) continue
        expect(refusalOf(() => parseVerifier(GO_VKEY.slice(from, to)))).not.toBe('not refused')
      }
    }
    const otherLength = 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='
    expect(refusalOf(() => parseVerifier(otherLength))).not.toBe('not refused')
    const otherAlgorithm = 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    expect(refusalOf(() => parseVerifier(otherAlgorithm))).toContain('no signature algorithm')
    expect(refusalOf(() => secretKeyText('two words', Buffer.alloc(32)))).toContain('cannot name a key')
    expect(refusalOf(() => parseSigner(GO_VKEY))).toContain('PRIVATE+KEY+')
  })

  it('lets keys rotate: both sign for a while, and a reader who knows either is served', () => {
    const note = signCheckpoint(HEAD, [old, fresh])
    for (const known of [[oldKey], [freshKey], [oldKey, freshKey]]) {
      expect(openCheckpoint(note, known)).toEqual({ ...HEAD, root: Buffer.from(HEAD.root) })
    }
    expect(openNote(note, [freshKey]).unknown.map(({ id }) => id)).toEqual([old.id])
    const onlyFresh = signCheckpoint(HEAD, [fresh])
    expect(refusalOf(() => openCheckpoint(onlyFresh, [oldKey]))).toMatch(
      /^no known key has signed this note, only \S+\+[0-9a-f]{8}$/,
    )
  })

  it('takes a second algorithm: ML-DSA-44 beside Ed25519, each sufficient alone', () => {
    const note = signCheckpoint(HEAD, [old, postQuantum])
    expect(openNote(note, [postQuantumKey]).verified).toHaveLength(1)
    expect(openNote(note, [oldKey, postQuantumKey]).verified).toHaveLength(2)
    const forged = signCheckpoint({ ...HEAD, size: 69_999 }, [fresh])
    const lines = [
      forged.trimEnd(),
      note.split('\n').find((line) => line.includes(' kAq') || line.length > 3000),
      '',
    ]
    expect(refusalOf(() => openNote(lines.join('\n'), [freshKey, postQuantumKey]))).toContain('is wrong')
  })

  it('refuses a wrong signature of a known key even beside a right one, and a key that signs twice', () => {
    const note = signNote('text\n', [old, fresh])
    const [first = '', second = ''] = note.split('\n').slice(2)
    const swapped = `${first.slice(0, -6)}AAAAA=`
    expect(refusalOf(() => openNote(`text\n\n${swapped}\n${second}\n`, [oldKey, freshKey]))).toContain(
      'is wrong',
    )
    expect(refusalOf(() => openNote(`text\n\n${first}\n${first}\n`, [oldKey]))).toContain('signed twice')
  })

  it('refuses malformed notes', () => {
    const line = signNote('text\n', [old]).split('\n')[2] as string
    const wrong = [
      '',
      '\n',
      'text\n',
      'text\n\n',
      `text\n${line}\n`,
      `text\n\n${line}`,
      `text\n\n${line}\n\n`,
      `text\n\n${line} x\n`,
      `te\txt\n\n${line}\n`,
      `te\rxt\n\n${line}\n`,
      `text\n\n${line.replace('—', '-')}\n`,
      `text\n\n${line}=\n`,
      `text\n\n— a+b AAAAAAA=\n`,
      `text\n\n— name AAAA\n`,
      `te\ud800xt\n\n${line}\n`,
      `text\n\n${`${line}\n`.repeat(101)}`,
      `text\n\n${line}\n${'x'.repeat(1_000_000)}\n`,
    ]
    for (const note of wrong)
      expect(
        refusalOf(() => openNote(note, [oldKey])),
        note.slice(0, 60),
      ).not.toBe('not refused')
    expect(refusalOf(() => signNote('no newline', [old]))).toContain('newline')
  })
})

describe('checkpoints', () => {
  it('state origin, size and root, and nothing more', () => {
    const root = Buffer.alloc(32, 9).toString('base64')
    expect(parseCheckpoint(`example.org/kensho\n70000\n${root}\n`)).toEqual({
      ...HEAD,
      root: Buffer.from(HEAD.root),
    })
    const wrong = [
      '',
      `\n1\n${root}\n`,
      `a b\n1\n${root}\n`,
      `a+b\n1\n${root}\n`,
      `a\n01\n${root}\n`,
      `a\n-1\n${root}\n`,
      `a\n1\n${root}`,
      `a\n1\n${root}\nmore\n`,
      `a\n1\n${root.slice(0, -1)}\n`,
      `a\n1\n${root.slice(4)}\n`,
      `a\n9007199254740992\n${root}\n`,
      `a\n1.0\n${root}\n`,
      `a\n1\n${root}\n\n`,
    ]
    for (const text of wrong)
      expect(
        refusalOf(() => parseCheckpoint(text)),
        text,
      ).not.toBe('not refused')
    expect(refusalOf(() => signCheckpoint({ ...HEAD, origin: 'a\nb' }, [old]))).toContain(
      'cannot be the origin',
    )
    expect(refusalOf(() => signCheckpoint({ ...HEAD, size: 1.5 }, [old]))).toContain('1.5 entries')
    expect(refusalOf(() => signCheckpoint({ ...HEAD, root: Buffer.alloc(31) }, [old]))).toContain('32 bytes')
  })
})
