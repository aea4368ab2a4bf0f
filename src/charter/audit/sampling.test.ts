import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { asListed } from './population.ts'
import { attributeSize, chanceOfAtMost, sampleOf, upperLimit } from './sampling.ts'

const ITEMS = Array.from({ length: 500 }, (_, at) => String(1000 + at))

describe('a sample', () => {
  it('is gone through as its population is listed, not as it was drawn', () => {
    expect(asListed(['120', '7', '33'], 'facts')).toEqual(['7', '33', '120'])
    expect(asListed(['2026-10-02', '2025-12-31', '2026-01-09'], 'days')).toEqual([
      '2025-12-31',
      '2026-01-09',
      '2026-10-02',
    ])
  })

  it('is the published vectors', () => {
    expect(sampleOf(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'], '2.1.control', 'seed', 4)).toEqual(
      VECTOR,
    )
  })

  it('is drawn again by sha256sum and sort alone', () => {
    const script = `for item in ${ITEMS.slice(0, 60).join(' ')}; do
      printf '%s %s\\n' "$(printf '%s\\n%s\\n%s' abc 4.4.attested $item | sha256sum | cut -c1-64)" $item
    done | LC_ALL=C sort | head -7 | cut -d' ' -f2`
    const drawn = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n')
    expect(drawn).toHaveLength(7)
    expect(sampleOf(ITEMS.slice(0, 60), '4.4.attested', 'abc', 7)).toEqual(drawn)
  })

  it('grows without exchanging anything, whatever the order of the population, and another seed gives another', () => {
    const twenty = sampleOf(ITEMS, 'c', 'abc', 20)
    expect(sampleOf(ITEMS.toReversed(), 'c', 'abc', 45).slice(0, 20)).toEqual(twenty)
    expect(new Set(twenty).size).toBe(20)
    expect(sampleOf(ITEMS, 'c', 'abd', 20)).not.toEqual(twenty)
    expect(sampleOf(ITEMS, 'd', 'abc', 20)).not.toEqual(twenty)
    expect(sampleOf(ITEMS.slice(0, 3), 'c', 'abc', 20)).toHaveLength(3)
  })

  it('draws every item about equally often', () => {
    const drawn = new Map(ITEMS.slice(0, 20).map((item) => [item, 0]))
    for (let seed = 0; seed < 4000; seed += 1)
      for (const item of sampleOf(ITEMS.slice(0, 20), 'c', String(seed), 5))
        drawn.set(item, drawn.get(item)! + 1)
    // 1,000 expected each, standard deviation below 28.
    for (const count of drawn.values()) expect(Math.abs(count - 1000)).toBeLessThan(140)
  })
})

describe('the size of an attribute sample', () => {
  it.each([
    // Published tables for large populations: confidence, tolerable percent, expected deviations, size.
    [95, 5, 0, 59],
    [95, 10, 0, 29],
    [90, 10, 0, 22],
    [90, 5, 0, 45],
    [95, 5, 1, 93],
    [90, 10, 1, 38],
  ])('is that of the tables at %d%%, %d%%, %d expected: %d', (confidence, tolerable, expected, size) => {
    const exact = attributeSize(10_000_000, { confidence, tolerable, expected })
    expect(Math.abs(exact - size)).toBeLessThanOrEqual(1)
  })

  it('is the least that suffices, exactly, in small populations', () => {
    let checked = 0
    for (const population of [1, 2, 5, 12, 40, 133])
      for (const tolerable of [1, 5, 10, 25])
        for (const expected of [0, 1]) {
          const size = attributeSize(population, { confidence: 90, tolerable, expected })
          const deviating = Math.floor((population * tolerable) / 100) + 1
          checked += 1
          expect(size).toBeLessThanOrEqual(population)
          if (size === population) continue
          expect(chanceOfAtMost(expected, { population, deviating, size })).toBeLessThanOrEqual(0.1)
          expect(chanceOfAtMost(expected, { population, deviating, size: size - 1 })).toBeGreaterThan(0.1)
        }
    expect(checked).toBe(48)
  })

  it('the chance is that of counting every possible sample', () => {
    // 6 items of which 2 deviate, samples of 3: 4 of the 20 hold none, 16 at most one.
    expect(chanceOfAtMost(0, { population: 6, deviating: 2, size: 3 })).toBeCloseTo(4 / 20, 12)
    expect(chanceOfAtMost(1, { population: 6, deviating: 2, size: 3 })).toBeCloseTo(16 / 20, 12)
    expect(chanceOfAtMost(0, { population: 5, deviating: 5, size: 1 })).toBe(0)
  })

  it('a limit above what was found, and none where everything was looked at', () => {
    expect(upperLimit(100, 100, 3, 95)).toBe(3)
    expect(upperLimit(1_000_000, 59, 0, 95)).toBeLessThanOrEqual(50_000)
    expect(upperLimit(1_000_000, 58, 0, 95)).toBeGreaterThan(50_000)
    expect(upperLimit(20, 0, 0, 95)).toBe(20)
  })
})

/** Also by sha256sum and sort, see the README. */
const VECTOR = ['5', '10', '6', '9']
