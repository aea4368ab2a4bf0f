import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { bigIntegers, doubles, integers } from './columns.ts'
import { LabelError, labelsKey, readLabels, seriesName, type Labels } from './labels.ts'
import type { Refused } from './refused.ts'
import type { WriteRequest } from './remote-write/write-request.ts'
import {
  BLOCK_SERIES,
  insertDue,
  insertSamples,
  otherValues,
  purgeEpoch,
  seriesIds,
  type Due,
  type NewSeries,
} from './store.ts'

/** What of a request is to be written; `rows` loses what turns out to be refused. */
export type Part = { request: WriteRequest; rows: number[]; refused: Refused }

const HOUR_MS = 3_600_000
const MARKED_MAX = 100_000
const ATTEMPTS_MAX = 3

/** Writes requests to the database and remembers, within bounds, the ids of the series that it has met. */
export class SampleWriter {
  readonly #ctx: Context
  /** By the bytes of labels. */
  readonly #ids = new Map<string, number>()
  /** The purge epoch in which these ids were learnt. */
  #epoch: string | undefined
  /** Hours of blocks that were marked as due while they lasted. */
  readonly #marked = new Set<string>()

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Ends when all rows that stay in the parts are committed, together. */
  async write(parts: readonly Part[]): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      this.#epoch ??= await purgeEpoch(this.#ctx.db)
      const gathered = await this.#gather(parts)
      if (gathered.ids.length === 0 || (await this.#commit(gathered, this.#epoch))) return
      // Series were purged since their ids were learnt, which happens once a night: they are learnt anew.
      this.#ids.clear()
      this.#epoch = undefined
    }
    throw new Error(`series were purged ${ATTEMPTS_MAX} times while values were written`)
  }

  /** The rows of all parts with the ids of their series; what names no series, or one too many, is refused. */
  async #gather(parts: readonly Part[]): Promise<Gathered> {
    const gathered: Gathered = { ids: [], atMs: [], values: [], stale: new Set(), from: [] }
    const ids = await this.#idsOf(parts)
    for (const part of parts) {
      const { request, refused } = part
      part.rows = part.rows.filter((row) => {
        const section = request.series[request.of[row]!]!
        const id = ids(section)
        if (typeof id !== 'number') {
          if (id === undefined) refused.add('series-limit', () => this.#tooMany(section))
          else refused.add('labels', () => `${id} in ${shownSeries(section)}`)
          return false
        }
        if (request.stale.has(row)) gathered.stale.add(gathered.ids.length)
        gathered.ids.push(id)
        gathered.atMs.push(request.atMs[row]!)
        gathered.values.push(request.values[row]!)
        gathered.from.push({ part, row })
        return true
      })
    }
    return gathered
  }

  /** By the bytes of labels: the id, what is wrong with them, or undefined where there is no room for another. */
  async #idsOf(parts: readonly Part[]): Promise<(section: string) => number | string | undefined> {
    const unknown = new Map<string, NewSeries>()
    const wrong = new Map<string, string>()
    for (const { request, rows } of parts)
      for (const row of rows) {
        const section = request.series[request.of[row]!]!
        if (this.#ids.has(section) || unknown.has(section) || wrong.has(section)) continue
        const labels = labelsIn(section)
        if (typeof labels === 'string') wrong.set(section, labels)
        else unknown.set(section, { key: labelsKey(labels), labels })
      }
    const learnt = await this.#learn(unknown)
    return (section) => this.#ids.get(section) ?? learnt.get(section) ?? wrong.get(section)
  }

  async #learn(unknown: ReadonlyMap<string, NewSeries>): Promise<Map<string, number>> {
    const { config, clock, db } = this.#ctx
    const { seriesMax } = config.monitoring
    const learnt = new Map<string, number>()
    if (unknown.size === 0) return learnt
    const wanted = [...unknown.values()]
    const ids = await inTransaction(db, (tx) => seriesIds(tx, wanted, seriesMax, clock.now()))
    for (const [index, section] of [...unknown.keys()].entries()) {
      const id = ids[index]
      if (id === undefined) continue
      learnt.set(section, id)
      // Senders that order labels differently have several keys for one series.
      if (this.#ids.size < 2 * seriesMax) this.#ids.set(section, id)
    }
    return learnt
  }

  #tooMany(section: string): string {
    const { seriesMax } = this.#ctx.config.monitoring
    return `expected at most ${seriesMax} series (KENSHO_MONITORING_SERIES), found another: ${shownSeries(section)}`
  }

  /** False where ids may be those of series that are gone: nothing was written then. */
  async #commit(gathered: Gathered, learntIn: string): Promise<boolean> {
    const columns = {
      series: integers(gathered.ids),
      atMs: bigIntegers(gathered.atMs),
      values: doubles(gathered.values, gathered.stale),
    }
    const due = this.#due(gathered)
    try {
      const other = await inTransaction(this.#ctx.db, async (tx) => {
        const { added, epoch } = await insertSamples(tx, columns)
        if (epoch !== learntIn) throw new Purged()
        await insertDue(tx, due)
        return added === gathered.ids.length ? [] : await otherValues(tx, columns)
      })
      this.#remember(due)
      refuseSecond(gathered, other)
      return true
    } catch (error) {
      if (error instanceof Purged) return false
      throw error
    }
  }

  /** An hour that has ended may be rolled up at any moment: whatever comes for it makes it due anew. */
  #due({ ids, atMs }: Gathered): Due[] {
    const found = new Map<string, Due>()
    const nowMs = this.#ctx.clock.now()
    let last = ''
    for (const [index, id] of ids.entries()) {
      const hourMs = Math.floor(atMs[index]! / HOUR_MS) * HOUR_MS
      const block = Math.floor(id / BLOCK_SERIES)
      const key = `${hourMs} ${block}`
      if (key === last) continue
      last = key
      if (hourMs + HOUR_MS <= nowMs || !this.#marked.has(key)) found.set(key, { hourMs, block })
    }
    return [...found.values()]
  }

  #remember(due: readonly Due[]): void {
    if (this.#marked.size > MARKED_MAX) this.#marked.clear()
    for (const { hourMs, block } of due) this.#marked.add(`${hourMs} ${block}`)
  }
}

class Purged extends Error {}

type Gathered = {
  ids: number[]
  atMs: number[]
  values: number[]
  stale: Set<number>
  from: { part: Part; row: number }[]
}

function refuseSecond({ from }: Gathered, other: readonly number[]): void {
  const second = new Map<Part, Set<number>>()
  for (const index of other) {
    const { part, row } = from[index]!
    const { request, refused } = part
    refused.add('second-value', () => {
      const at = new Date(request.atMs[row]!).toISOString()
      const series = shownSeries(request.series[request.of[row]!]!)
      return `expected one value at ${at}, found another than the first in ${series}`
    })
    second.set(part, (second.get(part) ?? new Set()).add(row))
  }
  for (const [part, rows] of second) part.rows = part.rows.filter((row) => !rows.has(row))
}

/** The labels, or what is wrong with them. */
function labelsIn(section: string): Labels | string {
  try {
    return readLabels(Buffer.from(section, 'latin1'))
  } catch (problem) {
    if (problem instanceof LabelError) return problem.message
    throw problem
  }
}

/** A series for people, from the bytes of its labels. */
export function shownSeries(section: string): string {
  const labels = labelsIn(section)
  return typeof labels === 'string'
    ? JSON.stringify(
        section
          .replaceAll(/[^\x20-\x7e]+/gu, ' ')
          .trim()
          .slice(0, 80),
      )
    : seriesName(labels)
}
