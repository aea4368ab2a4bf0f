import type { Context } from '../platform/context.ts'
import type { Job } from '../platform/jobs.ts'
import { sendLetter } from '../platform/mail.ts'
import { replaceFile } from './key-file.ts'
import { readDelivery, readHead, readLastCheckpoint, recordDelivery } from './store.ts'
import type { StoredCheckpoint } from './store.ts'

/** Where a checkpoint goes, so that a log that is set back no longer agrees with what others hold. */
type Destination = {
  kind: 'file' | 'webhook' | 'mail'
  to: string
  send: (checkpoint: StoredCheckpoint) => Promise<void>
}

const SEND_MS_MAX = 20_000

/** Keeps true: what was set as KENSHO_CHECKPOINT_* holds a checkpoint that is at most an hour old. */
export const checkpointsOutside: Job = {
  name: 'checkpoints are kept outside',
  schedule: '7 * * * *',
  run: async (ctx) => {
    await deliverCheckpoints(ctx)
  },
}

/**
 * Sends the newest checkpoint to each destination that does not have it yet, and returns how many it went to. One
 * destination that fails does not keep it from the others; the first failure is thrown at the end, and the job tries
 * again.
 */
export async function deliverCheckpoints(ctx: Context): Promise<number> {
  const head = await readHead(ctx.db)
  const checkpoint = head && (await readLastCheckpoint(ctx.db, head.origin))
  if (checkpoint === undefined) return 0
  let sent = 0
  const failures: unknown[] = []
  for (const { kind, to, send } of destinationsOf(ctx)) {
    const known = await readDelivery(ctx.db, checkpoint.origin, kind, to)
    if (known !== undefined && known.size >= checkpoint.size) continue
    try {
      await send(checkpoint)
      await recordDelivery(ctx.db, { ...checkpoint, kind, to, atMs: ctx.clock.now() })
      sent += 1
    } catch (problem) {
      ctx.log.error({ err: problem, kind, size: checkpoint.size }, 'a checkpoint could not be kept outside')
      failures.push(problem)
    }
  }
  if (failures.length > 0) throw failures[0]
  return sent
}

/** Where checkpoints are to be kept, and what each place has of this origin. */
export async function deliveriesOf(
  ctx: Context,
  origin: string,
): Promise<{ kind: Destination['kind']; size?: number; atMs?: number }[]> {
  const found = []
  for (const { kind, to } of destinationsOf(ctx))
    found.push({ kind, ...(await readDelivery(ctx.db, origin, kind, to)) })
  return found
}

function destinationsOf(ctx: Context): Destination[] {
  const { config, outbound } = ctx
  const { file, webhook, mail } = config.checkpoints
  const destinations: Destination[] = []
  if (file !== undefined)
    destinations.push({ kind: 'file', to: file, send: async ({ note }) => replaceFile(file, note) })
  if (webhook !== undefined) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    const send = async ({ note }: StoredCheckpoint): Promise<void> => {
      const reply = await outbound.request({
        url: webhook,
        method: 'POST',
        headers,
        body: note,
        timeoutMs: SEND_MS_MAX,
      })
      if (reply.status < 200 || reply.status > 299)
        throw new Error(`the checkpoint webhook answered ${reply.status}`)
    }
    destinations.push({ kind: 'webhook', to: webhook, send })
  }
  if (mail !== undefined)
    destinations.push({ kind: 'mail', to: mail, send: (checkpoint) => sendMail(ctx, mail, checkpoint) })
  return destinations
}

async function sendMail(
  { config }: Context,
  to: string,
  { origin, size, note }: StoredCheckpoint,
): Promise<void> {
  await sendLetter(config, {
    to,
    subject: `kensho checkpoint ${origin} ${size}`,
    text: `この検印を保管してください。台帳が巻き戻されれば、bin/kensho ledger verify --checkpoint で分かります。
Keep this checkpoint. If the ledger is ever set back, bin/kensho ledger verify --checkpoint tells.

${note}`,
    attachments: [{ filename: `checkpoint-${size}.txt`, content: note }],
  })
}
