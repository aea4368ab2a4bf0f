import { describe, expect, it } from 'vitest'
import type { Board } from '../board.ts'
import type { Because, ClauseVerdict, Freshness, Verdict } from '../verdict.ts'
import { shownState } from '../shown-state.ts'
import { chaptersOf, isSilent, judgedClauses, needsOf } from './chapters.ts'

const text = (ja: string) => ({ ja, en: ja })
const reason = (ja: string, ...objects: string[]): Because => ({ text: text(ja), evidence: [], objects })

function clause(
  id: string,
  verdict: Verdict,
  more: Partial<ClauseVerdict> = {},
  because: Because[] = [],
): ClauseVerdict {
  const control = {
    id: `c${id}`,
    verdict,
    freshness: 'fresh' as const,
    basis: 'computed' as const,
    population: [],
    because,
  }
  return {
    id,
    title: text(id),
    verdict,
    freshness: 'fresh',
    waived: false,
    controls: because.length > 0 ? [control] : [],
    ...more,
  }
}

function board(ids: string[], clauses: ClauseVerdict[]): Pick<Board, 'entries' | 'conformance'> {
  return {
    entries: ids.map((id) => ({ id, depth: id.split('.').length, title: text(id), computed: false })),
    conformance: { charter: 'q', at: '2026-11-22T00:00:00Z', verdict: 'unknown', clauses },
  }
}

describe('the board as chapters', () => {
  it('shows every combination of verdict, freshness, waiver and controls as one state, and unknown never as a pass', () => {
    const seen = new Set<string>()
    let combinations = 0
    for (const verdict of ['pass', 'fail', 'unknown', 'not-applicable'] as const)
      for (const freshness of ['fresh', 'stale'] as Freshness[])
        for (const waived of [false, true])
          for (const because of [[], [reason('x')]]) {
            const state = shownState(clause('2.1', verdict, { freshness, waived }, because))
            combinations++
            seen.add(state)
            if (verdict !== 'pass') expect(state).not.toBe('pass')
            if (verdict === 'fail') expect(state).toBe(waived ? 'waived' : 'fail')
            if (state === 'pass') expect(freshness === 'fresh' || because.length === 0).toBe(true)
          }
    expect(combinations).toBe(32)
    expect([...seen].sort()).toEqual(['fail', 'na', 'pass', 'stale', 'unknown', 'waived'])
    expect(shownState(undefined)).toBe('unknown')
  })

  it('keeps the charter’s order, finds the leaves at every depth and takes 10 for no child of 1', () => {
    const ids = ['1', '2', '2.1', '3', '3.1', '3.2', '3.2.1', '3.2.3', '3.2.3.1', '3.2.3.2', '10', '10.1']
    const chapters = chaptersOf(board(ids, []))
    expect(chapters.map(({ head }) => head.entry.id)).toEqual(['1', '2', '3', '10'])
    expect(chapters[2]?.head.judged.map((one) => one.entry.id)).toEqual([
      '3.1',
      '3.2.1',
      '3.2.3.1',
      '3.2.3.2',
    ])
    expect(judgedClauses(chapters).map((leaf) => leaf.entry.id)).toEqual([
      '1',
      '2.1',
      '3.1',
      '3.2.1',
      '3.2.3.1',
      '3.2.3.2',
      '10.1',
    ])
    expect(judgedClauses(chapters).every((leaf) => leaf.state === 'unknown')).toBe(true)
  })

  it('lists what needs somebody: failures first, then what could not be judged; what informs or is silent needs nobody', () => {
    const chapters = chaptersOf(
      board(
        ['1', '2', '2.1', '2.2', '2.3', '2.4', '2.5'],
        [
          clause('1', 'unknown'),
          clause('2.1', 'unknown', {}, [
            { ...reason('経路が不明', 'l1'), evidence: [{ kind: 'document', ref: 'w' }] },
          ]),
          clause('2.2', 'fail', {}, [
            { ...reason('盤B'), verdict: 'fail' },
            { ...reason('盤C'), verdict: 'fail' },
            { ...reason('C網の経路'), verdict: 'unknown' },
            reason('許容されたリスク'),
          ]),
          clause('2.3', 'fail', { waived: true }, [reason('盤D')]),
          clause('2.4', 'pass', { freshness: 'stale' }, [reason('古い')]),
          clause('2.5', 'pass', {}, [reason('よい')]),
        ],
      ),
    )
    const needs = needsOf(judgedClauses(chapters))
    expect(
      needs.map(
        (need) => `${need.clause.entry.id} ${need.state} ${need.because?.text.ja ?? ''} +${need.more}`,
      ),
    ).toEqual([
      '2.2 fail 盤B +1',
      '2.4 stale 古い +0',
      '2.1 unknown 経路が不明 +0',
      '2.2 unknown C網の経路 +0',
    ])
    const silent = judgedClauses(chapters).filter(isSilent)
    expect(silent.map((one) => one.entry.id)).toEqual(['1'])
  })

  it('judges a clause that has controls beside its children by those alone, and counts it once', () => {
    const own = clause('3.2', 'unknown', {}, [{ ...reason('守られている'), verdict: 'pass' }])
    own.controls = own.controls.map((control) => ({ ...control, verdict: 'pass' }))
    const chapters = chaptersOf(board(['3', '3.1', '3.2', '3.2.1'], [own, clause('3.2.1', 'unknown')]))
    expect(judgedClauses(chapters).map((one) => `${one.entry.id} ${one.state}`)).toEqual([
      '3.1 unknown',
      '3.2 pass',
      '3.2.1 unknown',
    ])
    expect(chapters[0]?.clauses.map((one) => one.judged.map(({ entry }) => entry.id))).toEqual([
      [],
      ['3.2', '3.2.1'],
      [],
    ])
  })

  it('takes a clause for silent only while nothing is recorded, and never one that is computed', () => {
    const nothing = clause('1', 'unknown', {}, [{ ...reason('記録がありません'), verdict: 'unknown' }])
    const control = (total: number) => ({
      ...nothing.controls[0],
      population: [{ noun: text('対象'), total, judged: 0 }],
    })
    const silentWith = (total: number, computed: boolean): boolean => {
      const given = board(['1'], [{ ...nothing, controls: [control(total)] } as ClauseVerdict])
      given.entries = given.entries.map((entry) => ({ ...entry, computed }))
      return judgedClauses(chaptersOf(given)).every(isSilent)
    }
    expect([silentWith(0, false), silentWith(3, false), silentWith(0, true)]).toEqual([true, false, false])
    const needs = needsOf(judgedClauses(chaptersOf(board(['1'], [nothing]))))
    expect(needs).toEqual([])
  })

  it('takes what several clauses say in the same words for one thing to do', () => {
    const none = { ...reason('規則がありません'), verdict: 'fail' as const }
    const failing = ['2.1', '2.2', '3.1'].map((id) =>
      clause(id, 'fail', {}, [none, { ...reason('他'), verdict: 'fail' }]),
    )
    const needs = needsOf(judgedClauses(chaptersOf(board(['2', '2.1', '2.2', '3', '3.1'], failing))))
    expect(
      needs.map(({ clause: { entry }, because, alike, more }) => [entry.id, because?.text.ja, alike, more]),
    ).toEqual([['2.1', '規則がありません', 2, 3]])
  })

  it('still needs somebody where a failure gives no reason', () => {
    const bare = { ...clause('1', 'fail', {}, [reason('x')]) }
    bare.controls = bare.controls.map((control) => ({ ...control, because: [] }))
    const [need] = needsOf(judgedClauses(chaptersOf(board(['1'], [bare]))))
    expect(need?.state).toBe('fail')
    expect(need?.because).toBeUndefined()
  })
})
