import { withAdded } from '../../charter/addition.ts'
import { defineControl } from '../../charter/control.ts'
import {
  ACCEPTING_ROLE,
  type Change,
  type GateView,
  type Objection,
  type SpanView,
} from '../../charter/gate.ts'
import type { DeclaredState } from '../../charter/check.ts'
import { DEPARTURE_DECLARED, DEPARTURE_ENDED } from '../../estate/departure.ts'
import { HISTORIES_DECLARED, type Histories } from '../../estate/history.ts'
import type { Network } from '../../estate/network.ts'
import { ZoneClock, type WeekHour } from '../../platform/zone-clock.ts'
import { loadGroundOf, type Measured } from './impact/forecast-loads.ts'
import type { Forecasts } from './impact/demand-hours.ts'
import { NetworkImpact } from './impact/impact.ts'
import { momentsOf, type Moment } from './impact/moments.ts'
import { outagesOf, unknownObjects, windowIdOf } from './impact/outages.ts'
import type { Outage } from './impact/window.ts'
import { plannedWindows, type PlannedWindow } from './maintenance.ts'
import { factsIn, foldNotice, maintenancesOf, MAINTENANCE_FACTS, type NoticeLog } from './notice-log.ts'
import { objectionText, unknownText, restText, type Worsened } from './objection-text.ts'
import { worsenedBy } from './worsened.ts'

const NETWORK_DECLARED = 'estate.network.declared'
const STATES_DECLARED = 'estate.states.declared'
/** So many are named one by one; one more says how many there are beside. */
const NAMED_MAX = 200

/** What the gate is shown of maintenances, the network and what is out of work. Folded for it; it judges no clause. */
const ground = defineControl<NoticeLog>({
  id: 'maintenance.gate',
  clause: '5.1',
  title: { ja: '関門が見るメンテナンス', en: 'Maintenances as the gate sees them' },
  facts: [
    NETWORK_DECLARED,
    HISTORIES_DECLARED,
    STATES_DECLARED,
    DEPARTURE_DECLARED,
    DEPARTURE_ENDED,
    ...MAINTENANCE_FACTS,
  ],
  initial: undefined,
  fold: foldNotice,
  judge: () => ({
    verdict: 'not-applicable',
    freshness: 'fresh',
    basis: 'computed',
    population: [],
    because: [],
  }),
})

/** A worsening over the time in which it holds. */
type Held = { key: string; worsened: Worsened; fromMs: number; untilMs: number }

/**
 * 5.1 at the gate: what a change makes worse while notices hold that neither does by itself. What follows from certain
 * notices blocks; what follows from tentative ones, from readings in review, from backup days and from lines that are
 * only degraded needs acceptance. A change that takes nothing down is never held, nor one that only repairs.
 */
export function maintenanceObjections(view: GateView, change: Change): Objection[] {
  if (change.takes_down.length === 0) return []
  const held: Held[] = []
  const unknown = new Map<string, { window: PlannedWindow; said: string[] }>()
  for (const span of view.spans) {
    const log = span.of(ground) as NoticeLog
    const network = networkIn(log)
    if (network === undefined) continue // 2.1 says that nothing can be judged without one.
    const windows = plannedWindows(maintenancesOf(log)).filter(
      (one) => one.fromMs < span.untilMs && one.untilMs > span.fromMs,
    )
    for (const window of windows) {
      const said = unknownObjects(window)
      if (said.length > 0) unknown.set(window.id, { window, said })
    }
    const measured = { histories: historiesIn(log), zone: view.zone, nowMs: view.nowMs }
    const standing = standingIn(log, span, view.nowMs)
    held.push(...heldIn(span, { network, windows, standing, measured }, change))
  }
  const merged = mergedHeld(held)
  return [
    ...merged.slice(0, NAMED_MAX).map((one) => objectionOf(one, change, view.zone)),
    ...(merged.length > NAMED_MAX ? [restOf(merged.slice(NAMED_MAX))] : []),
    ...[...unknown.values()].map((one) => unknownOf(one, change, view.zone)),
  ]
}

type Around = {
  network: Network
  windows: readonly PlannedWindow[]
  standing: readonly Outage[]
  measured: Measured
}

const NOTHING_MEASURED: Histories = {}

function historiesIn(log: NoticeLog): Histories {
  const declared = factsIn(log).findLast(({ type }) => type === HISTORIES_DECLARED)
  return (declared?.body['histories'] as unknown as Histories | undefined) ?? NOTHING_MEASURED
}

function networkIn(log: NoticeLog): Network | undefined {
  const declared = factsIn(log).findLast(({ type }) => type === NETWORK_DECLARED)
  return declared?.body['network'] as unknown as Network | undefined
}

/** What is out of work in a span: what is declared so for it, and what is overdue now and still declared. */
function standingIn(log: NoticeLog, span: { fromMs: number; untilMs: number }, nowMs: number): Outage[] {
  const states = new Map<string, DeclaredState>()
  for (const { type, body } of factsIn(log)) {
    if (type === STATES_DECLARED)
      for (const state of body['states'] as unknown as DeclaredState[]) states.set(state.id, state)
    if (type === DEPARTURE_DECLARED) states.set(body['id'] as string, body as unknown as DeclaredState)
    if (type === DEPARTURE_ENDED) states.delete(body['id'] as string)
  }
  return [...states.values()]
    .filter(({ is }) => is !== 'degraded')
    .map(({ id, of, from, until }): Outage => {
      const overdue = until !== undefined && Date.parse(until) <= nowMs
      return {
        id: `state ${id}`,
        fromMs: from === undefined ? span.fromMs : Date.parse(from),
        untilMs: until === undefined || overdue ? span.untilMs : Date.parse(until),
        takes: [of],
        surety: 'certain',
        standing: true,
      }
    })
}

type Ready = { impact: NetworkImpact; forecasts: Forecasts; asked: number }
const ready = new WeakMap<Network, Ready>()
/** After so many questions a network is made ready anew, and forgets what changes long decided have made it learn. */
const ASKED_MAX = 5000

/** A network stays the same object as long as it does not change: it is made ready once. */
function impactOf(network: Network, clock: ZoneClock, forecasts: Forecasts): NetworkImpact {
  const known = ready.get(network)
  const fits = known !== undefined && known.forecasts === forecasts && known.asked < ASKED_MAX
  const one = fits ? known : { impact: new NetworkImpact(network, clock, forecasts), forecasts, asked: 0 }
  one.asked += 1
  ready.set(network, one)
  return one.impact
}

function heldIn(span: SpanView, { network, windows, standing, measured }: Around, change: Change): Held[] {
  const outages = outagesOf(windows)
  if (outages.length === 0) return []
  const byId = new Map(windows.map((window) => [window.id, window]))
  const clock = new ZoneClock(measured.zone, span.fromMs, span.untilMs)
  const { forecasts } = loadGroundOf(network, measured)
  const before = impactOf(network, clock, forecasts)
  // Nothing was measured of what is not there yet: added demands come last, and follow their profiles.
  const after =
    change.adds === undefined ? before : impactOf(withAdded(network, change.adds), clock, forecasts)
  const moments = momentsOf([...standing, ...outages], span.fromMs, span.untilMs)
  return moments
    .filter((moment) => moment.outages.some((outage) => outage.standing !== true))
    .flatMap((moment) => {
      const hours = hourClassesIn(moment, after, clock)
      return worsenedBy({ before, after, moment, hours, change }).map(({ outages: of, ...worsened }) => ({
        key: JSON.stringify([worsened.kind, worsened.service, worsened.certain, of, worsened.remaining]),
        worsened: {
          ...worsened,
          windows: [...new Set(of.map(windowIdOf))].flatMap((id) => byId.get(id) ?? []),
          named: after.network,
        },
        fromMs: moment.fromMs,
        untilMs: moment.untilMs,
      }))
    })
}

/** One hour of each class. */
function hourClassesIn({ fromMs, untilMs }: Moment, { loads }: NetworkImpact, clock: ZoneClock): WeekHour[] {
  const classes = new Map<number, WeekHour>()
  for (const place of clock.hoursIn(fromMs, untilMs)) classes.set(loads.classOf(place), place)
  return [...classes.values()]
}

/** What stays the same over moments that follow each other is one objection. */
function mergedHeld(held: readonly Held[]): Held[] {
  const merged: Held[] = []
  const last = new Map<string, Held>()
  for (const one of held) {
    const known = last.get(one.key)
    if (known !== undefined && known.untilMs === one.fromMs) known.untilMs = one.untilMs
    else {
      const begins = { ...one }
      last.set(one.key, begins)
      merged.push(begins)
    }
  }
  return merged
}

function effectOf(certain: boolean): Pick<Objection, 'effect' | 'acceptable_by'> {
  return certain ? { effect: 'blocks' } : { effect: 'needs-acceptance', acceptable_by: ACCEPTING_ROLE }
}

function objectionOf({ worsened, fromMs, untilMs }: Held, change: Change, zone: string): Objection {
  const { kind, service, windows, remaining, certain } = worsened
  const taken = windows.flatMap(({ objects }) => objects.flatMap(({ id }) => id ?? []))
  return {
    clause: '5.1',
    because: [
      {
        text: objectionText(worsened, { fromMs, untilMs }, zone),
        evidence: [...new Set(windows.map(({ maintenance }) => maintenance))].map((ref) => ({
          kind: 'maintenance',
          ref,
        })),
        objects: [
          ...new Set([...(service === '' ? [] : [service]), ...remaining, ...change.takes_down, ...taken]),
        ],
        verdict: kind === 'loads-unknown' ? 'unknown' : 'fail',
      },
    ],
    ...effectOf(certain),
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
  }
}

function restOf(rest: readonly Held[]): Objection {
  const services = [...new Set(rest.map(({ worsened }) => worsened.service))]
  return {
    clause: '5.1',
    because: [{ text: restText(services.length), evidence: [], objects: services, verdict: 'fail' }],
    ...effectOf(rest.some(({ worsened }) => worsened.certain)),
    from: new Date(Math.min(...rest.map(({ fromMs }) => fromMs))).toISOString(),
    until: new Date(Math.max(...rest.map(({ untilMs }) => untilMs))).toISOString(),
  }
}

/** A notice names something that the estate does not know: what it takes, and so what remains, is open. */
function unknownOf(
  { window, said }: { window: PlannedWindow; said: string[] },
  change: Change,
  zone: string,
): Objection {
  const fromMs = Math.max(window.fromMs, change.fromMs)
  const untilMs = Math.min(window.untilMs, change.untilMs)
  return {
    clause: '5.1',
    because: [
      {
        text: unknownText(window, said, zone),
        evidence: [{ kind: 'maintenance', ref: window.maintenance }],
        objects: change.takes_down,
        verdict: 'unknown',
      },
    ],
    ...effectOf(false),
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
  }
}
