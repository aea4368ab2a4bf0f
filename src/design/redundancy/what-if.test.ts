import { expect, it } from 'vitest'
import { emptyEstate } from '../../estate/estate.ts'
import { readNetworkFile } from '../../estate/network-file.ts'
import type { PlannedWork } from '../../charter/planned.ts'
import { loadAfter, serviceWithPairs, turnsOf } from './what-if.ts'

const network = readNetworkFile(
  'n.yaml',
  new TextEncoder().encode(`
nodes: [{ id: a }, { id: b }, { id: c }]
links:
  - { id: ab, from: a, to: b, capacity: 10 }
  - { id: bc, from: b, to: c, capacity: 10 }
  - { id: ac, from: a, to: c }
services: [{ id: s, from: [a], to: [c] }, { id: both, made_of: { all: [s] } }]
demands: [{ from: a, to: c, volume: 12 }, { from: a, to: b, volume: 3 }]
`),
)

it('says what is overloaded, beside the steady state; what is not known is said', () => {
  expect(loadAfter(network, ['ac'])).toEqual({
    known: true,
    unserved: 0,
    lost_at_endpoint: 0,
    unknown_capacity: 0,
    overloaded: [
      { id: 'ab', direction: 'forward', load: 15, capacity: 10, steady_load: 3 },
      { id: 'bc', direction: 'forward', load: 12, capacity: 10, steady_load: 0 },
    ],
  })
  expect(loadAfter(network, ['ab'])).toMatchObject({ known: true, unknown_capacity: 1 })
  expect(loadAfter({ ...network, demands: [] }, ['ab'])).toMatchObject({ known: false, overloaded: [] })
  expect(loadAfter(network, ['ac', 'bc'])).toMatchObject({ unserved: 12 })
})

it('gives the pairs of one service, and of one that is made of others; none of that id is undefined', () => {
  const pairs = (id: string) => serviceWithPairs(network, id, 0)?.minimal_pairs
  expect(pairs('s')).toEqual([
    ['b', 'ac'],
    ['ab', 'ac'],
    ['bc', 'ac'],
  ])
  expect(pairs('both')).toEqual(pairs('s'))
  expect(serviceWithPairs(network, 'none', 0)).toBeUndefined()
})

it('lists the instants at which the network is another, in order, each once, from now on', () => {
  const day = (date: string): number => Date.parse(`${date}T00:00:00Z`)
  const estate = {
    ...emptyEstate(),
    zone: 'UTC',
    nodes: [
      { id: 'a', rides_on: [], valid_from: '2026-01-01', valid_to: '2026-06-01' },
      { id: 'b', rides_on: [], valid_from: '2026-06-01' },
    ],
  } as unknown as Parameters<typeof turnsOf>[0]
  const work: PlannedWork = {
    id: 'w',
    title: { ja: '', en: '' },
    fromMs: day('2026-03-01'),
    untilMs: day('2026-06-01'),
    takes_down: ['a'],
    certain: true,
  }
  expect(turnsOf(estate, [work], day('2026-02-01'))).toEqual({
    turns: [day('2026-03-01'), day('2026-06-01')],
    cut: false,
  })
  const many = Array.from({ length: 500 }, (_, at) => ({ ...work, fromMs: day('2026-03-01') + at }))
  expect(turnsOf(estate, many, day('2026-02-01'))).toMatchObject({ cut: true, turns: { length: 400 } })
})
