import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { callbackify } from 'node:util'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import type { Context } from '../../../platform/context.ts'
import { ended } from '../../../platform/entry.ts'
import { InputError } from '../../../platform/failure.ts'
import type { Duty } from '../../../platform/leadership.ts'
import { countUnread } from '../store.ts'
import { recordIntake, trySmtp } from './check.ts'
import { MAIL_TAKEN_BYTES_MAX, takeMail } from './receive.ts'

const CLIENTS_MAX = 50
const SOCKET_MS_MAX = 60_000
const RECIPIENTS_MAX = 20
/** More mails than that waiting to be read: the sender's queue keeps the next for us. */
const UNREAD_MAX = 20_000

const CHECK_MS = 3_600_000

/** An SMTP reply: its code says whether the sender tries again (4xx) or tells its user (5xx). */
class SmtpRefusal extends Error {
  override readonly name = 'SmtpRefusal'
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

/**
 * Takes mail for the notices address and for no other. A mail is answered 250 once it is durably taken over, so a
 * sender who got no answer sends it again and nothing is lost; the same bytes twice are one mail.
 */
export type MailReceiver = { port: number; stop: () => Promise<void> }

export async function startReceiver(
  ctx: Context,
  listen: { host: string; port: number },
  address: string,
): Promise<MailReceiver> {
  // Loaded where mail is received at all.
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    name: address.slice(address.lastIndexOf('@') + 1),
    banner: 'kensho notices',
    size: MAIL_TAKEN_BYTES_MAX,
    // Nobody signs in: whoever has something to say may, and who it was is judged from the mail.
    disabledCommands: ['AUTH', ...(ctx.config.tls === undefined ? (['STARTTLS'] as const) : [])],
    disableReverseLookup: true,
    maxClients: CLIENTS_MAX,
    socketTimeout: SOCKET_MS_MAX,
    closeTimeout: 2000,
    ...(ctx.config.tls && {
      cert: readFileSync(ctx.config.tls.certFile),
      key: readFileSync(ctx.config.tls.keyFile),
    }),
    onRcptTo: ({ address: to }, session, done) => done(refusalOfRecipient(to, address, session)),
    onData: callbackify(async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
      try {
        return `taken ${await take(ctx, stream, session)}`
      } catch (error) {
        throw smtpErrorOf(ctx, error)
      }
    }),
  })
  server.on('error', (error) => ctx.log.warn({ err: error }, 'the receiver of notices had trouble'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(listen.port, listen.host.replace(/^\[|\]$/g, ''), () => resolve())
  })
  const { port } = server.server.address() as AddressInfo
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

function refusalOfRecipient(to: string, address: string, session: SMTPServerSession): Error | null {
  if (session.envelope.rcptTo.length >= RECIPIENTS_MAX) return new SmtpRefusal(452, 'too many recipients')
  // `notices+anything@…` is the same address: replies to what we send carry their reference there.
  const plain = to.toLowerCase().replace(/\+[^@]*@/, '@')
  return plain === address.toLowerCase() ? null : new SmtpRefusal(550, 'no such address here')
}

async function take(ctx: Context, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  try {
    if ((await countUnread(ctx.db)) >= UNREAD_MAX)
      throw new SmtpRefusal(452, 'too many mails wait to be read')
    const { mailFrom } = session.envelope
    const envelope = {
      remoteAddress: isIP(session.remoteAddress) === 0 ? '' : session.remoteAddress,
      helo: session.hostNameAppearsAs,
      mailFrom: mailFrom === false ? '' : mailFrom.address,
    }
    const taken = await takeMail(ctx, { content: stream, channel: 'smtp', envelope })
    return taken.sha256
  } finally {
    // What was not read must flow off, or the connection would stand still.
    stream.resume()
  }
}

function smtpErrorOf(ctx: Context, error: unknown): Error {
  if (error instanceof SmtpRefusal) return error
  if (error instanceof InputError) return new SmtpRefusal(552, error.expected)
  ctx.log.error({ err: error }, 'a mail could not be taken over')
  return new SmtpRefusal(451, 'not taken over; please send it again')
}

/** Keeps true: whoever sends a notice to our address is answered. One process of all replicas at a time. */
export const smtpDuty: Duty = {
  name: 'notices by SMTP',
  run: async (ctx, { signal }) => {
    const { smtp, address } = ctx.config.notices
    if (smtp !== undefined && address !== undefined) {
      const receiver = await startReceiver(ctx, smtp, address)
      ctx.log.info({ port: receiver.port }, 'taking notices by SMTP')
      try {
        while (!signal.aborted) {
          await recordIntake(ctx, 'smtp', await trySmtp(reachable(smtp.host), receiver.port, address))
          await sleep(CHECK_MS, undefined, { signal }).catch(() => undefined)
        }
      } finally {
        await receiver.stop()
      }
    } else await ended(signal)
  },
}

/** Where a process on this machine reaches what listens on that address. */
function reachable(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '')
  if (bare === '0.0.0.0') return '127.0.0.1'
  return bare === '::' ? '::1' : bare
}
