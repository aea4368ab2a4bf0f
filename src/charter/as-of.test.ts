import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fact } from '../ledger/fact.ts'
import { knownAt, type Received } from './as-of.ts'
import { ATTESTATION_MADE, type Attestation } from './attestation.ts'
import { conformanceOf, controlVerdictOf } from './conformance.ts'
import { controlsOf } from './registry.ts'
import { scopeFact } from './scope.ts'
import type { Conformance, Verdict } from './verdict.ts'
import { WAIVER_GRANTED } from './waiver.ts'

const CONTROLS = controlsOf([])
const CLAUSES = ['3.2.5', '4.4', '5.1']
/** Instants are few and small, so that ties and edges are met often. */
const HOUR_MS = 3_600_000
const hour = fc.integer({ min: 0, max: 12 })
const iso = (hours: number) => new Date(hours * HOUR_MS).toISOString()

type Made = {
  clause: string
  verdict: 'pass' | 'fail'
  effective: number
  lasts: number
  total: number
  corrects: number
  wait: number
}

const made: fc.Arbitrary<Made> = fc.record({
  clause: fc.constantFrom(...CLAUSES),
  verdict: fc.constantFrom('pass' as const, 'fail' as const),
  effective: hour,
  lasts: fc.integer({ min: 1, max: 6 }),
  total: fc.integer({ min: 0, max: 2 }),
  /** How many entries back is the one that it corrects; 0: none. */
  corrects: fc.integer({ min: 0, max: 4 }),
  wait: fc.integer({ min: 0, max: 3 }),
})

/** A ledger: what is received grows with the index, what is effective does not. */
function ledgerOf(list: readonly Made[]): Received[] {
  let at = 0
  return list.map((one, index): Received => {
    at += one.wait * HOUR_MS
    const earlier = list[index - one.corrects]
    const body: Attestation = {
      id: `a${index}`,
      clause: one.clause,
      verdict: one.verdict,
      observed_from: iso(one.effective - 1),
      observed_to: iso(one.effective),
      effective: iso(one.effective),
      valid_until: iso(one.effective + one.lasts),
      evidence: [{ file: 'e', sha256: '0' }],
      population: { total: one.total, judged: one.total },
      statement: { ja: '文', en: 'text' },
      objects: [],
      ...(one.corrects > 0 && earlier?.clause === one.clause && { corrects: `a${index - one.corrects}` }),
    }
    const fact: Fact = {
      type: ATTESTATION_MADE,
      by: 'p',
      clause: one.clause,
      effective: body.effective,
      body,
    }
    return { at, fact }
  })
}

/** A ledger that grew entry by entry and stopped at an instant: what a reader standing there had. */
function replayed(ledger: readonly Received[], effectiveMs: number, knownMs: number): Conformance {
  const held: Fact[] = []
  for (const { at, fact } of ledger) {
    if (at > knownMs) break
    held.push(fact)
  }
  return conformanceOf('c', CONTROLS, held, effectiveMs)
}

/** The verdict by hand: shares nothing with the control but the words of its documentation. */
function byHand(ledger: readonly Received[], clause: string, atMs: number, knownMs: number): Verdict {
  const known = ledger
    .filter(({ at, fact }) => at <= knownMs && fact.clause === clause && Date.parse(fact.effective!) <= atMs)
    .map(({ fact }) => fact.body as unknown as Attestation)
  const left = known.filter(({ id }) => !known.some(({ corrects }) => corrects === id))
  const last = left.toSorted((a, b) => Date.parse(a.effective) - Date.parse(b.effective)).at(-1)
  if (last === undefined) return 'unknown'
  if (last.verdict === 'fail') return 'fail'
  return last.population.total === 0 || atMs >= Date.parse(last.valid_until) ? 'unknown' : 'pass'
}

describe('conformance at any pair of instants', () => {
  it('equals a replay, and what is worked out by hand', () => {
    const seen = new Set<Verdict>()
    let compared = 0
    fc.assert(
      fc.property(fc.array(made, { maxLength: 8 }), hour, hour, (list, effective, known) => {
        const ledger = ledgerOf(list)
        const [atMs, knownMs] = [effective * HOUR_MS, known * HOUR_MS]
        // The order in which a store gives its entries does not matter, as long as those of one instant stay in theirs.
        const shuffled = ledger.toSorted((a, b) => b.at - a.at)
        const selected = conformanceOf('c', CONTROLS, knownAt(shuffled, knownMs), atMs)
        expect(selected).toEqual(replayed(ledger, atMs, knownMs))
        for (const clause of CLAUSES) {
          const control = CONTROLS.find(({ id }) => id === `${clause}.attested`)!
          const { verdict } = controlVerdictOf(control, knownAt(ledger, knownMs), atMs)
          expect(verdict).toBe(byHand(ledger, clause, atMs, knownMs))
          seen.add(verdict)
          compared += 1
        }
      }),
      { numRuns: 200 },
    )
    expect(compared).toBe(600)
    expect([...seen].toSorted()).toEqual(['fail', 'pass', 'unknown'])
  })
})

describe('every clause', () => {
  it('that is judged has an attested control and one of a rule, and all are unknown where nothing is said', () => {
    const facts = [scopeFact({ kind: 'workspace', zone: 'UTC', rules: 0 })]
    const { clauses } = conformanceOf('c', CONTROLS, facts, 0)
    const controls = clauses.flatMap((clause) => clause.controls)
    expect(controls).toHaveLength(60)
    expect(controls.every(({ verdict, because }) => verdict === 'unknown' && because.length === 1)).toBe(true)
  })

  it('fails on an installation that holds no rule', () => {
    const facts = [scopeFact({ kind: 'installation', zone: 'UTC', rules: 0 })]
    const { clauses } = conformanceOf('c', CONTROLS, facts, 0)
    const rules = clauses.flatMap(({ controls }) =>
      controls.filter(({ id }) => id.endsWith('.rule-in-force')),
    )
    expect(rules.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 30 }, () => 'fail'))
  })

  it('is not waived by a waiver that its own requester approved, whoever wrote the fact', () => {
    const granted = (approved_by: string): Fact => ({
      type: WAIVER_GRANTED,
      by: approved_by,
      body: {
        id: 'w', clause: '4.4', objects: ['4.4.rule-in-force'], reason: 'r', requested_by: 'p-1', approved_by,
        from: iso(0), until: iso(5),
      }, // prettier-ignore
    })
    const scope = scopeFact({ kind: 'installation', zone: 'UTC', rules: 0 })
    const waived = (approver: string) =>
      conformanceOf('c', CONTROLS, [scope, granted(approver)], HOUR_MS).clauses.find(
        ({ id }) => id === '4.4',
      )!.waived
    expect([waived('p-2'), waived('p-1'), waived(' P-1')]).toEqual([true, false, false])
  })
})
