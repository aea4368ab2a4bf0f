import type { Text } from '../../platform/text.ts'
import type { Advice } from './advice.ts'
import type { Viewpoints } from './viewpoints.ts'
import type { Verdict } from '../../charter/verdict.ts'

/**
 * What a person replays to see that one failure is enough: what dies with it (closure of rides-on and groups), and
 * which endpoints then no longer reach each other.
 */
export type Witness = {
  /** The failed thing and everything that dies with it, in the order in which it dies. */
  dies: { id: string; because: string }[]
  /** An endpoint or pair that is lost: `to` missing where `from` itself is dead. */
  lost: { from: string; to?: string }
  /** The part that `lost.from` can still reach, at most 200 ids, with the full count. */
  reachable: { count: number; sample: string[] }
  text: Text
}

export type SinglePoint = {
  kind: 'node' | 'link' | 'risk'
  id: string
  name?: string
  name_en?: string
  witness: Witness
}

export type ServiceReport = {
  id: string
  name?: string
  name_en?: string
  verdict: Verdict
  /** True for the implicit service of a network that declares none. */
  assumed?: boolean
  /** Promised to nobody by itself, only a part of others: its verdict counts for those only. */
  part_only?: true
  /** Down before any failure: fail, without single points. */
  broken?: boolean
  single_points: SinglePoint[]
  minimal_pairs?: [string, string][]
  /** Where there are more pairs than are listed; never set otherwise. */
  minimal_pairs_cut_off?: true
  /**
   * Where neither one nor two failures are enough, with pairs asked for: bounds on how many at once are, and some that
   * are. Not exact: the smallest set may be smaller than `at_most`, never smaller than `at_least`.
   */
  smallest_failure_set?: { at_least: number; at_most: number; example: string[] }
  /** Single points that the operator tolerates, by risk id. */
  tolerated?: SinglePoint[]
  /** Elements beyond the responsibility boundary on which it relies; assumed to work. */
  beyond_boundary?: string[]
  /** Reasons in both languages for unknown, such as a route not proven diverse or an unresolved reference. */
  unproven?: { text: Text; objects: string[] }[]
}

/** `kensho redundancy FILE --json` (contracts); the first four numbers are counts. */
export type RedundancyReport = {
  nodes: number
  links: number
  components: number
  blocks: number
  articulation_points: string[]
  bridges: string[]
  services: ServiceReport[]
  /** Where the estate knows them. */
  viewpoints?: Viewpoints
  /** The cheapest additions; null where it cannot be given (directed links). */
  advice?: Advice | null
  /**
   * CPU seconds, without reading and printing: finding articulation points, bridges, blocks and all single points
   * (`survivability`), numbering and indexing the network before that (`graph`), writing witnesses (`witnesses`),
   * failure sets of two (`pairs`).
   */
  timings?: {
    survivability_cpu_s: number
    graph_cpu_s?: number
    witnesses_cpu_s?: number
    pairs_cpu_s?: number
  }
}

/** The services that somebody was promised: those that are only a part of others count through these. */
export function promised({ services }: RedundancyReport): ServiceReport[] {
  return services.filter((service) => service.part_only !== true)
}
