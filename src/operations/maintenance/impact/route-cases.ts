import type { Dead } from './dead-links.ts'
import { NO_ROUTE, type Route, type Routes } from './ways.ts'

/** A route without some links, and the routes without one more of its own. */
export type Step = { route: Route; without: readonly number[]; next?: Map<number, Step> }

const NOWHERE: Step = { route: NO_ROUTE, without: [] }

/**
 * The routes of one pair of nodes under whatever fails. What is not on a route changes nothing of it, so each is found
 * step by step without the dead links that the one before runs over: a circuit, its duct and its carrier share a step.
 */
export class RouteCases {
  readonly source: number
  readonly destination: number
  readonly #routes: Routes
  readonly #lead: 'source' | 'destination'
  readonly #root: Step

  constructor(routes: Routes, source: number, destination: number, lead: 'source' | 'destination') {
    this.source = source
    this.destination = destination
    this.#routes = routes
    this.#lead = lead
    this.#root = { route: routes.route(source, destination, lead, []), without: [] }
  }

  get atRest(): Route {
    return this.#root.route
  }

  /** The same object for the same route, as long as its steps are the same. */
  under(dead: Dead): Route {
    return this.stepUnder(dead).route
  }

  /** As `under`, going on from the step for some of what is dead. */
  stepUnder(dead: Dead, from: Step = this.#root): Step {
    let step = from
    for (;;) {
      const { arcs } = step.route
      let at = 0
      while (at < arcs.length && !dead.hasLink(arcs[at]! >> 1)) at += 1
      if (at === arcs.length) return step
      // Without its ends there is no route, whatever its links.
      if (dead.hasNode(this.source) || dead.hasNode(this.destination)) return NOWHERE
      step = this.#further(step, arcs[at]! >> 1)
    }
  }

  #further(from: Step, link: number): Step {
    from.next ??= new Map()
    const known = from.next.get(link)
    if (known !== undefined) return known
    const without = [...from.without, link]
    const route = this.#routes.route(this.source, this.destination, this.#lead, without)
    const made: Step = { route, without }
    from.next.set(link, made)
    return made
  }
}
