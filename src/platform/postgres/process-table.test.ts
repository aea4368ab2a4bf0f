import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import {
  isDead,
  livingProcess,
  observeProcess,
  parseProcStat,
  parsePsLine,
  worksIn,
} from './process-table.ts'

const linux = existsSync('/proc/self/stat')
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

describe('what the system shows of a process', () => {
  it('survives names with spaces and parentheses', () => {
    const rest = Array.from({ length: 18 }, (_, index) => index).join(' ')
    expect(parseProcStat(`12 (tmux: ) S (x) Z ${rest} 4711 0 0`)).toEqual({ state: 'Z', startTicks: '4711' })
    expect(parseProcStat('12 (short) S 1')).toBeNull()
    expect(parseProcStat('')).toBeNull()
  })

  it('reads a line of ps, for systems without /proc', () => {
    const line = 'Ss     101 Sun Nov 22 22:23:01 2026 /usr/bin/postgres -D /data -c listen_addresses=\n'
    const facts = parsePsLine(7, line)
    expect(facts).toMatchObject({ pid: 7, state: 'Ss', uid: 101, started: 'Sun Nov 22 22:23:01 2026' })
    expect(facts?.arguments.slice(0, 3)).toEqual(['/usr/bin/postgres', '-D', '/data'])
    expect(parsePsLine(7, '\n')).toBeNull()
    const real = spawnSync(
      'ps',
      ['-o', 'stat=', '-o', 'uid=', '-o', 'lstart=', '-o', 'command=', '-p', String(process.pid)],
      {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      },
    )
    if (real.status === 0) expect(parsePsLine(process.pid, real.stdout)?.uid).toBe(process.getuid?.())
  })

  it('tells a process from another one with the same number by its start', async () => {
    const first = spawn('sleep', ['30'])
    started.push(first)
    await sleep(50)
    const second = spawn('sleep', ['30'])
    started.push(second)
    const [one, two] = [livingProcess(first.pid ?? 0), livingProcess(second.pid ?? 0)]
    expect(one?.started).not.toBe(two?.started)
    expect(livingProcess(first.pid ?? 0)?.started).toBe(one?.started)
  })

  it('shows none that has ended and was collected', async () => {
    const child = spawn('true')
    await once(child, 'exit')
    expect(observeProcess(child.pid ?? 0)).toBeNull()
  })

  it.skipIf(!linux)('sees that a zombie is dead (needs /proc)', async () => {
    // The shell becomes sleep, which never asks for the status of the child that the shell left it.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    started.push(parent)
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer]
    const zombie = Number(chunk.toString())
    await sleep(400)
    const facts = observeProcess(zombie)
    expect(facts).toMatchObject({ pid: zombie, state: 'Z' })
    expect(facts !== null && facts !== 'hidden' && isDead(facts)).toBe(true)
    expect(livingProcess(zombie)).toBeNull()
  })

  it.skipIf(!linux)('knows a working folder by device and inode (needs /proc)', async () => {
    const child = spawn('sleep', ['30'], { cwd: tmpdir() })
    started.push(child)
    await once(child, 'spawn')
    expect(worksIn(child.pid ?? 0, tmpdir(), null)).toBe(true)
    expect(worksIn(child.pid ?? 0, '/', null)).toBe(false)
    expect(worksIn(child.pid ?? 0, '/no/such/folder', null)).toBeNull()
  })
})
