import { describe, expect, it } from 'vitest'
import type { Conformance, ControlVerdict, Verdict } from '../verdict.ts'
import { adoptionOf, burnDownDay, type AdoptionStep } from './adoption.ts'

const NEEDED = { ja: '証跡が要ります。', en: 'Evidence is needed.' }
function control(id: string, verdict: Verdict): ControlVerdict {
  const because = [{ text: NEEDED, evidence: [], objects: [], verdict }]
  return { id, verdict, freshness: 'fresh', basis: 'computed', population: [], because }
}
function conformance(verdicts: Record<string, Verdict>): Conformance {
  const title = { ja: '条', en: 'clause' }
  const controls = Object.entries(verdicts).map(([id, verdict]) => control(id, verdict))
  const clause = { id: '1', title, verdict: 'unknown', freshness: 'fresh', waived: false, controls } as const
  return { charter: 'c', at: '', verdict: 'unknown', clauses: [clause] }
}
const step = (id: string, at: string, target: string, owner = 'p-a'): AdoptionStep => ({
  control: id,
  clause: '1',
  owner,
  needed: [NEEDED],
  target,
  remark: '',
  at,
  by: 'p-b',
})
const MS = Date.parse('2026-05-01T00:00:00Z')

describe('the adoption plan', () => {
  it('lists every unknown control with what it needs, and never shows one as better than its verdict', () => {
    const verdicts: Record<string, Verdict> = {
      a: 'unknown',
      b: 'unknown',
      c: 'unknown',
      d: 'pass',
      e: 'fail',
      f: 'pass',
    }
    const steps = [
      step('b', '2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'),
      step('c', '2026-01-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z'),
      step('e', '2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'),
      step('f', '2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'),
    ]
    const entries = adoptionOf(conformance(verdicts), new Map(), steps, MS)
    expect(entries.map(({ control: id, state, verdict }) => [id, state, verdict])).toEqual([
      ['a', 'unplanned', 'unknown'],
      ['b', 'planned', 'unknown'],
      ['c', 'late', 'unknown'],
      ['e', 'known', 'fail'],
      ['f', 'known', 'pass'],
    ])
    expect(entries.filter(({ verdict }) => verdict === 'unknown').map(({ needed }) => needed)).toEqual(
      Array.from({ length: 3 }, () => [NEEDED]),
    )
  })

  it('planning anew keeps what was planned before, and the newest counts', () => {
    const steps = [
      step('a', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 'p-first'),
      step('a', '2026-03-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', 'p-second'),
    ]
    const [entry] = adoptionOf(conformance({ a: 'unknown' }), new Map(), steps, MS)
    expect([entry!.state, entry!.plans.map(({ owner }) => owner)]).toEqual([
      'planned',
      ['p-first', 'p-second'],
    ])
  })

  it('a day counts what was unknown at its end, by the plans that were known then', () => {
    const steps = [
      step('a', '2026-04-30T00:00:00.000Z', '2026-05-01T00:00:00.000Z'),
      step('b', '2026-05-02T00:00:00.000Z', '2026-06-01T00:00:00.000Z'),
    ]
    const verdicts: Record<string, Verdict> = { a: 'unknown', b: 'unknown', c: 'pass' }
    expect(burnDownDay('2026-05-01', conformance(verdicts), steps, MS)).toEqual({
      date: '2026-05-01',
      total: 3,
      unknown: 2,
      unplanned: 1,
      late: 1,
    })
  })
})
