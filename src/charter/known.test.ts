import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../modules.ts'
import { ALL_MODULES } from '../modules.ts'
import { deliver, compareState, type Projection, type Subscription } from '../ledger/subscription.ts'
import { appendAll } from '../ledger/append-all.ts'
import { integrated, readEntries, readHead, type Entry, type Fact } from '../ledger/index.ts'
import { scratchLedger, type ScratchLedger } from '../ledger/scratch-ledger.ts'
import { inTransaction, openDatabase } from '../platform/database.ts'
import { migrate } from '../platform/migrations.ts'
import { ATTESTATION_MADE, ATTESTATION_WITHDRAWN } from './attestation.ts'
import { composed } from './composition.ts'
import { conformanceOf } from './conformance.ts'
import { integratedEntries, knownSubscription, knownTypes } from './known-log.ts'
import { conformanceAt, knownFacts } from './known.ts'
import { RULE_APPROVED, RULE_RETIRED } from './rule.ts'
import { scopeFact } from './scope.ts'
import type { Conformance, Verdict } from './verdict.ts'
import { WAIVER_GRANTED, WAIVER_REQUESTED, WAIVER_WITHDRAWN } from './waiver.ts'
import { DEPARTURE_DECLARED, DEPARTURE_ENDED } from '../estate/departure.ts'

const HOUR_MS = 3_600_000
const ZERO_MS = Date.parse('2026-11-01T00:00:00Z')
const iso = (hours: number) => new Date(ZERO_MS + hours * HOUR_MS).toISOString()
const hour = fc.integer({ min: 0, max: 12 })
const clause = fc.constantFrom('3.2.5', '4.4')
const few = fc.integer({ min: 0, max: 3 })

/** Facts as actions write them, over few ids and instants, so that they often meet. */
const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      clause,
      n: few,
      corrects: fc.option(few),
      pass: fc.boolean(),
      from: hour,
      lasts: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ clause: of, n, corrects, pass, from, lasts }): Fact => {
      const effective = iso(from)
      const body = {
        id: `${of}-a${n}`, clause: of, verdict: pass ? 'pass' : 'fail', observed_from: iso(from - 1), observed_to: effective,
        effective, valid_until: iso(from + lasts), evidence: [{ file: 'e', sha256: 'a'.repeat(64) }],
        population: { total: 2, judged: 2 }, statement: { ja: '文', en: 'text' }, objects: pass ? [] : ['x'],
        ...(corrects !== null && corrects !== n && { corrects: `${of}-a${corrects}` }),
      } // prettier-ignore
      return { type: ATTESTATION_MADE, by: 'p', clause: of, effective, body }
    }),
  fc.record({ clause, n: few }).map(({ clause: of, n }): Fact => ({
    type: ATTESTATION_WITHDRAWN, by: 'p', clause: of, body: { id: `${of}-a${n}`, reason: 'r' },
  })), // prettier-ignore
  fc.record({ clause, n: few, from: hour, lasts: fc.integer({ min: 1, max: 6 }) }).map(({ clause: of, n, from, lasts }): Fact => ({
    type: RULE_APPROVED, by: 'boss', clause: of, effective: iso(from),
    body: {
      id: `${of}-r`, clause: of, title: { ja: '規', en: 'r' }, file: 'r.md', sha256: 'b'.repeat(64), version: `${n}`, owner: 'o',
      author: 'p', approver: 'boss', approved_at: iso(from), effective_from: iso(from), effective_to: iso(from + lasts),
      review_by: iso(from + 4),
    },
  })), // prettier-ignore
  fc.record({ clause, from: hour }).map(({ clause: of, from }): Fact => ({
    type: RULE_RETIRED, by: 'p', clause: of, effective: iso(from), body: { id: `${of}-r`, from: iso(from), reason: 'r' },
  })), // prettier-ignore
  fc
    .record({ clause, n: few, from: hour, lasts: fc.integer({ min: 1, max: 6 }), granted: fc.boolean() })
    .map(({ clause: of, n, from, lasts, granted }): Fact => {
      const content = {
        id: `${of}-w${n}`, clause: of, objects: ['x', `${of}.rule-in-force`, `${of}-r`], reason: 'r', requested_by: 'p',
        from: iso(from), until: iso(from + lasts),
      } // prettier-ignore
      return granted
        ? {
            type: WAIVER_GRANTED,
            by: 'boss',
            clause: of,
            effective: iso(from),
            body: { ...content, approved_by: 'boss', approved_at: iso(from) },
          }
        : {
            type: WAIVER_REQUESTED,
            by: 'p',
            clause: of,
            body: { ...content, digest: 'c'.repeat(64), contributors: ['p'] },
          }
    }),
  fc.record({ clause, n: few, from: hour }).map(({ clause: of, n, from }): Fact => ({
    type: WAIVER_WITHDRAWN, by: 'p', clause: of, effective: iso(from), body: { id: `${of}-w${n}`, from: iso(from), reason: 'r' },
  })), // prettier-ignore
  fc.record({ n: few, from: hour, lasts: fc.integer({ min: 1, max: 4 }) }).map(({ n, from, lasts }): Fact => ({
    type: DEPARTURE_DECLARED, by: 'p', clause: '2.1', effective: iso(from),
    body: { id: `d${n}`, of: 'n', is: 'down', because: 'b', owner: 'p', from: iso(from), until: iso(from + lasts) },
  })), // prettier-ignore
  fc.record({ n: few, from: hour }).map(({ n, from }): Fact => ({
    type: DEPARTURE_ENDED, by: 'p', clause: '2.1', effective: iso(from), body: { id: `d${n}`, from: iso(from) },
  })), // prettier-ignore
  // What no control reads passes by.
  fc.record({ n: few }).map(({ n }): Fact => ({ type: 'weather.sky.seen', by: 'p', body: { n } })),
)

let ledger: ScratchLedger
let leading: { stop: () => Promise<void> }
/** The instant that the ledger's leader reads. */
let nowMs = ZERO_MS
beforeAll(async () => {
  ledger = await scratchLedger({ now: () => nowMs })
  await migrate(ledger.database, ALL_MODULES, ledger.ctx.log)
  leading = ledger.lead()
})
afterAll(async () => {
  await leading.stop()
  await ledger.drop()
})

async function wholeLog(): Promise<Entry[]> {
  const size = (await readHead(ledger.ctx.db))?.size ?? 0
  const entries: Entry[] = []
  for await (const entry of readEntries(ledger.ctx.db, 0, size)) entries.push(entry)
  return entries
}

/** A reader who stood at that instant with what had come in, and who shares nothing with the cache or the projection. */
function replayed(entries: readonly Entry[], atMs: number, knownMs: number): Conformance {
  const held = [scopeFact({ kind: 'installation', zone: 'UTC', rules: 0 })]
  for (const { at, fact } of entries) {
    if (at > knownMs) break
    held.push(fact)
  }
  return conformanceOf('Quality Charter, edition 1', composed().controls, held, atMs)
}

async function record(facts: readonly Fact[]): Promise<void> {
  const written = await inTransaction(ledger.ctx.db, (tx) => appendAll(tx, facts))
  if (written !== undefined) await integrated(ledger.ctx, written.id)
}

/** A failure that a waiver covers from the first hour to the fourth, and no longer: chance does not always make one. */
const WAIVED: Fact[] = [
  {
    type: ATTESTATION_MADE,
    by: 'p',
    clause: '4.4',
    effective: iso(1),
    body: {
      id: '4.4-a0', clause: '4.4', verdict: 'fail', observed_from: iso(0), observed_to: iso(1), effective: iso(1), valid_until: iso(7),
      evidence: [{ file: 'e', sha256: 'a'.repeat(64) }], population: { total: 2, judged: 2 }, statement: { ja: '文', en: 'text' }, objects: ['x'],
    }, // prettier-ignore
  },
  {
    type: WAIVER_GRANTED,
    by: 'boss',
    clause: '4.4',
    effective: iso(1),
    body: {
      id: '4.4-w0', clause: '4.4', objects: ['x', '4.4.rule-in-force', '4.4-r'], reason: 'r', requested_by: 'p',
      from: iso(1), until: iso(4), approved_by: 'boss', approved_at: iso(1),
    }, // prettier-ignore
  },
]

describe('conformance on a real ledger', () => {
  it('at any pair of instants equals a replay of what had been received', async () => {
    const seen = new Set<string>()
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFact, { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(hour, hour), { minLength: 3, maxLength: 3 }),
        async (facts, pairs) => {
          nowMs += HOUR_MS / 2
          await record(facts)
          const entries = await wholeLog()
          for (const [effective, back] of pairs) {
            const [atMs, knownMs] = [ZERO_MS + effective * HOUR_MS, nowMs - back * (HOUR_MS / 2)]
            const { known, ...told } = await conformanceAt(ledger.ctx, { atMs, knownMs })
            expect(told).toEqual(replayed(entries, atMs, knownMs))
            expect(known).toBe(new Date(knownMs).toISOString())
            for (const { verdict, waived } of told.clauses) seen.add(`${verdict} ${String(waived)}`)
            compared += 1
          }
        },
      ),
      { numRuns: 40, examples: [[WAIVED, [[2, 0], [3, 0], [5, 0]]]] }, // prettier-ignore
    )
    expect(compared).toBeGreaterThanOrEqual(120)
    const all: Verdict[] = ['fail', 'unknown']
    expect([...seen]).toEqual(
      expect.arrayContaining([...all.map((verdict) => `${verdict} false`), 'fail true']),
    )
  })

  it('is the same through the projection, for a process that starts anew; and the projection is what replay makes it', async () => {
    const subscription = knownSubscription() as Subscription & { projection: Projection }
    while ((await deliver(ledger.ctx.db, subscription)).behind);
    const compared = await compareState(ledger.ctx.db, subscription)
    expect(compared.stored).toBe(compared.replayed)
    expect(compared.recorded).toBe(compared.stored)
    // What comes after the projection's cursor is read from the log itself.
    await record([{ type: DEPARTURE_DECLARED, by: 'p', clause: '2.1', effective: iso(0), body: { id: 'last', of: 'n', is: 'down', from: iso(0), until: iso(1) } }]) // prettier-ignore
    const fresh = openDatabase(ledger.database.connectionString, { log: ledger.ctx.log })
    try {
      const anew = await integratedEntries(fresh.db)
      expect(anew.length).toBeGreaterThan(40)
      expect(anew).toEqual(await integratedEntries(ledger.ctx.db))
      const types = new Set(knownTypes())
      expect(anew).toEqual((await wholeLog()).filter(({ fact }) => types.has(fact.type)))
      expect((await knownFacts(ledger.ctx)).at(-1)!.body['id']).toBe('last')
    } finally {
      await fresh.close()
    }
  })
})
