import type { FailureCases } from '../../../design/redundancy/index.ts'
import type { Failed } from './window.ts'

/** A standing as `FailureCases` gives it; nothing for a service that cannot be judged. */
export type ServiceStanding = NonNullable<ReturnType<FailureCases['standing']>>

/**
 * One thing judged under many sets of failures. A failure on which what was found does not rest changes nothing of it,
 * so a case is looked up by those failures alone that change something, each on top of the ones before: out of the
 * thousands of sets that a year of outages has, each thing sees a few.
 */
export type Case<Found> = { failed: Failed; found: Found; next?: Map<number, Case<Found>> }

export type Judging<Found> = {
  judge: (failed: Failed) => Found
  /** Whether a further failure could change what was found. */
  rests: (found: Found, element: number) => boolean
}

/** All cases of one thing, beginning with nothing failed. */
export class Cases<Found> {
  readonly root: Case<Found>
  readonly #judging: Judging<Found>

  constructor(judging: Judging<Found>) {
    this.#judging = judging
    this.root = { failed: [], found: judging.judge([]) }
  }

  /**
   * The case that holds under these failures. `failed` is walked in its order, so that what comes first in many sets is
   * looked at once; from `start`, a case of some of them.
   */
  under(failed: Failed, start: Case<Found> = this.root): Case<Found> {
    let at = start
    for (let place = 0; place < failed.length;) {
      const element = failed[place]!
      if (at.failed.includes(element) || !this.#judging.rests(at.found, element)) place += 1
      else {
        at = this.#further(at, element)
        place = 0
      }
    }
    return at
  }

  #further(from: Case<Found>, element: number): Case<Found> {
    from.next ??= new Map()
    const known = from.next.get(element)
    if (known !== undefined) return known
    const failed = [...from.failed, element]
    const made: Case<Found> = { failed, found: this.#judging.judge(failed) }
    from.next.set(element, made)
    return made
  }
}

/** The services of a network under sets of failures. */
export class Standings {
  readonly services: readonly string[]
  readonly #cases: Map<string, Cases<ServiceStanding>>
  /** By element: the services whose standing without any outage rests on it. */
  readonly #restingOn = new Map<number, string[]>()

  constructor(failures: FailureCases, services: readonly string[]) {
    this.#cases = new Map()
    for (const service of services) {
      if (failures.standing(service, []) === undefined) continue
      const cases = new Cases<ServiceStanding>({
        judge: (failed) => failures.standing(service, failed)!,
        rests: ({ restsOn }, element) => restsOn.has(element),
      })
      this.#cases.set(service, cases)
      for (const element of cases.root.found.restsOn) {
        const known = this.#restingOn.get(element)
        if (known === undefined) this.#restingOn.set(element, [service])
        else known.push(service)
      }
    }
    this.services = [...this.#cases.keys()]
  }

  of(service: string): Cases<ServiceStanding> {
    return this.#cases.get(service)!
  }

  /** The services that any of these failures could change. */
  touchedBy(failed: Failed): Set<string> {
    const touched = new Set<string>()
    for (const element of failed)
      for (const service of this.#restingOn.get(element) ?? []) touched.add(service)
    return touched
  }
}
