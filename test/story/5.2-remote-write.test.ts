import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriesName } from '../../src/operations/monitoring/labels.ts'
import {
  snappyBlock,
  WRITE_HEADERS,
  writeRequest,
} from '../../src/operations/monitoring/remote-write/write.oracle.ts'
import { rollUp } from '../../src/operations/monitoring/rolling.ts'
import { rolesOf } from '../../src/people/organisation.ts'
import { policiesOf } from '../../src/people/checker.ts'
import { enterPerson } from '../../src/people/person-actions.ts'
import { grantRole } from '../../src/people/role-actions.ts'
import { issueToken } from '../../src/people/token-actions.ts'
import { inTransaction } from '../../src/platform/database.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { scratchLedger, type ScratchLedger } from '../../src/ledger/scratch-ledger.ts'
import { ALL_MODULES } from '../../src/modules.ts'

const PROMETHEUS = '/usr/bin/prometheus'
const ROOT = path.resolve(import.meta.dirname, '../..')
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SYSTEM = { id: 'system:test' }

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe.skipIf(!existsSync(PROMETHEUS))(
  'a real Prometheus that writes remotely (needs /usr/bin/prometheus)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-remote-write-'))
    let ledger: ScratchLedger
    let leading: { stop: () => Promise<void> }
    let prometheus: ChildProcess
    let kensho: ChildProcess
    let port = 0
    let prometheusUrl = ''
    let token = ''

    /** The server alone, as `kensho up` runs it, always on the same port. */
    async function startServer(): Promise<void> {
      kensho = spawn(process.execPath, [path.join(ROOT, 'src/server.ts')], {
        cwd: ROOT,
        env: {
          ...process.env,
          KENSHO_DATABASE_URL: ledger.database.connectionString,
          KENSHO_DATA: folder,
          KENSHO_PORT: String(port),
          KENSHO_MONITORING_VALUE_DAYS: '13',
          KENSHO_LOG: 'warn',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await new Promise<void>((resolve, reject) => {
        kensho.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
        createInterface({ input: kensho.stdout! }).on('line', (line) => {
          if (line.startsWith('kensho is ready')) resolve()
        })
      })
    }

    /** A token with these permissions, of a person who holds them. */
    const tokenFor = (permissions: string[]) =>
      inTransaction(ledger.ctx.db, async (tx) => {
        const untilMs = Date.now() + DAY_MS
        const roles = rolesOf(policiesOf(ALL_MODULES))
        return (
          await issueToken(ledger.ctx, tx, { id: 'p-owner' }, { label: 'test', permissions, untilMs }, roles)
        ).secret
      })

    beforeAll(async () => {
      ledger = await scratchLedger()
      await migrate(ledger.database, ALL_MODULES, ledger.ctx.log)
      leading = ledger.lead()
      await inTransaction(ledger.ctx.db, async (tx) => {
        await enterPerson(ledger.ctx, tx, SYSTEM, { id: 'p-owner', name: 'Owner', kind: 'employee' })
        await grantRole(ledger.ctx, tx, SYSTEM, {
          person: 'p-owner',
          role: 'quality-owner',
          fromMs: Date.now() - 1_000,
        })
      })
      token = await tokenFor(['monitoring.write'])
      writeFileSync(path.join(folder, 'token'), token, { mode: 0o600 })
      port = await freePort()
      await startServer()
      const own = await freePort()
      prometheusUrl = `http://127.0.0.1:${own}`
      writeFileSync(
        path.join(folder, 'prometheus.yml'),
        `global: { scrape_interval: 500ms, scrape_timeout: 500ms, external_labels: { site: tokyo-2 } }
scrape_configs:
  - job_name: itself
    static_configs: [{ targets: ['127.0.0.1:${own}'] }]
remote_write:
  - url: http://localhost:${port}/api/v1/write
    authorization: { credentials_file: ${path.join(folder, 'token')} }
    queue_config: { max_backoff: 1s, batch_send_deadline: 1s }
`,
      )
      prometheus = spawn(
        PROMETHEUS,
        [
          `--config.file=${path.join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${path.join(folder, 'tsdb')}`,
          `--web.listen-address=127.0.0.1:${own}`,
          '--log.level=error',
        ],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      )
    }, 120_000)
    afterAll(async () => {
      for (const child of [prometheus, kensho]) {
        if (child === undefined || child.exitCode !== null || child.signalCode !== null) continue
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        await ended
      }
      await leading?.stop()
      await ledger?.drop()
      rmSync(folder, { recursive: true, force: true })
    })

    const newestMs = async () => {
      const { rows } = await sql<{ at: string | null }>`
      select max(at_ms) as at from monitoring.sample join monitoring.series on id = series
      where metric = 'up'`.execute(ledger.ctx.db)
      return Number(rows[0]?.at ?? 0)
    }

    /** What Prometheus itself holds of all series up to an instant. */
    async function held(untilMs: number): Promise<Map<string, string>> {
      const query = new URLSearchParams({ query: '{__name__=~".+"}[10m]', time: String(untilMs / 1000) })
      const answer = await fetch(`${prometheusUrl}/api/v1/query?${query.toString()}`)
      const { data } = (await answer.json()) as {
        data: { result: { metric: Record<string, string>; values: [number, string][] }[] }
      }
      const found = new Map<string, string>()
      for (const { metric, values } of data.result) {
        const { __name__: name = '', ...labels } = { ...metric, site: 'tokyo-2' }
        const sorted = Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        const series = seriesName({ metric: name, labels: sorted })
        for (const [at, value] of values)
          found.set(`${series} ${Math.round(at * 1000)}`, String(Number(value)))
      }
      return found
    }

    async function stored(untilMs: number): Promise<Map<string, string>> {
      const { rows } = await sql<{
        metric: string
        labels: Record<string, string>
        at_ms: string
        value: number
      }>`
      select metric, labels, at_ms, value from monitoring.sample join monitoring.series on id = series
      where at_ms <= ${untilMs} and value is not null`.execute(ledger.ctx.db)
      return new Map(
        rows.map(({ metric, labels, at_ms, value }) => {
          const sorted = Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
          return [`${seriesName({ metric, labels: sorted })} ${at_ms}`, String(value)]
        }),
      )
    }

    it('has every sample in the store, though the server was killed and started again meanwhile', async () => {
      await expect.poll(newestMs, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0)
      for (let time = 0; time < 2; time += 1) {
        await sleep(4_000)
        kensho.kill('SIGKILL')
        await sleep(2_000)
        await startServer()
      }
      const untilMs = Date.now()
      await expect.poll(newestMs, { timeout: 60_000, interval: 500 }).toBeGreaterThan(untilMs + 2_000)
      const [truth, kept] = [await held(untilMs), await stored(untilMs)]
      const missing = [...truth].filter(([sample, value]) => kept.get(sample) !== value)
      expect(missing.slice(0, 5)).toEqual([])
      expect([...kept.keys()].filter((sample) => !truth.has(sample)).slice(0, 5)).toEqual([])
      expect(truth.size).toBeGreaterThan(5_000)
      const { rows } = await sql<{ reason: string }>`select reason from monitoring.refused`.execute(
        ledger.ctx.db,
      )
      expect(rows).toEqual([])
      const series = new Set([...truth.keys()].map((sample) => sample.slice(0, sample.lastIndexOf(' '))))
      console.log(`remote write: ${truth.size} samples of ${series.size} series equal, two kills`)
      const kinds = await sql<{
        kind: string
      }>`select kind from monitoring.metric where name = 'go_goroutines'`.execute(ledger.ctx.db)
      // Metadata comes once a minute: where it has come, it is right.
      expect(['gauge', undefined]).toContain(kinds.rows[0]?.kind)
    }, 180_000)

    it('is forecast from the store by the command line, from twelve days of a line beside it', async () => {
      const untilMs = Math.floor(Date.now() / 300_000) * 300_000
      const samples = Array.from({ length: (12 * DAY_MS) / 300_000 }, (_, at) => {
        const atMs = untilMs - 12 * DAY_MS + at * 300_000
        return [500 + 200 * Math.sin((2 * Math.PI * atMs) / DAY_MS) + (at % 5), atMs] as const
      })
      const sent = writeRequest([
        {
          labels: [
            ['__name__', 'line_mbps'],
            ['line', 'a'],
          ],
          samples,
        },
      ])
      const headers = { ...WRITE_HEADERS, authorization: `Bearer ${token}` }
      const answer = await fetch(`http://localhost:${port}/api/v1/write`, {
        method: 'POST',
        headers,
        body: new Uint8Array(snappyBlock(sent)),
      })
      expect(answer.status, await answer.text()).toBe(204)
      await rollUp(ledger.ctx)
      const csv = path.join(folder, 'past.csv')
      const past = Array.from(
        { length: 48 },
        (_, hour) => `${(untilMs - 20 * DAY_MS + hour * HOUR_MS) / 1000},${hour}`,
      )
      writeFileSync(csv, `timestamp,value\n${past.join('\n')}\n`)
      const imported = spawnSync(
        process.execPath,
        ['src/cli.ts', 'monitoring', 'import', csv, '--series', 'line_mbps{line="a"}'],
        {
          cwd: ROOT,
          encoding: 'utf8',
          env: { ...process.env, KENSHO_URL: `http://localhost:${port}`, KENSHO_TOKEN: token },
        },
      )
      expect([imported.status, imported.stderr]).toEqual([0, ''])
      expect(imported.stdout).toBe('line_mbps{line="a"}: 48 hours added, 0 stood already or are too old\n')
      const reader = await tokenFor(['monitoring.read'])
      const args = [
        'src/cli.ts',
        'forecast',
        '--store',
        'line_mbps{line="a"}',
        '--past',
        '12',
        '--horizon',
        '24',
      ]
      const run = (...more: string[]) =>
        spawnSync(process.execPath, [...args, ...more], {
          cwd: ROOT,
          encoding: 'utf8',
          env: { ...process.env, KENSHO_URL: `http://localhost:${port}`, KENSHO_TOKEN: reader },
        })
      const done = run()
      expect(done.status, done.stderr).toBe(0)
      const forecast = JSON.parse(done.stdout) as { id: string; point: number[] }
      expect(forecast.id).toBe('line_mbps{line="a"}')
      expect(forecast.point).toHaveLength(24)
      // The first full hour that lies ahead, and each after it.
      const fromMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
      const errors = forecast.point.map((value, hour) => {
        const middle = fromMs + hour * HOUR_MS + HOUR_MS / 2
        return Math.abs(value - (502 + 200 * Math.sin((2 * Math.PI * middle) / DAY_MS)))
      })
      expect(Math.max(...errors)).toBeLessThan(40)
      const unknown = run('--store', 'line_mbps{line="b"}')
      expect(unknown.status).toBe(64)
      expect(unknown.stderr).toContain('no stored series is line_mbps{line="b"}')
    }, 120_000)
  },
)
