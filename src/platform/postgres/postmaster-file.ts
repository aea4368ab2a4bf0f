import type { ProcessFacts } from './process-table.ts'

/** postmaster.pid, written by PostgreSQL into its cluster folder: one value a line. */
export type PostmasterFile = {
  /** Negative: a single-user server (`postgres --single`). */
  pid: number
  port: number
  /** Empty while starting. */
  socketFolder: string
  status: 'starting' | 'stopping' | 'ready' | 'standby' | ''
}

/** Null when the content is no postmaster.pid (an empty file is what a lost power leaves). Pure. */
export function parsePostmasterFile(content: string): PostmasterFile | null {
  const lines = content.split('\n').map((line) => line.trim())
  const pid = Number(lines[0] || Number.NaN)
  if (!Number.isInteger(pid) || pid === 0) return null
  const status = lines[7] ?? ''
  const known = ['starting', 'stopping', 'ready', 'standby'] as const
  return {
    pid,
    port: Number(lines[3] || '5432'),
    socketFolder: lines[4] ?? '',
    status: known.find((one) => one === status) ?? '',
  }
}

/** What was observed of the folder and of the process that its file names. */
export type ClusterFacts = {
  file: PostmasterFile | 'absent' | 'unreadable'
  /** The process of that pid; null: none; 'hidden': there is one, but the system does not show it. */
  process: ProcessFacts | null | 'hidden'
  processIsDead: boolean
  processIsPostmaster: boolean
  /** Whether that process works in this very folder; null when the system does not tell. */
  processIsHere: boolean | null
  /** The user whom our PostgreSQL runs as. */
  uid: number
  /** Paths under which our command lines name the cluster. */
  clusterPaths: string[]
}

export type Judgement =
  | { act: 'start' }
  /** The file is not evidence of a running server: clear what is left of it, remove it, start. */
  | { act: 'remove'; because: string }
  | { act: 'adopt'; pid: number }
  /** It is on its way down: wait for its end, then look again. */
  | { act: 'wait'; pid: number; because: string }
  | { act: 'refuse'; because: string }

/**
 * What to do about a postmaster.pid, judged under our own lock. A wrong "remove" would let two servers write one
 * folder, so whatever is not shown to be dead or somebody else's is refused. A plainly dead process is left to
 * PostgreSQL, which also looks at shared memory. Pure.
 */
export function judgePostmaster(facts: ClusterFacts): Judgement {
  const { file, process } = facts
  if (file === 'absent') return { act: 'start' }
  if (file === 'unreadable') return { act: 'remove', because: 'the file names no process' }
  const pid = Math.abs(file.pid)
  if (process === null) return { act: 'start' }
  if (process === 'hidden')
    return { act: 'refuse', because: `process ${pid} exists and this system hides what it is` }
  if (facts.processIsDead) return { act: 'remove', because: `process ${pid} is a zombie` }
  const here = facts.processIsHere ?? namesCluster(process, facts.clusterPaths)
  if (here === false)
    return { act: 'remove', because: `process ${pid} is another program that got the same number` }
  if (here === null) {
    const foreign = process.uid !== facts.uid || !facts.processIsPostmaster
    if (foreign) return { act: 'remove', because: `process ${pid} is not the PostgreSQL of this folder` }
    return {
      act: 'refuse',
      because: `process ${pid} is a PostgreSQL, and this system hides which folder it serves`,
    }
  }
  if (file.pid < 0)
    return { act: 'refuse', because: `process ${pid} has the folder open in single-user mode` }
  if (!facts.processIsPostmaster) return { act: 'remove', because: `process ${pid} is no postmaster` }
  if (file.status === 'stopping') return { act: 'wait', pid, because: `process ${pid} is stopping` }
  return { act: 'adopt', pid }
}

/** True where the command line names the folder; null otherwise, since a folder may have been moved. */
function namesCluster(process: ProcessFacts, paths: string[]): true | null {
  const at = process.arguments.indexOf('-D')
  const named = at >= 0 ? process.arguments[at + 1] : undefined
  return named !== undefined && paths.includes(named) ? true : null
}
