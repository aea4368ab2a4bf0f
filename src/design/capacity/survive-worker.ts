import { parentPort, workerData } from 'node:worker_threads'
import { sweep, type SweepTask } from './sweep.ts'

/** One worker's share of the single failures: takes a SweepTask, posts one Sweep. */
const result = sweep(workerData as SweepTask)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(result)
