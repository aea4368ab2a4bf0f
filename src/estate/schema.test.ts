import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workspaceCollections } from '../charter/composition.ts'
import '../modules.ts'
import { InputError } from '../platform/failure.ts'
import type { Json } from '../platform/text.ts'
import { readDocument } from './document.ts'
import { ESTATE_COLLECTIONS, ESTATE_SHAPES } from './estate-shape.ts'
import { anyNetwork } from './network.oracle.ts'
import { COLLECTIONS, ELEMENT_SHAPES } from './network-shape.ts'
import { networkFileSchema, workspaceDocumentSchema } from './schema.ts'
import type { Shape } from './shape.ts'

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false })

/** Whether a shape takes a value, and whether its schema does: they must agree. */
function bothOf(shape: Shape<unknown>): (value: unknown) => [boolean, boolean] {
  const validate = ajv.compile(shape.schema)
  return (value) => {
    const document = { ...readDocument('x.json', new TextEncoder().encode('{}')), value }
    try {
      shape.read(value, { document, path: [] })
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem
      return [false, validate(value)]
    }
    return [true, validate(value)]
  }
}

/** Values near the border of what is allowed. */
const nasty = fc.constantFrom<unknown>(
  null,
  '',
  'x',
  0,
  -1,
  1,
  1.5,
  1e30,
  true,
  [],
  {},
  ['x'],
  [1],
  [null],
  { x: 1 },
  { forward: 1 },
  { forward: 1, backward: 2 },
  'known',
  '2026-04-01',
  { ja: 'あ', en: 'a' },
  { longitude: 200, latitude: 0 },
)

describe('JSON Schema and reader', () => {
  const shapes: [string, Shape<unknown>][] = [
    ...COLLECTIONS.map((key): [string, Shape<unknown>] => [
      `network ${key}`,
      ELEMENT_SHAPES[key] as Shape<unknown>,
    ]),
    ...ESTATE_COLLECTIONS.map((key): [string, Shape<unknown>] => [
      `estate ${key}`,
      ESTATE_SHAPES[key] as Shape<unknown>,
    ]),
  ]

  /** A shape of several forms is tried in each of them. */
  const forms = shapes.flatMap(([name, shape]): [string, Shape<unknown>][] => {
    const several = shape.schema['anyOf'] as { [key: string]: Json }[] | undefined
    return several?.map((schema, at) => [`${name} (form ${at + 1})`, { ...shape, schema }]) ?? [[name, shape]]
  })

  it.each(forms)('agree on %s, 200 times', (_name, shape) => {
    const agree = bothOf(shape)
    const properties = shape.schema['properties'] as Record<string, { [key: string]: unknown }>
    // Which numbers a check digit allows no schema can say.
    const names = Object.keys(properties).filter((name) => name !== 'check_digit')
    const counted = { good: 0, bad: 0 }
    const valid = fc.record(Object.fromEntries(names.map((name) => [name, goodValue(properties[name]!)])), {
      requiredKeys: shape.schema['required'] as string[],
    })
    fc.assert(
      fc.property(
        valid,
        fc.constantFrom(...names, 'surplus', ''),
        nasty,
        fc.boolean(),
        (element, field, value, drop) => {
          const changed: Record<string, unknown> = { ...element }
          if (drop) delete changed[field]
          else if (field !== '') changed[field] = value
          const [read, fits] = agree(changed)
          expect([read, changed]).toEqual([fits, changed])
          counted[read ? 'good' : 'bad']++
        },
      ),
      { numRuns: 200 },
    )
    expect(counted.good).toBeGreaterThan(10)
    expect(counted.bad).toBeGreaterThan(10)
  })

  it('agree on whole networks (60)', () => {
    const validate = ajv.compile(networkFileSchema())
    let valid = 0
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(validate(JSON.parse(JSON.stringify(network))), ajv.errorsText(validate.errors)).toBe(true)
        valid++
      }),
      { numRuns: 60 },
    )
    expect(valid).toBe(60)
    expect(validate({})).toBe(false)
    expect(validate({ nodes: [], lniks: [] })).toBe(false)
  })

  // `npx vitest run src/estate/schema.test.ts -u` writes them anew after a shape has changed.
  it('stand committed as they follow from the shapes', async () => {
    await expect(asText(networkFileSchema())).toMatchFileSnapshot('./schema/network.schema.json')
    const added = workspaceCollections()
    expect(Object.keys(added)).toEqual(expect.arrayContaining(['attestations', 'waivers', 'rules']))
    await expect(asText(workspaceDocumentSchema(added))).toMatchFileSnapshot('./schema/workspace.schema.json')
    expect(ajv.compile(workspaceDocumentSchema())).toBeTypeOf('function')
  })
})

function asText(schema: object): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

/** A value that the schema of a field allows. */
function goodValue(schema: { [key: string]: unknown }): fc.Arbitrary<unknown> {
  if (schema['enum']) return fc.constantFrom(...(schema['enum'] as unknown[]))
  if (schema['anyOf']) return fc.oneof(...(schema['anyOf'] as { [key: string]: unknown }[]).map(goodValue))
  if (schema['oneOf']) return goodValue((schema['oneOf'] as { [key: string]: unknown }[])[0]!)
  const type = [schema['type']].flat()[0]
  if (schema['pattern'] !== undefined) {
    const examples = ['2026-04-01', '2026-04-01T09:00:00Z', 'known', 'a'.repeat(64), '18-26']
    return fc.constantFrom(...examples.filter((text) => new RegExp(schema['pattern'] as string).test(text)))
  }
  switch (type) {
    case 'string':
      return fc.constantFrom('a', '東京', 'Asia/Tokyo')
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.constantFrom(schema['maximum'] === 1 ? 0.5 : 1, 1)
    case 'array': {
      const size = Number(schema['minItems'] ?? 0)
      return fc.array(goodValue(schema['items'] as { [key: string]: unknown }), {
        minLength: size,
        maxLength: size + 2,
      })
    }
    default: {
      const properties = (schema['properties'] ?? {}) as Record<string, { [key: string]: unknown }>
      const required = (schema['required'] ?? []) as string[]
      return fc.record(Object.fromEntries(required.map((name) => [name, goodValue(properties[name]!)])))
    }
  }
}
