import { readBounded, readDocument, type Document } from '../estate/document.ts'
import type { Network } from '../estate/network.ts'
import { checkNetwork } from '../estate/network-check.ts'
import { COLLECTIONS, ELEMENT_SHAPES } from '../estate/network-shape.ts'
import {
  defaulted,
  fail,
  id,
  isMapping,
  listOf,
  mismatch,
  optional,
  record,
  required,
  text,
  type Infer,
  type Shape,
} from '../estate/shape.ts'
import { emptyNetwork } from '../estate/network.ts'
import { nearest } from '../estate/nearest.ts'
import { withAdded } from './addition.ts'
import type { Change } from './gate.ts'
import { instant, msOf } from './instant.ts'

const LIST_MAX = 100_000

/** A part of a network: the same collections, whose references may lead to what is there already. */
const addition: Shape<Network> = {
  expects: `a part of a network (a mapping of ${COLLECTIONS.join(', ')})`,
  schema: { type: 'object' },
  read: (value, reading) => {
    const network = emptyNetwork()
    if (!isMapping(value)) return mismatch(reading, `a mapping of ${COLLECTIONS.join(', ')}`, value)
    for (const key of Object.keys(value)) {
      const collection = COLLECTIONS.find((known) => known === key)
      reading.path.push(key)
      if (collection === undefined) fail(reading, `expected one of ${COLLECTIONS.join(', ')}, found ${key}`)
      const list = listOf(ELEMENT_SHAPES[collection] as Shape<unknown>).read(value[key], reading)
      ;(network[collection] as unknown[]).push(...list)
      reading.path.pop()
    }
    return network
  },
}

const changeShape = record('a change', {
  id: required(id, 'What the change is called.'),
  requester: required(id, 'Person who asks for it, by pseudonymous id.'),
  digest: required(text(500), 'Digest of exactly what will be done.'),
  from: required(instant, 'Begin of the window.'),
  until: required(instant, 'End of the window (half-open).'),
  takes_down: required(listOf(id, { max: LIST_MAX }), 'What is out of work during the window.'),
  restores: defaulted(listOf(id, { max: LIST_MAX }), () => [], 'What works again from its begin on.'),
  adds: optional(addition, 'What is there from its begin on, as a part of a network.'),
})

export type ChangeDocument = { document: Document; read: Infer<typeof changeShape> }

/** Reads a change (YAML or JSON). InputError with file and place for the first thing that is wrong. */
export async function readChangeDocument(path: string, shown: string): Promise<ChangeDocument> {
  return changeDocument(readDocument(shown, await readBounded(path, shown)))
}

export function changeDocument(document: Document): ChangeDocument {
  return { document, read: changeShape.read(document.value, { document, path: [] }) }
}

/** The change with its window as instants; dates are read in the zone of the operator. */
export function changeOf({ document, read }: ChangeDocument, zone: string | undefined): Change {
  const { from, until, adds, ...kept } = read
  const at = (field: 'from' | 'until', written: string): number =>
    msOf(written, zone) ??
    fail(
      { document, path: [field] },
      `expected an instant with its offset, or an operator with a zone, found ${written}`,
    )
  const fromMs = at('from', from)
  const untilMs = at('until', until)
  if (untilMs <= fromMs)
    fail({ document, path: ['until'] }, `expected an instant after from (${from}), found ${until}`)
  return { ...kept, fromMs, untilMs, ...(adds !== undefined && { adds }) }
}

/**
 * Refuses ids that none of the networks over the window hold, and an addition that does not fit onto them. Without any
 * network nothing can be named.
 */
export function checkAgainst(source: ChangeDocument, networks: readonly Network[]): void {
  const { document, read } = source
  const { adds } = read
  const known = new Set(networks.flatMap((network) => [...idsOf(network)]))
  if (adds !== undefined) {
    for (const network of networks) checkAddition(document, network, adds)
    for (const added of idsOf(adds)) known.add(added)
  }
  for (const field of ['takes_down', 'restores'] as const)
    for (const [index, named] of read[field].entries()) {
      if (known.has(named)) continue
      const meant = nearest(named, known)
      const advice = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`
      fail(
        { document, path: [field, index] },
        `expected the id of a node, link, risk or group of the network, found ${JSON.stringify(named)}, which it does not hold during the window${advice}`,
      )
    }
}

function* idsOf({ nodes, links, risks, groups }: Network): Generator<string> {
  for (const list of [nodes, links, risks, groups]) for (const element of list) yield element.id
}

function checkAddition(document: Document, network: Network, adds: Network): void {
  const place = (collection: string, index: number): (string | number)[] => {
    const before = (network[collection as (typeof COLLECTIONS)[number]] as unknown[]).length
    return index < before ? [] : ['adds', collection, index - before]
  }
  checkNetwork(
    withAdded(network, adds),
    (collection, index, path, message) => {
      const own = place(collection, index)
      return fail({ document, path: own.length === 0 ? ['adds'] : [...own, ...path] }, message)
    },
    (collection, index) => (place(collection, index).length === 0 ? 'the network' : 'this change'),
  )
}
