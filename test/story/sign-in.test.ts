import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratchDatabase, type ScratchDatabase } from '../../src/platform/scratch-database.ts'
import { startKensho, type Running } from './running.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const PASSWORD = 'a lamp over the harbour at night'
const SEEN_MS_MAX = 1_000

let database: ScratchDatabase
let kensho: Running
let replica: { url: string; process: ChildProcess }

beforeAll(async () => {
  database = await scratchDatabase()
  kensho = await startKensho({
    seed: 'empty',
    claim: false,
    env: { KENSHO_DATABASE_URL: database.connectionString },
  })
  replica = await startServer()
})
afterAll(async () => {
  replica?.process.kill('SIGTERM')
  await kensho?.stop()
  await database?.drop()
})

/** A second server process on the same database and data folder. */
async function startServer(): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'src/server.ts')], {
    env: {
      ...process.env,
      KENSHO_DATABASE_URL: database.connectionString,
      KENSHO_DATA: kensho.data,
      KENSHO_PORT: '0',
      KENSHO_LOG: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /^kensho is ready at (\S+)$/.exec(line)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    child.once('exit', () => reject(new Error('the second server ended')))
  })
  return { url, process: child }
}

async function cli(...words: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'src/cli.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, KENSHO_TOKEN: token },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, out, err }
}

let token: string | undefined

const post = (url: string, route: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + route, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  })

/** How long until that server no longer knows who asks. */
async function goneAfterMs(url: string, headers: Record<string, string>): Promise<number> {
  const startedMs = performance.now()
  while (performance.now() - startedMs < 10_000) {
    if ((await fetch(`${url}/api/people/me/sessions`, { headers })).status === 401)
      return performance.now() - startedMs
    await sleep(10)
  }
  return Number.POSITIVE_INFINITY
}

describe('who is there', () => {
  it('an installation without anybody tells its owner’s link on standard error, and shows nobody anything', async () => {
    expect(kensho.link).toMatch(/^http:\/\/localhost:\d+\/welcome#[\w-]{43}$/)
    expect(kensho.told()).not.toContain('welcome')
    expect(kensho.told()).toMatch(/^kensho is ready at /)
    for (const route of ['/api/board', '/api/people/persons', '/api/ledger/facts', '/metrics'])
      expect((await fetch(kensho.url + route)).status, route).toBe(401)
  })

  it('kensho claim makes the owner once and prints a token that kensho apply takes', async () => {
    const link = kensho.link ?? ''
    expect((await cli('claim', 'nonsense', '--name', 'Owner')).status).toBe(64)
    expect((await cli('claim', link)).status).toBe(64)
    const wrong = await cli('claim', `${kensho.url}/welcome#${'x'.repeat(43)}`, '--name', 'Owner')
    expect(wrong).toMatchObject({ status: 64, out: '' })
    const claimed = await cli('claim', link, '--name', '責任者', '--name-en', 'Owner')
    expect(claimed).toMatchObject({ status: 0, out: expect.stringMatching(/^kensho_[\w-]{43}\n$/) })
    expect((await cli('claim', link, '--name', 'Another')).status).toBe(64)
    const workspace = path.join(ROOT, 'src/demo/workspace')
    expect((await cli('apply', workspace, '--server', kensho.url)).status).toBe(64)
    token = claimed.out.trim()
    expect((await cli('apply', workspace, '--server', kensho.url)).status).toBe(0)

    const code = /welcome#([\w-]{43})/.exec(claimed.err)?.[1]
    const used = await post(kensho.url, '/api/sign-in/link/use', {
      code,
      password: { login: 'owner', password: PASSWORD },
    })
    expect(used.status).toBe(200)
  })

  it('a session that is ended at one server is ended at every other within a second', async () => {
    const times: number[] = []
    for (let round = 0; round < 5; round++) {
      const came = await post(kensho.url, '/api/sign-in/password', { login: 'owner', password: PASSWORD })
      const cookie = came.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      expect((await fetch(`${replica.url}/api/people/me/sessions`, { headers: { cookie } })).status).toBe(200)
      const revoked = post(kensho.url, '/api/sign-in/out', {}, { cookie })
      expect((await revoked).status).toBe(200)
      times.push(await goneAfterMs(replica.url, { cookie }))
    }
    console.log(`seen by the other server after ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`)
    expect(times).toHaveLength(5)
    expect(Math.max(...times)).toBeLessThan(SEEN_MS_MAX)
  })

  it('so is a token, and so are all sessions of who changes the password elsewhere', async () => {
    const sign = async () => {
      const came = await post(kensho.url, '/api/sign-in/password', { login: 'owner', password: PASSWORD })
      return { cookie: came.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
    }
    const [here, there] = [await sign(), await sign()]
    const changed = await fetch(`${kensho.url}/api/people/me/password`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', origin: kensho.url, ...here },
      body: JSON.stringify({ login: 'owner', password: `${PASSWORD} again` }),
    })
    expect(changed.status).toBe(200)
    expect(await goneAfterMs(replica.url, there)).toBeLessThan(SEEN_MS_MAX)
    expect((await fetch(`${replica.url}/api/people/me/sessions`, { headers: here })).status).toBe(200)

    const bearer = { authorization: `Bearer ${token}` }
    const { tokens } = (await (
      await fetch(`${kensho.url}/api/people/me/tokens`, { headers: here })
    ).json()) as {
      tokens: { id: string }[]
    }
    expect(tokens).toHaveLength(1)
    expect((await fetch(`${replica.url}/api/board`, { headers: bearer })).status).toBe(200)
    const revoked = await post(kensho.url, `/api/people/me/tokens/${tokens[0]?.id}/revoke`, {}, here)
    expect(revoked.status).toBe(200)
    expect((await fetch(`${replica.url}/api/board`, { headers: bearer })).status).toBe(401)
  })
})
