import { parentPort, workerData } from 'node:worker_threads'
import { sweep, type SweepTask } from './sweep.ts'

/** One worker's share of the single failures: takes a SweepTask, posts one Sweep. */
parentPort?.postMessage(sweep(workerData as SweepTask))
