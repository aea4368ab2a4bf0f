import { expect, it } from 'vitest'
import { standingMayDo } from './checker.ts'
import type { Standing } from './standing-store.ts'

const standing: Standing = {
  persons: [
    { id: 'ann', kind: 'employee', fromMs: 0 },
    { id: 'bob', kind: 'employee', fromMs: 0, untilMs: 100 },
  ],
  grants: [
    { person: 'ann', role: 'reader', fromMs: 0, untilMs: 50 },
    { person: 'ann', role: 'writer', object: 'rule-1', fromMs: 0 },
    { person: 'bob', role: 'night', fromMs: 0 },
  ],
  delegations: [],
  ownRoles: new Map([['night', new Set(['garden.water'])]]),
  token: { owner: 'ann', permissions: ['garden.read', 'garden.approve'], fromMs: 10, untilMs: 60 },
}
const roles = new Map([
  ['reader', new Set(['garden.read', 'garden.approve'])],
  ['writer', new Set(['garden.write'])],
  ['*', new Set(['garden.own'])],
])
const may = (id: string, permission: string, atMs: number, object?: string, token = false) =>
  standingMayDo(standing, roles, token ? { id, via: { kind: 'token', id: 't' } } : { id }, {
    permission,
    object,
    atMs,
  })

it('grants by role, for its time, on its object, and what is one’s own to whoever is here', () => {
  expect([0, 49, 50].map((atMs) => may('ann', 'garden.read', atMs))).toEqual([true, true, false])
  expect(may('ann', 'garden.write', 1, 'rule-1')).toBe(true)
  expect(may('ann', 'garden.write', 1, 'rule-2')).toBe(false)
  expect(may('ann', 'garden.write', 1)).toBe(false)
  expect(may('bob', 'garden.water', 99)).toBe(true)
  expect(may('bob', 'garden.water', 100)).toBe(false)
  expect([may('bob', 'garden.own', 99), may('bob', 'garden.own', 100), may('eve', 'garden.own', 1)]).toEqual([
    true,
    false,
    false,
  ])
  for (const permission of ['garden.burn', 'toString', '__proto__', ''])
    expect(may('ann', permission, 1)).toBe(false)
})

it('gives a token what it names, for its time, as long as its owner holds it, and no approval', () => {
  expect([9, 10, 49, 50].map((atMs) => may('ann', 'garden.read', atMs, undefined, true))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(may('ann', 'garden.approve', 20)).toBe(true)
  expect(may('ann', 'garden.approve', 20, undefined, true)).toBe(false)
  expect(may('ann', 'garden.own', 20, undefined, true)).toBe(false)
})
