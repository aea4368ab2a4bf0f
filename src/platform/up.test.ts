import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { up } from '../up.ts'
import { systemClock } from './clock.ts'
import { inTransaction } from './database.ts'
import { EXIT } from './failure.ts'
import { enqueue } from './jobs.ts'
import { scratchDatabase } from './scratch-database.ts'
import type { ScratchDatabase } from './scratch-database.ts'

/** Bounds that the contract promises. */
const STOPS_WITHIN_MS = 10_000
const MOVES_WITHIN_MS = 10_000

/** Who tended last, if that was within the last second. */
const GARDENER = `select pid, ppid from garden.tended where at > clock_timestamp() - interval '1 second'
  order by at desc limit 1`

let folder: string
let entries: { server: URL; worker: URL }
const here = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
const packaged = (name: string) =>
  JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve(name)).href)

/** A module with a job, a duty and a route, and the entry points and the parent that run it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kensho-up-'))
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  const migrations = join(folder, 'migrations')
  await mkdir(migrations)
  await writeFile(
    join(migrations, '0001-garden.sql'),
    `create table garden.grown (seed integer, pid integer);
     create table garden.tended (epoch bigint, pid integer, ppid integer, at timestamptz default clock_timestamp());`,
  )
  await write(
    'garden.ts',
    `import { sql } from ${packaged('kysely')}
    import { z } from ${packaged('@hono/zod-openapi')}
    import { inTransaction } from ${here('./database.ts')}
    import { defineRoute } from ${here('./http/route.ts')}
    export const modules = [{
      name: 'garden',
      migrations: new URL('./migrations/', import.meta.url),
      routes: [defineRoute({ method: 'get', path: '/api/garden/pid', permission: 'public', reply: z.object({ pid: z.number(), gardener: z.number().nullable() }),
        summary: { ja: '番号', en: 'Number' }, handler: async ({ db }) => {
          const { rows } = await sql\`\${sql.raw(${JSON.stringify(GARDENER)})}\`.execute(db)
          return { pid: process.pid, gardener: rows[0]?.pid ?? null }
        } })],
      jobs: [{ name: 'every seed grows', run: async ({ db }, payload) => {
        await sql\`insert into garden.grown values (\${payload.seed}, \${process.pid})\`.execute(db) } }],
      duties: [{ name: 'one gardener', run: async ({ db }, term) => {
        while (!term.signal.aborted) {
          await inTransaction(db, async (tx) => {
            await term.assertCurrent(tx)
            await sql\`insert into garden.tended (epoch, pid, ppid) values (\${term.epoch}, \${process.pid}, \${process.ppid})\`.execute(tx)
          })
          await new Promise((resolve) => setTimeout(resolve, 100))
        } } }],
    }]`,
  )
  await write(
    'server.ts',
    `import { runProcess } from ${here('./entry.ts')}
    import { serve } from ${here('./serve.ts')}
    import { modules } from './garden.ts'
    await runProcess((io) => serve({ modules, people: () => ({ checker: () => true, authenticate: () => ({ id: 'p-1' }) }),
      webFolder: new URL('./web/', import.meta.url) }, io))`,
  )
  await write(
    'worker.ts',
    `import { runProcess } from ${here('./entry.ts')}
    import { work } from ${here('./work.ts')}
    import { modules } from './garden.ts'
    await runProcess((io) => work(modules, io))`,
  )
  await write(
    'replica.ts',
    `import { up } from ${here('../up.ts')}
    import { modules } from './garden.ts'
    const io = { out: console.log, err: console.error, clock: { now: Date.now }, env: process.env, cwd: process.cwd() }
    process.exit(await up({ modules, io, entries: {
      server: new URL('./server.ts', import.meta.url), worker: new URL('./worker.ts', import.meta.url) } }))`,
  )
  entries = {
    server: pathToFileURL(join(folder, 'server.ts')),
    worker: pathToFileURL(join(folder, 'worker.ts')),
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Running = {
  origin: string
  out: string[]
  stop: () => Promise<number>
  status: Promise<number>
  dataDir: string
}

/** Starts all of it in this process, with a PostgreSQL of its own, and waits for the ready line. */
async function started(env: Record<string, string> = {}): Promise<Running> {
  const { modules } = (await import(pathToFileURL(join(folder, 'garden.ts')).href)) as Pick<
    Parameters<typeof up>[0],
    'modules'
  >
  const dataDir = await mkdtemp(join(folder, 'data-'))
  const stop = new AbortController()
  const out: string[] = []
  const ready = Promise.withResolvers<string>()
  const io = {
    out: (line: string) => {
      out.push(line)
      ready.resolve(line)
    },
    err: () => undefined,
    clock: systemClock,
    env: { ...process.env, KENSHO_LOG: 'fatal', KENSHO_DATABASE_URL: '', ...env },
    cwd: folder,
  }
  const status = up({ dataDir, port: 0, modules, io, entries, stop: stop.signal })
  const line = await Promise.race([ready.promise, status.then((code) => `ended with ${code}`)])
  const origin = /^kensho is ready at (http:\/\/localhost:\d+)$/.exec(line)?.[1]
  if (origin === undefined) throw new Error(`not the ready line: ${line}`)
  const stopAll = () => {
    stop.abort()
    return status
  }
  return { origin, out, status, dataDir, stop: stopAll }
}

const ready = async (origin: string) => {
  const answer = await fetch(`${origin}/readyz`)
  return [answer.status, await answer.json()] as [number, { worker: true | string; database: true | string }]
}
const look = async (origin: string) => {
  const answer = await fetch(`${origin}/api/garden/pid`)
  return (await answer.json()) as { pid: number; gardener: number | null }
}
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('one tree', () => {
  it('is ready when it says so, heals its worker, shows that in /readyz, and stops with nothing left', async () => {
    const tree = await started()
    try {
      expect(await ready(tree.origin)).toEqual([
        200,
        { ready: true, database: true, migrations: true, worker: true },
      ])
      const tending = async () => (await look(tree.origin)).gardener
      await expect.poll(tending, { timeout: 10_000 }).toBeTypeOf('number')
      const first = (await tending())!
      process.kill(first, 'SIGKILL')
      await expect.poll(async () => (await ready(tree.origin))[0], { timeout: 5000, interval: 20 }).toBe(503)
      await expect.poll(async () => (await ready(tree.origin))[0], { timeout: MOVES_WITHIN_MS }).toBe(200)
      await expect.poll(async () => (await tending()) ?? first, { timeout: MOVES_WITHIN_MS }).not.toBe(first)
      const { pid, gardener } = await look(tree.origin)
      const stoppingMs = performance.now()
      expect(await tree.stop()).toBe(EXIT.done)
      expect(performance.now() - stoppingMs).toBeLessThan(STOPS_WITHIN_MS)
      expect([pid, gardener!].filter(alive)).toEqual([])
      await expect(fetch(`${tree.origin}/healthz`)).rejects.toThrow()
      expect(tree.out).toHaveLength(1)
    } finally {
      await tree.stop()
    }
  })

  it('ends as a whole when its server ends', async () => {
    const tree = await started()
    const { pid } = await look(tree.origin)
    process.kill(pid, 'SIGKILL')
    expect(await tree.status).toBe(EXIT.failure)
    expect(alive(pid)).toBe(false)
  })

  it('refuses bad configuration before anything is started', async () => {
    await expect(started({ KENSHO_LOG: 'loud' })).rejects.toThrow('environment: KENSHO_LOG')
  })
})

describe('two replicas on one PostgreSQL', () => {
  let scratch: ScratchDatabase
  beforeAll(async () => {
    scratch = await scratchDatabase()
  })
  afterAll(() => scratch.drop())

  /** As an operator runs it: a process of its own. */
  async function replica(): Promise<{ child: ChildProcess; origin: string; exit: Promise<number | null> }> {
    const child = spawn(process.execPath, [join(folder, 'replica.ts')], {
      env: {
        ...process.env,
        KENSHO_DATABASE_URL: scratch.connectionString,
        KENSHO_PORT: '0',
        KENSHO_LOG: 'fatal',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = new Promise<number | null>((resolve) => {
      child.once('exit', resolve)
    })
    for await (const line of createInterface({ input: child.stdout }))
      return { child, exit, origin: line.replace('kensho is ready at ', '') }
    throw new Error('a replica ended without a word')
  }

  it('run each job once, and leadership moves within 10 s when a replica is killed', async () => {
    const replicas = await Promise.all([replica(), replica()])
    const tended = async () =>
      (await sql.raw<{ pid: number; ppid: number }>(GARDENER).execute(scratch.db)).rows[0]
    try {
      await inTransaction(scratch.db, async (tx) => {
        for (let seed = 0; seed < 300; seed += 1) await enqueue(tx, 'every seed grows', { seed })
      })
      const grown = async () => {
        const { rows } = await sql<{ n: number; seeds: number; pids: number }>`select count(*)::int as n,
          count(distinct seed)::int as seeds, count(distinct pid)::int as pids from garden.grown`.execute(
          scratch.db,
        )
        return rows[0]
      }
      await expect.poll(async () => (await grown())?.n, { timeout: 20_000 }).toBe(300)
      await sleep(500)
      expect(await grown()).toEqual({ n: 300, seeds: 300, pids: 2 })

      const { pid: leader, ppid: parent } = (await tended())!
      // The parent of the leader dies too, so that nobody restarts it; its server must not live on alone.
      const led = replicas.map(({ child }) => child.pid === parent)
      const killed = replicas[led.indexOf(true)]!
      const left = replicas[led.indexOf(false)]!
      const orphan = (await look(killed.origin)).pid
      const killedMs = performance.now()
      killed.child.kill('SIGKILL')
      process.kill(leader, 'SIGKILL')
      await expect
        .poll(async () => (await tended())?.pid ?? leader, { timeout: MOVES_WITHIN_MS })
        .not.toBe(leader)
      const tookMs = performance.now() - killedMs
      expect(tookMs).toBeLessThan(MOVES_WITHIN_MS)
      console.info(`leadership moved to the other replica after ${Math.round(tookMs)} ms`)
      await expect.poll(() => alive(orphan), { timeout: STOPS_WITHIN_MS }).toBe(false)
      expect((await ready(left.origin))[0]).toBe(200)

      const stoppingMs = performance.now()
      left.child.kill('SIGTERM')
      expect(await left.exit).toBe(EXIT.done)
      expect(performance.now() - stoppingMs).toBeLessThan(STOPS_WITHIN_MS)
    } finally {
      for (const { child } of replicas) child.kill('SIGKILL')
    }
    const { rows } = await sql<{ n: number; epochs: number; disordered: number }>`select count(*)::int as n,
      count(distinct epoch)::int as epochs, count(*) filter (where epoch < before)::int as disordered
      from (select epoch, max(epoch) over (order by at rows between unbounded preceding and 1 preceding) as before
        from garden.tended) as written`.execute(scratch.db)
    expect(rows[0]).toMatchObject({ epochs: 2, disordered: 0 })
    expect(rows[0]?.n).toBeGreaterThan(5)
  })
})
