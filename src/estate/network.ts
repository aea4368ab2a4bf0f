import type { Text } from '../platform/text.ts'
import type { Procedure, Resource } from './resource.ts'

/**
 * The network as every analysis reads it: contracts' network file after reading, with defaults filled in.
 * All ids are strings and unique across nodes, links, risks and groups. Fields beyond the contract are marked.
 */
export type Network = {
  name?: string
  nodes: NetworkNode[]
  links: NetworkLink[]
  risks: Risk[]
  groups: Group[]
  services: Service[]
  demands: Demand[]
  pools: Pool[]
  resources: Resource[]
  /** Kensho's own: rates of signalling, for the surge after a failure. */
  procedures: Procedure[]
  /** Kensho's own: what a foreign import could not resolve. Never dropped silently. */
  findings: Finding[]
}

export type NetworkNode = {
  id: string
  name?: string
  /** Kensho's own: the name in English, where `name` is in Japanese. */
  name_en?: string
  site?: string
  product?: string
  zone?: string
  /** Ids of risks or groups; when any of them fails, the node fails. */
  rides_on: string[]
  capacity?: Record<string, number>
  /** Kensho's own: hours until it is repaired, as its maintenance promises; absent: not known. */
  repair_hours?: number
  /** Kensho's own: whether it can be upgraded without stopping; absent: not known. */
  in_service_upgrade?: boolean
  /** Kensho's own: whether a fault of its own stays within it; absent: not known. */
  isolates_faults?: boolean
  /** Kensho's own: place on the map. */
  position?: { longitude: number; latitude: number }
  /** Kensho's own: beyond the responsibility boundary (責任分界点); assumed to work, listed beside the verdict. */
  beyond_boundary?: boolean
}

export type NetworkLink = {
  id: string
  name?: string
  /** Kensho's own: the name in English, where `name` is in Japanese. */
  name_en?: string
  from: string
  to: string
  directed: boolean
  /** Absent: unknown, never infinite. */
  capacity?: { forward: number; backward: number }
  metric: number
  rides_on: string[]
  /** Kensho's own: length of the way, for drawing and delay. */
  length_km?: number
  /** Kensho's own: `unknown` where the carrier did not disclose the route; such a link is never proven diverse. */
  route?: 'known' | 'unknown'
  beyond_boundary?: boolean
}

export type Risk = {
  id: string
  name?: string
  name_en?: string
  kind: string
  rides_on: string[]
  beyond_boundary?: boolean
}

/**
 * A redundancy group: alive while at least `needs` of its members (nodes, links, risks or groups) are alive.
 * With fewer it is down, and so is whatever rides on it.
 */
export type Group = {
  id: string
  name?: string
  name_en?: string
  members: string[]
  needs: number
  /**
   * Kensho's own: how the members stand in for each other. Where all of them carry the load at once (active-active, lag)
   * there is no switch-over; any other kind, or none, has one, and counts as redundancy only once it was tested.
   */
  kind?: GroupKind
  /** When the switch-over was last tested. */
  tested_at?: string
  /** Kensho's own: what shows that it was, a file or the id of a record. */
  test_evidence?: string
}

export const GROUP_KINDS = ['active-active', 'active-standby', 'vrrp', 'lag', 'n-plus-k'] as const
export type GroupKind = (typeof GROUP_KINDS)[number]

export type Service = {
  id: string
  name?: string
  /** Kensho's own: the name in English, where `name` is in Japanese. */
  name_en?: string
  from: string[]
  to: string[]
  any_from: boolean
  any_to: boolean
  tolerate: string[]
  /** Kensho's own: of these, why, approved by whom, and until when. */
  tolerances?: Tolerance[]
  /** Kensho's own: systems (node or group ids) that must be alive and reachable from the service's endpoints. */
  needs: string[]
  /** Kensho's own: a service made of others; it has no endpoints of its own then. */
  made_of?: ServiceTree
  /** Kensho's own: promised to nobody by itself, judged only as a part of others. */
  part_only?: boolean
}

/** Services by id, of which all, any, or at least so many must be up; in any depth. */
export type ServiceTree =
  | string
  | { all: ServiceTree[] }
  | { any: ServiceTree[] }
  | { at_least: number; of: ServiceTree[] }

/** Why a service may rest on one risk, for how long, and who approved it. Instants are ISO 8601 with their offset. */
export type Tolerance = {
  risk: string
  reason: Text
  requested_by: string
  approved_by: string
  approved_at: string
  until: string
}

export type Demand = {
  from: string
  to: string
  volume: number
  profile?: number[]
  /** CSV file of what was measured of it, as its document names it. */
  history?: string
}
export type Pool = { id: string; members: string[]; capacity: number; unit: string }

/** Something an import could not read or resolve, with what it makes unknown. */
export type Finding = { place: string; text: Text; touches: string[] }

/** A network without anything in it. */
export function emptyNetwork(): Network {
  return {
    nodes: [],
    links: [],
    risks: [],
    groups: [],
    services: [],
    demands: [],
    pools: [],
    resources: [],
    procedures: [],
    findings: [],
  }
}
