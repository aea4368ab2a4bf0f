import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { afterDifference, jsonDifference } from './json-difference.ts'

const element = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), value: fc.nat(2) })
const value = fc.record(
  {
    at: fc.nat(3),
    list: fc.array(element, { maxLength: 8 }),
    names: fc.array(fc.constantFrom('x', 'y', 'z', 'x1'), { maxLength: 6 }),
    inner: fc.record(
      { rows: fc.array(fc.array(fc.nat(2), { maxLength: 2 }), { maxLength: 4 }), name: fc.string() },
      { requiredKeys: [] },
    ),
    any: fc.jsonValue({ maxDepth: 3 }),
  },
  { requiredKeys: [] },
)
const travelled = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

it('makes of the one exactly the other, sent as JSON, whatever they are (2,000 pairs)', () => {
  const counted = { same: 0, different: 0 }
  fc.assert(
    fc.property(value, value, (before, after) => {
      const difference = jsonDifference(before, after)
      const sent = difference === undefined ? undefined : (travelled(difference) as typeof difference)
      expect(afterDifference(travelled(before), sent)).toEqual(travelled(after))
      expect(jsonDifference(before, structuredClone(before))).toBeUndefined()
      counted[difference === undefined ? 'same' : 'different'] += 1
    }),
    {
      numRuns: 2_000,
      examples: [
        [{ at: 1 }, { at: 1 }],
        [{ any: { toString: '' } }, { any: {} }],
        [{ any: {} }, { any: { valueOf: { a: 1 } } }],
        [{ any: JSON.parse('{"__proto__":{"a":1}}') as fc.JsonValue }, { any: {} }],
        [{ any: {} }, { any: JSON.parse('{"__proto__":{"a":1}}') as fc.JsonValue }],
        [
          {
            list: [
              { id: 'a', value: 0 },
              { id: 'b', value: 0 },
            ],
          },
          {
            list: [
              { id: 'b', value: 0 },
              { id: 'a', value: 1 },
            ],
          },
        ],
      ],
    },
  )
  expect(counted.same + counted.different).toBe(2_000)
  expect(Math.min(counted.same, counted.different)).toBeGreaterThan(0)
})

it('is as small as what changed, and leaves the rest the same objects', () => {
  const before = {
    at: 1,
    links: Array.from({ length: 1_000 }, (_none, at) => ({ id: `l${at}`, metric: 1 })),
    other: { a: 1 },
  }
  const links = before.links.map((link) => ({ ...link }))
  links[500] = { id: 'l500', metric: 7 }
  links.splice(10, 1)
  links.push({ id: 'new', metric: 1 })
  const after = { at: 2, links, other: { a: 1 } }
  const difference = jsonDifference(before, after)
  expect(difference).toEqual({
    fields: {
      at: { is: 2 },
      links: {
        splices: [
          [10, 1, []],
          [500, 1, [{ id: 'l500', metric: 7 }]],
          [1_000, 0, [{ id: 'new', metric: 1 }]],
        ],
      },
    },
  })
  const made = afterDifference(before, difference) as typeof before
  expect(made).toEqual(after)
  expect(made.other).toBe(before.other)
  expect(made.links[11]).toBe(before.links[12])
})

it('counts fields that are undefined as missing', () => {
  expect(jsonDifference({ a: 1, b: undefined }, { a: 1 })).toBeUndefined()
  expect(jsonDifference([{ id: 'a', b: undefined }], [{ id: 'a' }])).toBeUndefined()
  expect(jsonDifference({ a: 1 }, { a: undefined })).toEqual({ fields: { a: null } })
})

it.each([
  [5, { splices: [] }],
  [[1], { splices: [[1, 1, []]] }],
  [[1], { fields: {} }],
])('refuses what does not fit: %j', (before, difference) => {
  expect(() => afterDifference(before, difference as Parameters<typeof afterDifference>[1])).toThrow(
    RangeError,
  )
})
