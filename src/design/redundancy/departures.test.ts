import { describe, expect, it } from 'vitest'
import type { DeclaredState } from '../../charter/check.ts'
import { controlVerdictOf } from '../../charter/conformance.ts'
import type { Fact } from '../../ledger/fact.ts'
import { departuresControl } from './departures.ts'

const BEGIN = '2026-11-20T00:00:00.000Z'
const DEADLINE = '2026-11-24T00:00:00.000Z'

function judged(states: Partial<DeclaredState>[], at: string) {
  const declared = states.map((state, index) => ({
    id: `s${index}`,
    of: `n${index}`,
    is: 'down',
    because: 'fan',
    owner: 'p-1',
    ...state,
  }))
  const body = { zone: 'Asia/Tokyo', states: declared }
  const facts: Fact[] = [{ type: 'estate.states.declared', by: 'system:estate', body }]
  return controlVerdictOf(departuresControl, facts, Date.parse(at))
}

describe('departures from the steady state', () => {
  it('do not apply where nothing departs, or has not begun to', () => {
    expect(controlVerdictOf(departuresControl, [], 0).verdict).toBe('not-applicable')
    const before = judged([{ from: BEGIN, until: DEADLINE }], '2026-11-19T23:59:59Z')
    expect([before.verdict, before.population[0]!.total]).toEqual(['not-applicable', 0])
    expect(judged([{ from: BEGIN, until: DEADLINE }], BEGIN).verdict).toBe('pass')
  })

  it('fail from their deadline on, as long as they are declared', () => {
    const states = [{ from: BEGIN, until: DEADLINE, because: 'memory' }]
    expect(judged(states, '2026-11-23T23:59:59.999Z').verdict).toBe('pass')
    const late = judged(states, DEADLINE)
    expect(late.verdict).toBe('fail')
    expect(late.because[0]).toMatchObject({
      text: {
        en: 'n0 is still down (memory) past its restoration deadline, Tue 24 November 2026, 09:00 (Asia/Tokyo).',
      },
      objects: ['n0'],
      evidence: [{ kind: 'state', ref: 's0' }],
    })
  })

  it('are unknown where cause, owner or deadline is not said, and say which', () => {
    const missing: [Partial<DeclaredState>, string][] = [
      [{ until: DEADLINE, owner: undefined }, 'n0 is down (fan), and nobody has said who restores it.'],
      [
        { owner: undefined, because: undefined },
        'n0 is down, and nobody has said why, who restores it and by when.',
      ],
    ] as never
    for (const [state, text] of missing) {
      const said = judged([{ from: BEGIN, ...state }], BEGIN)
      expect([said.verdict, said.because[0]!.text.en]).toEqual(['unknown', text])
    }
  })

  it('may be declared by those on duty, and end when they say so', () => {
    const departure = {
      id: 'd1',
      of: 'n0',
      is: 'down',
      because: 'fan',
      owner: 'p-1',
      from: BEGIN,
      until: DEADLINE,
    }
    const declared: Fact = { type: 'estate.departure.declared', by: 'p-1', effective: BEGIN, body: departure }
    const from = '2026-11-25T00:00:00.000Z'
    const ended: Fact = {
      type: 'estate.departure.ended',
      by: 'p-1',
      effective: from,
      body: { id: 'd1', from },
    }
    const at = (when: string, facts: Fact[]) =>
      controlVerdictOf(departuresControl, facts, Date.parse(when)).verdict
    expect(at('2026-11-19T00:00:00Z', [declared])).toBe('not-applicable')
    expect(at(BEGIN, [declared])).toBe('pass')
    expect(at('2026-11-24T12:00:00Z', [declared, ended])).toBe('fail')
    expect(at(from, [declared, ended])).toBe('not-applicable')
  })

  it('are unknown without a deadline, and the worst of them decides', () => {
    expect(judged([{ from: BEGIN }], DEADLINE).verdict).toBe('unknown')
    const both = judged([{ from: BEGIN }, { from: BEGIN, until: DEADLINE }], DEADLINE)
    expect([both.verdict, both.population[0]!.judged]).toEqual(['fail', 2])
  })
})
