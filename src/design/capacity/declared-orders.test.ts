import { describe, expect, it } from 'vitest'
import type { Fact } from '../../ledger/fact.ts'
import { approversAfter, NOBODY, type Approvers } from './approvers.ts'
import { declaredOrders } from './declared-orders.ts'

const WHEN = { today: '2026-11-23', zone: 'Asia/Tokyo' }
const order = {
  id: 'o',
  amount: 10,
  delivered: '2027-01-01',
  requested_by: 'p-asks',
  approved_by: 'p-signs',
  approved_at: '2026-11-01',
}

const fact = (type: string, object: string, body: Fact['body']): Fact => ({
  type,
  by: 'p-admin',
  objects: [object],
  effective: '2026-01-01T00:00:00Z',
  body,
})
const entered = (id: string, from = '2026-01-01T00:00:00Z'): Fact =>
  fact('people.person.entered', id, { kind: 'employee', name: 'sealed', from })
const granted = (person: string, role: string, more: Fact['body'] = {}): Fact =>
  fact('people.grant.given', person, {
    grant: `g-${person}`,
    person,
    role,
    from: '2026-01-02T00:00:00Z',
    ...more,
  })

const known = (...facts: Fact[]): Approvers => facts.reduce(approversAfter, NOBODY)
const why = (approvers: Approvers, change: Partial<typeof order> = {}): string | undefined => {
  const { counted, refused } = declaredOrders({ id: 'r', orders: [{ ...order, ...change }] }, approvers, WHEN)
  expect(counted.length + refused.length).toBe(1)
  return refused[0]?.because.en
}

describe('an order that a document declares', () => {
  it('counts where another approved it, as far as a workspace alone can tell', () => {
    expect(why(NOBODY)).toBeUndefined()
    expect(why(NOBODY, { approved_at: WHEN.today })).toBeUndefined()
    expect(why(NOBODY, { approved_at: '2026-11-24' })).toContain('only on 2026-11-24')
    expect(why(NOBODY, { requested_by: 'P-Signs ' })).toContain('himself')
  })

  it('counts on a server only where both were here and the approver might approve', () => {
    const both = [entered('p-asks'), entered('p-signs')]
    expect(why(known(...both, granted('p-signs', 'approver')))).toBeUndefined()
    expect(why(known(entered('p-signs'), granted('p-signs', 'approver')))).toContain('p-asks is not known')
    expect(why(known(entered('p-asks')))).toContain('p-signs is not known')
    expect(why(known(...both))).toContain('held no role')
    expect(why(known(...both, granted('p-signs', 'designer')))).toContain('held no role')
    expect(why(known(...both, granted('p-signs', 'approver', { object: 'other' })))).toContain('held no role')
    expect(why(known(...both, granted('p-signs', 'approver', { object: 'r' })))).toBeUndefined()
    expect(why(known(...both, granted('p-signs', 'approver', { until: '2026-10-31T00:00:00Z' })))).toContain(
      'held no role',
    )
  })

  it('follows who left, what was withdrawn, and the roles that the operator defined', () => {
    const both = [entered('p-asks'), entered('p-signs'), granted('p-signs', 'approver')]
    const left = fact('people.person.left', 'p-signs', { until: '2026-10-01T00:00:00Z' })
    expect(why(known(...both, left))).toContain('p-signs is not known')
    const leavesLater = fact('people.person.left', 'p-signs', { until: '2026-11-20T00:00:00Z' })
    expect(why(known(...both, leavesLater))).toBeUndefined()
    const withdrawn = fact('people.grant.withdrawn', 'p-signs', {
      grant: 'g-p-signs',
      until: '2026-10-15T00:00:00Z',
    })
    expect(why(known(...both, withdrawn))).toContain('held no role')
    const people = [entered('p-asks'), entered('p-signs'), granted('p-signs', 'buyer')]
    const buyer = (permissions: string[]): Fact =>
      fact('people.role.defined', 'buyer', { role: 'buyer', name: 'Buyer', permissions })
    expect(why(known(...people, buyer(['capacity.approve'])))).toBeUndefined()
    expect(why(known(...people, buyer(['capacity.read'])))).toContain('held no role')
  })
})
