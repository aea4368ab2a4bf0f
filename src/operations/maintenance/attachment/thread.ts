import { parentPort, workerData } from 'node:worker_threads'
import type { MailPart } from '../mail/message.ts'
import { openAttachments } from './open.ts'

/** Opens attachments in a thread of its own, which can be ended and whose memory is bounded (apart.ts). */
const { parts, passwords } = workerData as { parts: readonly MailPart[]; passwords: readonly string[] }
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(await openAttachments(parts, passwords))
