import { describe, expect, it } from 'vitest'
import type { Approvable } from './approval.ts'
import { mayApprove, type Approver } from './may-approve.ts'
import { rolesOf, type Organisation } from './organisation.ts'
import { peoplePolicy } from './policy.ts'

const FROM = Date.parse('2026-04-01T00:00:00Z')
const AT = Date.parse('2026-11-23T00:00:00Z')
const LATER = Date.parse('2027-04-01T00:00:00Z')
const DIGEST = 'a'.repeat(64)
const person = (id: string, untilMs?: number) => ({
  id,
  kind: 'employee' as const,
  fromMs: FROM,
  ...(untilMs !== undefined && { untilMs }),
})
const grant = (id: string, role: string, object?: string) => ({
  person: id,
  role,
  fromMs: FROM,
  ...(object !== undefined && { object }),
})

/** A chief above a lead above an engineer and a junior; the neighbour is above nobody; the owner manages all of it. */
const organisation: Organisation = {
  persons: [
    ...['chief', 'lead', 'engineer', 'junior', 'neighbour', 'owner'].map((id) => person(id)),
    person('gone', AT),
  ],
  superiors: [
    { person: 'lead', superior: 'chief', fromMs: FROM },
    { person: 'engineer', superior: 'lead', fromMs: FROM },
    { person: 'junior', superior: 'engineer', fromMs: FROM },
    { person: 'engineer', superior: 'gone', fromMs: FROM },
    { person: 'engineer', superior: 'neighbour', fromMs: FROM, untilMs: AT },
  ],
  grants: [
    ...['chief', 'lead', 'engineer', 'junior', 'neighbour', 'gone'].map((id) => grant(id, 'approver')),
    grant('owner', 'quality-owner'),
  ],
  delegations: [],
  roles: rolesOf([peoplePolicy]),
}
const waiver: Approvable = {
  kind: 'charter.waiver',
  id: 'w-1',
  digest: DIGEST,
  title: { ja: '例外 w-1', en: 'Waiver w-1' },
  contributors: ['engineer'],
  superiorOf: 'engineer',
}
const by = (id: string, rest: Partial<Approver> = {}): Approver => ({
  person: id,
  byToken: false,
  digest: DIGEST,
  ...rest,
})
const decide = (approver: Approver, what = waiver, people = organisation, atMs = AT) => {
  const decided = mayApprove(people, what, approver, atMs)
  return decided.may ? (decided.onBehalfOf ?? 'himself') : decided.because.en
}
const delegated = (delegator: string, delegate: string, permissions = ['approve'], untilMs = LATER) => ({
  ...organisation,
  delegations: [{ delegator, delegate, permissions, fromMs: FROM, untilMs }],
})

describe('who may approve', () => {
  it('is a superior, direct or not, of the author at that instant', () => {
    expect(decide(by('lead'))).toBe('himself')
    expect(decide(by('chief'))).toBe('himself')
    expect(decide(by('neighbour'))).toMatch(/above its author/)
    expect(decide(by('neighbour'), waiver, organisation, AT - 1)).toBe('himself')
    expect(decide(by('neighbour'), { ...waiver, superiorOf: undefined })).toBe('himself')
  })

  it('is nobody who had a hand in it, however the id is written, and whatever the role', () => {
    for (const id of ['engineer', 'Engineer', ' engineer ', 'ｅｎｇｉｎｅｅｒ', 'ENGINEER'])
      expect(decide(by(id)), id).toMatch(/^You wrote/)
    expect(decide(by('lead'), { ...waiver, contributors: ['engineer', ' LEAD'] })).toMatch(/^You wrote/)
    expect(decide(by('owner'), { ...waiver, contributors: ['owner'] })).toMatch(/^You wrote/)
    expect(decide(by('owner'))).toMatch(/above its author/)
    // Asked for in another's name: the author is not among those who wrote it, and still may not approve it.
    expect(decide(by('engineer'), { ...waiver, contributors: ['junior'] })).toMatch(/^You wrote/)
    expect(decide(by('chief'), { ...waiver, contributors: [] })).toMatch(/no record of who made/)
  })

  it('is nobody below, nobody gone, nobody unknown, no token, nobody without the permission', () => {
    expect(decide(by('junior'))).toMatch(/above its author/)
    expect(decide(by('gone'))).toMatch(/not part/)
    expect(decide(by('gone'), waiver, organisation, AT - 1)).toBe('himself')
    expect(decide(by('stranger'))).toMatch(/not part/)
    expect(decide(by('system:people'))).toMatch(/not part/)
    expect(decide(by('lead', { byToken: true }))).toMatch(/token cannot/)
    const without = { ...organisation, grants: [grant('lead', 'engineer'), grant('lead', 'approver', 'w-2')] }
    expect(decide(by('lead'), waiver, without)).toMatch(/permission/)
    const scoped = { ...organisation, grants: [grant('lead', 'approver', 'w-1')] }
    expect(decide(by('lead'), waiver, scoped)).toBe('himself')
  })

  it('approves what was shown and nothing that came after', () => {
    expect(decide(by('lead', { digest: 'b'.repeat(64) }))).toMatch(/changed since/)
    expect(decide(by('lead', { digest: '' }), { ...waiver, digest: '' })).toMatch(/changed since/)
  })
})

describe('a delegate', () => {
  it('approves what his delegator could, for the time of the delegation', () => {
    expect(decide(by('neighbour'), waiver, delegated('lead', 'neighbour'))).toBe('lead')
    expect(decide(by('neighbour'), waiver, delegated('lead', 'neighbour', ['people.approve']))).toBe('lead')
    expect(decide(by('neighbour'), waiver, delegated('lead', 'neighbour', ['people.read']))).toMatch(/above/)
    expect(decide(by('neighbour'), waiver, delegated('lead', 'neighbour', ['approve'], AT))).toMatch(/above/)
    expect(decide(by('neighbour'), waiver, delegated('gone', 'neighbour'))).toMatch(/permission/)
  })

  it('is neither somebody whom the author chose, nor the author, nor below the author', () => {
    expect(decide(by('chief'), waiver, delegated('engineer', 'chief'))).toBe('himself')
    expect(decide(by('owner'), waiver, delegated('engineer', 'owner'))).toMatch(/comes from somebody/)
    expect(decide(by('engineer'), waiver, delegated('lead', 'engineer'))).toMatch(/^You wrote/)
    expect(decide(by('junior'), waiver, delegated('lead', 'junior'))).toMatch(/below its author/)
  })

  it('does not pass it on', () => {
    const chain = {
      ...organisation,
      delegations: [
        ...delegated('chief', 'neighbour').delegations,
        ...delegated('neighbour', 'owner').delegations,
      ],
    }
    expect(decide(by('neighbour'), waiver, chain)).toBe('chief')
    expect(decide(by('owner'), waiver, chain)).toMatch(/above its author/)
  })
})
