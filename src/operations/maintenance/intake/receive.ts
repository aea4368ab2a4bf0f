import { append } from '../../../ledger/index.ts'
import { putBlob } from '../../../ledger/blob.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, type Tx } from '../../../platform/database.ts'
import { InputError } from '../../../platform/failure.ts'
import { enqueue } from '../../../platform/jobs.ts'
import { MAIL_RECEIVED, type MailChannel, type MailReceived } from '../notice-facts.ts'
import { insertMail, type Envelope } from '../store.ts'

/** The largest mail that is taken; what providers send is a thousandth of it. */
export const MAIL_TAKEN_BYTES_MAX = 50 * 1024 * 1024

export const READ_MAIL_JOB = 'received mails are read'
export const REVIEW_RELAYS_JOB = 'those whom a maintenance concerns are to be told'

/** What came in, by which way. `by` is a person for uploads, else the system. */
export type Arrival = {
  content: Uint8Array | AsyncIterable<Uint8Array>
  channel: MailChannel
  by?: string
  envelope?: Envelope
  /** Runs in the transaction that takes the mail over: how far a mailbox has come. */
  within?: (tx: Tx) => Promise<void>
}

/** `fact` is undefined where exactly this mail was here before. */
export type Taken = { sha256: string; fact: bigint | undefined }

/**
 * Takes a mail over: the raw bytes as evidence, then its fact, its row and the job that reads it in one transaction.
 * When this returns, the mail survives a power cut. The same bytes a second time change nothing. Throws InputError when
 * it is empty or larger than 50 MB.
 */
export async function takeMail(ctx: Context, arrival: Arrival): Promise<Taken> {
  const counted = { bytes: 0 }
  const sha256 = await putBlob(ctx.config, bounded(arrival.content, counted))
  if (counted.bytes === 0) throw new InputError('mail', {}, 'expected a mail, found nothing')
  const receivedMs = ctx.clock.now()
  const { channel, envelope } = arrival
  const fact = await inTransaction(ctx.db, async (tx) => {
    const mail = {
      sha256,
      receivedMs,
      channel,
      sizeBytes: counted.bytes,
      ...(envelope !== undefined && { envelope }),
    }
    await arrival.within?.(tx)
    if (!(await insertMail(tx, mail))) return undefined
    const body: MailReceived = {
      sha256,
      size_bytes: counted.bytes,
      channel,
      received_at: new Date(receivedMs).toISOString(),
      ...(envelope !== undefined && { envelope: factEnvelope(envelope) }),
    }
    const { id } = await append(tx, {
      type: MAIL_RECEIVED,
      by: arrival.by ?? 'system:maintenance',
      clause: '5.1',
      effective: body.received_at,
      objects: [`mail:${sha256}`],
      body,
    })
    await enqueue(tx, READ_MAIL_JOB, { sha256 }, { key: `mail ${sha256}` })
    return id
  })
  return { sha256, fact }
}

/** Who wrote is a person's address: the fact keeps the domain. */
function factEnvelope({ mailFrom, helo, remoteAddress }: Envelope): NonNullable<MailReceived['envelope']> {
  return {
    from_domain: mailFrom.slice(mailFrom.lastIndexOf('@') + 1).slice(0, 255),
    helo: helo.slice(0, 255),
    remote_address: remoteAddress.slice(0, 64),
  }
}

async function* bounded(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  counted: { bytes: number },
): AsyncGenerator<Uint8Array> {
  const chunks = content instanceof Uint8Array ? [content] : content
  for await (const chunk of chunks) {
    counted.bytes += chunk.length
    if (counted.bytes > MAIL_TAKEN_BYTES_MAX)
      throw new InputError('mail', {}, `expected at most ${MAIL_TAKEN_BYTES_MAX} bytes`)
    yield chunk
  }
}
