import canonicalize from 'canonicalize'
import { assert as assertProperty, double, jsonValue, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../platform/text.ts'
import { CANONICAL_DEPTH_MAX, canonicalBytes, canonicalText, NotCanonicalError } from './canonical.ts'

/** IEEE 754 bit patterns and how RFC 8785 appendix B prints them. */
const NUMBERS: [bits: string, text: string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

const REFUSED: [what: string, value: unknown, path: string][] = [
  ['NaN', { a: [Number.NaN] }, '/a/0'],
  ['Infinity', Number.POSITIVE_INFINITY, ''],
  ['minus infinity', [Number.NEGATIVE_INFINITY], '/0'],
  ['a lone high surrogate', { text: 'a\ud800' }, '/text'],
  ['a lone low surrogate', ['\udc00b'], '/0'],
  ['swapped surrogates', ['\udc00\ud800'], '/0'],
  ['a lone surrogate in a name', { 'x\ud83d': 1 }, '/x\ud83d'],
  ['undefined in an array', [1, undefined], '/1'],
  ['a hole in an array', Array(1), '/0'],
  ['undefined alone', undefined, ''],
  ['a bigint', { n: 1n }, '/n'],
  ['a function', { 'a/b': () => 1 }, '/a~1b'],
  ['a symbol', [Symbol('s')], '/0'],
  ['a Date', { at: new Date(0) }, '/at'],
  ['a Map', [new Map()], '/0'],
  ['bytes', { 'a~b': new Uint8Array(2) }, '/a~0b'],
]

function numberOfBits(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE()
}

function nested(levels: number): Json {
  let value: Json = 0
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { in: value }
  return value
}

describe('canonical bytes', () => {
  it(`prints the ${NUMBERS.length} numbers of RFC 8785 appendix B`, () => {
    const printed = NUMBERS.map(([bits]) => [bits, canonicalText(numberOfBits(bits))])
    expect(printed).toEqual(NUMBERS)
  })

  it('sorts names by UTF-16 code units, not by code points', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonicalText(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('escapes only what must be escaped', () => {
    expect(canonicalText('\u0000\b\t\n\f\r"\\/\u001f\u007f\u2028é日')).toBe(
      '"\\u0000\\b\\t\\n\\f\\r\\"\\\\/\\u001f\u007f\u2028é日"',
    )
  })

  it('writes UTF-8 bytes', () => {
    const hex = Buffer.from(canonicalBytes({ 回: '線😀' })).toString('hex')
    expect(hex).toBe('7b22e59b9e223a22e7b79af09f9880227d')
  })

  it('keeps a member named __proto__ and leaves out undefined members', () => {
    expect(canonicalText(JSON.parse('{"b":1,"__proto__":{"a":2}}') as Json)).toBe(
      '{"__proto__":{"a":2},"b":1}',
    )
    expect(canonicalText({ b: 1, a: undefined } as unknown as Json)).toBe('{"b":1}')
    expect(canonicalText({})).toBe('{}')
  })

  it(`refuses ${REFUSED.length} kinds of values that are not JSON and says where`, () => {
    for (const [what, value, path] of REFUSED) {
      let refusal: unknown
      try {
        canonicalBytes(value as Json)
      } catch (error) {
        refusal = error
      }
      expect(refusal, what).toBeInstanceOf(NotCanonicalError)
      expect((refusal as NotCanonicalError).path, what).toBe(path)
    }
  })

  it('bounds depth, and so refuses cycles', () => {
    expect(canonicalText(nested(CANONICAL_DEPTH_MAX)).length).toBeGreaterThan(CANONICAL_DEPTH_MAX)
    expect(() => canonicalText(nested(CANONICAL_DEPTH_MAX + 1))).toThrow(/at most 64 levels/)
    const cycle: { [key: string]: Json } = {}
    cycle['again'] = cycle
    expect(() => canonicalText(cycle)).toThrow(NotCanonicalError)
  })

  it('agrees with npm canonicalize on 2,000 generated values and 5,000 doubles, and survives a round trip', () => {
    let valuesChecked = 0
    const json = jsonValue({ maxDepth: 6, stringUnit: 'binary' })
    assertProperty(
      property(json, (value) => {
        const text = canonicalText(value as Json)
        expect(text).toBe(canonicalize(value))
        expect(canonicalText(JSON.parse(text) as Json)).toBe(text)
        valuesChecked++
      }),
      { numRuns: 2000, seed: 8785 },
    )
    let doublesChecked = 0
    assertProperty(
      property(double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value))
        expect(Object.is(Number(canonicalText(value)), value === 0 ? 0 : value)).toBe(true)
        doublesChecked++
      }),
      { numRuns: 5000, seed: 8785 },
    )
    expect([valuesChecked, doublesChecked]).toEqual([2000, 5000])
  })
})
