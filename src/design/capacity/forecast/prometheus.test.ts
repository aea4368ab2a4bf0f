import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forecastCommand } from '../forecast-command.ts'
import type { CommandIo } from '../../../platform/command.ts'
import { InputError } from '../../../platform/failure.ts'

const PROMETHEUS = '/usr/bin/prometheus'
const PROMTOOL = '/usr/bin/promtool'
const HOUR_MS = 3_600_000
const HOURS = 28 * 24
/** The password is `open sesame`. */
const BCRYPT = '$2b$04$abcdefghijklmnopqrstuu/LVz6MZlItEy42I2juLihZ66HnQx/cy'

const untilMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
const load = (hour: number): number => 100 + 40 * Math.sin((2 * Math.PI * hour) / 24) + (hour % 7)

/** Four weeks of hours: a whole line, one with a hole of five hours and NaN, one that has been silent for two weeks. */
function samples(): string {
  const rows: string[] = ['# TYPE bits gauge']
  const row = (line: string, hour: number, value: number): number =>
    rows.push(`bits{line="${line}"} ${value} ${(untilMs - (HOURS - hour) * HOUR_MS) / 1000}`)
  for (let hour = 0; hour < HOURS; hour += 1) {
    row('whole', hour, load(hour))
    if (hour < 300 || hour >= 305) row('holed', hour, hour % 100 === 7 ? NaN : load(hour))
    if (hour < HOURS / 2) row('silent', hour, load(hour))
  }
  return `${rows.toSorted((a, b) => (a.startsWith('#') ? -1 : b.startsWith('#') ? 1 : 0)).join('\n')}\n# EOF\n`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const isThere = existsSync(PROMETHEUS) && existsSync(PROMTOOL)

describe.skipIf(!isThere)('a real Prometheus (needs /usr/bin/prometheus)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-prometheus-'))
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text, { mode: 0o600 })
    return path.join(folder, name)
  }
  const password = file('authorization', `Basic ${Buffer.from('kensho:open sesame').toString('base64')}\n`)
  let server: ChildProcess | undefined
  let url = ''

  beforeAll(async () => {
    const made = spawnSync(
      PROMTOOL,
      [
        'tsdb',
        'create-blocks-from',
        'openmetrics',
        '--max-block-duration=720h',
        file('samples', samples()),
        path.join(folder, 'data'),
      ],
      { encoding: 'utf8' },
    )
    if (made.status !== 0) throw new Error(made.stderr)
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    const web = file('web.yml', `basic_auth_users:\n  kensho: ${BCRYPT}\n`)
    const config = file('prometheus.yml', 'global: {}\n')
    server = spawn(
      PROMETHEUS,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${path.join(folder, 'data')}`,
        '--storage.tsdb.retention.time=400d',
        `--web.listen-address=127.0.0.1:${port}`,
        `--web.config.file=${web}`,
      ],
      { stdio: 'ignore' },
    )
    for (let tries = 0; tries < 300; tries += 1) {
      const ready = await fetch(`${url}/-/ready`, {
        headers: { authorization: `Basic ${Buffer.from('kensho:open sesame').toString('base64')}` },
      }).catch(() => undefined)
      if (ready?.status === 200) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('Prometheus did not become ready')
  }, 60_000)

  afterAll(async () => {
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server!.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  })

  async function asked(change: Record<string, unknown> = {}): Promise<{ status: number; lines: Answer[] }> {
    const lines: Answer[] = []
    const io = {
      cwd: folder,
      env: { KENSHO_OUTBOUND_ALLOW: '127.0.0.1' },
      clock: { now: () => untilMs + 60_000 },
      out: (line: string) => lines.push(JSON.parse(line) as Answer),
      err: () => undefined,
    } as unknown as CommandIo
    const options = { horizon: '24', levels: '95', zone: 'Asia/Tokyo', past: '28', step: '60' }
    const query = 'bits{line="whole"}'
    const all = { ...options, prometheus: url, query, authorization: password, ...change }
    return { status: await forecastCommand.run(io, [undefined], all), lines }
  }
  type Answer = {
    id: string
    point?: number[]
    cannot_forecast?: { ja: string; en: string }
    because?: { en: string }[]
  }

  it('is asked for four weeks of hours, and what it answers is forecast', async () => {
    const { status, lines } = await asked()
    expect(status).toBe(0)
    expect(lines).toHaveLength(1)
    expect(lines[0]!.id).toBe('bits{line="whole"}')
    const worst = lines[0]!.point!.map((value, step) => Math.abs(value - load(HOURS + step)))
    expect(worst).toHaveLength(24)
    expect(Math.max(...worst)).toBeLessThan(6)
  })

  it('has holes filled and said, and a meter gone silent refused in words', async () => {
    const { status, lines } = await asked({ query: 'bits' })
    expect(status).toBe(2)
    const of = (line: string): Answer => lines.find(({ id }) => id.includes(line))!
    expect(lines).toHaveLength(3)
    expect(of('holed').because!.some(({ en }) => en.startsWith('12 missing values were filled'))).toBe(true)
    expect(of('silent').cannot_forecast!.en).toMatch(/^The last 336 values are missing/)
  })

  it('is asked in parts where it would refuse so many values at once', async () => {
    const { status, lines } = await asked({ past: '20', step: '2', query: 'bits{line="whole"} * 1' })
    // 14,400 steps, of which Prometheus has three an hour: it calls a value stale after five minutes.
    expect(status).toBe(2)
    expect(lines).toHaveLength(1)
    expect(lines[0]!.cannot_forecast!.en).toMatch(/^More than half of the values are missing/)
  })

  it.each([
    ['without a password', { authorization: undefined }, /lets us in, found status 401/],
    ['a query that is none', { query: 'bits{' }, /a query that Prometheus answers, found .*parse error/],
    ['what it does not measure', { query: 'nothing_such' }, /at least one series, found none/],
    ['no Prometheus there', { prometheus: 'http://127.0.0.1:9' }, /a Prometheus that answers/],
    ['a host that is not allowed', { prometheus: 'http://127.0.0.2:9' }, /a Prometheus that answers/],
  ])('refuses %s, and says what was expected', async (_what, change, said) => {
    const problem = await asked(change).catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(InputError)
    expect((problem as InputError).message).toMatch(said)
    expect((problem as InputError).message).not.toContain('sesame')
  })
})
