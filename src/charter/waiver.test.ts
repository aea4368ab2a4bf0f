import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isWaived, waiversCovering, waiversIn, waiversThroughout, type Waiver } from './waiver.ts'
import type { ControlVerdict, Verdict } from './verdict.ts'

const waiver = (id: string, objects: string[], more: Partial<Waiver> = {}): Waiver => ({
  id,
  clause: '4.4',
  objects,
  reason: 'r',
  requested_by: 'p-1',
  approved_by: 'p-2',
  from: '2026-11-01T00:00:00.000Z',
  until: '2026-11-30T15:00:00.000Z',
  ...more,
})
const AT_MS = Date.parse('2026-11-10T00:00:00Z')

const control = (id: string, reasons: [Verdict | undefined, string[]][]): ControlVerdict => ({
  id,
  verdict: reasons.some(([verdict]) => verdict === 'fail') ? 'fail' : 'pass',
  freshness: 'fresh',
  basis: 'computed',
  population: [],
  because: reasons.map(([verdict, objects]) => ({
    text: { ja: '文', en: 'text' },
    evidence: [],
    objects,
    ...(verdict !== undefined && { verdict }),
  })),
})

describe('isWaived', () => {
  it('is half-open, for one object and one clause', () => {
    const waivers = [waiver('w', ['disk-7'])]
    const [from, until] = [Date.parse(waivers[0]!.from), Date.parse(waivers[0]!.until)]
    const at = (ms: number) => isWaived(waivers, '4.4', 'disk-7', ms)
    expect([from - 1000, from, until - 1000, until, until + 1000].map(at)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
    expect(isWaived(waivers, '4.4', 'disk-8', AT_MS)).toBe(false)
    expect(isWaived(waivers, '4.3', 'disk-7', AT_MS)).toBe(false)
    expect(isWaived([waiver('w', ['disk-7'], { approved_by: 'P-1 ' })], '4.4', 'disk-7', AT_MS)).toBe(false)
  })
})

describe('a clause is covered', () => {
  const covering = (waivers: Waiver[], ...controls: ControlVerdict[]) =>
    waiversCovering(waivers, '4.4', controls, AT_MS)?.map(({ id }) => id)

  it('only when every object at fault of every failing control is, by one waiver or by several', () => {
    const two = control('c', [
      ['fail', ['a', 'b']],
      [undefined, ['informed']],
      ['unknown', ['open']],
    ])
    expect(covering([waiver('w', ['a', 'b'])], two)).toEqual(['w'])
    expect(covering([waiver('w', ['a']), waiver('v', ['b'])], two)).toEqual(['w', 'v'])
    expect(covering([waiver('w', ['a'])], two)).toBeUndefined()
    expect(covering([waiver('w', ['a', 'b'])], two, control('d', [['fail', ['c']]]))).toBeUndefined()
  })

  it('never when a failure names nothing, or nothing fails', () => {
    expect(covering([waiver('w', ['a'])], control('c', [['fail', []]]))).toBeUndefined()
    expect(covering([waiver('w', ['a'])], control('c', [['pass', ['a']]]))).toBeUndefined()
  })
})

describe('a time is covered', () => {
  it('only where every object is at every instant of it (500 cases, against looking at each hour)', () => {
    const HOUR_MS = 3_600_000
    const hour = fc.integer({ min: 0, max: 8 })
    const iso = (hours: number) => new Date(hours * HOUR_MS).toISOString()
    const any = fc
      .record({
        objects: fc.subarray(['a', 'b'], { minLength: 1 }),
        from: hour,
        lasts: fc.integer({ min: 1, max: 6 }),
      })
      .map(({ objects, from, lasts }) => waiver('w', objects, { from: iso(from), until: iso(from + lasts) }))
    const seen = new Set<boolean>()
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 5 }),
        hour,
        fc.integer({ min: 1, max: 4 }),
        (waivers, from, lasts) => {
          const [fromMs, untilMs] = [from * HOUR_MS, (from + lasts) * HOUR_MS]
          const hours = Array.from({ length: lasts }, (_, n) => fromMs + n * HOUR_MS)
          const byHand = ['a', 'b'].every((object) =>
            hours.every((ms) => isWaived(waivers, '4.4', object, ms)),
          )
          const found = waiversThroughout(waivers, '4.4', ['a', 'b'], { fromMs, untilMs })
          expect(found !== undefined).toBe(byHand)
          seen.add(byHand)
        },
      ),
      { numRuns: 500 },
    )
    expect(seen.size).toBe(2)
    expect(
      waiversThroughout([waiver('w', ['a'])], '4.4', [], { fromMs: AT_MS, untilMs: AT_MS + 1 }),
    ).toBeUndefined()
  })

  it('from no earlier than the approval, and until no later than the withdrawal', () => {
    const granted = { ...waiver('w', ['a']), approved_at: '2026-11-05T00:00:00.000Z' }
    const [read] = waiversIn([
      { type: 'charter.waiver.granted', by: 'p-2', body: granted },
      {
        type: 'charter.waiver.withdrawn',
        by: 'p-1',
        body: { id: 'w', from: '2026-11-20T00:00:00.000Z', reason: 'r' },
      },
    ])
    expect([read!.from, read!.until]).toEqual(['2026-11-05T00:00:00.000Z', '2026-11-20T00:00:00.000Z'])
  })
})
