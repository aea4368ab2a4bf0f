/** A departure from the steady state (定常時): something is not as it is declared to be, for a while. */
export type Departure = {
  id: string
  /** The element, by id. */
  of: string
  is: 'down' | 'degraded' | 'in-maintenance'
  /** Why. */
  because: string
  /** Pseudonymous id of the person who restores it. */
  owner: string
  /** From when on, and by when it is restored: ISO 8601 UTC. */
  from: string
  until: string
}

/** The body is the departure. */
export const DEPARTURE_DECLARED = 'estate.departure.declared'
/** The body is `{ id, from }`: the element is as declared again from that instant on. */
export const DEPARTURE_ENDED = 'estate.departure.ended'
