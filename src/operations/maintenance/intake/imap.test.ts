import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { followMailbox, mailboxOf } from './imap.ts'
import { scratchIntake } from './intake.oracle.ts'

const DOVECOT = '/usr/sbin/dovecot'
/** Dovecot separates privileges and so needs to be started by root. */
const there = existsSync(DOVECOT) && process.getuid?.() === 0

it('reads where the mailbox is from the URL', () => {
  expect(mailboxOf('imaps://me%40x:p%2Fw@mail.example/Notices%2FIn')).toEqual({
    host: 'mail.example',
    port: 993,
    secure: true,
    user: 'me@x',
    pass: 'p/w',
    path: 'Notices/In',
  })
  expect(mailboxOf('imap://u:p@[::1]:1143')).toMatchObject({ host: '::1', port: 1143, path: 'INBOX' })
})

let folder: string
let server: ChildProcess | undefined
let port: number
let intake: Awaited<ReturnType<typeof scratchIntake>> | undefined
beforeAll(async () => {
  if (!there) return
  intake = await scratchIntake(
    'operator: { name: Trial, zone: Asia/Tokyo }',
    Date.parse('2026-11-23T03:00:00Z'),
  )
  folder = mkdtempSync(join(tmpdir(), 'kensho-dovecot-'))
  chmodSync(folder, 0o755)
  port = await freePort()
  const owner = spawnSync('id', ['-u', 'nobody']).stdout.toString().trim()
  const group = spawnSync('id', ['-g', 'nobody']).stdout.toString().trim()
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(folder, 'mail/Maildir', part), { recursive: true })
  spawnSync('chown', ['-R', `${owner}:${group}`, join(folder, 'mail')])
  writeFileSync(join(folder, 'users'), `notices:{PLAIN}secret:${owner}:${group}::${folder}/mail::\n`)
  writeFileSync(
    join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`,
  )
  server = spawn(DOVECOT, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' })
  await until(() => answers(port))
})
afterAll(async () => {
  if (server !== undefined) {
    const ended = server.exitCode === null ? once(server, 'exit') : undefined
    server.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  await intake?.stop()
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: found } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return found
}

function answers(at: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port: at })
  return new Promise((resolve) => {
    socket.once('data', () => resolve(true))
    socket.once('error', () => resolve(false))
  }).finally(() => socket.destroy()) as Promise<boolean>
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error('waited in vain')
}

let delivered = 0
function deliver(): void {
  delivered += 1
  const mail = `From: a@b.example\r\nSubject: mail ${delivered}\r\nMessage-ID: <${delivered}@b.example>\r\n\r\nNothing.\r\n`
  writeFileSync(join(folder, 'mail/Maildir/new', `1.${delivered}.test`), mail)
  spawnSync('chmod', ['666', join(folder, 'mail/Maildir/new', `1.${delivered}.test`)])
}

async function taken(): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    select count(*) as n from maintenance.mail where channel = 'imap'`.execute(intake!.ctx.db)
  return Number(rows[0]?.n)
}

it.skipIf(!there)(
  `a real IMAP server (skipped where ${DOVECOT} or root is missing): what is there and what comes is taken once, across reconnections`,
  async () => {
    const { ctx } = intake!
    const url = `imap://notices:secret@127.0.0.1:${port}/INBOX`
    for (let mail = 0; mail < 5; mail += 1) deliver()
    const first = new AbortController()
    const following = followMailbox(ctx, url, first.signal)
    await until(async () => (await taken()) === 5)
    deliver()
    await until(async () => (await taken()) === 6)
    first.abort()
    await following
    for (let mail = 0; mail < 3; mail += 1) deliver()
    const second = new AbortController()
    const again = followMailbox(ctx, url, second.signal)
    await until(async () => (await taken()) === 9)
    second.abort()
    await again
    await expect(
      followMailbox(ctx, `imap://notices:wrong@127.0.0.1:${port}/INBOX`, new AbortController().signal),
    ).rejects.toThrow()
    expect(await taken()).toBe(delivered)
  },
)
