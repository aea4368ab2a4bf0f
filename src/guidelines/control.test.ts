import { describe, expect, it } from 'vitest'
import { CLAUSES, carriedClauses } from '../charter/clauses.ts'
import { conformanceOf, controlVerdictOf } from '../charter/conformance.ts'
import { defineControl } from '../charter/control.ts'
import { scopeFact, type Scope } from '../charter/scope.ts'
import type { ControlVerdict } from '../charter/verdict.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Json } from '../platform/text.ts'
import { CONTROLS } from '../modules.ts'
import { meant } from './cell.ts'
import { MATRIX_CONTROL, matrixControl } from './control.ts'
import {
  claimedFact,
  EXCLUSION_APPROVED,
  EXCLUSION_REQUESTED,
  EXCLUSION_WITHDRAWN,
  GUIDELINE_APPROVED,
  GUIDELINE_PROPOSED,
  GUIDELINE_RETIRED,
} from './guideline.ts'
import { cellId, CELLS, PHASES, VIEWPOINTS, type Place } from './matrix.ts'
import { PREFILLED } from './prefilled.ts'

/** A control that says what its last fact says. */
const light = defineControl<Json>({
  id: 'light',
  clause: '2.1',
  title: { ja: '灯', en: 'light' },
  facts: ['light.lamp.switched'],
  initial: null,
  fold: (_, { body }) => body['on'] ?? null,
  judge: (on) => ({
    verdict: on === null ? 'unknown' : on === true ? 'pass' : 'fail',
    freshness: 'fresh',
    basis: 'computed',
    population: [],
    because: [],
  }),
})
const control = matrixControl([light])

const installation: Scope = { kind: 'installation', zone: 'UTC', rules: 0 }
const both = (text: string) => ({ ja: text, en: text })

function fact(type: string, by: string, body: { [key: string]: Json }): Fact {
  return { type, by, clause: '1', body }
}
function guideline(place: Place, changes: { [key: string]: Json } = {}): Fact {
  return fact(GUIDELINE_APPROVED, 'p-chief', {
    id: `g-${cellId(place)}`,
    version: 1,
    ...place,
    title: both('a title'),
    text: both('a text'),
    owner: 'p-owner',
    controls: ['light'],
    contributors: ['p-author'],
    approver: 'p-chief',
    ...changes,
  })
}
function exclusion(place: Place, changes: { [key: string]: Json } = {}): Fact {
  return fact(EXCLUSION_APPROVED, 'p-chief', {
    ...place,
    id: cellId(place),
    reason: both('nothing of the kind is here'),
    requested_by: 'p-author',
    approver: 'p-chief',
    ...changes,
  })
}
const judge = (facts: readonly Fact[], scope: Scope = installation): ControlVerdict =>
  controlVerdictOf(control, [scopeFact(scope), ...facts], 0)
const failing = (verdict: ControlVerdict) =>
  verdict.because.filter((one) => one.verdict === 'fail').map(({ objects }) => objects[0])

describe('the matrix', () => {
  it('has the four phases and five viewpoints of the charter: 20 cells, each once', () => {
    expect([PHASES.length, VIEWPOINTS.length]).toEqual([4, 5])
    expect(new Set(CELLS.map(cellId)).size).toBe(20)
  })

  it('fails on an installation for every empty cell, and its population is the cells', () => {
    const said = judge([])
    expect([said.verdict, failing(said)]).toEqual(['fail', CELLS.map(cellId)])
    expect(said.population[0]).toEqual({ noun: { ja: '升', en: 'cells' }, total: 20, judged: 20 })
  })

  it('is unknown, never a pass, in a workspace or a network file that keeps no guidelines', () => {
    for (const kind of ['workspace', 'network-file'] as const) {
      const said = judge([], { kind, zone: 'UTC', rules: 3 })
      expect([kind, said.verdict, said.population[0]!.judged]).toEqual([kind, 'unknown', 0])
    }
    expect(judge([guideline(CELLS[0]!)], { kind: 'workspace', zone: 'UTC', rules: 0 }).verdict).toBe('fail')
  })

  it('passes only when each cell holds a guideline in force or was excluded by another’s approval', () => {
    const whole = CELLS.map((place, at) => (at % 3 === 0 ? exclusion(place) : guideline(place)))
    expect(judge(whole).verdict).toBe('pass')
    let checked = 0
    for (const [at, place] of CELLS.entries()) {
      const without = judge(whole.filter((_, index) => index !== at))
      expect([without.verdict, failing(without)]).toEqual(['fail', [cellId(place)]])
      checked += 1
    }
    expect(checked).toBe(20)
  })

  it('does not take what only waits for approval, and says that it waits', () => {
    const first = CELLS[0]!
    const rest = CELLS.slice(1).map((place) => guideline(place))
    const waiting = judge([...rest, { ...guideline(first), type: GUIDELINE_PROPOSED }])
    expect([waiting.verdict, failing(waiting)]).toEqual(['fail', [cellId(first)]])
    expect(waiting.because.at(-1)!.text.en).toContain('1 waits for approval')
    const asked = judge([...rest, { ...exclusion(first), type: EXCLUSION_REQUESTED }])
    expect([asked.verdict, failing(asked)]).toEqual(['fail', [cellId(first)]])
    expect(
      judge([...rest, { ...exclusion(first), type: EXCLUSION_REQUESTED }, exclusion(first)]).verdict,
    ).toBe('pass')
  })

  it('a guideline whose control does not exist is a finding that names cell and guideline', () => {
    const [first, ...rest] = CELLS
    const facts = rest.map((place) => guideline(place))
    const said = judge([...facts, guideline(first!, { controls: ['light', 'heat'] })])
    expect(said.verdict).toBe('fail')
    const fault = said.because.find(({ verdict }) => verdict === 'fail')!
    expect(fault.objects).toEqual([cellId(first!), `g-${cellId(first!)}`])
    expect(fault.text.en).toContain('heat')
    expect(fault.text.ja).toContain('heat')
  })

  it('an approval by one who wrote it, or asked for it, does not count, however the id is written', () => {
    const [first, ...rest] = CELLS
    const facts = rest.map((place) => guideline(place))
    for (const same of ['p-author', 'P-Author', ' p-author', 'ｐ-author']) {
      expect(judge([...facts, guideline(first!, { approver: same })]).verdict).toBe('fail')
      expect(judge([...facts, exclusion(first!, { approver: same })]).verdict).toBe('fail')
    }
    expect(judge([...facts, exclusion(first!, { applied_by: 'p-chief' })]).verdict).toBe('fail')
  })

  it('a guideline that is retired, and an exclusion that is withdrawn, leave an empty cell', () => {
    const [first, second, ...rest] = CELLS
    const facts = [guideline(first!), exclusion(second!), ...rest.map((place) => guideline(place))]
    expect(judge(facts).verdict).toBe('pass')
    const retired = fact(GUIDELINE_RETIRED, 'p-owner', { id: `g-${cellId(first!)}`, version: 1 })
    const withdrawn = fact(EXCLUSION_WITHDRAWN, 'p-owner', { id: cellId(second!) })
    expect(failing(judge([...facts, retired, withdrawn]))).toEqual([cellId(first!), cellId(second!)])
    expect(
      judge([...facts, retired, guideline(first!, { version: 2 }), withdrawn, exclusion(second!)]).verdict,
    ).toBe('pass')
  })

  it('says which guidelines are carried by unknown controls alone, and decides nothing by it', () => {
    const whole = CELLS.map((place) => guideline(place))
    const unknown = judge(whole)
    const told = (said: ControlVerdict) =>
      said.because.filter(({ text }) => text.en.includes('all unknown now'))
    expect([unknown.verdict, told(unknown).length]).toEqual(['pass', 20])
    expect(told(unknown).every(({ verdict }) => verdict === undefined)).toBe(true)
    for (const on of [true, false]) {
      const lit = judge([...whole, { type: 'light.lamp.switched', by: 'system:light', body: { on } }])
      expect([lit.verdict, told(lit).length]).toEqual(['pass', 0])
    }
  })

  it('takes the documents of an installation as claims of who applied them', () => {
    const claimed = claimedFact(guideline(CELLS[0]!), 'p-applier')!
    expect([claimed.type, claimed.by]).toEqual([GUIDELINE_PROPOSED, 'p-applier'])
    expect(claimed.body['contributors']).toEqual(['p-author', 'p-applier'])
    expect(claimed.body).not.toHaveProperty('approver')
    expect(claimedFact(exclusion(CELLS[0]!), 'p-applier')!.type).toBe(EXCLUSION_REQUESTED)
    expect(claimedFact({ type: 'light.lamp.switched', by: 'p', body: {} }, 'p-applier')).toBeUndefined()
  })
})

describe('the prefilled guidelines', () => {
  const named = PREFILLED.map(({ controls: _controls, title: _title, text: _text, ...rest }) => cellId(rest))

  it('stand where the charter’s chapters name viewpoints, and nowhere else', () => {
    expect(named.toSorted()).toEqual(
      [
        'design.reliability',
        'design.availability',
        'design.maintainability',
        'build-and-verification.reliability',
        'build-and-verification.maintainability',
        'production.reliability',
        'production.integrity',
        'production.safety',
        'operation-and-monitoring.availability',
        'operation-and-monitoring.integrity',
      ].toSorted(),
    )
  })

  it('name only controls that exist, and every clause after the first is carried by one', () => {
    const others = CONTROLS.filter(({ id }) => id !== MATRIX_CONTROL)
    const missing = PREFILLED.flatMap(({ controls }) => controls).filter(
      (name) => meant(others, name).length === 0,
    )
    expect(missing).toEqual([])
    const carried = new Set(PREFILLED.flatMap(({ controls }) => controls))
    expect(carriedClauses().filter((clause) => clause !== '1' && !carried.has(clause))).toEqual([])
    expect(CLAUSES.some(({ id }) => id === '1')).toBe(true)
  })

  it('approved, leave the ten other cells as findings in the whole charter', () => {
    const facts = PREFILLED.map((one) =>
      fact(GUIDELINE_APPROVED, 'p-chief', {
        ...one,
        version: 1,
        owner: 'p-owner',
        contributors: ['p-author'],
        approver: 'p-chief',
      }),
    )
    const clause = conformanceOf('c', CONTROLS, [scopeFact(installation), ...facts], 0).clauses[0]!
    const said = clause.controls.find(({ id }) => id === MATRIX_CONTROL)!
    expect([clause.id, clause.verdict, failing(said).length]).toEqual(['1', 'fail', 10])
    // Of 2.1 something is known even here: no departure was declared.
    const silent = PREFILLED.filter(({ controls }) => !controls.includes('2.1')).map(({ id }) => id)
    const told = said.because.filter(({ text }) => text.en.includes('all unknown now'))
    expect([silent.length, told.map(({ objects }) => objects[1])]).toEqual([7, silent])
  })
})
