import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Account } from './account.ts'
import { layout } from './data-folder.ts'

/** One case of the survival matrix. `closed`: everything lies below a folder of mode 700. */
export type Cell = {
  user: 'root' | 'user'
  binaries: string
  folder: 'open' | 'closed'
  kill: 'server' | 'postmaster' | 'both'
}

export type Outcome = {
  acknowledged: number
  /** Acknowledged rows that were not there afterwards. */
  lost: number
  /** From the kill to the next answer: of the next start (with the start of Node), or of the running server. */
  backMs: number
  /** The next start found the old server alive and went on with it. */
  adopted: boolean
}

/** What is promised, on a machine that has something to spare. */
export const backMsMax = 5000
const stepDeadlineMs = 60_000

/**
 * Writes rows, kills as the cell says, comes back, and counts. Throws when a step does not come about: a cell that
 * could not be rehearsed is no success.
 */
export async function rehearse(
  cell: Cell,
  folder: string,
  account: Account | null,
  writeMs: number,
): Promise<Outcome> {
  const parent = join(folder, cell.folder)
  const dataDir = join(parent, 'data')
  mkdirSync(dataDir, { recursive: true })
  if (account) for (const path of [folder, parent, dataDir]) chownSync(path, account.uid, account.gid)
  chmodSync(parent, cell.folder === 'closed' ? 0o700 : 0o755)
  const writer = startChild(['write', dataDir, cell.binaries], account)
  await writer.says((line) => line.startsWith('row '))
  await writer.says(() => false, writeMs)
  const postmaster = Number(
    readFileSync(join(layout(dataDir).cluster, 'postmaster.pid'), 'utf8').split('\n')[0],
  )
  const fromMs = performance.now()
  if (cell.kill !== 'postmaster') process.kill(writer.pid, 'SIGKILL')
  if (cell.kill !== 'server') process.kill(postmaster, 'SIGKILL')
  let backMs: number | null = null
  if (cell.kill === 'postmaster') {
    // Backends outlive their postmaster for a moment and still answer: only answers after the restart count.
    await writer.says((line) => line === 'restarted')
    await writer.says((line) => line.startsWith('row '))
    backMs = performance.now() - fromMs
    process.kill(writer.pid, 'SIGTERM')
  }
  await writer.ended
  const acknowledged = writer.lines.filter((line) => line.startsWith('row ')).map((line) => line.slice(4))
  const list = join(parent, 'acknowledged')
  writeFileSync(list, acknowledged.join('\n'))
  const verifier = startChild(['verify', dataDir, cell.binaries, list], account)
  await verifier.says((line) => line === 'answered')
  backMs ??= performance.now() - fromMs
  const counted = await verifier.says((line) => line.startsWith('missing '))
  await verifier.ended
  const [, lost, of] = /^missing (\d+) of (\d+)$/.exec(counted) ?? []
  if (Number(of) !== acknowledged.length) throw new Error(`${of} rows verified of ${acknowledged.length}`)
  const adopted = verifier.lines.includes('adopted')
  return { acknowledged: acknowledged.length, lost: Number(lost), backMs, adopted }
}

/** Nothing lost, back in time, and a server left alive was adopted, not replaced. Pure. */
export function succeeded(cell: Pick<Cell, 'kill'>, outcome: Outcome, withinMs: number): boolean {
  const { acknowledged, lost, backMs, adopted } = outcome
  return acknowledged > 0 && lost === 0 && backMs <= withinMs && adopted === (cell.kill === 'server')
}

function startChild(args: string[], account: Account | null) {
  const identity = account ? { uid: account.uid, gid: account.gid } : {}
  const program = fileURLToPath(new URL('./rehearsal-child.ts', import.meta.url))
  // Of our environment only what Node needs: a foreign KENSHO_ or PG variable would change the rehearsal.
  const env = { PATH: process.env['PATH'], HOME: '/' }
  const child = spawn(process.execPath, [program, ...args], {
    ...identity,
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let errors = ''
  let wake: (() => void) | null = null
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    wake?.()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000)
  })
  const ended = once(child, 'close').then(() => wake?.())
  if (child.pid === undefined)
    throw new Error(`${process.execPath} cannot be started as ${account?.name ?? 'this user'}`)
  let read = 0
  /** The next line that matches. With a duration: reads on for so long, whatever is said. */
  const says = async (matches: (line: string) => boolean, forMs?: number): Promise<string> => {
    const deadlineMs = performance.now() + (forMs ?? stepDeadlineMs)
    for (;;) {
      while (read < lines.length) {
        const line = lines[read++] ?? ''
        if (matches(line)) return line
      }
      const leftMs = deadlineMs - performance.now()
      if (leftMs <= 0 && forMs !== undefined) return ''
      if (leftMs <= 0 || child.exitCode !== null) throw new Error(`the program said nothing more:\n${errors}`)
      await new Promise<void>((done) => {
        const timer = setTimeout(done, leftMs)
        wake = () => {
          clearTimeout(timer)
          done()
        }
      })
    }
  }
  return { pid: child.pid, lines, says, ended }
}
