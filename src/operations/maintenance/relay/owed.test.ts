import { expect, it } from 'vitest'
import { emptyEstate, type Estate } from '../../../estate/estate.ts'
import type { Maintenance } from '../maintenance.ts'
import type { RegisterElement } from '../register/entry.ts'
import { owedOf } from './owed.ts'
import type { Relay, RelayDue, RelayEffect, RelayState } from './relay.ts'

const DAY_MS = 86_400_000
const NOW_MS = Date.parse('2026-11-23T00:00:00Z')
const iso = (day: number): string => new Date(NOW_MS + day * DAY_MS).toISOString()

const maintenance: Maintenance = {
  key: 'kaigan/CHG-1',
  provider: 'kaigan',
  number: 'CHG-1',
  status: 'CONFIRMED',
  certainty: 'certain',
  windows: [],
  objects: [],
  plausible: [],
  readings: [],
}

const effect = (from: number, until = from + 0.25, kind: RelayEffect['effect'] = 'down'): RelayEffect => ({
  service: 'data',
  from: iso(from),
  until: iso(until),
  effect: kind,
  because: { ja: '', en: '' },
})

function estateOf(terms: object): Estate {
  const customers = [
    { id: 'minato', terms: [{ services: ['data'], contacts: ['noc@minato.example'], ...terms }] },
  ]
  return { ...emptyEstate(), customers }
}

const relayOf = (due: RelayDue, state: RelayState): Relay => ({ due, state })
const register = [
  { id: 'kaigan', reschedule: 'ask', tolerates: ['capacity'], language: 'en' },
] as unknown as RegisterElement[]

function owed(
  effects: RelayEffect[],
  relays: Relay[] = [],
  terms: object = { notice_days: 14 },
  at = NOW_MS,
) {
  return owedOf(maintenance, effects, { estate: estateOf(terms), register: [], relays }, at)
}

it('is due as many days before as the contract says, and says where the provider left less', () => {
  const [early] = owed([effect(30)]).due
  expect([early?.to, early?.due_by, early?.late_by_provider]).toEqual(['minato', iso(16), false])
  const [late] = owed([effect(5)]).due
  expect([late?.due_by, late?.late_by_provider]).toEqual([iso(1), true])
})

it('a loss of redundancy is owed only where the contract says so', () => {
  const risk = [effect(30, 30.25, 'redundancy-lost')]
  expect(owed(risk).due).toEqual([])
  expect(owed(risk, [], { notice_days: 14, notice_of: 'risk' }).due.length).toBe(1)
})

it('the same is due once, and a moved window is due anew while the unsent draft is withdrawn', () => {
  const [first] = owed([effect(30)]).due
  expect(owed([effect(30)], [relayOf(first!, 'drafted')])).toEqual({ due: [], withdrawn: [] })
  const moved = owed([effect(40)], [relayOf(first!, 'drafted')])
  expect([moved.due.length, moved.withdrawn]).toEqual([1, [first!.id]])
})

it('who was told of work that is off is told so once, and again if it comes back', () => {
  const [first] = owed([effect(30)]).due
  const told = relayOf(first!, 'sent')
  const [off] = owed([], [told]).due
  expect([off?.cancelled, off?.to]).toEqual([true, 'minato'])
  expect(owed([], [told, relayOf(off!, 'sent')]).due).toEqual([])
  const [back] = owed([effect(30)], [told, relayOf(off!, 'sent')]).due
  expect([back?.cancelled, back?.id === first!.id]).toEqual([false, false])
  expect(owed([], [relayOf(first!, 'drafted')])).toEqual({ due: [], withdrawn: [first!.id] })
})

it('nights that are over, and one that is going on, are no change', () => {
  const nights = [effect(1), effect(2), effect(3)]
  const [first] = owed(nights).due
  const later = NOW_MS + 2.1 * DAY_MS
  // What is going on is found from now on only.
  const rest = [{ ...effect(2), from: new Date(later).toISOString() }, effect(3)]
  expect(owed(rest, [relayOf(first!, 'sent')], undefined, later)).toEqual({ due: [], withdrawn: [] })
  expect(owed([], [relayOf(first!, 'sent')], undefined, NOW_MS + 4 * DAY_MS).due).toEqual([])
})

it('a broken tolerance is put to the provider once, as its contract allows', () => {
  const view = { estate: emptyEstate(), register, relays: [] }
  const [asked] = owedOf(maintenance, [effect(30, 30.2, 'redundancy-lost')], view, NOW_MS).due
  expect([asked?.kind, asked?.to, asked?.language]).toEqual(['reschedule', 'kaigan', 'en'])
  const again = owedOf(
    maintenance,
    [effect(30, 30.2, 'redundancy-lost')],
    { ...view, relays: [relayOf(asked!, 'sent')] },
    NOW_MS,
  )
  expect(again).toEqual({ due: [], withdrawn: [] })
})

it('what is tolerated of a provider asks nothing of it, and a window is declined only where the contract allows it', () => {
  const withEntry = (changed: object) => ({
    estate: emptyEstate(),
    register: register.map((entry) => ({ ...entry, ...changed })),
    relays: [],
  })
  const kinds = (changed: object, ...effects: RelayEffect[]): string[] =>
    owedOf(maintenance, effects, withEntry(changed), NOW_MS).due.map(({ kind }) => kind)
  const [lost, full, down] = (['redundancy-lost', 'capacity', 'down'] as const).map((kind) =>
    effect(30, 30.2, kind),
  )
  expect(kinds({}, full!)).toEqual([])
  expect(kinds({ tolerates: [] }, full!)).toEqual(['reschedule'])
  expect(kinds({ tolerates: ['redundancy-lost', 'capacity'] }, lost!, full!)).toEqual([])
  expect(kinds({ tolerates: ['redundancy-lost', 'capacity'] }, lost!, down!)).toEqual(['reschedule'])
  expect(kinds({ reschedule: 'none' }, down!)).toEqual(['inquiry'])
  expect(kinds({ reschedule: 'decline' }, down!)).toEqual(['decline'])
})

it('our own work that is announced too late for a contract has missed its term, and blames nobody', () => {
  const [late] = owed([effect(3)]).due
  expect([late?.late_by_provider, Date.parse(late!.due_by) > NOW_MS]).toEqual([true, true])
  const ours = { ...maintenance, key: 'own/W-1', provider: 'own' }
  const [missed] = owedOf(
    ours,
    [effect(3)],
    { estate: estateOf({ notice_days: 14 }), register: [], relays: [] },
    NOW_MS,
  ).due
  expect([missed?.late_by_provider, Date.parse(missed!.due_by) < NOW_MS]).toEqual([false, true])
})
