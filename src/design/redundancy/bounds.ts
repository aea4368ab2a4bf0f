import { candidatesFor, certificateOf } from './certificate.ts'
import { fail, undo } from './closure.ts'
import { probesOf, type Probe } from './hitting.ts'
import type { Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import type { ServicePlan } from './service.ts'

/** How many failures at once take a service down: no fewer than, no more than, and some that do. */
export type FailureSetBounds = { at_least: number; at_most: number; example: number[] }

/** Beyond so many failures nobody plans; the search for an upper bound then gives up and says nothing. */
const SIZE_MAX = 64
/** A service is down where one of its probes finds nothing: so many of them are tried. */
const PROBES_MAX = 8
/** Of what may hit a certificate, so many are compared at each step. */
const COMPARED_MAX = 200

/**
 * Bounds on the size of the smallest failure set beyond pairs, where finding it is NP-hard (minimum SRLG cut, Hu 2003).
 * The upper bound is a set that does take the service down, found greedily (hit the certificates that are known, most
 * first) and then thinned until nothing can be left out. `atLeast` is what is known from below: three, where all pairs
 * were looked at and there was none. Undefined where no set of at most 64 was found.
 */
export function boundsOf(
  prepared: Prepared,
  plan: ServicePlan,
  atLeast: number,
  wanted: (element: number) => boolean,
): FailureSetBounds | undefined {
  let best: number[] | undefined
  for (const probe of probesFor(prepared, plan)) {
    const found = greedySet(prepared, plan, probe, wanted)
    if (found !== undefined && (best === undefined || found.length < best.length)) best = found
  }
  if (best === undefined) return undefined
  return { at_least: Math.min(atLeast, best.length), at_most: best.length, example: best }
}

function probesFor(prepared: Prepared, plan: ServicePlan): Probe[] {
  if (!plan.assumed) return probesOf(prepared, plan).slice(0, PROBES_MAX)
  const { reach, failures } = prepared
  // What shows the assumed service up need not last (dead nodes are not asked for), but it still points at what to hit.
  const find = (): number[] | undefined =>
    lostAfter(reach, plan, failures) === undefined ? certificateOf(reach, plan, failures) : undefined
  return [{ find, lasting: true }]
}

function greedySet(
  prepared: Prepared,
  plan: ServicePlan,
  probe: Probe,
  wanted: (element: number) => boolean,
): number[] | undefined {
  const { dependencies, failures, reach } = prepared
  const before = failures.size
  const chosen: number[] = []
  const hits = new Map<number, number>()
  const isDown = (): boolean => lostAfter(reach, plan, failures) !== undefined
  try {
    while (!isDown()) {
      const certificate = probe.find()
      if (certificate === undefined) return undefined
      const hitters = candidatesFor(dependencies, certificate).filter(
        (element) => failures.dead[element] === 0 && wanted(element),
      )
      if (hitters.length === 0 || chosen.length === SIZE_MAX) return undefined
      for (const element of hitters) hits.set(element, (hits.get(element) ?? 0) + 1)
      chosen.push(strongest(prepared, hitters, hits))
      fail(dependencies, failures, chosen.at(-1)!)
    }
  } finally {
    undo(dependencies, failures, before)
  }
  return thinned(prepared, chosen, isDown)
}

/** What hits most of the certificates seen so far; of equals, what takes most with it. */
function strongest(
  prepared: Prepared,
  hitters: readonly number[],
  hits: ReadonlyMap<number, number>,
): number {
  const { dependencies, failures } = prepared
  const most = Math.max(...hitters.map((element) => hits.get(element)!))
  const equals = hitters.filter((element) => hits.get(element) === most).slice(0, COMPARED_MAX)
  let best = equals[0]!
  let deaths = -1
  for (const element of equals) {
    const before = fail(dependencies, failures, element)
    const died = failures.size - before
    undo(dependencies, failures, before)
    if (died > deaths) {
      best = element
      deaths = died
    }
  }
  return best
}

/** Leaves out, one after the other, what the rest does without. */
function thinned(prepared: Prepared, chosen: readonly number[], isDown: () => boolean): number[] {
  const { dependencies, failures } = prepared
  let kept = [...chosen]
  for (const spare of chosen) {
    const without = kept.filter((element) => element !== spare)
    const before = failures.size
    for (const element of without) fail(dependencies, failures, element)
    if (without.length > 0 && isDown()) kept = without
    undo(dependencies, failures, before)
  }
  return kept.sort((one, other) => one - other)
}
