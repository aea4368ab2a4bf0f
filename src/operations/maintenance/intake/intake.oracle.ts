import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { createTransport } from 'nodemailer'
import { pino } from 'pino'
import { applyWorkspace } from '../../../estate/actions.ts'
import { charterReading } from '../../../charter/reading.ts'
import { integrationDuty } from '../../../ledger/integration.ts'
import { integrated } from '../../../ledger/index.ts'
import { ALL_MODULES } from '../../../modules.ts'
import { fixedClock } from '../../../platform/clock.ts'
import type { Context } from '../../../platform/context.ts'
import { randomIds } from '../../../platform/ids.ts'
import { runJobs } from '../../../platform/jobs.ts'
import { scratchDatabase } from '../../../platform/scratch-database.ts'
import type { ResolveName } from './authentication.ts'
import { readingJobs } from './read.ts'
import { startReceiver } from './smtp.ts'

/** A made-up name service: what each name answers, by type. */
export type Names = Map<string, string[][]>

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PRIVATE_PEM = privateKey.export({ type: 'pkcs8', format: 'pem' })
const PUBLIC_DER = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

/** Names of a domain whose mails are signed by the key of these tests, and sent from 127.0.0.1. */
export function namesOf(domain: string, spf = 'v=spf1 ip4:127.0.0.1 -all'): [string, string[][]][] {
  return [
    [`TXT ${domain}`, [[spf]]],
    [`TXT s1._domainkey.${domain}`, [[`v=DKIM1; k=rsa; p=${PUBLIC_DER}`]]],
    [`TXT _dmarc.${domain}`, [['v=DMARC1; p=reject']]],
  ]
}

export function resolverOf(names: Names): ResolveName {
  return (name, type) => {
    const answer = names.get(`${type} ${name}`)
    if (answer !== undefined) return Promise.resolve(answer)
    return Promise.reject(Object.assign(new Error(`no ${type} for ${name}`), { code: 'ENOTFOUND' }))
  }
}

/** The mail with a DKIM signature of the domain over all that a signer usually covers. */
export async function signed(mail: string, domain: string): Promise<string> {
  const signer = { signingDomain: domain, selector: 's1', privateKey: PRIVATE_PEM }
  const { signatures } = await dkimSign(mail, {
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    signTime: new Date(),
    ...signer,
    signatureData: [signer],
  })
  return `${signatures}${mail}`
}

/** A kensho in this process: database, leader, jobs and the receiver of mails, with a made-up name service. */
export async function scratchIntake(workspace: string, nowMs: number) {
  const database = await scratchDatabase(ALL_MODULES)
  const dataDir = mkdtempSync(join(tmpdir(), 'kensho-intake-'))
  const clock = fixedClock(nowMs)
  const log = pino({ level: process.env['KENSHO_TEST_LOG'] ?? 'silent' })
  const config = {
    databaseUrl: database.connectionString,
    dataDir,
    port: 0,
    logLevel: 'silent',
    outboundAllow: [],
    notices: { address: 'notices@operator.example' },
    dns: [],
    checkpoints: {},
  }
  const ctx = { db: database.db, clock, ids: randomIds(clock), log, config } as unknown as Context
  const names: Names = new Map()
  const over = new AbortController()
  const term = { epoch: 1n, signal: over.signal, assertCurrent: () => Promise.resolve() }
  const leading = integrationDuty.run(ctx, term)
  const jobs = await runJobs({ ctx, pool: database.pool, jobs: readingJobs(() => resolverOf(names)) })
  const receiver = await startReceiver(ctx, { host: '127.0.0.1', port: 0 }, 'notices@operator.example')
  const { fact } = await applyWorkspace(
    ctx,
    { id: 'p-owner' },
    [{ path: 'workspace.yaml', content: Buffer.from(workspace) }],
    { dryRun: false, reading: charterReading() },
  )
  if (fact !== undefined) await integrated(ctx, fact)
  const send = async (raw: string, from: string, to = 'notices@operator.example'): Promise<void> => {
    const transport = createTransport({ host: '127.0.0.1', port: receiver.port, ignoreTLS: true })
    try {
      await transport.sendMail({ envelope: { from, to }, raw })
    } finally {
      transport.close()
    }
  }
  const stop = async (): Promise<void> => {
    await receiver.stop()
    await jobs.stop()
    over.abort()
    await leading
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { ctx, clock, names, receiver, database, send, stop }
}
