import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { kensho } from './story.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const DATA = mkdtempSync(path.join(tmpdir(), 'kensho-demo-'))
afterAll(() => rmSync(DATA, { recursive: true, force: true }))

/** Runs kensho as its operator does, until it answers and `work` is done; what it said on standard error comes back. */
async function whileUp(work: (url: string) => Promise<void>): Promise<string> {
  const args = [path.join(ROOT, 'src/cli.ts'), 'up', '--data', DATA, '--port', '0']
  const env = { ...process.env, KENSHO_LOG: 'warn' }
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^kensho is ready at (http:\/\/localhost:\d+)$/.exec(line)
      if (found !== null) resolve(found[1]!)
    })
    void ended.then(() => reject(new Error(`kensho ended before it was ready:\n${said}`)))
  })
  try {
    await work(await ready)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
  return said
}

/** Pages are served while the log is still being opened: until then there is no checkpoint, which is said. */
async function originOf(url: string): Promise<string> {
  for (let looks = 0; looks < 200; looks++) {
    const answer = await fetch(`${url}/api/ledger/checkpoint`)
    if (answer.status === 200) return (await answer.text()).split('\n')[0]!
    expect(answer.status).toBe(404)
    await sleep(100)
  }
  throw new Error('no checkpoint within 20 s')
}

describe('the demo operator', () => {
  it('is removed in one step, and what follows is another log that waits for its owner', async () => {
    let demoOrigin = ''
    await whileUp(async (url) => {
      const board = (await (await fetch(`${url}/api/board`)).json()) as { operator: { demo: boolean } }
      expect(board.operator.demo).toBe(true)
      demoOrigin = await originOf(url)
      const refused = await kensho('demo', 'remove', '--data', DATA)
      expect(refused.status).toBe(64)
      expect(refused.stderr).toContain('expected kensho to be stopped')
      expect(await originOf(url)).toBe(demoOrigin)
    })
    expect((await kensho('demo', 'remove', '--data', DATA)).status).toBe(0)
    const said = await whileUp(async (url) => {
      expect((await fetch(`${url}/api/board`)).status).toBe(401)
      const origin = await originOf(url)
      expect(origin).toMatch(/\/ledger\//)
      expect(origin).not.toBe(demoOrigin)
    })
    expect(said).toMatch(/\/welcome#[\w-]{40,}/)
    const twice = await kensho('demo', 'remove', '--data', DATA)
    expect(twice.status).toBe(64)
    expect(twice.stderr).toContain('expected an installation that shows the demo operator')
  }, 240_000)
})
