import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { Postmaster } from './postmaster.ts'
import { shutDown, supervise } from './supervise.ts'

/** For a machine that is busy with other tests. */
const patience = { timeout: 20_000, interval: 10 }

/** A postmaster without a process: ends when told to, and notes the signals. `obeys` is what makes it end. */
function pretended(pid: number, obeys = ['SIGINT', 'SIGQUIT', 'SIGKILL']) {
  const signals: string[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<string>()
  const postmaster: Postmaster = {
    pid,
    adopted: false,
    socketFolder: '/s',
    port: 5432,
    ended,
    signal: (name) => {
      signals.push(name)
      if (obeys.includes(name)) end(name)
      return true
    },
  }
  return { postmaster, signals, crash: () => end('killed by SIGKILL') }
}

describe('supervision', () => {
  it('brings a crashed server up again, tells of each crash, and stops the last one', async () => {
    const [first, second, third] = [pretended(1), pretended(2), pretended(3)]
    const next = [second, third]
    const crashes: string[] = []
    const supervision = supervise({
      first: first.postmaster,
      bringUp: () => Promise.resolve((next.shift() ?? first).postmaster),
      log: () => undefined,
      onCrash: (because) => crashes.push(because),
    })
    first.crash()
    await vi.waitFor(() => expect(supervision.current()?.pid).toBe(2), patience)
    second.crash()
    await vi.waitFor(() => expect(supervision.current()?.pid).toBe(3), patience)
    await supervision.stop()
    expect(crashes).toEqual(['killed by SIGKILL', 'killed by SIGKILL'])
    expect([first.signals, second.signals, third.signals]).toEqual([[], [], ['SIGINT']])
  })

  it('waits longer after each failure and goes on trying', async () => {
    const first = pretended(1)
    const second = pretended(2)
    const attemptsMs: number[] = []
    const said: string[] = []
    const fromMs = performance.now()
    const supervision = supervise({
      first: first.postmaster,
      bringUp: () => {
        attemptsMs.push(performance.now() - fromMs)
        if (attemptsMs.length < 4) return Promise.reject(new Error('no space left on device'))
        return Promise.resolve(second.postmaster)
      },
      log: (line) => said.push(line),
    })
    first.crash()
    await vi.waitFor(() => expect(supervision.current()?.pid).toBe(2), patience)
    expect(attemptsMs.length).toBe(4)
    const waits = attemptsMs.slice(1).map((at, index) => at - (attemptsMs[index] ?? 0))
    for (const [index, least] of [240, 490, 990].entries()) expect(waits[index]).toBeGreaterThan(least)
    expect(said.filter((line) => line.includes('no space left')).length).toBe(3)
    await supervision.stop()
  })

  it('stops at once while it waits for the next attempt', async () => {
    const first = pretended(1)
    let attempts = 0
    const supervision = supervise({
      first: first.postmaster,
      bringUp: () => {
        attempts++
        return Promise.reject(new Error('no'))
      },
      log: () => undefined,
    })
    first.crash()
    await vi.waitFor(() => expect(attempts).toBe(3), patience)
    const fromMs = performance.now()
    await supervision.stop()
    expect(performance.now() - fromMs).toBeLessThan(900)
    expect(attempts).toBe(3)
    await sleep(1200)
    expect(attempts).toBe(3)
  })

  it('asks for a fast shutdown, then an immediate one by deadline', async () => {
    const stubborn = pretended(1, ['SIGQUIT'])
    const said: string[] = []
    const fromMs = performance.now()
    await shutDown(stubborn.postmaster, (line) => said.push(line))
    expect(stubborn.signals).toEqual(['SIGINT', 'SIGQUIT'])
    expect(performance.now() - fromMs).toBeGreaterThan(4900)
    expect(said.length).toBe(1)
  })
})
