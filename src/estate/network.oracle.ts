import * as fc from 'fast-check'
import type { Network } from './network.ts'

/** Random networks that are valid: with parallel links, self loops, risks over risks, nested groups, odd ids. */

const oddId = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/),
  fc.nat(99).map(String),
  fc.constantFrom(
    '007',
    '1.10',
    'true',
    'null',
    '~',
    'a: b',
    '- x',
    '# no',
    'ノード',
    'é́',
    '"',
    "'",
    '{',
    'yes',
    '1e3',
    ' lead',
    '😀',
  ),
)

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    '東京',
    'null',
    '0',
    '[x',
    'a: b',
    '# x',
    ' y ',
    'two\nlines',
    '\ttab',
    '"',
    "'",
    '🗼',
    '\u0085',
    '\uFEFF',
    '%',
    '@',
    '|',
    '>',
    '- ',
    '? ',
    '!x',
    '&x',
    '*x',
  ),
)
const amount = fc.oneof(
  fc.nat(100_000),
  fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
)

const some = <T>(list: readonly T[], max = 4): fc.Arbitrary<T[]> =>
  list.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...list), { maxLength: max })

const optional = <K extends string, T>(key: K, value: fc.Arbitrary<T>): fc.Arbitrary<Partial<Record<K, T>>> =>
  fc
    .option(value, { nil: undefined })
    .map((given) => (given === undefined ? {} : { [key]: given }) as Partial<Record<K, T>>)

const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object)

export const anyNetwork: fc.Arbitrary<Network> = fc
  .uniqueArray(oddId, { minLength: 2, maxLength: 16 })
  .chain((ids) => fc.tuple(fc.constant(ids), fc.nat(ids.length - 1), fc.nat(3), fc.nat(3)))
  .chain(([ids, nodeCount, riskCount, groupCount]) => {
    const nodes = ids.slice(0, nodeCount + 1)
    const risks = ids.slice(nodes.length, nodes.length + riskCount)
    const groups = ids.slice(nodes.length + risks.length, nodes.length + risks.length + groupCount)
    const links = ids.slice(nodes.length + risks.length + groups.length)
    const ridden = [...risks, ...groups]
    const anyNode = fc.constantFrom(...nodes)
    const parts = {
      nodes: fc.tuple(...nodes.map((id) => nodeOf(id, risks))),
      risks: fc.tuple(...risks.map((id, index) => riskOf(id, risks.slice(0, index)))),
      // Groups have only nodes and earlier groups as members, and nodes ride on risks: nothing runs in a circle.
      groups: fc.tuple(...groups.map((id, index) => groupOf(id, [...nodes, ...groups.slice(0, index)]))),
      links: fc.tuple(...links.map((id) => linkOf(id, anyNode, ridden))),
      services: fc
        .array(serviceOf(nodes, risks, [...nodes, ...groups]), { maxLength: 3 })
        .map(numbered('service')),
      demands: fc.array(demandOf(anyNode), { maxLength: 3 }),
      pools: fc.array(poolOf([...nodes, ...links]), { maxLength: 2 }).map(numbered('pool')),
      resources: fc.array(resourceOf(ids), { maxLength: 2 }).map(numbered('resource')),
      procedures: fc.array(procedureOf(nodes), { maxLength: 2 }).map(numbered('procedure')),
      findings: fc.array(
        fc.record({ place: text, text: fc.record({ ja: text, en: text }), touches: some(ids) }),
        { maxLength: 2 },
      ),
    }
    return fc
      .tuple(fc.record(parts), optional('name', text))
      .map(([network, name]) => ({ ...name, ...network }) as unknown as Network)
  })

const days = fc.nat(400)
const date = fc.constantFrom('2026-04-01', '2027-12-31', '2028-02-29')

function resourceOf(ids: string[]): fc.Arbitrary<object> {
  return merged(
    fc.record({
      unit: text,
      maximum: amount.map((value) => value + 1),
      reserve: fc.constantFrom(0, 0.5, 1),
      buffer_days: days,
      approval_days: days,
      deadlines: fc.uniqueArray(date),
      outages: fc.constant([]),
      steps: fc.array(fc.record({ date, amount }), { maxLength: 2 }),
      orders: fc.constant([]),
      takes_over: fc.constant([]),
    }),
    optional('of', fc.constantFrom(...ids)),
    optional('kind', text),
    optional('lead_time_days', days),
    optional('ceiling', amount),
  )
}

function procedureOf(nodes: string[]): fc.Arbitrary<object> {
  const perNode = fc.dictionary(fc.constantFrom(...nodes), amount, { noNullPrototype: true })
  return fc.record({
    servers: perNode,
    sessions: perNode,
    base_per_s: amount,
    per_session: amount,
    spread_s: days,
    timeout_s: days.map((value) => value + 1),
    retry_s: days.map((value) => value + 1),
    drained_within_s: days,
  })
}

function numbered(noun: string) {
  return (elements: object[]): object[] =>
    elements.map((element, index) => ({ id: `${noun}-${index}`, ...element }))
}

function nodeOf(id: string, risks: string[]): fc.Arbitrary<object> {
  return merged(
    fc.record({ id: fc.constant(id), rides_on: some(risks) }),
    optional('name', text),
    optional('site', text),
    optional('product', text),
    optional('zone', text),
    optional('capacity', fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), amount, { maxKeys: 3 })),
    optional(
      'position',
      fc.record({
        longitude: fc.integer({ min: -180, max: 180 }),
        latitude: fc.integer({ min: -90, max: 90 }),
      }),
    ),
    optional('beyond_boundary', fc.boolean()),
  )
}

function riskOf(id: string, earlier: string[]): fc.Arbitrary<object> {
  return merged(
    fc.record({
      id: fc.constant(id),
      kind: fc.constantFrom('site', 'duct', 'power', '電源'),
      rides_on: some(earlier),
    }),
    optional('name', text),
  )
}

function groupOf(id: string, members: string[]): fc.Arbitrary<object> {
  return fc.uniqueArray(fc.constantFrom(...members), { minLength: 1, maxLength: 4 }).chain((chosen) =>
    merged(
      fc.record({
        id: fc.constant(id),
        members: fc.constant(chosen),
        needs: fc.integer({ min: 1, max: chosen.length }),
      }),
      optional('tested_at', fc.constantFrom('2026-04-01', '2026-04-01T09:00:00Z')),
    ),
  )
}

function linkOf(id: string, node: fc.Arbitrary<string>, ridden: string[]): fc.Arbitrary<object> {
  return merged(
    fc.record({
      id: fc.constant(id),
      from: node,
      to: node,
      directed: fc.boolean(),
      metric: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1000 })),
      rides_on: some(ridden),
    }),
    optional(
      'capacity',
      fc.oneof(
        fc.record({ forward: amount, backward: amount }),
        amount.map((both) => ({ forward: both, backward: both })),
      ),
    ),
    optional('length_km', fc.nat(9000)),
    optional('route', fc.constantFrom('known', 'unknown')),
  )
}

function serviceOf(nodes: string[], risks: string[], needed: string[]): fc.Arbitrary<object> {
  const ends = fc.uniqueArray(fc.constantFrom(...nodes), { minLength: 1, maxLength: 3 })
  return fc.record({
    from: ends,
    to: ends,
    any_from: fc.boolean(),
    any_to: fc.boolean(),
    tolerate: some(risks),
    needs: some(needed),
  })
}

function demandOf(node: fc.Arbitrary<string>): fc.Arbitrary<object> {
  const profile = fc
    .tuple(fc.constantFrom(24, 168), fc.nat(99))
    .map(([hours, seed]) => Array.from({ length: hours }, (_, hour) => (hour * seed) % 7))
  return merged(fc.record({ from: node, to: node, volume: amount }), optional('profile', profile))
}

function poolOf(members: string[]): fc.Arbitrary<object> {
  return fc.record({
    members: fc.uniqueArray(fc.constantFrom(...members), { minLength: 1, maxLength: 3 }),
    capacity: amount,
    unit: fc.constant('Mbps'),
  })
}
