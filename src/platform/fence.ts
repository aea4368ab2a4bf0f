import { AsyncLocalStorage } from 'node:async_hooks'

/** For whom the database is asked at the moment, and by which permission of a route. */
export type Asking = { person: string; token?: string; permission: string; object?: string }

/**
 * The second fence, as whoever knows people supplies it: a role of the database that row-level security holds for, and
 * the statement by which each connection, before its first use, learns for whom it is asked ($1 person, $2 token,
 * $3 permission, $4 object, $5 this process's time). Without that it sees and writes nothing.
 */
export type Fence = { role: string; enter: string }

const asking = new AsyncLocalStorage<Asking>()

/** Runs work for somebody: what it asks the database then goes through the fence, where one is raised. */
export function behindFence<T>(who: Asking, work: () => Promise<T>): Promise<T> {
  return asking.run(who, work)
}

/** Runs work of our own in the midst of a request, such as asking what somebody may do. */
export function outsideFence<T>(work: () => Promise<T>): Promise<T> {
  return asking.exit(work)
}

export function askedBy(): Asking | undefined {
  return asking.getStore()
}
