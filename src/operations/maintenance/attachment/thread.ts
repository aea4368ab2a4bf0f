import { parentPort, workerData } from 'node:worker_threads'
import { openAttachments } from './open.ts'

/** Opens attachments in a thread of its own, which can be ended and whose memory is bounded (apart.ts). */
const { bytes, passwords } = workerData as { bytes: Uint8Array; passwords: readonly string[] }
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(await openAttachments(bytes, passwords))
