import { describe, expect, it } from 'vitest'
import { isWaived, waiversCovering, type Waiver } from './waiver.ts'
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
