/**
 * Something of which there is a most: bandwidth, sessions, licences, NAT entries, addresses, numbers, CPU, storage.
 * Amounts are in `unit`; dates are civil dates in the operator's zone.
 */
export type Resource = {
  id: string
  name?: string
  name_en?: string
  /** What it is, in a word: bandwidth, sessions, licences, nat, addresses, numbers, cpu, storage, … */
  kind?: string
  /** Node, link, pool or anything else whose resource it is; absent: the element with the same id, if there is one. */
  of?: string
  /** Pseudonymous id of the person who answers for it. */
  owner?: string
  unit: string
  unit_en?: string
  /** Where there are `ranges`, their count. */
  maximum: number
  /** The numbers or addresses themselves, as number-ranges.ts reads them; no two resources share any. */
  ranges?: string[]
  /** Where the same numbers may stand again: a VRF or numbering plan of its own; absent: the one that all share. */
  range_space?: string
  /** The last digit of each number is its check digit (ICCID, IMEI): only numbers that are right count. */
  check_digit?: 'luhn'
  /** Amount that is kept free: usable is `maximum` minus this. */
  reserve: number
  /** Calendar days from the order until the ordered is usable. */
  lead_time_days?: number
  buffer_days: number
  /** It is only sold in multiples of this, in `unit`. */
  order_unit?: number
  /** What one order unit costs, in words of the contract: `120000 JPY/month`. */
  cost_step?: string
  cost_step_en?: string
  /** The shortest time for which an order binds. */
  minimum_term_months?: number
  /** 締切日: the days until which the carrier or maker takes orders; the lead time counts from them. Empty: any day. */
  deadlines: string[]
  /** Calendar days that the approval of the budget takes before an order can be placed. */
  approval_days: number
  /** CSV file of `timestamp,value`, relative to this document. */
  history?: string
  /** Instead of a file: the series of the monitoring store that measures it. */
  observed?: ObservedSeries
  /** What of a day is held against the maximum; absent: its highest value. */
  peak?: PeakKind
  /** The history is a counter that is cleared on the first of each month in the operator's zone, such as a quota. */
  resets?: 'monthly'
  /** The series cannot show more than this (shaped, sold out): values there are lower bounds. */
  ceiling?: number
  /** Known outages: what was measured in them is left out. */
  outages: { from: string; until: string }[]
  /** Planned steps of demand, such as a new customer or a migration; negative where demand leaves. */
  steps: { date: string; amount: number }[]
  /** Approved orders that enlarge the maximum from their day of delivery on, where another asked for them. */
  orders: {
    id: string
    amount: number
    delivered: string
    /** Pseudonymous ids. Without who asked for it, nobody can tell that another approved it. */
    requested_by?: string
    approved_by: string
    approved_at: string
  }[]
  /** Whose load it takes over when they fail, and which share of it. */
  takes_over: { from: string; share: number }[]
}

/**
 * A series of the monitoring store, by name and labels as PromQL writes it: its values, or the increase a second of a
 * counter, so many times (8: octets to bits).
 */
export type ObservedSeries = { series: string; as: ObservedReading; times: number }
export const OBSERVED_READINGS = ['value', 'rate'] as const
export type ObservedReading = (typeof OBSERVED_READINGS)[number]

/** The highest value of a day, the highest mean of an hour (最繁時), or what so many percent of its values stay below. */
export const PEAK_KINDS = ['maximum', 'busy-hour', 'p99', 'p95', 'p90'] as const
export type PeakKind = (typeof PEAK_KINDS)[number]

/**
 * A procedure that sessions go through when they come, by servers that do so many a second: attach, session creation,
 * RADIUS, Diameter, DNS, NAT allocation. Sessions of a node or site that fails or returns come back all at once.
 */
export type Procedure = {
  id: string
  name?: string
  name_en?: string
  kind?: string
  /** Nodes that do it, and how many a second each of them can. */
  servers: Record<string, number>
  /** Requests a second that come at rest. */
  base_per_s: number
  /** Sessions that live on a node: they come again when it fails, and when it returns. */
  sessions: Record<string, number>
  /** Requests that one coming session makes. */
  per_session: number
  /** Clients spread their first try evenly over this time; 0: all at once. */
  spread_s: number
  /** A request that was not answered after this is given up by the client, who tries again. */
  timeout_s: number
  /** Pause before a client tries again. */
  retry_s: number
  /** The servers hold so many waiting requests together per server; more are refused at once and tried again. */
  queue_max?: number
  /** All sessions must be back after this. */
  drained_within_s: number
}
