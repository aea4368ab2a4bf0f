import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../platform/context.ts'
import { parseDestination } from '../platform/outbound-address.ts'
import { createOutbound } from '../platform/outbound.ts'
import { deliverCheckpoints } from './checkpoint-delivery.ts'
import { scratchLedger, type ScratchLedger } from './scratch-ledger.ts'

let ledger: ScratchLedger
let leading: { stop: () => Promise<void> }
let webhook: Server
let smtp: SMTPServer
const received: { webhook: string[]; mail: string[] } = { webhook: [], mail: [] }
let webhookStatus = 204

beforeAll(async () => {
  ledger = await scratchLedger()
  leading = ledger.lead()
  await ledger.record({ type: 'test.thing.noted', by: 'system:test', body: { n: 1 } })
  webhook = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      if (webhookStatus === 204) received.webhook.push(body)
      response.writeHead(webhookStatus).end()
    })
  }).listen(0, '127.0.0.1')
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      let mail = session.envelope.rcptTo.map(({ address }) => address).join(',') + '\n'
      stream.on('data', (chunk) => (mail += String(chunk)))
      stream.on('end', () => {
        received.mail.push(mail)
        done()
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await Promise.all([once(webhook, 'listening'), once(smtp.server, 'listening')])
}, 120_000)

afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
  webhook.close()
  await leading.stop()
  await ledger.drop()
})

function outside(): Context {
  const port = (server: { address: () => unknown }) => (server.address() as AddressInfo).port
  const url = `http://127.0.0.1:${port(webhook)}/checkpoints`
  const { ctx } = ledger
  return {
    ...ctx,
    outbound: createOutbound({ allow: [parseDestination('127.0.0.1')!] }),
    config: {
      ...ctx.config,
      checkpoints: {
        file: path.join(ctx.config.dataDir, 'elsewhere/checkpoint.txt'),
        webhook: url,
        mail: 'auditor@example.jp',
      },
      mail: { smtpUrl: `smtp://127.0.0.1:${port(smtp.server)}`, from: 'kensho@example.jp' },
    },
  }
}

/** The checkpoint of a new head is signed after its commit. */
async function published(size: string): Promise<void> {
  const file = path.join(ledger.ctx.config.dataDir, 'ledger/checkpoint')
  await expect.poll(() => readFileSync(file, 'utf8').split('\n')[1], { timeout: 10_000 }).toBe(size)
}

describe('checkpoints outside', () => {
  it('go to file, webhook and mail, each once for a size', async () => {
    const ctx = outside()
    await published('2')
    expect(await deliverCheckpoints(ctx)).toBe(3)
    const note = readFileSync(ctx.config.checkpoints.file!, 'utf8')
    expect(note).toMatch(/^\S+\n\d+\n[A-Za-z0-9+/=]{44}\n\n— /)
    expect(received.webhook).toEqual([note])
    expect(received.mail).toHaveLength(1)
    expect(received.mail[0]).toContain('auditor@example.jp')
    expect(received.mail[0]).toContain(Buffer.from(note).toString('base64').slice(0, 60))
    expect(await deliverCheckpoints(ctx)).toBe(0)
  })

  it('go to the others when one place fails, and to that one when it answers again', async () => {
    const ctx = outside()
    await ledger.record({ type: 'test.thing.noted', by: 'system:test', body: { n: 2 } })
    await published('3')
    webhookStatus = 500
    await expect(deliverCheckpoints(ctx)).rejects.toThrow('answered 500')
    expect(received.mail).toHaveLength(2)
    expect(received.webhook).toHaveLength(1)
    webhookStatus = 204
    expect(await deliverCheckpoints(ctx)).toBe(1)
    expect(received.webhook).toHaveLength(2)
    expect(received.webhook[1]!.split('\n')[1]).toBe('3')
  })

  it('go nowhere when nothing is set', async () => {
    expect(
      await deliverCheckpoints({ ...ledger.ctx, config: { ...ledger.ctx.config, checkpoints: {} } }),
    ).toBe(0)
  })
})
