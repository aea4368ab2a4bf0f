import { describe, expect, it } from 'vitest'
import { readNetwork } from '../../estate/index.ts'
import type { ServiceTree } from '../../estate/network.ts'
import { InputError } from '../../platform/failure.ts'
import { redundancyOf } from './redundancy.ts'
import { takesDown } from './takes-down.ts'

/** Two carriers, each with one line to one core; voice needs either of them, and the subscriber database. */
const TWO_CARRIERS = `
nodes: [{ id: carrier-a }, { id: carrier-b }, { id: core }, { id: hss }]
links:
  - { id: line-a, from: carrier-a, to: core }
  - { id: line-b, from: carrier-b, to: core }
  - { id: lan-1, from: core, to: hss }
  - { id: lan-2, from: core, to: hss }
services:
  - { id: way-a, from: [carrier-a], to: [core], part_only: true }
  - { id: way-b, from: [carrier-b], to: [core], part_only: true }
  - { id: database, from: [core], to: [hss] }
  - { id: voice, made_of: { all: [{ any: [way-a, way-b] }, database] } }
`

function read(text: string) {
  return readNetwork('made.yaml', new TextEncoder().encode(text)).network
}

describe('a service made of others', () => {
  it('is down when enough of them are', () => {
    const network = read(TWO_CARRIERS)
    const report = redundancyOf(network, { pairs: true })
    const voice = report.services.find(({ id }) => id === 'voice')!
    expect(voice.single_points.map(({ id }) => id)).toEqual(['core', 'hss'])
    expect(voice.minimal_pairs).toContainEqual(['line-a', 'line-b'])
    expect(voice.minimal_pairs).toContainEqual(['carrier-a', 'line-b'])
    expect(voice.minimal_pairs).toContainEqual(['lan-1', 'lan-2'])
    expect(takesDown(network, ['line-a']).services).toEqual([])
    expect(takesDown(network, ['line-a', 'line-b']).services.map(({ id }) => id)).toEqual(['voice'])
  })

  it('is unknown, not down, where it would rest on a part that cannot be judged', () => {
    // No file may declare such a part, but a network made elsewhere may hold one.
    const judged = (made_of: ServiceTree) => {
      const network = read(TWO_CARRIERS)
      const services = network.services.map((service) => {
        if (service.id === 'way-b') return { ...service, from: [], to: [] }
        return service.id === 'voice' ? { ...service, made_of } : service
      })
      return redundancyOf({ ...network, services }).services.find(({ id }) => id === 'voice')!
    }
    const voice = judged({ all: ['way-b', 'database'] })
    expect(voice.broken).toBeUndefined()
    expect(voice.single_points.map(({ id }) => id)).toEqual(['core', 'hss'])
    const open = judged({ any: ['way-b', 'way-a'] })
    expect(open).toMatchObject({ verdict: 'unknown', single_points: [] })
    expect(open.unproven!.map(({ text }) => text.en)).toEqual(['It cannot be judged: it names no endpoints.'])
  })

  it('is refused when it names what is not there, itself, or more than there are', () => {
    const refused = (made_of: string): string => {
      try {
        read(TWO_CARRIERS.replace('{ all: [{ any: [way-a, way-b] }, database] }', made_of))
      } catch (problem) {
        if (problem instanceof InputError) return problem.expected
        throw problem
      }
      return 'taken'
    }
    expect(refused('{ any: [way-a, way-c] }')).toMatch(/found "way-c".*did you mean "way-a"/)
    expect(refused('{ any: [voice, way-a] }')).toContain('not made of itself')
    expect(refused('{ at_least: 3, of: [way-a, way-b] }')).toContain('no more than of lists (2)')
    expect(refused('{ any: [] }')).toContain('expected')
    expect(refused('{ at_least: 2, of: [way-a, way-b, database] }')).toBe('taken')
  })
})
