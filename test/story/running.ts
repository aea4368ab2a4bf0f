import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = path.resolve(import.meta.dirname, '../..')
const READY_MS_MAX = 60_000
const STOP_MS_MAX = 15_000

export type Running = { url: string; stop: () => Promise<void> }

/**
 * A whole kensho, as `kensho up` runs it, on any free port with a data folder of its own. `workspace` is applied by
 * the command line once it answers. Stop it in afterAll: it takes its PostgreSQL and its folder with it.
 */
export async function startKensho(
  options: { seed?: 'demo' | 'empty'; workspace?: string } = {},
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
    env: { ...process.env, KENSHO_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + String(chunk)).slice(-8000)
  })
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
  if (options.workspace !== undefined) await applied(options.workspace, url)
  return { url, stop }
}

async function applied(workspace: string, url: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'src/cli.ts'), 'apply', workspace, '--server', url],
    { stdio: 'inherit' },
  )
  const status = await new Promise((resolve) => child.once('exit', resolve))
  if (status !== 0) throw new Error(`kensho apply ${workspace} ended with ${String(status)}`)
}
