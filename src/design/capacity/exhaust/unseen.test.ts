import { describe, expect, it } from 'vitest'
import { randomness } from './random.ts'
import { courseOf, noiseOf, tailIn, unseenAfter } from './unseen.ts'

const noisy = (count: number, size: number): Float64Array => {
  const random = randomness(7)
  return Float64Array.from({ length: count }, () => size * random.normal())
}
const scale = { stepDays: 1, log: false }

describe('what a history cannot have shown', () => {
  it('is more after four months than after three years, and no yearly wave is added to known years', () => {
    const short = unseenAfter(noisy(120, 3), 100, 0.1, { ...scale, days: 120 })
    const long = unseenAfter(noisy(1_095, 3), 100, 0.1, { ...scale, days: 1_095 })
    expect(short.wave).toBeGreaterThan(0)
    expect(long.wave).toBe(0)
    expect(long.jumpChance).toBeLessThan(short.jumpChance)
    expect(long.bend).toBeLessThan(short.bend)
  })

  it('is nothing where the past followed a line exactly', () => {
    const unseen = unseenAfter(new Float64Array(200), 100, 0.1, { ...scale, days: 200 })
    expect(unseen).toMatchObject({ wave: 0, jump: 0, bend: 0 })
    const random = randomness(1)
    const course = courseOf(unseen, random)
    expect([1, 50, 400].map(course)).toEqual([0, 0, 0])
    expect(noiseOf(new Float64Array(200), tailIn(unseen, random), random)).toBe(0)
  })

  it('draws single peaks above all so far, about once in as many draws as were seen', () => {
    const noise = noisy(400, 1)
    const most = Math.max(...noise)
    const unseen = unseenAfter(noise, 100, 0, { ...scale, days: 400 })
    const random = randomness(3)
    const draws = Array.from({ length: 40_000 }, () => noiseOf(noise, unseen.tail, random))
    const above = draws.filter((value) => value > most).length
    expect(draws.every(Number.isFinite)).toBe(true)
    expect(above).toBeGreaterThan(20)
    expect(above).toBeLessThan(400)
  })

  it('knows less of the tail after a month than after a year, so that more futures have a heavy one', () => {
    const heavy = (count: number): number => {
      const unseen = unseenAfter(noisy(count, 1), 100, 0, { ...scale, days: count })
      const random = randomness(5)
      return Array.from({ length: 2_000 }, () => tailIn(unseen, random)).filter(({ shape }) => shape > 0.6)
        .length
    }
    const [month, year, long] = [30, 365, 1_095].map(heavy) as [number, number, number]
    expect(month).toBeGreaterThan(year)
    expect(year).toBeGreaterThan(long)
    expect(long).toBeGreaterThan(0)
  })
})
