/**
 * How sure it is that a window takes what it names: `certain`; `degraded`, where the carrier says that the line works,
 * but not how well; `backup`, a day that is used only if the first fails; `tentative`; `review`, one of several readings.
 */
export type Surety = 'certain' | 'degraded' | 'backup' | 'tentative' | 'review'

/** Some elements of the estate out of work over `[fromMs, untilMs)`, epoch milliseconds. */
export type Outage = {
  /** Unique among the outages that are judged together. */
  id: string
  fromMs: number
  untilMs: number
  /** Ids of nodes, links, risks or groups. */
  takes: readonly string[]
  surety: Surety
  /** Already so, and nobody's notice: what it does by itself is no finding, only what others do on top of it. */
  standing?: boolean
}

/**
 * What outages do to a service over `[fromMs, untilMs)`: `down`, it does not work; `redundancy`, some single failure
 * takes it down that would not without them; `capacity`, something on its path carries more than it can, at once or
 * after one failure, that would not without them.
 */
export type Finding = {
  kind: 'down' | 'redundancy' | 'capacity'
  service: string
  fromMs: number
  untilMs: number
  /** Follows from what is certain alone. */
  certain: boolean
  /** Ids of the outages from which it follows, at the beginning of the time; without any one of them it is not shown. */
  outages: string[]
  /** What is lost, with `down`. */
  lost?: { from: string; to?: string }
  /** With `redundancy`: what takes it down alone now. With `capacity`: the failure, none where it needs no failure. */
  failures: string[]
  /** With `capacity`: ids of the links and pools on its path that carry too much. */
  overloaded: string[]
}

/** Elements that fail together, by number, ascending, each once. */
export type Failed = readonly number[]

export function keyOf(failed: Failed): string {
  return failed.join()
}

export function joined(...parts: readonly (readonly number[])[]): number[] {
  return [...new Set(parts.flat())].sort((one, other) => one - other)
}
