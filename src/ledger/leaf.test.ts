import { assert as assertProperty, jsonValue, property, uint8Array, array, nat } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../platform/text.ts'
import { canonicalBytes, canonicalText } from './canonical.ts'
import {
  LEAF_FACT_BYTES_MAX,
  factFault,
  factTypeOf,
  isCanonical,
  leafInstant,
  leafOf,
  readLeaf,
} from './leaf.ts'

const AT = Date.parse('2026-11-22T13:45:00.123Z')
const FACT = {
  type: 'estate.site.added',
  by: 'person-1',
  objects: ['site-1'],
  body: { name: '東京', rank: 1.5 },
}

/** The definition: it parses, and serialising it anew gives the same bytes. */
function isCanonicalSlowly(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return canonicalText(JSON.parse(text) as Json) === text
  } catch {
    return false
  }
}

describe('leaves', () => {
  it('are RFC 8785 of { at, fact }', () => {
    const leaf = leafOf(AT, canonicalBytes(FACT))
    const whole = canonicalBytes({ fact: FACT, at: '2026-11-22T13:45:00.123Z' })
    expect(leaf.toString()).toBe(Buffer.from(whole).toString())
    expect(readLeaf(leaf)).toEqual({ at: AT, fact: FACT })
    expect(factTypeOf(canonicalBytes(FACT))).toBe('estate.site.added')
  })

  it('hold facts up to the size of an entry and not a byte more', () => {
    const padding = LEAF_FACT_BYTES_MAX - canonicalBytes({ ...FACT, body: { x: '' } }).length
    const largest = canonicalBytes({ ...FACT, body: { x: 'a'.repeat(padding) } })
    expect(factFault(largest)).toBeUndefined()
    expect(leafOf(AT, largest).length).toBe(65_535)
    const larger = canonicalBytes({ ...FACT, body: { x: 'a'.repeat(padding + 1) } })
    expect(factFault(larger)).toContain('at most')
    expect(() => leafOf(AT, larger)).toThrow(RangeError)
  })

  it('are refused when the frame is another', () => {
    const leaf = leafOf(AT, canonicalBytes(FACT)).toString()
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
    for (const text of wrong) expect(leafInstant(Buffer.from(text)), text).toBeUndefined()
    expect(readLeaf(Buffer.from(leaf.slice(0, -1)))).toHaveProperty('because')
    expect(readLeaf(Buffer.from(leaf.replace('1.5', '1.50')))).toHaveProperty('because')
    expect(readLeaf(Buffer.from(leaf.replace('"type"', '"typf"')))).toHaveProperty('because')
    expect(() => leafOf(Date.UTC(10_000, 0), canonicalBytes(FACT))).toThrow(/four-digit/)
  })
})

describe('the check for canonical bytes', () => {
  it('says what serialising anew says, for 1,000 values and 20,000 values spoiled in one byte', () => {
    const counts = { canonical: 0, spoiled: 0, stillCanonical: 0 }
    const spoil = array(uint8Array({ minLength: 2, maxLength: 2 }), { minLength: 20, maxLength: 20 })
    assertProperty(
      property(jsonValue({ maxDepth: 5, stringUnit: 'binary' }), spoil, nat(), (value, changes, seed) => {
        const bytes = canonicalBytes(value as Json)
        expect(isCanonical(bytes)).toBe(true)
        counts.canonical++
        for (const [where = 0, byte = 0] of changes) {
          const at = (where * 251 + seed) % bytes.length
          const spoiled = Buffer.from(bytes)
          // Half of the bytes are such as stand in JSON, which reach further into the check than random ones.
          spoiled[at] =
            byte < 128 ? (Buffer.from('{}[],:"\\ 0123456789-+.eEtrufalsn\u007f/b')[byte % 38] ?? 0) : byte
          expect(isCanonical(spoiled), spoiled.toString('latin1')).toBe(isCanonicalSlowly(spoiled))
          counts.spoiled++
          if (isCanonical(spoiled)) counts.stillCanonical++
        }
      }),
      { numRuns: 1000, seed: 8785 },
    )
    expect(counts.canonical).toBe(1000)
    expect(counts.spoiled).toBe(20_000)
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
    ]
    expect(right.filter((text) => !isCanonical(Buffer.from(text)))).toEqual([])
    expect(wrong.filter((text) => isCanonical(Buffer.from(text)))).toEqual([])
    expect(isCanonical(Buffer.from('22eda08022', 'hex'))).toBe(false)
    expect(isCanonical(Buffer.from('['.repeat(64) + ']'.repeat(64)))).toBe(true)
    expect(isCanonical(Buffer.from('['.repeat(65) + ']'.repeat(65)))).toBe(false)
    expect(isCanonical(Buffer.from('['.repeat(65_000)))).toBe(false)
  })
})
