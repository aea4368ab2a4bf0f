/**
 * The survival matrix of the database: {root, user} x {15, newest} x {open, mode 700} x {kill server, kill
 * postmaster, kill both}. Each cell writes rows, is killed with SIGKILL, and must be back within 5 s with no
 * acknowledged row lost. `node bench/postgres-matrix.ts [--only TEXT] [--write-ms N]`; exit 1 when a cell fails, 2 when
 * one could not run. As root it makes an ordinary user for itself and removes it afterwards.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parsePasswd, systemUsers } from '../src/platform/postgres/account.ts'
import type { Account } from '../src/platform/postgres/account.ts'
import { findBinaries } from '../src/platform/postgres/binaries.ts'
import type { Binaries } from '../src/platform/postgres/binaries.ts'
import { makeLinks } from '../src/platform/postgres/npm-links.ts'
import { backMsMax, rehearse, succeeded } from '../src/platform/postgres/rehearsal.ts'
import type { Cell } from '../src/platform/postgres/rehearsal.ts'

const userName = 'kensho-matrix'
const root = process.getuid?.() === 0
const { values } = parseArgs({
  options: { only: { type: 'string' }, 'write-ms': { type: 'string', default: '1500' } },
})

const found = findBinaries()
const oldest = found.filter((one) => one.origin === 'system').toSorted((a, b) => a.major - b.major)[0]
const newest = found.toSorted((a, b) => b.major - a.major)[0]
const user = root ? makeUser() : null
const base = mkdtempSync('/tmp/kensho-matrix-')
chmodSync(base, 0o755)
const counts = { passed: 0, failed: 0, skipped: 0 }
try {
  console.log(row(['who', 'postgres', 'folder', 'killed', 'acknowledged', 'lost', 'back ms', '']))
  for (const cell of cells()) await runCell(cell)
} finally {
  rmSync(base, { recursive: true, force: true })
  if (user) spawnSync('userdel', [userName])
}
const total = counts.passed + counts.failed + counts.skipped
console.log(
  `${total} cells: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} could not run`,
)
process.exitCode = counts.failed > 0 ? 1 : counts.skipped > 0 || total === 0 ? 2 : 0

type Planned = Omit<Cell, 'binaries'> & { binaries: Binaries | undefined; version: string }

function cells(): Planned[] {
  const planned: Planned[] = []
  for (const who of ['root', 'user'] as const)
    for (const [binaries, version] of [
      [oldest, 'oldest'],
      [newest, 'newest'],
    ] as const)
      for (const folder of ['open', 'closed'] as const)
        for (const kill of ['server', 'postmaster', 'both'] as const)
          planned.push({ user: who, binaries, version: binaries?.version ?? version, folder, kill })
  return planned.filter((cell) => !values.only || name(cell).join(' ').includes(values.only))
}

function name(cell: Planned): string[] {
  return [cell.user, cell.version, cell.folder === 'closed' ? 'mode 700' : 'open', cell.kill]
}

async function runCell(cell: Planned): Promise<void> {
  const impossible =
    cell.user === 'root' && !root ? 'needs root' : cell.binaries ? null : 'no such PostgreSQL here'
  if (impossible || !cell.binaries) {
    counts.skipped++
    console.log(row([...name(cell), '', '', '', `not run: ${impossible}`]))
    return
  }
  const folder = mkdtempSync(join(base, 'cell-'))
  chmodSync(folder, 0o755)
  const account = cell.user === 'user' ? user : null
  try {
    const binaries = binariesFor(cell.binaries, cell, account)
    const outcome = await rehearse({ ...cell, binaries }, folder, account, Number(values['write-ms']))
    const good = succeeded(cell, outcome, backMsMax)
    counts[good ? 'passed' : 'failed']++
    const figures = [outcome.acknowledged, outcome.lost, Math.round(outcome.backMs)].map(String)
    console.log(row([...name(cell), ...figures, good ? 'ok' : 'FAILED']))
  } catch (error) {
    counts.failed++
    console.log(
      row([...name(cell), '', '', '', `FAILED: ${error instanceof Error ? error.message : String(error)}`]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Below a folder of mode 700 the npm binaries are closed off as well, as they are in a checkout under /root. */
function binariesFor(binaries: Binaries, cell: Planned, account: Account | null): string {
  if (binaries.origin === 'system') return binaries.binFolder
  const packageFolder = dirname(dirname(binaries.binFolder))
  makeLinks(packageFolder)
  if (cell.folder === 'open') return 'npm'
  const closed = join(base, `binaries-${cell.user}`)
  const copy = join(closed, 'native')
  if (!existsSync(copy)) {
    mkdirSync(closed, { mode: 0o700 })
    cpSync(join(packageFolder, 'native'), copy, { recursive: true, verbatimSymlinks: true })
    if (account) spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, closed])
    // Else the flushing of the copy would count as the time of the first cell.
    spawnSync('sync', ['--file-system', closed])
  }
  return join(copy, 'bin')
}

function makeUser(): Account {
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', userName])
  const made = systemUsers().find((one) => one.name === userName)
  const nobody = parsePasswd('nobody:x:65534:65534').at(0)
  const account = made ?? nobody
  if (!account) throw new Error('there is no ordinary user to run as')
  return account
}

function row(columns: string[]): string {
  const widths = [5, 9, 9, 11, 13, 5, 8, 0]
  return columns
    .map((column, index) => column.padEnd(widths[index] ?? 0))
    .join(' ')
    .trimEnd()
}
