import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { InputError } from '../failure.ts'
import { readPostmasterFile } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { cleanEnvironment, clusterInside, spawnable } from './namespace.ts'
import type { Reach } from './namespace.ts'
import { judgePostmaster } from './postmaster-file.ts'
import type { Judgement } from './postmaster-file.ts'
import { isDead, isPostmaster, livingProcess, observeProcess, processesOf, worksIn } from './process-table.ts'
import type { ProcessFacts } from './process-table.ts'
import { logTail, openLog } from './server-log.ts'
import { removeSocket } from './socket-folder.ts'

/** A running postmaster, our child or adopted. */
export type Postmaster = {
  pid: number
  adopted: boolean
  socketFolder: string
  port: number
  /** Resolves with how it ended, once it has. */
  ended: Promise<string>
  /** False when it is gone; never signals a stranger that got its number. */
  signal: (name: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') => boolean
}

/** What bringing up needs to know; all found before. */
export type Ground = { folder: DataFolder; reach: Reach; socketFolder: string; log: (line: string) => void }

const readyDeadlineMs = 120_000
const endDeadlineMs = 30_000
const leftoverWaitMs = 1000
const adoptedPollMs = 200
const readyPollMs = 20
/** As our command lines say it: no TCP. A server without it was started by somebody else. */
const socketOnly = 'listen_addresses='

/** Adopts the server that runs in the folder, or starts one. Throws with the end of its log when it does not start. */
export async function bringUp(ground: Ground, signal: AbortSignal): Promise<Postmaster> {
  const { folder, reach, log } = ground
  for (let attempt = 0; attempt < 3; attempt++) {
    const judgement = observeAndJudge(ground)
    if (judgement.act === 'refuse') {
      const file = join(folder.cluster, 'postmaster.pid')
      throw new InputError(file, {}, `a folder that no other PostgreSQL has open: ${judgement.because}`)
    }
    if (judgement.act === 'wait') {
      log(`PostgreSQL: ${judgement.because}, waiting for its end`)
      await untilGone(judgement.pid, endDeadlineMs)
      continue
    }
    if (judgement.act === 'adopt') {
      const adopted = await adopt(ground, judgement.pid, signal)
      if (adopted) return adopted
      continue
    }
    await clearLeftovers(folder.cluster, reach, log)
    if (judgement.act === 'remove') {
      log(`PostgreSQL: removing a postmaster.pid left behind, ${judgement.because}`)
      rmSync(join(folder.cluster, 'postmaster.pid'), { force: true })
    }
    removeSocket(ground.socketFolder)
    return start(ground, signal)
  }
  throw new Error(`PostgreSQL in ${folder.cluster} neither stays up nor goes down; its log is ${folder.log}`)
}

function observeAndJudge({ folder, reach }: Ground): Judgement {
  const { account } = reach
  const file = readPostmasterFile(folder.cluster)
  const pid = typeof file === 'string' ? null : Math.abs(file.pid)
  const process_ = pid === null ? null : observeProcess(pid)
  const shown = process_ !== null && process_ !== 'hidden' ? process_ : null
  const dead = shown !== null && isDead(shown)
  return judgePostmaster({
    file,
    process: process_,
    processIsDead: dead,
    processIsPostmaster: shown !== null && isPostmaster(shown),
    processIsHere: shown === null || dead ? null : worksIn(shown.pid, folder.cluster, account),
    uid: account?.uid ?? process.getuid?.() ?? 0,
    clusterPaths: [folder.cluster, clusterInside(reach, folder.cluster)],
  })
}

/**
 * Ends what a dead postmaster left: a backend that is busy outlives it and goes on writing. PostgreSQL finds those
 * through shared memory named in postmaster.pid, a protection that we would remove with the file.
 */
async function clearLeftovers(cluster: string, reach: Reach, log: (line: string) => void): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    const left = processesOf(cluster, reach.account)
    if (left.length === 0) return
    log(`PostgreSQL: ending ${left.length} processes that a dead server left behind (${signal})`)
    // At once: nobody gets their answers any more, and every wait here is a wait for the service to come back.
    for (const one of left) signalProcess(one, signal)
    for (let waitedMs = 0; waitedMs < leftoverWaitMs; waitedMs += readyPollMs) {
      if (left.every((one) => livingProcess(one.pid)?.started !== one.started)) break
      await sleep(readyPollMs)
    }
  }
  const left = processesOf(cluster, reach.account)
  if (left.length > 0)
    throw new Error(`processes ${left.map((one) => one.pid).join(', ')} still use ${cluster}`)
}

function signalProcess(facts: ProcessFacts, signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): boolean {
  if (livingProcess(facts.pid)?.started !== facts.started) return false
  try {
    process.kill(facts.pid, signal)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

async function untilGone(pid: number, deadlineMs: number): Promise<void> {
  const first = livingProcess(pid)
  if (!first) return
  for (let waitedMs = 0; waitedMs < deadlineMs; waitedMs += readyPollMs) {
    if (livingProcess(pid)?.started !== first.started) return
    await sleep(readyPollMs)
  }
}

async function adopt(ground: Ground, pid: number, signal: AbortSignal): Promise<Postmaster | null> {
  const facts = livingProcess(pid)
  if (!facts) return null
  const lives = () => livingProcess(pid)?.started === facts.started
  const file = await untilReady(ground, pid, lives, signal)
  if (!file) return null
  if (file.socketFolder !== ground.socketFolder || !facts.arguments.includes(socketOnly)) {
    ground.log(`PostgreSQL: a server left running listens elsewhere (${file.socketFolder}), starting it anew`)
    signalProcess(facts, 'SIGINT')
    await untilGone(pid, endDeadlineMs)
    return null
  }
  ground.log(`PostgreSQL: adopted the server that was left running (process ${pid})`)
  const ended = new Promise<string>((done) => {
    const timer = setInterval(() => {
      if (lives()) return
      clearInterval(timer)
      done('it is gone')
    }, adoptedPollMs)
    timer.unref()
  })
  return {
    pid,
    adopted: true,
    socketFolder: file.socketFolder,
    port: file.port,
    ended,
    signal: (name) => signalProcess(facts, name),
  }
}

/**
 * A child in its own session: no signal of our terminal or group reaches it, and it outlives us when we are killed.
 * In the foreground, not by pg_ctl: as its parent we collect its status, so it does not stay a zombie.
 */
async function start(ground: Ground, signal: AbortSignal): Promise<Postmaster> {
  const { folder, reach, socketFolder } = ground
  const args = ['-D', clusterInside(reach, folder.cluster), ...settings(socketFolder)]
  const { file, args: all, uid, gid } = spawnable(reach, folder.cluster, 'postgres', args)
  const { descriptor, sizeBytes } = openLog(folder.log, reach.account)
  const identity = uid === undefined ? {} : { uid, gid }
  const child = spawn(file, all, {
    ...identity,
    cwd: '/',
    env: cleanEnvironment,
    detached: true,
    stdio: ['ignore', descriptor, descriptor],
  })
  closeSync(descriptor)
  let ending: string | null = null
  const ended = new Promise<string>((done) => {
    child.on('error', (error) => done((ending = error.message)))
    child.on('exit', (code, by) => done((ending = by ? `killed by ${by}` : `exit status ${code}`)))
  })
  const { pid } = child
  const ready =
    pid === undefined ? (await ended, null) : await untilReady(ground, pid, () => ending === null, signal)
  if (pid === undefined || !ready) {
    if (pid !== undefined && ending === null) await quit(child, ended)
    const because =
      ending ?? (signal.aborted ? 'stopped while starting' : `not ready within ${readyDeadlineMs / 1000} s`)
    throw new Error(
      `PostgreSQL did not start (${because}); the end of ${folder.log}:\n${logTail(folder.log, sizeBytes)}`,
    )
  }
  // Whoever forgets to stop us must not hang for it; the server then waits for its adoption.
  child.unref()
  return {
    pid,
    adopted: false,
    socketFolder,
    port: ready.port,
    ended,
    signal: (name) => ending === null && child.kill(name),
  }
}

async function quit(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGQUIT')
  await Promise.race([ended, sleep(2000, undefined, { ref: false })])
  child.kill('SIGKILL')
  await Promise.race([ended, sleep(1000, undefined, { ref: false })])
}

/** Settings by command line, so that a new version of kensho brings its own; nothing in the folder to migrate. */
function settings(socketFolder: string): string[] {
  const values: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // Bounds both the disk that an idle installation takes and the recovery after a crash.
    max_wal_size: '256MB',
    log_checkpoints: 'off',
    // Short queries only: compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Polls the file that the server writes; null when it ended first, or was stopped, or the deadline passed. */
async function untilReady(ground: Ground, pid: number, lives: () => boolean, signal: AbortSignal) {
  const from = performance.now()
  while (lives() && !signal.aborted && performance.now() - from < readyDeadlineMs) {
    const file = readPostmasterFile(ground.folder.cluster)
    if (
      typeof file !== 'string' &&
      file.pid === pid &&
      (file.status === 'ready' || file.status === 'standby')
    )
      return file
    if (typeof file !== 'string' && file.pid === pid && file.status === 'stopping') return null
    await sleep(readyPollMs)
  }
  return null
}
