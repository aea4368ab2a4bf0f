import { expect, it } from 'vitest'
import type { PersonLine, SuperiorLine } from './people-query.ts'
import { chartOf, type Branch } from './tree.ts'

const AT = '2026-11-23T00:00:00.000Z'
const BEFORE = '2026-01-01T00:00:00.000Z'

const person = (id: string, until?: string): PersonLine => ({
  id,
  name: { ja: id, en: id },
  kind: 'employee',
  from: BEFORE,
  ...(until !== undefined && { until }),
})
const over = (superior: string, below: string, until?: string): SuperiorLine => ({
  id: `${superior}>${below}`,
  person: person(below),
  superior: person(superior),
  from: BEFORE,
  ...(until !== undefined && { until }),
})
const drawn = (branches: readonly Branch[]): string =>
  branches
    .map(
      ({ person: { id }, again, below }) =>
        `${id}${again ? '*' : ''}${below.length > 0 ? `(${drawn(below)})` : ''}`,
    )
    .join(' ')

it('draws who is above whom now, without those who have left and lines that have ended', () => {
  const persons = [person('a'), person('b'), person('c'), person('gone', AT), person('d')]
  const lines = [over('a', 'b'), over('b', 'c'), over('gone', 'd'), over('a', 'd', AT)]
  expect(drawn(chartOf(persons, lines, AT))).toBe('a(b(c)) d')
})

it('shows under each superior who has two, with those below once, and never runs in a circle', () => {
  const persons = ['a', 'b', 'c', 'd'].map((id) => person(id))
  expect(drawn(chartOf(persons, [over('a', 'c'), over('b', 'c'), over('c', 'd')], AT))).toBe('a(c(d)) b(c*)')
  expect(drawn(chartOf(persons, [over('a', 'b'), over('b', 'a'), over('c', 'd')], AT))).toBe('c(d) a(b(a*))')
})
