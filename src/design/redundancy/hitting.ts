import { candidatesFor, certificateOf } from './certificate.ts'
import { fail, undo } from './closure.ts'
import { demandsOf, twoWayOf, wayOf } from './demands.ts'
import type { Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import type { ServicePlan } from './service.ts'

/**
 * Failures as hitting sets. Every way in which a service can still be up is a certificate, and what takes it down must
 * hit all of them. Certificates are collected only as they are needed: whatever hits all that are known is tried; if
 * the service survives, the way in which it does is one more certificate, which spares many other trials.
 */

export type Probe = {
  /** A certificate that holds under the failures at hand, as elements; undefined where there is none. */
  find: () => number[] | undefined
  /**
   * A certificate holds whenever all of it lives. Not so for the assumed service, which asks nothing of dead nodes:
   * what shows it up without them shows nothing once they live. Only a certificate of all nodes can be reused.
   */
  lasting: boolean
}

/** The probes of a service: it is down exactly where one of them finds nothing. */
export function probesOf(prepared: Prepared, plan: ServicePlan): Probe[] {
  const { reach, failures, graph } = prepared
  if (plan.plain && !plan.assumed) {
    prepared.twoWay ??= twoWayOf(reach)
    const search = prepared.twoWay
    return demandsOf(plan, graph.anyDirected).map((demand) => ({
      find: () => wayOf(search, failures.dead, demand),
      lasting: true,
    }))
  }
  const find = (): number[] | undefined =>
    lostAfter(reach, plan, failures) === undefined ? certificateOf(reach, plan, failures) : undefined
  return [{ find, lasting: !plan.assumed }]
}

/** Whether a service is down after the failures at hand, without saying what it lost. */
export function isDown(prepared: Prepared, plan: ServicePlan): boolean {
  return probesOf(prepared, plan).some((probe) => probe.find() === undefined)
}

/** Certificates are told apart by the bits of a number. Further ones still spare their own trial, but no others. */
const CERTIFICATES_MAX = 30

type Known = {
  prepared: Prepared
  /** By certificate: all elements that may hit it. */
  hitters: number[][]
  /** By element: the certificates that it may hit, as bits. */
  hits: Map<number, number>
}

function learn(known: Known, certificate: readonly number[]): number[] {
  const hitters = candidatesFor(known.prepared.dependencies, certificate)
  const at = known.hitters.length
  if (at === CERTIFICATES_MAX) return hitters
  known.hitters.push(hitters)
  for (const element of hitters) known.hits.set(element, (known.hits.get(element) ?? 0) | (1 << at))
  return hitters
}

function missed(known: Known, element: number): number {
  const all = 2 ** known.hitters.length - 1
  return all & ~(known.hits.get(element) ?? 0)
}

/**
 * The elements, of those wanted, that alone leave the probe without a certificate. `learnt` is told, for each
 * certificate on which the answer rests, of everything that may hit it.
 */
export function singleHits(
  prepared: Prepared,
  probe: Probe,
  wanted: (element: number) => boolean,
  learnt: (hitters: readonly number[]) => void = () => undefined,
): number[] {
  const { dependencies, failures } = prepared
  const found: number[] = []
  const first = probe.find()
  if (first === undefined) throw new Error('only what is up can be taken down')
  const known: Known = { prepared, hitters: [], hits: new Map() }
  const hitters = learn(known, first)
  learnt(hitters)
  for (const element of hitters) {
    if (failures.dead[element] === 1 || !wanted(element) || missed(known, element) !== 0) continue
    const before = fail(dependencies, failures, element)
    const certificate = probe.find()
    if (certificate === undefined) found.push(element)
    else if (probe.lasting) learnt(learn(known, certificate))
    undo(dependencies, failures, before)
  }
  return found
}

/**
 * Gives `visit` every pair of wanted elements that leaves the probe without a certificate, once; none of the wanted
 * may do so alone. Stops when `visit` returns false, and returns then false as well.
 */
export function pairHits(
  prepared: Prepared,
  probe: Probe,
  wanted: (element: number) => boolean,
  visit: (one: number, other: number) => boolean,
): boolean {
  const { dependencies, failures } = prepared
  const certificate = probe.find()
  if (certificate === undefined || !probe.lasting) throw new Error('only what is up can be taken down')
  const known: Known = { prepared, hitters: [], hits: new Map() }
  let goOn = true
  for (const first of learn(known, certificate)) {
    if (!goOn) return false
    if (failures.dead[first] === 1 || !wanted(first)) continue
    const before = fail(dependencies, failures, first)
    for (const second of partnersFor(known, probe, first)) {
      // A pair of two that hit the first certificate comes up twice; the lower one is first.
      const repeated = second < first && ((known.hits.get(second) ?? 0) & 1) === 1
      if (repeated || second === first || failures.dead[second] === 1 || !wanted(second)) continue
      if ((missed(known, first) & missed(known, second)) !== 0) continue
      const between = fail(dependencies, failures, second)
      const survives = probe.find()
      if (survives === undefined) goOn = visit(first, second)
      else learn(known, survives)
      undo(dependencies, failures, between)
      if (!goOn) break
    }
    undo(dependencies, failures, before)
  }
  return goOn
}

/** What may take down what `first`, which has failed, leaves up: the hitters of a certificate that it does not hit. */
function partnersFor(known: Known, probe: Probe, first: number): readonly number[] {
  const left = missed(known, first)
  let fewest: readonly number[] | undefined
  known.hitters.forEach((hitters, at) => {
    if ((left & (1 << at)) === 0) return
    if (fewest === undefined || hitters.length < fewest.length) fewest = hitters
  })
  if (fewest !== undefined) return fewest
  const certificate = probe.find()
  return certificate === undefined ? [] : learn(known, certificate)
}
