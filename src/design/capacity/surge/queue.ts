/** Sessions that come back to servers which answer `perS` a second: amounts and rates of requests, times in seconds. */
export type Surge = {
  /** Requests that come once, spread evenly over `spreadS` (all in the first step where 0). */
  requests: number
  spreadS: number
  /** Requests a second that come anyway. */
  baseS: number
  perS: number
  timeoutS: number
  retryS: number
  /** Requests that may wait; infinite where nothing bounds them. */
  queueMax: number
}

export type SurgeCourse = {
  /** Most requests a second that arrived, first tries and retries together. */
  peakPerS: number
  /** Until every request of the surge has been answered and the queue is as at rest; null where that never comes. */
  drainedAfterS: number | null
  /** Requests that were answered after the client had given up, and so were done for nothing. */
  wasted: number
  retries: number
  /** Longest wait in the queue. */
  waitS: number
  /** What had come, was answered in time, and was still on its way at the end of the look: they add up. */
  came: number
  answered: number
  left: number
}

/** Beyond this a surge has become a state: the system does not come back by itself. */
export const LOOK_S = 6 * 3600
const STEPS_MAX = 400_000
const DONE_SHARE = 1e-9

/**
 * A fluid queue with clients that give up and try again: a request that waits longer than the timeout stays in the
 * queue, is worked off for nothing, and its client sends another after the pause, so that load can feed on itself.
 * Stepped (timeout, pause and spread are whole numbers of steps), first in first out. Pure; nobody is lost:
 * `came = answered + left`.
 */
export function surgeCourse(surge: Surge): SurgeCourse {
  const { requests, spreadS, baseS, perS, timeoutS, retryS, queueMax } = surge
  const stepS = Math.max(Math.min(timeoutS, retryS, 1) / 4, LOOK_S / STEPS_MAX)
  const steps = Math.ceil(LOOK_S / stepS)
  const [timeout, pause, spread] = [timeoutS, retryS, spreadS].map((time) =>
    Math.max(1, Math.round(time / stepS)),
  ) as [number, number, number]
  /** By the step in which they entered: requests that are not worked off yet. */
  const waiting = new Float64Array(steps)
  /** Clients that send again in each step. */
  const again = new Float64Array(steps + pause + 1)
  const course = { peakPerS: 0, wasted: 0, retries: 0, waitS: 0, came: 0, answered: 0 }
  let [oldest, queued, away] = [0, 0, 0]
  let drainedAfterS: number | null = null
  const sendAgain = (step: number, clients: number): void => {
    again[step + pause]! += clients
    away += clients
    course.retries += clients
  }
  for (let step = 0; step < steps && drainedAfterS === null; step += 1) {
    if (step >= timeout && waiting[step - timeout]! > 0) sendAgain(step, waiting[step - timeout]!)
    const first = baseS * stepS + (step < spread ? requests / spread : 0)
    const arriving = first + again[step]!
    away -= again[step]!
    course.came += first
    course.peakPerS = Math.max(course.peakPerS, arriving / stepS)
    let capacity = perS * stepS
    const taken = Math.min(arriving, Math.max(0, queueMax + capacity - queued))
    // What finds the queue full is told so at once, and comes again after the pause.
    if (arriving > taken) sendAgain(step, arriving - taken)
    waiting[step] = taken
    queued += taken
    while (oldest <= step) {
      const done = Math.min(waiting[oldest]!, capacity)
      waiting[oldest]! -= done
      capacity -= done
      queued -= done
      if (done > 0) course.waitS = Math.max(course.waitS, (step - oldest) * stepS)
      if (step - oldest < timeout) course.answered += done
      else course.wasted += done
      if (waiting[oldest]! > 0) break
      oldest += 1
    }
    const small = DONE_SHARE * Math.max(1, course.came)
    if (step + 1 >= spread && queued <= small && away <= small) drainedAfterS = (step + 1) * stepS
  }
  return {
    ...course,
    drainedAfterS,
    left: away + fresh(waiting, oldest, steps, timeout, drainedAfterS, stepS),
  }
}

/** Requests in the queue whose clients have not given up. */
function fresh(
  waiting: Float64Array,
  oldest: number,
  steps: number,
  timeout: number,
  drainedAfterS: number | null,
  stepS: number,
): number {
  const end = drainedAfterS === null ? steps : Math.round(drainedAfterS / stepS)
  let sum = 0
  for (let step = Math.max(oldest, end - timeout); step < end; step += 1) sum += waiting[step]!
  return sum
}
