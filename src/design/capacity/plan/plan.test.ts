import { describe, expect, it } from 'vitest'
import {
  ordersOf,
  overdueOf,
  PLAN_DELIVERED,
  PLAN_WITHDRAWN,
  plannedFacts,
  plansAfter,
  planStateOn,
  type PlanContent,
  type Plans,
} from './plan.ts'

const content: PlanContent = {
  id: 'p',
  version: 1,
  resource: 'r',
  unit: { ja: '件', en: 'things' },
  amount: 50,
  order_on: '2026-11-01',
  delivered: '2026-12-01',
  cost: '',
  reason: 'r',
  base: 100,
  foreseen: null,
  contributors: ['a'],
}
const { proposed, approved } = plannedFacts(content, {
  proposedMs: 0,
  approvedMs: 1,
  by: 'a',
  approver: 'b',
  method: 'demo',
})
const told = (...facts: Parameters<typeof plansAfter>[1][]): Plans => facts.reduce(plansAfter, {})
const resource = { id: 'r', maximum: 100 }
const fact = (type: string, body: object) => ({ type, by: 'a', body: { id: 'p', ...body } })

describe('a plan', () => {
  it('counts once it is approved, and until its day has passed without it', () => {
    expect(ordersOf(told(proposed), resource, '2026-11-10')).toEqual([])
    const standing = told(proposed, approved)
    const [order] = ordersOf(standing, resource, '2026-12-01')
    expect(order).toMatchObject({ id: 'p', amount: 50, delivered: '2026-12-01', approved_by: 'b' })
    expect(ordersOf(standing, resource, '2026-12-02')).toEqual([])
    expect(overdueOf(standing, 'r', '2026-12-02').map(({ id }) => id)).toEqual(['p'])
    expect(planStateOn(standing['p']!, '2026-12-02')).toBe('overdue')
  })

  it('counts by what came, and no longer once the maximum holds it', () => {
    const standing = told(proposed, approved, fact(PLAN_DELIVERED, { on: '2026-12-09', amount: 40 }))
    expect(ordersOf(standing, resource, '2027-01-01')).toMatchObject([
      { amount: 40, delivered: '2026-12-09' },
    ])
    expect(ordersOf(standing, { id: 'r', maximum: 139 }, '2027-01-01')).toHaveLength(1)
    expect(ordersOf(standing, { id: 'r', maximum: 140 }, '2027-01-01')).toEqual([])
    expect(ordersOf(standing, { id: 'other', maximum: 100 }, '2027-01-01')).toEqual([])
  })

  it('counts no longer once withdrawn, whatever is said of it after', () => {
    const over = [fact(PLAN_WITHDRAWN, { at: '', reason: '' }), fact(PLAN_DELIVERED, { on: '', amount: 1 })]
    const standing = told(proposed, approved, ...over)
    expect(ordersOf(standing, resource, '2026-11-10')).toEqual([])
    expect(standing['p']!.came).toBeUndefined()
  })

  it('is nothing by an approval of what nobody put forward', () => {
    expect(told(approved)).toEqual({})
  })
})
