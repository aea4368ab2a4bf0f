import { expect, it } from 'vitest'
import { standingSince } from './standing-since.ts'
import type { Conformance } from './verdict.ts'

/** A charter whose name turns at each of some instants. */
const turning =
  (...turnsMs: number[]) =>
  (atMs: number): Conformance => ({
    charter: String(turnsMs.filter((ms) => ms <= atMs).length),
    at: String(atMs),
    verdict: 'unknown',
    clauses: [],
  })

it('is the head where nothing has turned since, else the instant of the turn, whenever asked', () => {
  expect(standingSince(turning(), 1000, 9_000_000)).toBe(1000)
  expect(standingSince(turning(500), 1000, 9_000_000)).toBe(1000)
  for (const nowMs of [5000, 5001, 77_777, 9_000_000])
    expect(standingSince(turning(5000), 1000, nowMs)).toBe(5000)
  for (const nowMs of [8000, 9_000_000]) expect(standingSince(turning(5000, 8000), 1000, nowMs)).toBe(8000)
  expect(standingSince(turning(5000, 8000), 1000, 7000)).toBe(5000)
  expect(standingSince(turning(), 1000, 1000)).toBe(1000)
  expect(standingSince(turning(), 2000, 1000)).toBe(1000)
})
