/**
 * From a bare clone to a working page, with the system's own Node and nothing else: as root and as an ordinary user,
 * under an open folder and under one of mode 700. Prints the seconds of the first and of the warm start and exits 1
 * when one of them does not work. Two starts at the same moment must not wreck each other's install.
 * Run: node bench/fresh-clone.ts [--only root-700] (needs root for the cells of another user; without it they are named as skipped)
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = path.resolve(import.meta.dirname, '..')
const FIRST_S_MAX = 90
const WARM_S_MAX = 3
const STOP_MS_MAX = 20_000
const asRoot = process.getuid?.() === 0
const only = process.argv[process.argv.indexOf('--only') + 1]

/** Debian's first unprivileged account that everybody has. */
const USER = { name: 'nobody', uid: 65534, gid: 65534 }

type Cell = { user: 'root' | 'user'; mode: 0o755 | 0o700 }
const CELLS: Cell[] = [
  { user: 'root', mode: 0o700 },
  { user: 'user', mode: 0o700 },
  { user: 'root', mode: 0o755 },
  { user: 'user', mode: 0o755 },
]

/** The system's Node, not the one that npm put into node_modules. */
function systemNode(): string {
  const found = (process.env['PATH'] ?? '')
    .split(':')
    .find((folder) => !folder.includes('node_modules') && existsSync(path.join(folder, 'npm')))
  if (found === undefined) throw new Error('no npm on PATH')
  return found
}

function start(cell: Cell, clone: string, home: string): ChildProcess {
  const own = cell.user === 'user' && asRoot ? { uid: USER.uid, gid: USER.gid } : {}
  return spawn('npm', ['start'], {
    cwd: clone,
    ...own,
    env: { PATH: `${systemNode()}:/usr/bin:/bin`, HOME: home, KENSHO_PORT: '0', KENSHO_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
}

async function ready(child: ChildProcess): Promise<{ url: string; seconds: number }> {
  const startedMs = Date.now()
  let complaints = ''
  child.stderr!.on('data', (chunk) => {
    complaints = (complaints + String(chunk)).slice(-4000)
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const match = /^kensho is ready at (http:\/\/localhost:\d+)$/.exec(line)
      if (match) resolve(match[1]!)
    })
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${complaints}`)))
  })
  const page = await fetch(url)
  const board = (await (await fetch(`${url}/api/board`)).json()) as { conformance: { clauses: unknown[] } }
  if (
    page.status !== 200 ||
    !(await page.text()).includes('<div id="') ||
    board.conformance.clauses.length === 0
  )
    throw new Error('the page does not work')
  return { url, seconds: (Date.now() - startedMs) / 1000 }
}

/** Ends it as a service manager does and waits until the last of its processes is gone. */
async function stopped(child: ChildProcess): Promise<number> {
  const startedMs = Date.now()
  process.kill(-child.pid!, 'SIGTERM')
  while (groupLives(child.pid!) && Date.now() - startedMs < STOP_MS_MAX)
    await new Promise((resolve) => setTimeout(resolve, 50))
  return (Date.now() - startedMs) / 1000
}

function groupLives(group: number): boolean {
  try {
    process.kill(-group, 0)
    return true
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw problem
  }
}

async function run(cell: Cell): Promise<boolean> {
  const name = `${cell.user}-${cell.mode.toString(8)}`
  const folder = mkdtempSync('/tmp/kensho-clone-')
  const home = path.join(folder, 'home')
  const clone = path.join(folder, 'kensho')
  mkdirSync(home)
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone])
  if (cell.user === 'user' && asRoot) execFileSync('chown', ['-R', `${USER.uid}:${USER.gid}`, folder])
  if (cell.user === 'root') chownSync(folder, process.getuid!(), process.getgid!())
  chmodSync(folder, cell.mode)
  try {
    // The second one is started into the first one's install, and must wait for it.
    const both = [start(cell, clone, home), start(cell, clone, home)]
    const outcomes = await Promise.allSettled(both.map(ready))
    const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled')
    const first = outcomes[winner]
    if (first?.status !== 'fulfilled') throw (outcomes[0] as PromiseRejectedResult).reason
    await stopped(both[winner]!)
    const other = both[1 - winner]!
    if (other.exitCode === null) await stopped(other)
    const again = start(cell, clone, home)
    const warm = await ready(again)
    const stop = await stopped(again)
    const ok = first.value.seconds <= FIRST_S_MAX && warm.seconds <= WARM_S_MAX && stop <= 10
    console.log(
      `${ok ? 'ok  ' : 'FAIL'} ${name}: first ${first.value.seconds.toFixed(1)} s, warm ${warm.seconds.toFixed(1)} s, stop ${stop.toFixed(1)} s`,
    )
    return ok
  } catch (error) {
    console.log(`FAIL ${name}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

let failed = 0
let ran = 0
for (const cell of CELLS) {
  const name = `${cell.user}-${cell.mode.toString(8)}`
  if (process.argv.includes('--only') && only !== name) continue
  if (cell.user === 'root' && !asRoot) {
    console.log(`skipped ${name}: needs root`)
    continue
  }
  ran += 1
  if (!(await run(cell))) failed += 1
}
console.log(`${ran - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 && ran > 0 ? 0 : 1
