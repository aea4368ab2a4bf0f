import { expect, it } from 'vitest'
import { fixedClock, systemClock } from './clock.ts'
import { randomIds, seededIds } from './ids.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

it('makes UUIDs of version 7 that begin with the time and never repeat', () => {
  const clock = fixedClock(Date.parse('2026-11-22T09:00:00.123Z'))
  const ids = randomIds(clock)
  const made = Array.from({ length: 10_000 }, () => ids.next())
  expect(made.filter((id) => !UUID_V7.test(id))).toEqual([])
  expect(new Set(made).size).toBe(10_000)
  expect(Number.parseInt(made[0]!.replace('-', '').slice(0, 12), 16)).toBe(clock.now())
  clock.advance(1)
  expect(ids.next() > made.toSorted().at(-1)!).toBe(true)
  expect(UUID_V7.test(randomIds(systemClock).next())).toBe(true)
})

const make = (seed: string) => {
  const ids = seededIds(seed, fixedClock(0))
  return [ids.next(), ids.next(), ids.next()]
}

it('repeats itself for the same seed and clock, and differs for another', () => {
  expect(make('demo')).toEqual(make('demo'))
  expect(new Set([...make('demo'), ...make('other')]).size).toBe(6)
  expect(make('demo').every((id) => UUID_V7.test(id))).toBe(true)
})
