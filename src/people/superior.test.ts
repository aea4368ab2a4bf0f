import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { closesCircle, isAbove, type Superior } from './superior.ts'

const line = (person: string, superior: string, fromMs = 0, untilMs?: number): Superior => ({
  person,
  superior,
  fromMs,
  ...(untilMs !== undefined && { untilMs }),
})

it('reaches through others, for the time that each line holds, and nobody is above himself', () => {
  const lines = [line('c', 'b', 0, 10), line('b', 'a', 5)]
  expect([0, 4, 5, 9, 10].map((atMs) => isAbove(lines, 'a', 'c', atMs))).toEqual([
    false,
    false,
    true,
    true,
    false,
  ])
  expect(isAbove(lines, 'c', 'a', 5)).toBe(false)
  expect(isAbove([line('a', 'b'), line('b', 'a')], 'a', 'a', 0)).toBe(false)
  expect(isAbove(lines, ' Ａ', 'C', 5)).toBe(true)
})

it('sees the circle that a line would close, at whatever time, and no other', () => {
  const lines = [line('c', 'b', 0, 10), line('b', 'a', 5, 20)]
  expect(closesCircle(lines, line('a', 'c', 0))).toBe(true)
  expect(closesCircle(lines, line('a', 'c', 0, 5))).toBe(false)
  expect(closesCircle(lines, line('a', 'c', 10))).toBe(false)
  expect(closesCircle(lines, line('a', 'c', 9, 10))).toBe(true)
  expect(closesCircle(lines, line('d', 'D'))).toBe(true)
})

it('keeps whole organisations free of circles at each instant (random lines)', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const anyLine = fc.record({
    person: fc.constantFrom(...ids),
    superior: fc.constantFrom(...ids),
    fromMs: fc.integer({ min: 0, max: 8 }),
    lasts: fc.integer({ min: 1, max: 6 }),
  })
  let [taken, refused] = [0, 0]
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 14 }), (wanted) => {
      const standing: Superior[] = []
      for (const { person, superior, fromMs, lasts } of wanted) {
        const added = line(person, superior, fromMs, fromMs + lasts)
        if (closesCircle(standing, added)) {
          refused += 1
          // It was right to refuse: with it somebody would be above somebody who is above him.
          const both = [...standing, added]
          const circle = Array.from({ length: 15 }, (_, atMs) => atMs).some(
            (atMs) =>
              person === superior ||
              (isAbove(both, superior, person, atMs) && isAbove(both, person, superior, atMs)),
          )
          expect(circle).toBe(true)
        } else {
          taken += 1
          standing.push(added)
        }
      }
      for (let atMs = 0; atMs < 15; atMs += 1)
        for (const one of ids)
          for (const other of ids)
            expect(isAbove(standing, one, other, atMs) && isAbove(standing, other, one, atMs)).toBe(false)
    }),
    { numRuns: 300 },
  )
  expect(taken).toBeGreaterThan(500)
  expect(refused).toBeGreaterThan(200)
})
