import { Document, isMap, isSeq, visit } from 'yaml'
import type { Network, Service } from './network.ts'
import { COLLECTIONS } from './network-shape.ts'

/** From this many elements on a file is written as JSON, which reads some fifty times faster than YAML. */
const YAML_ELEMENTS_MAX = 5_000

export type Written = { syntax: 'yaml' | 'json'; text: string }

/**
 * A network as kensho's own network file, an element a line, without what are defaults anyway. Reading it again gives
 * the same network.
 */
export function writeNetwork(network: Network): Written {
  return writeCollections(plainNetwork(network))
}

/** Collections and single values as YAML, or as JSON when there are many elements. */
export function writeCollections(content: Record<string, unknown>): Written {
  const elements = Object.values(content).reduce<number>(
    (sum, list) => sum + (Array.isArray(list) ? list.length : 0),
    0,
  )
  return elements > YAML_ELEMENTS_MAX
    ? { syntax: 'json', text: asJson(content) }
    : { syntax: 'yaml', text: asYaml(content) }
}

/** Collections as they are written: without empty ones and without what are defaults anyway. */
export function plainNetwork(network: Network): Record<string, unknown> {
  const plain: Record<string, unknown> = network.name === undefined ? {} : { name: network.name }
  for (const key of COLLECTIONS) {
    const list = network[key]
    // A file without any collection would be no network file.
    if (list.length > 0 || key === 'nodes')
      plain[key] = list.map((element) => withoutDefaults(asWritten(element)))
  }
  return plain
}

/** A tolerated risk with its terms is written as one thing; a maximum that is counted from ranges, by them alone. */
function asWritten(element: object): object {
  if ('ranges' in element && element.ranges !== undefined) return { ...element, maximum: undefined }
  if (!('tolerances' in element)) return element
  const { tolerances, ...service } = element as Service
  const terms = new Map(tolerances?.map((one) => [one.risk, one]))
  return { ...service, tolerate: service.tolerate.map((risk) => terms.get(risk) ?? risk) }
}

const DEFAULTS: Record<string, unknown> = { directed: false, metric: 1, any_from: false, any_to: false }

/** Fields that say nothing beyond their default; a capacity that is the same both ways becomes one number. */
function withoutDefaults(element: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(element)) {
    if (value === undefined || (field in DEFAULTS && value === DEFAULTS[field])) continue
    if (Array.isArray(value) && value.length === 0 && field !== 'touches') continue
    kept[field] = field === 'capacity' ? oneNumber(value) : value
  }
  return kept
}

function oneNumber(capacity: unknown): unknown {
  const { forward, backward, ...others } = capacity as Record<string, unknown>
  return forward !== undefined && forward === backward && Object.keys(others).length === 0
    ? forward
    : capacity
}

function asJson(content: Record<string, unknown>): string {
  const parts = Object.entries(content).map(([key, value]) => {
    const body =
      Array.isArray(value) && value.length > 0
        ? `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`
        : JSON.stringify(value)
    return `${JSON.stringify(key)}: ${body}`
  })
  return `{\n${parts.join(',\n')}\n}\n`
}

function asYaml(content: Record<string, unknown>): string {
  const document = new Document(content, { aliasDuplicateObjects: false })
  visit(document, {
    Seq: (_key, list, path) => {
      // Elements of the collections stand one a line; the collections themselves do not.
      if (path.length <= 3) for (const item of list.items) if (isMap(item) || isSeq(item)) item.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}
