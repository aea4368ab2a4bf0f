import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { Account } from './account.ts'

/**
 * One process as the system shows it. `started` identifies the process together with its pid: on Linux boot id and
 * clock ticks since boot, elsewhere the start time of ps; compare it, do not read it.
 */
export type ProcessFacts = {
  pid: number
  /** Z is a zombie: dead, but its parent has not asked for its status. PID 1 does not do so on every machine. */
  state: string
  started: string
  uid: number
  arguments: string[]
}

const hasProc = existsSync('/proc/self/stat')
let bootId: string | undefined

/** What `/proc/PID/stat` says: the name may hold spaces and parentheses, so fields count from the last one. Pure. */
export function parseProcStat(content: string): { state: string; startTicks: string } | null {
  const close = content.lastIndexOf(')')
  if (close < 0) return null
  const fields = content
    .slice(close + 1)
    .trim()
    .split(/\s+/)
  const state = fields[0]
  const startTicks = fields[19]
  return state && startTicks ? { state, startTicks } : null
}

/** Null: no such process. 'hidden': it exists, but this system does not show it to us. Zombies are returned. */
export function observeProcess(pid: number): ProcessFacts | null | 'hidden' {
  const facts = hasProc ? fromProc(pid) : fromPs(pid)
  if (facts) return facts
  return exists(pid) ? 'hidden' : null
}

/** The pid and start of a process that lives (a zombie does not), or null. */
export function livingProcess(pid: number): ProcessFacts | null {
  const facts = observeProcess(pid)
  return facts === null || facts === 'hidden' || isDead(facts) ? null : facts
}

export function isDead(facts: ProcessFacts): boolean {
  return facts.state.startsWith('Z') || facts.state.startsWith('X')
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function fromProc(pid: number): ProcessFacts | null {
  try {
    const stat = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    if (!stat || uid === undefined) return null
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    return {
      pid,
      state: stat.state,
      started: `${bootId}:${stat.startTicks}`,
      uid: Number(uid),
      arguments: commandLine.split('\0').filter((part) => part !== ''),
    }
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

function fromPs(pid: number): ProcessFacts | null {
  const columns = ['-o', 'stat=', '-o', 'uid=', '-o', 'lstart=', '-o', 'command=']
  const ps = spawnSync('ps', [...columns, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return ps.status === 0 ? parsePsLine(pid, ps.stdout) : null
}

/** A line of `ps -o stat= -o uid= -o lstart= -o command=`, for systems without /proc. Pure. */
export function parsePsLine(pid: number, line: string): ProcessFacts | null {
  const match = /^\s*(\S+)\s+(\d+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\d{4})\s+(.*)$/m.exec(line)
  if (!match) return null
  const [, state = '', uid = '', started = '', command = ''] = match
  return { pid, state, uid: Number(uid), started, arguments: command.trim().split(/\s+/) }
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM'
}

/**
 * Whether the working folder of a process is this folder: PostgreSQL's processes all work in their cluster folder,
 * and device and inode stay the same through bind mounts and mount namespaces, where paths differ. Null: not shown,
 * neither to us nor to the account (root in a container without CAP_SYS_PTRACE may not look, the account may).
 */
export function worksIn(pid: number, folder: string, account: Account | null): boolean | null {
  if (!hasProc) return null
  let wanted: string
  try {
    const own = statSync(folder)
    wanted = `${own.dev}:${own.ino}`
  } catch {
    return null
  }
  try {
    const cwd = statSync(`/proc/${pid}/cwd`)
    return `${cwd.dev}:${cwd.ino}` === wanted
  } catch (error) {
    if (!isGone(error)) throw error
  }
  if (!account) return null
  const identity = { uid: account.uid, gid: account.gid, cwd: '/', encoding: 'utf8' as const }
  const stat = spawnSync('stat', ['-L', '-c', '%d:%i', `/proc/${pid}/cwd`], identity)
  return stat.status === 0 ? stat.stdout.trim() === wanted : null
}

/** Living processes called postgres that work in this cluster folder: postmaster and backends. */
export function processesOf(clusterFolder: string, account: Account | null): ProcessFacts[] {
  if (!hasProc) return []
  const found: ProcessFacts[] = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const facts = livingProcess(Number(entry))
    if (!facts || !isPostgres(facts)) continue
    if (worksIn(facts.pid, clusterFolder, account)) found.push(facts)
  }
  return found
}

/** Backends rename themselves `postgres: …`; a postmaster keeps its command line. */
export function isPostgres(facts: ProcessFacts): boolean {
  const program = facts.arguments[0] ?? ''
  return program.startsWith('postgres: ') || /(^|\/)postgres$/.test(program)
}

export function isPostmaster(facts: ProcessFacts): boolean {
  return /(^|\/)postgres$/.test(facts.arguments[0] ?? '')
}
