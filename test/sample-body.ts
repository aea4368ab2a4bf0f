import { z } from '@hono/zod-openapi'
import type { Route } from '../src/platform/http/route.ts'

type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  minItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

/** The route's path with parameters, and the query that it cannot do without, as far as their forms alone can say. */
export function samplePath(route: Route): string {
  const { params, query } = route.declaration.request ?? {}
  const given = valuesOf(params)
  const filled = route.path.replace(/\{([^}]+)\}/g, (_, name: string) => written(given[name]))
  const asked = Object.entries(valuesOf(query)).map(([name, value]) => [name, written(value)])
  return asked.length === 0 ? filled : `${filled}?${String(new URLSearchParams(asked))}`
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value)
}

function valuesOf(schema: unknown): Record<string, unknown> {
  if (!(schema instanceof z.ZodType)) return {}
  return sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema) as Record<
    string,
    unknown
  >
}

/** The smallest body that a route's schema takes, as far as its form alone can say; undefined where it takes none. */
export function sampleBody(route: Route): unknown {
  const content = (route.declaration.request?.body?.content ?? {}) as Record<string, { schema?: unknown }>
  const schema = content['application/json']?.schema
  if (!(schema instanceof z.ZodType)) return undefined
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
  return sample(json)
}

function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const one = (schema.anyOf ?? schema.oneOf)?.[0]
  if (one !== undefined) return sample(one)
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(sample))
  if (schema.type === 'object') {
    const names = schema.required ?? []
    return Object.fromEntries(names.map((name) => [name, sample(schema.properties?.[name] ?? {})]))
  }
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}))
  if (schema.type === 'number' || schema.type === 'integer') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  return sampleText(schema)
}

const WORDS = [
  'nothing',
  'p-nobody',
  'a'.repeat(64),
  '4.2.2',
  '2.1',
  new Date(Date.now() + 86_400_000).toISOString(),
  '2027-01-01',
  'someone@example.jp',
  'https://example.jp/',
  'YQ==',
  '0',
  'design',
  'reliability',
]

function sampleText({ pattern, format, minLength = 0 }: Schema): string {
  if (format === 'date-time') return WORDS[5]!
  const fits = pattern === undefined ? WORDS[0]! : WORDS.find((word) => new RegExp(pattern, 'u').test(word))
  return (fits ?? WORDS[0]!).padEnd(minLength, 'x')
}
