import * as fc from 'fast-check'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InputError } from '../platform/failure.ts'
import { readBounded, readDocument } from './document.ts'
import { checkUtf8, placeOfByte } from './text-bytes.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

function problemOf(file: string, content: string | Uint8Array): InputError {
  try {
    readDocument(file, typeof content === 'string' ? bytesOf(content) : content)
  } catch (problem) {
    if (problem instanceof InputError) return problem
    throw problem
  }
  throw new Error('read without complaint')
}

describe('readDocument', () => {
  it('reads YAML and JSON to the same values (300 values)', () => {
    let read = 0
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[a-z]{1,8}$/),
          fc.jsonValue({ maxDepth: 3, noUnicodeString: true }),
        ),
        (value) => {
          const json = readDocument('x.json', bytesOf(JSON.stringify(value)))
          const yaml = readDocument('x.yaml', bytesOf(`# JSON is YAML\n${JSON.stringify(value)}`))
          expect(json.syntax).toBe('json')
          expect(yaml.syntax).toBe('yaml')
          expect(yaml.value).toEqual(json.value)
          read++
        },
      ),
      { numRuns: 300 },
    )
    expect(read).toBe(300)
  })

  it('keeps how YAML numbers were written', () => {
    const document = readDocument('x.yaml', bytesOf('version: 7.10\nids: [007, 12]\n'))
    expect(document.writtenAt(['version'])).toBe('7.10')
    expect(document.writtenAt(['ids', 0])).toBe('007')
    expect(document.placeOf(['ids', 1])).toEqual({ line: 2, column: 12 })
  })

  it('takes flow style with bare keys as YAML unless the file says that it is JSON', () => {
    expect(readDocument('x.yaml', bytesOf('{a: 1, b: [x]}')).value).toEqual({ a: 1, b: ['x'] })
    expect(problemOf('x.json', '{a: 1}').expected).toContain('a key in double quotes')
    expect(problemOf('x', '{a: 1, "b": }}').place.line).toBe(1)
  })

  it.each([
    ['two documents', 'a: 1\n---\nb: 2\n', 'one YAML document'],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 'Map keys must be unique'],
    ['an unknown tag', 'a: !!python/object {}\n', 'neither'],
    ['an alias of nothing', 'a: *b\n', 'an alias of an anchor before it'],
    ['an anchor inside itself', 'a: &a [*a]\n', '64 levels'],
    ['deep nesting', `a: ${'['.repeat(70)}${']'.repeat(70)}\n`, '64 levels'],
    ['very deep nesting', `${'- '.repeat(100_000)}x\n`, '64 levels'],
    [
      'deep nesting by lines',
      Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      '64 levels',
    ],
    ['a mapping as key', '? {a: 1}\n: 2\n', 'a scalar as key'],
  ])('refuses %s with a place', (_name, text, expected) => {
    const problem = problemOf('x.yaml', text)
    expect(problem.expected).toContain(expected)
    expect(problem.place.line).toBeGreaterThan(0)
  })

  it('refuses aliases that grow out of hand, and quickly', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}*l${level}]`,
    )
    const before = process.cpuUsage()
    expect(problemOf('x.yaml', ['l0: &l0 lol', ...levels].join('\n')).expected).toContain(
      'aliases that add at most',
    )
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000)
    expect(readDocument('x.yaml', bytesOf('a: &a {x: 1}\nb: *a\n')).value).toEqual({
      a: { x: 1 },
      b: { x: 1 },
    })
  })

  it('reads an empty file as nothing', () => {
    expect(readDocument('x.yaml', bytesOf('')).value).toBeNull()
    expect(readDocument('x.yaml', bytesOf('# only a comment\n')).value).toBeNull()
  })

  it('refuses YAML beyond 10 MB before parsing it', () => {
    expect(problemOf('x.yaml', new Uint8Array(10_000_001).fill(0x61)).expected).toContain('10,000,000')
  })
})

describe('UTF-8', () => {
  it('names the first byte that is not UTF-8, wherever it stands (300 places)', () => {
    let tried = 0
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.nat(3000),
        fc.constantFrom(0x80, 0xc0, 0xff, 0xf8, 0xed),
        (tail, repeat, bad) => {
          const good = bytesOf(`あ\n${'漢字 x\n'.repeat(repeat)}${tail.toWellFormed()}`)
          const bytes = new Uint8Array([...good, bad, 0x20, ...bytesOf(tail.toWellFormed())])
          const problem = expectProblem(() => checkUtf8('x', bytes))
          expect(problem.expected).toContain(`byte offset ${good.length}`)
          expect(problem.place.line).toBe(new TextDecoder().decode(good).split('\n').length)
          tried++
        },
      ),
      { numRuns: 300 },
    )
    expect(tried).toBe(300)
  })

  it('tells UTF-16 from broken UTF-8', () => {
    expect(expectProblem(() => checkUtf8('x', Buffer.from('\uFEFFa: 1', 'utf16le'))).expected).toContain(
      'UTF-16',
    )
  })

  it('counts characters, not bytes', () => {
    expect(placeOfByte(bytesOf('a\n漢字x'), 2 + 6)).toEqual({ line: 2, column: 3 })
  })
})

describe('readBounded', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kensho-document-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('refuses a file of 200 MB at once, without reading it', async () => {
    const path = join(folder, 'large.json')
    writeFileSync(path, '')
    truncateSync(path, 200_000_000)
    const before = process.memoryUsage.rss()
    const began = process.cpuUsage()
    await expect(readBounded(path)).rejects.toThrow('expected at most 150,000,000 bytes, found 200,000,000')
    expect(process.cpuUsage(began).user).toBeLessThan(300_000)
    expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000)
  })

  it('refuses what is no file, and what is not there', async () => {
    await expect(readBounded(folder)).rejects.toThrow('expected a file')
    await expect(readBounded(join(folder, 'none'))).rejects.toThrow('ENOENT')
    const socket = join(folder, 'socket')
    const server = createServer().listen(socket)
    await new Promise((resolve) => server.once('listening', resolve))
    await expect(readBounded(socket)).rejects.toThrow('expected a file')
    server.close()
  })

  it('reads what is there', async () => {
    writeFileSync(join(folder, 'small'), 'abc')
    expect(Buffer.from(await readBounded(join(folder, 'small'))).toString()).toBe('abc')
  })
})

function expectProblem(run: () => void): InputError {
  try {
    run()
  } catch (problem) {
    if (problem instanceof InputError) return problem
    throw problem
  }
  throw new Error('no complaint')
}
