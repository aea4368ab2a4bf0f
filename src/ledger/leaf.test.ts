import { array, assert as assertProperty, jsonValue, nat, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../platform/text.ts'
import { canonicalBytes, canonicalText } from './canonical.ts'
import {
  LEAF_FACT_BYTES_MAX,
  factFault,
  factTypeOf,
  isCanonical,
  isCanonicalWithin,
  isPlain,
  leafOf,
  readLeaf,
  unframed,
} from './leaf.ts'

const AT = Date.parse('2026-11-22T13:45:00.123Z')
const FACT = {
  type: 'estate.site.added',
  by: 'person-1',
  objects: ['site-1'],
  body: { name: '東京', rank: 1.5 },
}

/** The definition: it parses, and serialising it anew gives the same text. */
function isCanonicalSlowly(text: string): boolean {
  try {
    return canonicalText(JSON.parse(text) as Json) === text
  } catch {
    return false
  }
}

describe('leaves', () => {
  it('are RFC 8785 of { at, fact }', () => {
    const leaf = leafOf(AT, canonicalText(FACT))
    const whole = canonicalBytes({ fact: FACT, at: '2026-11-22T13:45:00.123Z' })
    expect(leaf.toString()).toBe(Buffer.from(whole).toString())
    expect(readLeaf(leaf)).toEqual({ at: AT, fact: FACT })
    expect(factTypeOf(canonicalText(FACT))).toBe('estate.site.added')
  })

  it('hold facts up to the size of an entry and not a byte more', () => {
    const padding = LEAF_FACT_BYTES_MAX - canonicalBytes({ ...FACT, body: { x: '' } }).length
    const largest = canonicalText({ ...FACT, body: { x: 'a'.repeat(padding) } })
    expect(factFault(largest)).toBeUndefined()
    expect(leafOf(AT, largest).length).toBe(65_535)
    const larger = canonicalText({ ...FACT, body: { x: 'a'.repeat(padding + 1) } })
    expect(factFault(larger)).toContain('at most')
    expect(() => leafOf(AT, larger)).toThrow(RangeError)
  })

  it('are refused when the frame is another', () => {
    const leaf = leafOf(AT, canonicalText(FACT)).toString()
    const wrong = [
      leaf.slice(1),
      ` ${leaf}`,
      leaf.replace('"at"', '"ax"'),
      leaf.replace('"fact"', '"fakt"'),
      leaf.replace('2026', '+026'),
      leaf.replace('-11-22', '-11-31'),
      leaf.replace('13:45', '25:45'),
      leaf.replace('.123Z', '.123z'),
      leaf.replace('.123Z', '+0900'),
      '{"at":"2026-11-22T13:45:00.123Z"}',
      '',
    ]
    for (const text of wrong) expect(unframed(text), text).toBeUndefined()
    expect(readLeaf(Buffer.from(leaf.slice(0, -1)))).toHaveProperty('because')
    expect(readLeaf(Buffer.from(leaf.replace('1.5', '1.50')))).toHaveProperty('because')
    expect(readLeaf(Buffer.from(leaf.replace('"type"', '"typf"')))).toHaveProperty('because')
    expect(() => leafOf(Date.UTC(10_000, 0), canonicalText(FACT))).toThrow(/four-digit/)
  })
})

const TELLING = ['日', '\ud800', '\udc00'].concat('{}[],:"\\ 0123456789-+.eEtrufalsn\u007f/b\u001f'.split(''))

describe('the check for canonical text', () => {
  it('says what serialising anew says, for 1,000 values and 20,000 values spoiled in one character', () => {
    const counts = { canonical: 0, spoiled: 0, within: 0, stillCanonical: 0 }
    const spoil = array(tuple(nat(), nat()), { minLength: 20, maxLength: 20 })
    assertProperty(
      property(jsonValue({ maxDepth: 5, stringUnit: 'binary' }), spoil, (value, changes) => {
        const text = canonicalText(value as Json)
        expect(isCanonical(text)).toBe(true)
        counts.canonical++
        for (const [where, what] of changes) {
          const at = where % text.length
          const spoiled =
            text.slice(0, at) + (TELLING[what % TELLING.length] ?? '') + text.slice(at + (what % 2))
          expect(isCanonical(spoiled), JSON.stringify(spoiled)).toBe(isCanonicalSlowly(spoiled))
          counts.spoiled++
          if (spoiled.isWellFormed()) {
            const lines = `"b\n${spoiled}\n"]}`
            const within = isCanonicalWithin(lines, 3, 3 + spoiled.length, isPlain(lines))
            expect(within, JSON.stringify(spoiled)).toBe(isCanonicalSlowly(spoiled))
            counts.within++
          }
          if (isCanonical(spoiled)) counts.stillCanonical++
        }
      }),
      { numRuns: 1000, seed: 8785 },
    )
    expect(counts.canonical).toBe(1000)
    expect(counts.spoiled).toBe(20_000)
    expect(counts.within).toBeGreaterThan(15_000)
    expect(counts.stillCanonical).toBeGreaterThan(1000)
  })

  it('knows the special cases', () => {
    const right = [
      '{}',
      '[]',
      '0',
      '-1',
      '1e+21',
      '1.5e-7',
      '"\\u0000\\u001f\\b\\"\\\\"',
      '{"\\n":1,"a":2}',
      '{"😀":1,"\ufb33":2}',
    ]
    const wrong = [
      '',
      ' {}',
      '{} ',
      '-0',
      '01',
      '1.0',
      '1E+21',
      '1e21',
      '.5',
      '5.',
      '-',
      '+1',
      'NaN',
      '1e+400',
      '"\\u000a"',
      '"\\u001F"',
      '"\\/"',
      '"\\u0041"',
      '"a',
      '{"b":1,"a":2}',
      '{"a":1,"a":2}',
      '{"a" :1}',
      '{a:1}',
      '[1,]',
      '[,1]',
      '[1 ,2]',
      '{"a":1,}',
      '{"\ufb33":1,"😀":2}',
      '"\t"',
      'tru',
      'nul',
      '\ufeff{}',
      '[1]2',
      '"\ud800"',
      '"a\\',
    ]
    expect(right.filter((text) => !isCanonical(text))).toEqual([])
    expect(wrong.filter((text) => isCanonical(text))).toEqual([])
    expect(isCanonical('['.repeat(64) + ']'.repeat(64))).toBe(true)
    expect(isCanonical('['.repeat(65) + ']'.repeat(65))).toBe(false)
    expect(isCanonical('['.repeat(65_000))).toBe(false)
  })
})
