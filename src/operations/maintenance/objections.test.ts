import { describe, expect, it } from 'vitest'
import { decide, type Change, type Decision } from '../../charter/gate.ts'
import type { DeclaredState } from '../../charter/check.ts'
import { demandHistoryKey, HISTORIES_DECLARED } from '../../estate/history.ts'
import { emptyNetwork, type Network } from '../../estate/network.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Json } from '../../platform/text.ts'
import type { NoticeRead, OwnPlanned } from './notice-facts.ts'
import { maintenanceObjections } from './objections.ts'

const START = '2026-12-02T16:00:00Z'
const END = '2026-12-02T20:00:00Z'
const CHANGE: Change = {
  id: 'c',
  requester: 'p',
  digest: 'd',
  fromMs: Date.parse('2026-12-02T15:00:00Z'),
  untilMs: Date.parse('2026-12-02T18:00:00Z'),
  takes_down: [],
  restores: [],
}

function network(ways: number, capacity = 20): Network {
  const made = emptyNetwork()
  made.nodes = ['a', 'b'].map((id) => ({ id, rides_on: [] }))
  const numbers = Array.from({ length: ways }, (_, at) => at + 1)
  made.risks = numbers.map((at) => ({ id: `c${at}`, kind: 'circuit', rides_on: [] }))
  made.links = numbers.map((at) => ({
    id: `l${at}`,
    from: 'a',
    to: 'b',
    directed: false,
    metric: at,
    rides_on: [`c${at}`],
    capacity: { forward: capacity, backward: capacity },
  }))
  made.services = [
    {
      id: 's',
      name: '音声',
      name_en: 'Voice',
      from: ['a'],
      to: ['b'],
      any_from: false,
      any_to: false,
      tolerate: ['a', 'b'],
      needs: [],
    },
  ]
  return made
}

function work(id: string, takes: string[], more: Partial<OwnPlanned> = {}): Fact {
  const body: OwnPlanned = {
    id,
    title: { ja: '工事', en: 'Work' },
    status: 'CONFIRMED',
    windows: [{ start: START, end: END, backup: false }],
    objects: takes.map((one) => ({ id: one, said: one, impact: 'OUTAGE' })),
    stamp: '2026-11-20T00:00:00Z',
    ...more,
  }
  return { type: 'maintenance.own.planned', by: 'p', body }
}

function decided(made: Network, facts: Fact[], change: Partial<Change>): Decision {
  const body = { network: made as unknown as Json, source: 'n.yaml', sha256: 'a'.repeat(64) }
  const all: Fact[] = [{ type: 'estate.network.declared', by: 'system:estate', body }, ...facts]
  const asked = { ...CHANGE, ...change }
  const spans = [{ fromMs: asked.fromMs, untilMs: asked.untilMs, facts: all }]
  return decide([maintenanceObjections], spans, asked, Date.parse('2026-11-25T00:00:00Z'))
}

describe('a maintenance at the gate', () => {
  it('blocks a change that takes the last path while it holds, and names notice, window and service', () => {
    const { decision, objections } = decided(network(2), [work('W-1', ['c1'])], { takes_down: ['c2'] })
    expect(decision).toBe('deny')
    expect(objections).toHaveLength(1)
    const [objection] = objections
    expect(objection).toMatchObject({
      clause: '5.1',
      effect: 'blocks',
      from: '2026-12-02T16:00:00.000Z',
      until: '2026-12-02T18:00:00.000Z',
    })
    const { text, evidence, objects } = objection!.because[0]!
    expect(text.en).toContain('W-1')
    expect(text.en).toContain('takes down Voice; no path remains')
    expect(text.ja).toContain('音声 が停止します')
    expect(evidence).toEqual([{ kind: 'maintenance', ref: 'own/W-1' }])
    expect(objects).toEqual(expect.arrayContaining(['s', 'c1', 'c2']))
  })

  it('names what remains where redundancy is lost only by both together', () => {
    const { decision, objections } = decided(network(3), [work('W-1', ['c1'])], { takes_down: ['c2'] })
    expect(decision).toBe('deny')
    expect(objections[0]!.because[0]!.text.en).toContain('what remains is l3 and c3')
  })

  it('leaves to the role that answers for it what is tentative or only a backup day', () => {
    const tentative = work('W-1', ['c1'], { status: 'TENTATIVE' })
    const backup = work('W-2', ['c1'], { windows: [{ start: START, end: END, backup: true }] })
    const degraded = work('W-3', [], { objects: [{ id: 'c1', said: 'c1', impact: 'DEGRADED' }] })
    for (const fact of [tentative, backup, degraded]) {
      const { decision, objections } = decided(network(2), [fact], { takes_down: ['c2'] })
      expect(decision).toBe('needs-acceptance')
      expect(objections[0]).toMatchObject({ effect: 'needs-acceptance', acceptable_by: 'quality-owner' })
    }
  })

  it('says nothing of what either does alone, of other times, of repairs, and of lines that go on working', () => {
    const taken = [work('W-1', ['c1'])]
    // The change alone costs the redundancy of two ways: that is 2.1.
    expect(decided(network(2), [], { takes_down: ['c2'] }).objections).toEqual([])
    expect(decided(network(2), taken, {}).objections).toEqual([])
    expect(decided(network(2), taken, { takes_down: ['c1'] }).objections).toEqual([])
    const before = { untilMs: Date.parse(START) }
    expect(decided(network(2), taken, { takes_down: ['c2'], ...before }).objections).toEqual([])
    expect(
      decided(network(2), [work('W-1', ['c1'], { status: 'CANCELLED' })], { takes_down: ['c2'] }).objections,
    ).toEqual([])
    const atRisk = work('W-1', [], { objects: [{ id: 'c1', said: 'c1', impact: 'REDUCED-REDUNDANCY' }] })
    expect(decided(network(2), [atRisk], { takes_down: ['c2'] }).objections).toEqual([])
  })

  it('counts what is out of work besides, and not what the change brings back', () => {
    const states: DeclaredState[] = [{ id: 'fault', of: 'c3', is: 'down' }]
    const fault: Fact = {
      type: 'estate.states.declared',
      by: 'system:estate',
      body: { zone: 'UTC', states },
    }
    const facts = [fault, work('W-1', ['c1'])]
    expect(decided(network(3), facts, { takes_down: ['c2'] }).decision).toBe('deny')
    const repaired = decided(network(4), facts, { takes_down: ['c2'], restores: ['c3'] })
    expect(repaired.objections).toEqual([])
  })

  it('blocks a change that leaves too little capacity while it holds', () => {
    const made = network(4, 9)
    made.demands = [{ from: 'a', to: 'b', volume: 10 }]
    made.links[0]!.capacity = made.links[1]!.capacity = { forward: 20, backward: 20 }
    made.links[2]!.capacity = { forward: 20, backward: 20 }
    // Without the notice a further failure still leaves one of the first three.
    const { objections } = decided(made, [work('W-1', ['c1'])], { takes_down: ['c2'] })
    expect(objections).toHaveLength(1)
    expect(objections[0]!.effect).toBe('blocks')
    expect(objections[0]!.because[0]!.text.en).toContain('l4 on its path would carry too much')
  })

  it('judges the load of the hour by what was measured, carried on, and by the profile where nothing was', () => {
    const made = network(4, 20)
    const demand = { from: 'a', to: 'b', volume: 10, history: 'traffic.csv' }
    made.demands = [demand]
    const asked = (histories: Record<string, unknown>): Decision =>
      decided(
        made,
        [
          { type: HISTORIES_DECLARED, by: 'system:estate', body: { histories } as Fact['body'] },
          work('W-1', ['c1']),
        ],
        { takes_down: ['c2'] },
      )
    made.links[3]!.capacity = { forward: 15, backward: 15 }
    expect(asked({}).objections).toEqual([])
    // Twenty weeks by the hour up to the day on which the gate is asked: a tenth more every week, 17 in the last one.
    const firstMs = Date.parse('2026-07-05T15:00:00Z')
    const rows = Array.from({ length: 20 * 168 }, (_, hour) => {
      const level = 7.5 + 0.5 * Math.floor(hour / 168)
      return `${new Date(firstMs + hour * 3_600_000).toISOString()},${level + 0.01 * (hour % 2)}`
    })
    const text = ['timestamp,value', ...rows].join('\n')
    const history = { path: 'traffic.csv', sha256: 'b'.repeat(64), text }
    const { decision, objections } = asked({ [demandHistoryKey(demand)]: history })
    expect(decision).toBe('deny')
    expect(objections[0]!.because[0]!.text.en).toContain('l4 on its path would carry too much')
  })

  it('asks for acceptance over the union of all readings where a notice is in review', () => {
    const other = { start: '2026-12-02T15:00:00Z', end: '2026-12-02T15:30:00Z', backup: false }
    const read: NoticeRead = {
      mail: 'a'.repeat(64),
      round: 1,
      index: 0,
      slice: 0,
      received_at: '2026-11-20T00:00:00Z',
      message_id: 'm@kaigan.example',
      references: [],
      sender: 'kaigan.example',
      provider: 'kaigan',
      authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', aligned: true },
      layout: 'l',
      notice: {
        maintenance_id: 'CHG-1',
        status: 'CONFIRMED',
        windows: [{ start: START, end: END, backup: false }],
        stamp: '2026-11-20T00:00:00Z',
        needs_review: true,
        confidence: 0.5,
        reasons: [],
        competing: [{ windows: [other], because: { ja: '別', en: 'other' } }],
      },
      objects: [{ id: 'c1', said: 'KD-1', impact: 'OUTAGE' }],
    }
    const fact: Fact = { type: 'maintenance.notice.read', by: 'system:maintenance', body: read }
    const { decision, objections } = decided(network(2), [fact], { takes_down: ['c2'] })
    expect(decision).toBe('needs-acceptance')
    expect(objections.every(({ acceptable_by }) => acceptable_by === 'quality-owner')).toBe(true)
    const spans = objections
      .map(({ from, until }) => [from, until])
      .toSorted(([one], [other]) => (one! < other! ? -1 : 1))
    expect(spans).toEqual([
      ['2026-12-02T15:00:00.000Z', '2026-12-02T15:30:00.000Z'],
      ['2026-12-02T16:00:00.000Z', '2026-12-02T18:00:00.000Z'],
    ])
  })

  it('asks somebody where a notice names what the estate does not hold', () => {
    const unknown = work('W-1', [], { objects: [{ id: null, said: 'CIR-9', impact: 'OUTAGE' }] })
    const { decision, objections } = decided(network(3), [unknown], { takes_down: ['c2'] })
    expect(decision).toBe('needs-acceptance')
    expect(objections[0]!.because[0]!).toMatchObject({ verdict: 'unknown' })
    expect(objections[0]!.because[0]!.text.en).toContain('“CIR-9”')
  })
})
