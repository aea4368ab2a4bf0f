import { describe, expect, it } from 'vitest'
import { carriedClauses, childrenOf, CLAUSES } from './clauses.ts'
import { conformanceOf } from './conformance.ts'
import { defineControl } from './control.ts'
import { worst, type Verdict } from './verdict.ts'

const AT_MS = Date.parse('2026-11-22T12:00:00Z')

const stating = (id: string, clause: string, verdict: Verdict) =>
  defineControl<number>({
    id,
    clause,
    title: { ja: '数', en: 'count' },
    facts: ['test.counted'],
    initial: 0,
    fold: (count) => count + 1,
    judge: (count) => ({
      verdict,
      freshness: 'fresh',
      basis: 'computed',
      population: [{ noun: { ja: '事実', en: 'facts' }, total: count, judged: count }],
      because: [],
    }),
  })

describe('the clauses', () => {
  it('are those of the charter, in its order, each id once', () => {
    expect(CLAUSES.map((clause) => clause.id)).toEqual([
      '1', '2', '2.1', '2.2', '3', '3.1', '3.2', '3.2.1', '3.2.2', '3.2.3', '3.2.3.1', '3.2.3.2', '3.2.3.3', '3.2.4',
      '3.2.5', '4', '4.1', '4.2', '4.2.1', '4.2.2', '4.2.3', '4.3', '4.4', '4.5', '4.5.1', '4.5.2', '5', '5.1', '5.2',
      '5.2.1', '5.2.2', '5.2.3', '5.3', '5.3.1', '5.3.2', '5.4', '5.5', '5.5.1', '5.5.2', '5.5.3',
    ]) // prettier-ignore
    expect(carriedClauses()).toHaveLength(30)
    expect(childrenOf('3.2.3')).toEqual(['3.2.3.1', '3.2.3.2', '3.2.3.3'])
  })

  it('say everything in both languages', () => {
    for (const { id, title, text } of CLAUSES) {
      expect(title.ja && title.en, id).toBeTruthy()
      if (childrenOf(id).length === 0) expect(text?.ja && text.en, id).toBeTruthy()
    }
  })
})

describe('conformance', () => {
  it('is unknown everywhere when nobody judges', () => {
    const { verdict, clauses } = conformanceOf('c', [], [], AT_MS)
    expect(verdict).toBe('unknown')
    expect(clauses).toHaveLength(CLAUSES.length)
    expect(clauses.every((clause) => clause.verdict === 'unknown')).toBe(true)
  })

  it('shows at a parent the worst of its children and of its own controls', () => {
    const controls = [
      stating('a', '3.2.3', 'pass'), stating('b', '3.2.3.1', 'pass'), stating('c', '3.2.3.2', 'fail'), stating('d', '3.2.3.3', 'pass'),
    ] // prettier-ignore
    const of = (id: string) =>
      conformanceOf('c', controls, [], AT_MS).clauses.find((clause) => clause.id === id)!
    expect(of('3.2.3').verdict).toBe('fail')
    expect(of('3').verdict).toBe('fail')
    expect(of('4').verdict).toBe('unknown')
    expect(of('3.2.3').controls.map((control) => control.id)).toEqual(['a'])
  })

  it('gives a control only the facts that it names', () => {
    const facts = ['test.counted', 'other.thing', 'test.counted'].map((type) => ({
      type,
      by: 'system:test',
      body: {},
    }))
    const clause = conformanceOf('c', [stating('a', '2.1', 'pass')], facts, AT_MS).clauses.find(
      ({ id }) => id === '2.1',
    )!
    expect(clause.controls[0]!.population[0]!.judged).toBe(2)
  })
})

describe('the worst verdict', () => {
  it.each<[Verdict[], Verdict]>([
    [[], 'unknown'],
    [['pass', 'not-applicable'], 'pass'],
    [['pass', 'unknown'], 'unknown'],
    [['unknown', 'fail', 'pass'], 'fail'],
    [['not-applicable'], 'not-applicable'],
  ])('of %j is %s', (verdicts, expected) => expect(worst(verdicts)).toBe(expected))
})
