import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../platform/failure.ts'
import { offsetOfJsonPath, outlineJson, parseJson } from './json.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** JSON of a value with the keys of its objects in the order given; `__proto__` stays a plain key. */
const anyJson = fc.jsonValue({ maxDepth: 6 })

function problemOf(text: string): InputError {
  try {
    parseJson('x.json', bytesOf(text))
  } catch (problem) {
    if (problem instanceof InputError) return problem
    throw problem
  }
  throw new Error(`read without complaint: ${text}`)
}

describe('parseJson', () => {
  it('reads every JSON value as JSON.parse does, however it is spaced (2,000 values)', () => {
    let read = 0
    fc.assert(
      fc.property(anyJson, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space)
        expect(parseJson('x.json', bytesOf(text))).toEqual(JSON.parse(text))
        read++
      }),
      { numRuns: 2000 },
    )
    expect(read).toBeGreaterThanOrEqual(2000)
  })

  it('accepts exactly the texts that JSON.parse accepts, but for keys given twice (3,000 damaged texts)', () => {
    let [good, bad] = [0, 0]
    const damaged = fc.tuple(
      anyJson,
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', '0', '-', 'e', ' ', '\\'),
    )
    fc.assert(
      fc.property(damaged, ([value, position, inserted]) => {
        const text = JSON.stringify(value)
        const at = position % (text.length + 1)
        const mutant = text.slice(0, at) + inserted + text.slice(at + (position % 2))
        fc.pre(mutant.isWellFormed())
        const expected = parsedOrUndefined(mutant)
        if (expected === undefined) expect(() => parseJson('x.json', bytesOf(mutant))).toThrow(InputError)
        else expect(parseOrKeyTwice(mutant)).toEqual(expected)
        if (expected === undefined) bad++
        else good++
      }),
      { numRuns: 3000 },
    )
    expect(good).toBeGreaterThan(100)
    expect(bad).toBeGreaterThan(100)
  })

  it.each([
    ['{"a":1,\n "a":2}', 2, 2, 'each key once'],
    ['{"a":[1,2,\n\n  }', 3, 3, 'a JSON value'],
    ['[1,2', 1, 5, '"," or "]"'],
    ['{"名前":1,}', 1, 9, 'a key in double quotes'],
    ['["a\nb"]', 1, 4, 'no control character'],
    ['["\\x"]', 1, 2, 'valid escapes'],
    ['01', 1, 1, 'a JSON value'],
    ['"abc', 1, 1, 'a closing double quote'],
    ['{} {}', 1, 4, 'the end of the file'],
    ['[nul]', 1, 2, 'a JSON value'],
  ])('names the place and what was expected in %j', (text, line, column, expected) => {
    const problem = problemOf(text)
    expect(problem.place).toMatchObject({ line, column })
    expect(problem.expected).toContain(expected)
  })

  it('refuses more than 64 levels before the stack can suffer', () => {
    expect(problemOf('['.repeat(2_000_000)).expected).toContain('64 levels')
    expect(parseJson('x.json', bytesOf('['.repeat(64) + ']'.repeat(64)))).toBeDefined()
  })

  it('keeps __proto__ as a plain key', () => {
    const value = parseJson('x.json', bytesOf('{"__proto__":{"polluted":true}}')) as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('passes over a byte order mark and counts columns after it', () => {
    expect(parseJson('x.json', bytesOf('\uFEFF[1]'))).toEqual([1])
    expect(problemOf('\uFEFF[x]').place).toMatchObject({ line: 1, column: 2 })
  })

  it('hands over elements one by one and keeps those that are not taken', () => {
    const taken: unknown[] = []
    const rest = parseJson(
      'x.json',
      bytesOf('{"a":[1,{"b":2}],"c":[3],"d":{"a":[4]}}'),
      (key, index, element) => {
        if (key !== 'a') return false
        taken.push([index, element])
        return true
      },
    )
    expect(taken).toEqual([
      [0, 1],
      [1, { b: 2 }],
    ])
    expect(rest).toEqual({ a: [], c: [3], d: { a: [4] } })
  })
})

describe('places in JSON', () => {
  it('finds the value at every path of a document (500 documents)', () => {
    let found = 0
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = JSON.stringify(value, undefined, 2)
        const bytes = bytesOf(text)
        for (const [path, expected] of pathsOf(JSON.parse(text))) {
          const from = new TextDecoder().decode(bytes.subarray(offsetOfJsonPath('x.json', bytes, path)))
          const first = JSON.stringify(expected).slice(0, 1)
          expect(from.slice(0, 1)).toBe(first)
          found++
        }
      }),
      { numRuns: 500 },
    )
    expect(found).toBeGreaterThan(1000)
  })

  it('outlines objects and arrays without keeping their values', () => {
    const outline = outlineJson(
      'x.json',
      bytesOf('{"a":[{"x":1,"y":[2]},{"z":0}],"b":{"a":[{"q":1}]},"c":[1]}'),
    )
    expect([...outline!]).toEqual([
      ['a', ['x', 'y']],
      ['b', undefined],
      ['c', undefined],
    ])
    expect([...outlineJson('x.json', bytesOf('[{"model":1,"pk":2}]'))!]).toEqual([['[]', ['model', 'pk']]])
    expect(outlineJson('x.json', bytesOf('3'))).toBeUndefined()
  })
})

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (problem) {
    if (problem instanceof SyntaxError) return undefined
    throw problem
  }
}

/** A key given twice is our own strictness: JSON.parse takes the last. */
function parseOrKeyTwice(text: string): unknown {
  try {
    return parseJson('x.json', bytesOf(text))
  } catch (problem) {
    if (problem instanceof InputError && problem.expected.includes('each key once')) return JSON.parse(text)
    throw problem
  }
}

function* pathsOf(value: unknown, path: (string | number)[] = []): Generator<[(string | number)[], unknown]> {
  yield [path, value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value))
    yield* pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key])
}
