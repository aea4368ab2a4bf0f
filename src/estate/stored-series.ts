import type { Context } from '../platform/context.ts'
import type { Text } from '../platform/text.ts'

/**
 * What of a series that is measured all the time is looked at: its values (means over five minutes), its highest value
 * in each hour, or the increase a second of a counter.
 */
export const STORED_READINGS = ['value', 'maximum', 'rate'] as const
export type StoredReading = (typeof STORED_READINGS)[number]

/** One series by name and labels, as PromQL writes it; instants are epoch milliseconds at full hours. */
export type StoredAsked = {
  series: string
  as: StoredReading
  fromMs: number
  untilMs: number
  stepMs: number
}

/** Its values at equal steps from `startMs` on, NaN where nothing was measured; or why there are none. */
export type StoredFound =
  | { name: string; startMs: number; stepMs: number; values: Float64Array }
  | { cannot: Text }

/** Reads a store of series. Whoever has one gives it, where modules are put together, to those who need it. */
export type ReadStored = (ctx: Context, asked: StoredAsked) => Promise<StoredFound>
