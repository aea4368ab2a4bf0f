import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = path.resolve(import.meta.dirname, '../..')
const READY_MS_MAX = 110_000
const STOP_MS_MAX = 15_000

export type Running = {
  url: string
  /** What a request carries to be the installation's owner; nothing in the demo, where a visitor is somebody already. */
  headers: { authorization?: string }
  /** The owner's token, as KENSHO_TOKEN takes it; undefined in the demo. */
  token: string | undefined
  /** The one-time link to own it, already used unless `claim` was false; undefined in the demo. */
  link: string | undefined
  /** Its data folder. */
  data: string
  /** All that it has said on standard output so far. */
  told: () => string
  stop: () => Promise<void>
}

/**
 * A whole kensho, as `kensho up` runs it, on any free port with a data folder of its own. An empty one is claimed by the
 * link that it prints. `workspace` is applied by the command line once it answers. Stop it in afterAll: it takes its
 * PostgreSQL and its folder with it.
 */
export async function startKensho(
  options: { seed?: 'demo' | 'empty'; workspace?: string; env?: Record<string, string>; claim?: false } = {},
): Promise<Running> {
  const data = mkdtempSync(path.join(tmpdir(), 'kensho-story-'))
  const args = [
    path.join(ROOT, 'src/cli.ts'),
    'up',
    `--${options.seed ?? 'demo'}`,
    '--data',
    data,
    '--port',
    '0',
  ]
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, KENSHO_LOG: 'warn', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + String(chunk)).slice(-8000)
  })
  let told = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
    await ended
    clearTimeout(timer)
    rmSync(data, { recursive: true, force: true })
  }
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`kensho was not ready in ${READY_MS_MAX} ms:\n${complaints}`)),
      READY_MS_MAX,
    )
    createInterface({ input: child.stdout }).on('line', (line) => {
      told += `${line}\n`
      const ready = /^kensho is ready at (http:\/\/localhost:\d+)$/.exec(line)
      if (ready === null) return
      clearTimeout(timer)
      resolve(ready[1]!)
    })
    void ended.then(() => reject(new Error(`kensho ended before it was ready:\n${complaints}`)))
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const isEmpty = options.seed === 'empty'
  const code = isEmpty ? await ownerCode(() => complaints) : undefined
  const token = code !== undefined && options.claim !== false ? await claimed(url, code) : undefined
  if (options.workspace !== undefined) await applied(options.workspace, url, token)
  return {
    url,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    token,
    link: code === undefined ? undefined : `${url}/welcome#${code}`,
    data,
    told: () => told,
    stop,
  }
}

const LINK_MS_MAX = 10_000

/** The code in the link on standard error, which comes right after the line that says that all is ready. */
async function ownerCode(complaints: () => string): Promise<string> {
  const startedMs = Date.now()
  let code: string | undefined
  while (code === undefined) {
    code = /\/welcome#([\w-]{43})/.exec(complaints())?.[1]
    if (Date.now() - startedMs > LINK_MS_MAX) throw new Error(`no link for the owner came:\n${complaints()}`)
    await sleep(20)
  }
  return code
}

async function claimed(url: string, code: string): Promise<string> {
  const response = await fetch(`${url}/api/sign-in/claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ code, name: '責任者', name_en: 'Owner' }),
  })
  if (!response.ok) throw new Error(`claiming was refused: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { token: string }).token
}

async function applied(workspace: string, url: string, token: string | undefined): Promise<void> {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'src/cli.ts'), 'apply', workspace, '--server', url],
    { stdio: 'inherit', env: { ...process.env, KENSHO_TOKEN: token } },
  )
  const status = await new Promise((resolve) => child.once('exit', resolve))
  if (status !== 0) throw new Error(`kensho apply ${workspace} ended with ${String(status)}`)
}
