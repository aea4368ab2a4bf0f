import { describe, expect, it } from 'vitest'
import { emptyNetwork, type Network } from '../../../estate/network.ts'
import { compareWithBrute } from './equality.oracle.ts'
import { ImpactEngine } from './impact.ts'
import { HORIZON_MS, randomNetwork, randomOutages } from './random.oracle.ts'
import type { Finding, Outage } from './window.ts'

const HOUR_MS = 3_600_000
const NETWORKS = 60

/** A and B over three circuits; with a demand of 10 that the first of them takes, by day. */
function threeWays(capacities: readonly number[] = [20, 20, 20]): Network {
  const network = emptyNetwork()
  network.nodes = ['a', 'b'].map((id) => ({ id, rides_on: [] }))
  network.risks = [1, 2, 3].map((at) => ({ id: `c${at}`, kind: 'circuit', rides_on: [] }))
  network.links = [1, 2, 3].map((at) => ({
    id: `l${at}`,
    from: 'a',
    to: 'b',
    directed: false,
    metric: at,
    rides_on: [`c${at}`],
    capacity: { forward: capacities[at - 1]!, backward: capacities[at - 1]! },
  }))
  network.services = [
    { id: 's', from: ['a'], to: ['b'], any_from: false, any_to: false, tolerate: ['a', 'b'], needs: [] },
  ]
  return network
}

function engineOf(network: Network, zone = 'UTC'): ImpactEngine {
  return new ImpactEngine([{ fromMs: 0, untilMs: 10 * 24 * HOUR_MS, network }], zone)
}

function outage(
  id: string,
  fromHour: number,
  untilHour: number,
  takes: string[],
  more: Partial<Outage> = {},
): Outage {
  return { id, fromMs: fromHour * HOUR_MS, untilMs: untilHour * HOUR_MS, takes, surety: 'certain', ...more }
}

function shown(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ kind, fromMs, untilMs, certain, outages, failures }) =>
      `${fromMs / HOUR_MS}-${untilMs / HOUR_MS} ${kind} ${certain ? 'certain' : 'possible'} by ${outages.join('+')} then ${failures.join('|')}`,
  )
}

describe('what outages do', () => {
  it(`is what brute force finds, on ${NETWORKS} random networks at 6 instants each`, () => {
    let [instants, findings] = [0, 0]
    // The first three have services that only an outage and a failure together bring onto a link that is too small.
    const seeds = [178, 271, 319, ...Array.from({ length: NETWORKS - 3 }, (_, at) => 1001 + at)]
    for (const seed of seeds) {
      const compared = compareWithBrute(seed, 6)
      expect(compared.differences).toEqual([])
      instants += compared.instants
      findings += compared.findings
    }
    expect(instants).toBeGreaterThan(250)
    expect(findings).toBeGreaterThan(300)
  })

  it('after a notice came, changed or went is what a fresh engine finds, and only moments that differ are judged', () => {
    let judgedAnew = 0
    let all = 0
    for (let seed = 1; seed <= 25; seed += 1) {
      const network = randomNetwork(seed)
      const segments = [{ fromMs: 0, untilMs: HORIZON_MS, network }]
      const engine = new ImpactEngine(segments, 'Asia/Tokyo')
      const outages = randomOutages(network, seed, 8)
      engine.impact(outages.slice(0, 7))
      const moved = { ...outages[3]!, untilMs: outages[3]!.untilMs + HOUR_MS }
      const rounds = [outages, outages.slice(1), [...outages.slice(0, 3), moved, ...outages.slice(4)]]
      for (const round of rounds) {
        const after = engine.impact(round)
        expect(after.findings).toEqual(new ImpactEngine(segments, 'Asia/Tokyo').impact(round).findings)
        judgedAnew += after.moments.judged
        all += after.moments.all
      }
    }
    expect(all).toBeGreaterThan(500)
    expect(judgedAnew).toBeLessThan(0.6 * all)
  })

  it('joins what stays the same, and windows that touch do not overlap', () => {
    const { findings } = engineOf(threeWays()).impact([
      outage('w1', 1, 3, ['c1']),
      outage('w2', 3, 5, ['c2']),
      outage('w3', 4, 6, ['c3']),
      outage('w4', 4, 5, ['c1']),
    ])
    expect(shown(findings)).toEqual(['4-5 down certain by w2+w3+w4 then '])
  })

  it('names what is left alone, and tells what is certain from what is only announced', () => {
    const { findings } = engineOf(threeWays()).impact([
      outage('sure', 1, 4, ['c1']),
      outage('vague', 2, 6, ['c2'], { surety: 'review' }),
      outage('spare day', 3, 4, ['c3'], { surety: 'backup' }),
    ])
    expect(shown(findings)).toEqual([
      '2-3 redundancy possible by sure+vague then l3|c3',
      '3-4 down possible by sure+vague+spare day then ',
    ])
  })

  it('asks what an outage adds to what is out of work already', () => {
    const { findings } = engineOf(threeWays()).impact([
      outage('fault', 0, 9, ['c1', 'c2'], { standing: true }),
      outage('w', 2, 3, ['c3']),
      outage('harmless', 5, 6, ['c1']),
    ])
    expect(shown(findings)).toEqual(['2-3 down certain by fault+w then '])
  })

  it('weighs the load of each hour by the zone’s clock', () => {
    const network = threeWays([20, 9, 20])
    const busy = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < 18 ? 1 : 0.5))
    network.demands = [{ from: 'a', to: 'b', volume: 10, profile: busy }]
    // Midnight UTC is nine in Tokyo: busy until nine UTC.
    const { findings, loadsJudged } = engineOf(network, 'Asia/Tokyo').impact([outage('w', 8, 11, ['c1'])])
    expect(loadsJudged).toBe(true)
    expect(shown(findings)).toEqual(['8-9 capacity certain by w then '])
    expect(findings[0]!.overloaded).toEqual(['l2'])
  })

  it('follows the network over time, and says which ids it does not hold', () => {
    const later = threeWays()
    later.links.pop()
    const engine = new ImpactEngine(
      [
        { fromMs: 0, untilMs: 5 * HOUR_MS, network: threeWays() },
        { fromMs: 5 * HOUR_MS, untilMs: 10 * HOUR_MS, network: later },
      ],
      'UTC',
    )
    const { findings, unresolved } = engine.impact([outage('w', 4, 6, ['c1', 'elsewhere'])])
    expect(shown(findings)).toEqual(['5-6 redundancy certain by w then l2|c2'])
    expect(unresolved).toEqual([{ outage: 'w', ids: ['elsewhere'] }])
  })
})
