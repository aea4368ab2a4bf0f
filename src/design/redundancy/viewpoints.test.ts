import { expect, it } from 'vitest'
import { readNetwork } from '../../estate/index.ts'
import { redundancyOf } from './redundancy.ts'
import { reasonsOf } from './sentences.ts'

const read = (nodes: string) =>
  readNetwork('made.yaml', new TextEncoder().encode(`nodes: ${nodes}\nlinks: []\n`)).network

it('repair time, in-service upgrade and isolation of faults are told where the estate knows them, with how many', () => {
  const network = read(
    '[{ id: a, repair_hours: 4, in_service_upgrade: false }, { id: b, repair_hours: 8, isolates_faults: false }, { id: c }]',
  )
  const report = redundancyOf(network)
  expect(report.viewpoints).toEqual({
    repair: { known: 2, total: 3, worst: ['b'], hours_max: 8 },
    in_service_upgrade: { known: 1, total: 3, worst: ['a'] },
    fault_isolation: { known: 1, total: 3, worst: ['b'] },
  })
  const said = reasonsOf(network, report).filter(({ text }) => text.en.includes('of 3 nodes'))
  expect(said.map(({ objects }) => objects)).toEqual([['b'], ['a'], ['b']])
  // They inform, and decide nothing.
  expect(said.every(({ verdict }) => verdict === undefined)).toBe(true)
  expect(redundancyOf(read('[{ id: a }]')).viewpoints).toBeUndefined()
})
