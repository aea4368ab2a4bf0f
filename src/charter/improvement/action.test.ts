import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../ledger/fact.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Json } from '../../platform/text.ts'
import {
  ACTION_CONFIRMED,
  ACTION_DONE,
  ACTION_PLANNED,
  ACTION_REFUTED,
  ACTION_REJECTED,
  ACTION_REOPENED,
  ACTION_REPLANNED,
  ACTION_VERIFIED,
  actionAfter,
  isEffectDue,
  isOverdue,
  type Action,
} from './action.ts'
import { assertMayConfirm, assertMayRefute, assertMayVerify, assertOpen } from './action-decision.ts'
import type { Target } from './finding.ts'

const DAY_MS = 86_400_000
const START_MS = Date.parse('2026-01-01T00:00:00Z')
const PERSONS = ['p-a', 'p-b', 'p-c', 'P-A '] as const
const target: Target = { control: 'c', object: 'x' }

function fact(type: string, by: string, atMs: number, more: { [key: string]: Json } = {}): Fact {
  return { type, by, body: { id: 'a-1', at: new Date(atMs).toISOString(), ...more } }
}
const plan = (owner: string, atMs: number): Fact =>
  fact(ACTION_PLANNED, 'p-planner', atMs, {
    clauses: ['2.1'],
    findings: ['f-1'],
    targets: [target],
    what: 'lay a second line',
    owner,
    due: new Date(atMs + 30 * DAY_MS).toISOString(),
    effect_days: 90,
  })

type Move = {
  verb: 'replan' | 'done' | 'verify' | 'reject' | 'confirm' | 'refute' | 'recur'
  by: string
  days: number
  fails: boolean
}
/** More of what leads on than of what leads back, so that many sequences come to an end. */
const VERBS: Move['verb'][] = [
  'replan',
  'done',
  'done',
  'done',
  'verify',
  'verify',
  'verify',
  'reject',
  'confirm',
  'confirm',
  'confirm',
  'confirm',
  'refute',
  'recur',
]
const move = record({
  verb: constantFrom(...VERBS),
  by: constantFrom(...PERSONS),
  days: integer({ min: 0, max: 200 }),
  fails: integer({ min: 0, max: 3 }).map((drawn) => drawn === 0),
})

/** The fact that a verb would write, or undefined where it is refused. */
function attempted(action: Action, { verb, by, fails }: Move, nowMs: number): Fact | undefined {
  try {
    switch (verb) {
      case 'replan':
        assertOpen(action)
        return fact(ACTION_REPLANNED, by, nowMs, {
          what: 'otherwise',
          owner: by,
          due: new Date(nowMs + 10 * DAY_MS).toISOString(),
          remark: 'later',
        })
      case 'done':
        assertOpen(action)
        return fact(ACTION_DONE, by, nowMs, { what: 'laid', evidence: [] })
      case 'verify':
        assertMayVerify(action, by)
        return fact(ACTION_VERIFIED, by, nowMs, { remark: 'seen' })
      case 'reject':
        assertMayVerify(action, by)
        return fact(ACTION_REJECTED, by, nowMs, { remark: 'not there' })
      case 'confirm':
        assertMayConfirm(action, by, nowMs, fails ? [target] : [])
        return fact(ACTION_CONFIRMED, by, nowMs, { remark: 'held' })
      case 'refute':
        assertMayRefute(action, by)
        return fact(ACTION_REFUTED, by, nowMs, { remark: 'did not help' })
      case 'recur':
        return fact(ACTION_REOPENED, 'system:charter', nowMs, { targets: [target], findings: [] })
    }
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

describe('a corrective action', () => {
  it('keeps its rules through any sequence of verbs, and is what a replay of its facts gives', () => {
    const reached = { open: 0, done: 0, verified: 0, closed: 0 }
    let refused = 0
    let moves = 0
    assert(
      property(constantFrom(...PERSONS), array(move, { minLength: 5, maxLength: 40 }), (owner, sequence) => {
        const facts: Fact[] = [plan(owner, START_MS)]
        let action = actionAfter(undefined, facts[0]!)!
        let nowMs = START_MS
        for (const one of sequence) {
          nowMs += one.days * DAY_MS
          moves += 1
          const written = attempted(action, one, nowMs)
          if (written === undefined) {
            refused += 1
            continue
          }
          const before = action
          facts.push(written)
          action = actionAfter(action, written)!
          reached[action.state] += 1
          // Nothing of the history is lost, and nothing closes without both checks by others.
          expect(action.history.slice(0, before.history.length)).toEqual(before.history)
          if (action.state === 'verified' || action.state === 'closed') {
            expect(same(action.verified!.by, action.owner)).toBe(false)
            expect(same(action.verified!.by, action.done!.by)).toBe(false)
          }
          if (action.state === 'closed' && before.state === 'verified') {
            expect(same(action.closed!.by, action.owner) || same(action.closed!.by, action.done!.by)).toBe(
              false,
            )
            expect(nowMs).toBeGreaterThanOrEqual(Date.parse(action.verified!.at) + 90 * DAY_MS)
            expect(one.fails).toBe(false)
          }
          if (written.type === ACTION_REOPENED && before.state !== 'open') {
            expect([action.id, action.state, action.reopened]).toEqual([
              before.id,
              'open',
              before.reopened + 1,
            ])
            expect([action.done, action.verified, action.closed]).toEqual([undefined, undefined, undefined])
          }
          expect(isOverdue(action, nowMs)).toBe(action.state === 'open' && Date.parse(action.due) <= nowMs)
        }
        let replayed: Action | undefined
        for (const one of facts) replayed = actionAfter(replayed, one)
        expect(replayed).toEqual(action)
      }),
      { numRuns: 3000, seed: 20261123 },
    )
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(50)
    expect([refused > 1000, moves > 10_000]).toEqual([true, true])
  })

  it('does not change by facts that do not follow, in whatever order they come', () => {
    const types = [
      ACTION_REPLANNED,
      ACTION_DONE,
      ACTION_VERIFIED,
      ACTION_REJECTED,
      ACTION_CONFIRMED,
      ACTION_REFUTED,
    ]
    const open = actionAfter(undefined, plan('p-a', START_MS))!
    const strange = types.filter((type) => type !== ACTION_REPLANNED && type !== ACTION_DONE)
    for (const type of strange) expect(actionAfter(open, fact(type, 'p-b', START_MS))).toBe(open)
    for (const type of types) expect(actionAfter(undefined, fact(type, 'p-b', START_MS))).toBeUndefined()
    expect(actionAfter(open, plan('p-b', START_MS))).toBe(open)
    expect(strange.length).toBe(4)
  })

  it('is overdue from its due instant on, and its effect is due ninety days after it was verified', () => {
    const open = actionAfter(undefined, plan('p-a', START_MS))!
    const dueMs = Date.parse(open.due)
    expect([dueMs - 1, dueMs, dueMs + 1].map((ms) => isOverdue(open, ms))).toEqual([false, true, true])
    const done = actionAfter(open, fact(ACTION_DONE, 'p-a', START_MS, { what: 'laid', evidence: [] }))!
    expect(isOverdue(done, dueMs)).toBe(false)
    const verified = actionAfter(done, fact(ACTION_VERIFIED, 'p-b', START_MS, { remark: 'seen' }))!
    const effectMs = START_MS + 90 * DAY_MS
    expect([effectMs - 1, effectMs].map((ms) => isEffectDue(verified, ms))).toEqual([false, true])
    expect(() => assertMayConfirm(verified, 'p-b', effectMs - 1, [])).toThrow(Refusal)
    expect(() => assertMayConfirm(verified, 'p-b', effectMs, [target])).toThrow(/x still does not hold/)
    expect(() => assertMayConfirm(verified, 'p-b', effectMs, [{ control: 'c', object: 'y' }])).not.toThrow()
  })
})
