import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyNetwork, type Network } from '../../../estate/network.ts'
import { surgeCourse, type Surge } from './queue.ts'
import { surgesOf } from './surge.ts'

const calm: Surge = {
  requests: 0,
  spreadS: 0,
  baseS: 0,
  perS: 100,
  timeoutS: 10,
  retryS: 10,
  queueMax: Infinity,
}

describe('the fluid queue with clients who try again', () => {
  it('loses nobody: who came was answered or is still on the way (300 surges)', () => {
    let checked = 0
    const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
    const surge = fc.record({
      requests: between(0, 100_000),
      spreadS: between(0, 600),
      baseS: between(0, 120),
      perS: between(1, 1_000),
      timeoutS: between(1, 30),
      retryS: between(1, 60),
      queueMax: fc.oneof(fc.constant(Infinity), between(0, 5_000)),
    })
    fc.assert(
      fc.property(surge, (given) => {
        const { came, answered, left, drainedAfterS, retries, wasted, peakPerS } = surgeCourse(given)
        const small = 1e-6 * (1 + came)
        expect(Math.abs(came - answered - left)).toBeLessThanOrEqual(small)
        if (drainedAfterS !== null) expect(left).toBeLessThanOrEqual(small)
        if (drainedAfterS !== null)
          expect(answered + wasted).toBeLessThanOrEqual(given.perS * drainedAfterS + small)
        for (const amount of [retries, wasted, peakPerS]) expect(amount).toBeGreaterThanOrEqual(0)
        checked += 1
      }),
      { numRuns: 300 },
    )
    expect(checked).toBeGreaterThanOrEqual(300)
  })

  it('drains as the closed form says while nobody gives up', () => {
    // 600 requests over 2 s at 100 a second, 40 a second anyway: 600 / (100 - 40) = 10 s.
    const course = surgeCourse({ ...calm, requests: 600, spreadS: 2, baseS: 40, timeoutS: 60 })
    expect(course.drainedAfterS).toBeGreaterThanOrEqual(10)
    expect(course.drainedAfterS).toBeLessThanOrEqual(10.5)
    expect(course).toMatchObject({ retries: 0, wasted: 0 })
    expect(course.peakPerS).toBeCloseTo(340, 6)
  })

  it('is worse once clients give up and come again, and may never end', () => {
    const patient = surgeCourse({ ...calm, requests: 3_000, timeoutS: 60 })
    const hasty = surgeCourse({ ...calm, requests: 3_000, timeoutS: 10, retryS: 10 })
    expect(patient.drainedAfterS).toBeCloseTo(30, 0)
    expect(hasty.wasted).toBeGreaterThan(0)
    expect(hasty.drainedAfterS ?? Infinity).toBeGreaterThan(patient.drainedAfterS!)
    const stuck = surgeCourse({ ...calm, requests: 50_000, baseS: 60, timeoutS: 5, retryS: 1 })
    expect(stuck.drainedAfterS).toBeNull()
    // A short queue refuses early, so that no work is done for nothing.
    const bounded = surgeCourse({
      ...calm,
      requests: 50_000,
      baseS: 60,
      timeoutS: 5,
      retryS: 1,
      queueMax: 300,
    })
    expect(bounded.wasted).toBe(0)
    expect(bounded.drainedAfterS).not.toBeNull()
  })
})

/** Two gateways on one power feed with their sessions, and two servers. */
function network(change: Partial<Network['procedures'][number]> = {}): Network {
  const made = emptyNetwork()
  for (const id of ['gw1', 'gw2']) made.nodes.push({ id, rides_on: ['feed'] })
  for (const id of ['aaa1', 'aaa2']) made.nodes.push({ id, rides_on: [] })
  made.risks.push({ id: 'feed', kind: 'power', rides_on: [] })
  made.procedures.push({
    id: 'radius',
    kind: 'radius',
    servers: { aaa1: 500, aaa2: 500 },
    base_per_s: 100,
    sessions: { gw1: 20_000, gw2: 20_000 },
    per_session: 1,
    spread_s: 0,
    timeout_s: 300,
    retry_s: 5,
    drained_within_s: 30,
    ...change,
  })
  return made
}

describe('what comes back after a failure', () => {
  it('counts the sessions by closure and the servers that are left', () => {
    const [radius] = surgesOf(network())
    const of = (failure: string, event: string) =>
      radius!.events.find((row) => row.failure === failure && row.event === event)
    expect(of('gw1', 'fails')).toMatchObject({ sessions: 20_000, capacity_per_s: 1_000, verdict: 'pass' })
    expect(of('gw1', 'fails')!.drained_after_s).toBeCloseTo(20_000 / 900, 0)
    expect(of('feed', 'returns')).toMatchObject({ sessions: 40_000, verdict: 'fail' })
    expect(of('aaa1', 'fails')).toMatchObject({ sessions: 0, capacity_per_s: 500, verdict: 'pass' })
    expect(radius!.verdict).toBe('fail')
    expect(radius!.because.some(({ en }) => en.includes('feed'))).toBe(true)
    expect(radius!.because.every(({ ja, en }) => ja !== '' && en !== '')).toBe(true)
  })

  it('fails where a single server left cannot bear even the rest', () => {
    const [radius] = surgesOf(network({ base_per_s: 600, drained_within_s: 3_600 }))
    const left = radius!.events.find(({ failure, event }) => failure === 'aaa1' && event === 'fails')
    expect(left).toMatchObject({ drained_after_s: null, verdict: 'fail' })
  })

  it('does not pass where nobody knows how many sessions there are', () => {
    expect(surgesOf(network({ sessions: {} }))[0]).toMatchObject({ verdict: 'unknown' })
  })
})
