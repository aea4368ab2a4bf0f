import type { Text } from '../../platform/text.ts'

/** Loads are in the unit of the demands' volumes, which is that of the capacities. */
export type Direction = 'forward' | 'backward'

/** `failure` is the id of the single failure that loads the element most; null where nothing can fail. */
export type WorstLoad = { failure: string | null; load: number; utilisation: number | null }

/** Utilisation is load by capacity; null with `because` where the capacity is unknown or 0. */
export type LoadRow = { load: number; capacity: number | null; utilisation: number | null; because?: Text }

export type LinkLoad = LoadRow & { id: string; direction: Direction }
/** Of a pool the busier way counts: the members' forward loads added up, or their backward loads. */
export type PoolLoad = LoadRow & { id: string; unit: string }

/** What one state of the network does with the demands. */
export type Service = {
  /** Volume of demands whose ends are both alive and that find no way. */
  unserved: number
  /** Volume of demands that start or end at a dead node: not served either, and no fault of the capacity. */
  lost_at_endpoint: number
  /** Ids of links and pools that carry more than their capacity, in any direction. */
  overloaded: string[]
}

export type LoadUnder = Service & {
  /** Everything that is dead, by closure: nodes, links, risks and groups. */
  dead: string[]
  /** Failed ids that the network does not hold. */
  unresolved: string[]
  links: LinkLoad[]
  pools: PoolLoad[]
}

export type FailureLoad = Service & { id: string; kind: 'node' | 'link' | 'risk'; risk_kind?: string }

/** By what all demands may be multiplied together until the first link or pool is full. */
export type Growth = { factor: number; id: string; direction?: Direction; failure?: string }

export type SurvivalReport = {
  links: (LinkLoad & { worst: WorstLoad })[]
  pools: (PoolLoad & { worst: WorstLoad })[]
  failures: FailureLoad[]
  steady: Service
  /** Null where nothing with a known capacity carries any load. */
  growth: { steady: Growth | null; under_failure: Growth | null }
  demands: { count: number; volume: number; hour_of_week: number | null }
  /** What is assumed to work, as it lies beyond the responsibility boundary: its failures are not in the list. */
  assumed_working: string[]
  /** Why the answer is not complete; empty where it is. */
  unknown: Text[]
}
