import type { Context } from '../../platform/context.ts'
import { outsideFence } from '../../platform/fence.ts'
import { Refused } from './refused.ts'
import type { WriteRequest } from './remote-write/write-request.ts'
import { SampleWriter, shownSeries, type Part } from './sample-writer.ts'

/** What became of a request: whatever is not among the refused is in the database, committed. */
export type Taken = { written: number; refused: Refused }

/** So many values may wait for the database; who brings more is asked to come again. */
const WAITING_VALUES_MAX = 200_000
const WAITING_REQUESTS_MAX = 1_000
/** In one transaction, unless a single request has more. */
const AT_ONCE_VALUES_MAX = 20_000
const FUTURE_MS_MAX = 10 * 60_000
const DAY_MS = 86_400_000

/** The queue is full. */
export class Busy extends Error {
  override readonly name = 'Busy'
}

type Waiting = Part & { done: (taken: Taken) => void; failed: (error: unknown) => void }

/**
 * Takes in what is sent to one process: requests that wait are written together, in one transaction, and each is
 * answered after it has been committed. Any number of processes may do so for one database: what two of them are sent
 * for one instant, PostgreSQL decides.
 */
export class Intake {
  readonly #ctx: Context
  readonly #writer: SampleWriter
  readonly #waiting: Waiting[] = []
  #waitingValues = 0
  #isWriting = false

  constructor(ctx: Context) {
    this.#ctx = ctx
    this.#writer = new SampleWriter(ctx)
  }

  /** Whether there is no room for another request. */
  get isBusy(): boolean {
    return this.#waitingValues >= WAITING_VALUES_MAX || this.#waiting.length >= WAITING_REQUESTS_MAX
  }

  /** Ends when all that is not refused is committed. Throws Busy where too much waits already. */
  async take(request: WriteRequest): Promise<Taken> {
    if (this.isBusy) throw new Busy('too much waits already')
    const refused = new Refused()
    if (request.histograms > 0)
      refused.add('histogram', () => 'expected floats, found native histograms', request.histograms)
    const rows = this.#inTime(request, refused)
    if (rows.length === 0) return { written: 0, refused }
    return new Promise((done, failed) => {
      this.#waiting.push({ request, rows, refused, done, failed })
      this.#waitingValues += rows.length
      // What is written for many is nobody's own question to the database.
      if (!this.#isWriting) void outsideFence(() => this.#write())
    })
  }

  /** Places of samples within the time that is kept as it comes. */
  #inTime({ of, atMs, series }: WriteRequest, refused: Refused): number[] {
    const nowMs = this.#ctx.clock.now()
    const earliestMs = nowMs - this.#ctx.config.monitoring.valueDays * DAY_MS
    const latestMs = nowMs + FUTURE_MS_MAX
    const rows: number[] = []
    for (let row = 0; row < of.length; row += 1) {
      const at = atMs[row]!
      if (at >= earliestMs && at <= latestMs) rows.push(row)
      else if (at < earliestMs)
        refused.add('too-old', () => outOfTime('at or after', earliestMs, at, series[of[row]!]!))
      else refused.add('too-new', () => outOfTime('at or before', latestMs, at, series[of[row]!]!))
    }
    return rows
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#next()
        try {
          await this.#writer.write(batch)
          for (const { rows, refused, done } of batch) done({ written: rows.length, refused })
        } catch (error) {
          for (const { failed } of batch) failed(error)
        }
      }
    } finally {
      this.#isWriting = false
    }
  }

  #next(): Waiting[] {
    const batch: Waiting[] = []
    let values = 0
    while (this.#waiting.length > 0) {
      const size = this.#waiting[0]!.rows.length
      if (batch.length > 0 && values + size > AT_ONCE_VALUES_MAX) break
      values += size
      batch.push(this.#waiting.shift()!)
    }
    this.#waitingValues -= values
    return batch
  }
}

function outOfTime(side: string, limitMs: number, atMs: number, series: string): string {
  return `expected a time ${side} ${shownInstant(limitMs)}, found ${shownInstant(atMs)} in ${shownSeries(series)}`
}

export function shownInstant(atMs: number): string {
  return Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : `${atMs} ms`
}
