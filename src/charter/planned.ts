import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'

/** Work that was announced: what is out of service from when until when. Instants are epoch milliseconds, half-open. */
export type PlannedWork = {
  id: string
  title: Text
  fromMs: number
  untilMs: number
  /** Ids of the estate that are out of service meanwhile. */
  takes_down: string[]
  /** False while it is tentative, a backup day, or not sure to have been read rightly. */
  certain: boolean
  /** A path of the web application that tells more of it. */
  link?: string
}

/**
 * What a module knows of announced work, from all facts. So whoever draws the future asks the registry, and imports no
 * clause above its own.
 */
export type PlannedSource = (facts: readonly Fact[]) => PlannedWork[]
