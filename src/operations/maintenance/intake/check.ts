import { createConnection } from 'node:net'
import { append } from '../../../ledger/index.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/database.ts'
import { INTAKE_CHECKED, type IntakeChecked } from '../notice-facts.ts'

const TALK_MS_MAX = 15_000
const ANSWER_CHARACTERS_MAX = 4000

/** Records whether mail could have come in by a way. */
export async function recordIntake(
  ctx: Context,
  channel: IntakeChecked['channel'],
  problem: string | undefined,
): Promise<void> {
  const at = new Date(ctx.clock.now()).toISOString()
  const because = (problem ?? '').slice(0, 500).toWellFormed()
  const body: IntakeChecked = { channel, ok: problem === undefined, at, because }
  await inTransaction(ctx.db, (tx) =>
    append(tx, { type: INTAKE_CHECKED, by: 'system:maintenance', clause: '5.1', effective: at, body }),
  )
}

/**
 * Talks to a mail server as a sender would, as far as the recipient, and takes it back. Returns what went wrong;
 * undefined when the mail would have been taken.
 */
export async function trySmtp(host: string, port: number, address: string): Promise<string | undefined> {
  const script: [send: string, expects: string][] = [
    ['', '220'],
    ['EHLO kensho.invalid\r\n', '250'],
    ['MAIL FROM:<>\r\n', '250'],
    [`RCPT TO:<${address}>\r\n`, '250'],
    ['RSET\r\n', '250'],
    ['QUIT\r\n', '221'],
  ]
  const socket = createConnection({ host, port, timeout: TALK_MS_MAX })
  let heard = ''
  let step = 0
  return await new Promise((resolve) => {
    const end = (problem: string | undefined): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(problem)
    }
    const timer = setTimeout(() => end(`no answer within ${TALK_MS_MAX} ms`), TALK_MS_MAX)
    socket.on('error', (error) => end(error.message))
    socket.on('close', () => end('the connection was closed'))
    socket.on('data', (chunk: Buffer) => {
      heard = (heard + chunk.toString('latin1')).slice(-ANSWER_CHARACTERS_MAX)
      const answer = /^(\d{3}) [^\n]*\n/m.exec(heard)
      if (answer === null) return
      heard = ''
      const [, expects] = script[step] ?? ['', '']
      if (answer[1] !== expects) {
        end(`expected ${expects}, found ${answer[0].trim()}`)
        return
      }
      step += 1
      const next = script[step]
      if (next === undefined) end(undefined)
      else socket.write(next[0])
    })
  })
}
