import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import { outsideFence } from '../platform/fence.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Text } from '../platform/text.ts'
import { listen } from './bell.ts'
import { parseNotice, placeIn } from './notice.ts'
import type { Notice } from './notice.ts'
import { readPlaces } from './store.ts'
import type { Place } from './store.ts'

/** Where a fact stands in the log; `at` in epoch milliseconds. */
export type Integrated = { index: number; at: number }

const PATIENCE_MS = 30_000
const LOOK_MS = 250
const WAITING_MAX = 100_000
const RECENT_NOTICES_MAX = 256
/** Whoever comes later than that is found by looking. */
const RECENT_LOOKED_MAX = 16
/** A leader that was heard of within this time still looks by itself (integration.ts), and need not be told. */
const HEARD_MS = 15
const LOOK_IDS_MAX = 1000
/** The connection for notifications is given back when nobody has waited for so long. */
const IDLE_MS = 60_000

const LATE: Text = {
  ja: '記録は受け付けましたが、台帳への組み込みがまだ終わっていません。しばらくしてから確かめてください。',
  en: 'The record was accepted but is not in the ledger yet. Please look again in a moment.',
}

/**
 * Waits until an appended fact is in the log; call it after the transaction has committed, before telling anybody that
 * it was done. Throws a Refusal (unavailable) after 30 s: the fact is stored and will be integrated all the same. Other
 * errors mean that it never will be: the row was no fact.
 */
export function integrated(ctx: Context, id: bigint): Promise<Integrated> {
  // Those who wait share what looks for them: it looks for nobody in particular.
  return outsideFence(() => deskOf(ctx.db).wait(ctx, String(id)))
}

/** The desk of a process: who waits for which fact, and what has just been integrated here. */
export function deskOf(db: Db): Desk {
  const desk = desks.get(db) ?? new Desk(db)
  desks.set(db, desk)
  return desk
}

const desks = new WeakMap<Db, Desk>()

type Waiter = { resolve: (place: Integrated) => void; reject: (error: unknown) => void }

class Desk {
  readonly #db: Db
  readonly #waiting = new Map<string, Waiter[]>()
  /** The newest last: a batch may be through before its writer comes to wait. */
  #recent: Notice[] = []
  #ringLeader: (() => void) | undefined
  #looking = false
  #lookAgain = false
  #nudging = false
  #nudgeSoon = false
  #heardMs = Number.NEGATIVE_INFINITY
  #watching: { stop: () => void } | undefined
  #lastWaitMs = 0
  #ctx: Context | undefined

  constructor(db: Db) {
    this.#db = db
  }

  /** While this process leads, whoever waits here rings the sequencer directly. */
  lead(ring: (() => void) | undefined): void {
    this.#ringLeader = ring
    this.#watching?.stop()
    if (this.#ctx && this.#waiting.size > 0) this.#watch(this.#ctx)
  }

  /** A batch is durable: called by this process's sequencer, or by the notification of another's. */
  settle(notice: Notice): void {
    this.#heardMs = performance.now()
    this.#recent.push(notice)
    if (this.#recent.length > RECENT_NOTICES_MAX) this.#recent = this.#recent.slice(-RECENT_LOOKED_MAX)
    for (const id of this.#waiting.keys()) {
      const place = placeIn(notice, Number(id))
      if (place) this.#settleOne(id, place)
    }
  }

  async wait(ctx: Context, id: string): Promise<Integrated> {
    for (let back = 1; back <= Math.min(this.#recent.length, RECENT_LOOKED_MAX); back++) {
      const notice = this.#recent[this.#recent.length - back]
      const place = notice && placeIn(notice, Number(id))
      if (place) return place
    }
    if (this.#waiting.size >= WAITING_MAX) throw new Refusal('unavailable', LATE)
    return await new Promise<Integrated>((resolve, reject) => {
      const waiter = { resolve, reject }
      const timer = setTimeout(() => this.#giveUp(id, waiter), PATIENCE_MS)
      const ended =
        <T>(end: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          end(value)
        }
      waiter.resolve = ended(resolve)
      waiter.reject = ended(reject)
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), waiter])
      this.#watch(ctx)
    })
  }

  #giveUp(id: string, waiter: Waiter): void {
    const others = (this.#waiting.get(id) ?? []).filter((other) => other !== waiter)
    if (others.length > 0) this.#waiting.set(id, others)
    else this.#waiting.delete(id)
    waiter.reject(new Refusal('unavailable', LATE))
  }

  #settleOne(id: string, place: Integrated): void {
    const waiters = this.#waiting.get(id) ?? []
    this.#waiting.delete(id)
    for (const waiter of waiters) waiter.resolve(place)
  }

  #watch(ctx: Context): void {
    this.#ctx = ctx
    this.#lastWaitMs = performance.now()
    if (this.#ringLeader) this.#ringLeader()
    else this.#nudgeUnlessHeard()
    if (this.#watching) return
    const look = () => void this.#look(ctx)
    const hear = (payload: string) => {
      const notice = parseNotice(payload)
      if (notice) this.settle(notice)
      else look()
    }
    const listener = this.#ringLeader ? undefined : listen(ctx.config, 'kensho_ledger_grown', ctx.log, hear)
    const timer = setInterval(() => {
      if (this.#waiting.size > 0) look()
      else if (performance.now() - this.#lastWaitMs > IDLE_MS) this.#watching?.stop()
    }, LOOK_MS).unref()
    this.#watching = {
      stop: () => {
        clearInterval(timer)
        listener?.stop()
        this.#watching = undefined
      },
    }
  }

  #nudgeUnlessHeard(): void {
    const heardMs = performance.now() - this.#heardMs
    if (heardMs >= HEARD_MS) {
      void this.#nudge()
      return
    }
    if (this.#nudgeSoon) return
    this.#nudgeSoon = true
    // Should it have stopped looking just now, it is told a moment later.
    setTimeout(() => {
      this.#nudgeSoon = false
      if (this.#waiting.size > 0) this.#nudgeUnlessHeard()
    }, HEARD_MS - heardMs)
  }

  /**
   * Tells the leader, in another process, that there is something. Not inside the writer's transaction: a transaction
   * that notifies holds a lock of the whole server through its commit, and no two would share a flush.
   */
  async #nudge(): Promise<void> {
    if (this.#nudging) return
    this.#nudging = true
    try {
      await sql`select set_config('synchronous_commit', 'off', true), pg_notify('kensho_ledger_inbox', '')`.execute(
        this.#db,
      )
      // Who comes to wait while this was under way may not have been seen by the leader.
      this.#heardMs = performance.now()
      if (this.#waiting.size > 0) this.#nudgeUnlessHeard()
    } catch {
      // The leader looks by itself within a moment, and those who wait look too.
    } finally {
      this.#nudging = false
    }
  }

  /** Looks up all that is waited for; one look at a time. */
  async #look(ctx: Context): Promise<void> {
    if (this.#looking) {
      this.#lookAgain = true
      return
    }
    this.#looking = true
    try {
      do {
        this.#lookAgain = false
        const ids = [...this.#waiting.keys()]
        for (let from = 0; from < ids.length; from += LOOK_IDS_MAX) {
          const places = await readPlaces(this.#db, ids.slice(from, from + LOOK_IDS_MAX))
          for (const place of places) this.#settlePlace(place)
        }
      } while (this.#lookAgain && this.#waiting.size > 0)
    } catch (error) {
      ctx.log.debug({ err: error }, 'looking for integrated facts failed; trying again')
    } finally {
      this.#looking = false
    }
  }

  #settlePlace(place: Place): void {
    if ('index' in place) {
      this.#settleOne(place.id, { index: place.index, at: place.at })
      return
    }
    const waiters = this.#waiting.get(place.id) ?? []
    this.#waiting.delete(place.id)
    for (const waiter of waiters)
      waiter.reject(new Error(`the ledger refused fact ${place.id}: ${place.because}`))
  }
}
