import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import type { CommandIo } from '../platform/command.ts'
import { runCommandLine } from '../platform/command-line.ts'
import { buildApp } from '../platform/http/app.ts'
import type { App } from '../platform/http/app.ts'
import { createMetrics } from '../platform/metrics.ts'
import { openCheckpoint } from './checkpoint.ts'
import { ledgerCommands } from './cli.ts'
import { keyFilePath, readKeyFile } from './key-file.ts'
import { checkConsistency, checkInclusion, leafHash } from './merkle.ts'
import { ledgerModule } from './module.ts'
import { parseVerifier } from './note.ts'
import { checkpointPath } from './publisher.ts'
import { fillLedger, scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { decodeBundle } from './tiles.ts'

const ORIGIN = 'http://localhost:41300'
let ledger: ScratchLedger
let app: App
let granted = true
let folder: string
let web: Server
let server: string
beforeAll(async () => {
  ledger = await scratchLedger()
  folder = mkdtempSync(join(tmpdir(), 'kensho-routes-'))
  await fillLedger(ledger, [300, 1, 400], (n) => ({
    type: n % 2 === 0 ? 'garden.plant.planted' : 'garden.plant.removed',
    by: `p-${n % 3}`,
    clause: n % 5 === 0 ? '3.2.1' : '4.1',
    objects: [`bed-${n % 7}`],
    body: { n },
  }))
  app = buildApp({
    ctx: ledger.ctx,
    modules: [ledgerModule],
    checker: () => granted,
    authenticate: () => ({ id: 'p-1' }),
    metrics: createMetrics('server'),
    readiness: () => Promise.reject(new Error('not asked here')),
    metricsText: () => Promise.resolve(''),
    origins: () => new Set([ORIGIN]),
  })
  web = createServer((request, response) => {
    void (async () => {
      const answer = await app.request(`${ORIGIN}${request.url}`, {
        headers: { origin: ORIGIN, host: 'localhost:41300' },
      })
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      for await (const chunk of answer.body ?? []) response.write(chunk)
      response.end()
    })()
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  server = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
})
afterAll(async () => {
  web.close()
  rmSync(folder, { recursive: true, force: true })
  await ledger.drop()
})

async function get(path: string): Promise<Response> {
  return await app.request(`${ORIGIN}/api/ledger/${path}`, { headers: { host: 'localhost:41300' } })
}

async function json<T>(path: string): Promise<T> {
  const response = await get(path)
  expect(response.status, path).toBe(200)
  return (await response.json()) as T
}

const bytesOf = async (path: string) => Buffer.from(await (await get(path)).arrayBuffer())
const decoded = (text: string) => Buffer.from(text, 'base64')

describe('the ledger over HTTP', () => {
  it('serves checkpoint, tiles and bundles as C2SP tlog-tiles asks, and nothing that is not there', async () => {
    const note = await (await get('checkpoint')).text()
    const verifiers = readKeyFile(keyFilePath(ledger.ctx.config)).map(({ vkey }) => parseVerifier(vkey))
    expect(openCheckpoint(note, verifiers).size).toBe(702)
    const widths = {
      'tile/0/000': 256,
      'tile/0/001': 256,
      'tile/0/002.p/190': 190,
      'tile/1/000.p/2': 2,
      'tile/0/002.p/7': 7,
    }
    for (const [path, width] of Object.entries(widths))
      expect((await bytesOf(path)).length, path).toBe(width * 32)
    for (const [index, width] of [
      [1, 256],
      [2, 190],
    ] as const) {
      const suffix = width === 256 ? '' : `.p/${width}`
      const entries = decodeBundle(await bytesOf(`tile/entries/00${index}${suffix}`)) as Uint8Array[]
      const hashes = await bytesOf(`tile/0/00${index}${suffix}`)
      expect(Buffer.compare(Buffer.concat(entries.map(leafHash)), hashes)).toBe(0)
    }
    for (const path of [
      'tile/0/002',
      'tile/0/003',
      'tile/1/000',
      'tile/0/002.p/191',
      'tile/7/000',
      'tile/0/0',
      'tile/x/000',
    ]) {
      expect((await get(path)).status, path).toBe(404)
    }
  })

  it('gives proofs that check', async () => {
    type Inclusion = { index: number; size: number; leaf: string; root: string; proof: string[] }
    type Consistency = { from: number; to: number; root_from: string; root_to: string; proof: string[] }
    for (const index of [0, 255, 256, 701]) {
      const { size, leaf, root, proof } = await json<Inclusion>(`inclusion?index=${index}`)
      const given = {
        index: BigInt(index),
        size: BigInt(size),
        leaf: decoded(leaf),
        root: decoded(root),
        proof: proof.map(decoded),
      }
      expect(checkInclusion(given)).toEqual({ ok: true })
    }
    for (const from of [1, 256, 301, 702]) {
      const { to, root_from, root_to, proof } = await json<Consistency>(`consistency?from=${from}`)
      const roots = { root1: decoded(root_from), root2: decoded(root_to), proof: proof.map(decoded) }
      expect(checkConsistency({ size1: BigInt(from), size2: BigInt(to), ...roots })).toEqual({ ok: true })
    }
    for (const path of [
      'inclusion?index=702',
      'inclusion?index=5&size=703',
      'consistency?from=703',
      'consistency?from=9&to=8',
    ]) {
      expect((await get(path)).status, path).toBe(404)
    }
    for (const path of ['inclusion?index=-1', 'inclusion', 'inclusion?index=1.5', 'consistency?from=0']) {
      expect((await get(path)).status, path).toBe(400)
    }
  })

  it('gives nothing but the checkpoint to whom nothing is granted', async () => {
    granted = false
    const statuses = []
    for (const path of ['checkpoint', 'inclusion?index=0', 'tile/0/000', 'export', 'entries/0/proof']) {
      statuses.push((await get(path)).status)
    }
    granted = true
    expect(statuses).toEqual([200, 403, 403, 403, 403])
  })
})

async function kensho(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const { databaseUrl, dataDir } = ledger.ctx.config
  const io: CommandIo = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    clock: systemClock,
    env: { KENSHO_DATABASE_URL: databaseUrl, KENSHO_DATA: dataDir },
    cwd: folder,
  }
  return {
    status: await runCommandLine(ledgerCommands, [], words, io),
    out: out.join('\n'),
    err: err.join('\n'),
  }
}

describe('the command line', () => {
  it('exports and proves from a server, and verifies both offline', async () => {
    expect(await kensho('ledger', 'export', '--out', 'log', '--server', server)).toMatchObject({ status: 0 })
    const verified = await kensho('ledger', 'verify', '--export', 'log', '--json')
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, size: 702 })
    expect(await kensho('ledger', 'prove', '256', '--out', 'proof', '--server', server)).toMatchObject({
      status: 0,
    })
    expect(readFileSync(join(folder, 'proof'), 'utf8')).toContain('"n":255')
    expect(await kensho('ledger', 'prove', '702', '--out', 'no', '--server', server)).toMatchObject({
      status: 64,
    })
    expect(await kensho('ledger', 'prove', 'x', '--out', 'no')).toMatchObject({ status: 64 })
    expect(await kensho('ledger', 'export', '--out', 'no', '--server', 'http://127.0.0.1:9')).toMatchObject({
      status: 64,
    })
  })

  it('verifies the data folder and checkpoints kept elsewhere, and says what is wrong', async () => {
    const good = await kensho('ledger', 'verify', '--json', '--checkpoint', checkpointPath(ledger.ctx.config))
    expect(good.status).toBe(0)
    expect(JSON.parse(good.out)).toMatchObject({ ok: true, size: 702 })
    const path = join(folder, 'log')
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('"n":41,', '"n":42,').replace('"n":41}', '"n":42}'),
    )
    const bad = await kensho('ledger', 'verify', '--export', 'log', '--json')
    expect(bad.status).toBe(1)
    expect(JSON.parse(bad.out)).toMatchObject({
      ok: false,
      first_bad: { index: 42, because: expect.stringContaining('hash') },
    })
    expect((await kensho('ledger', 'verify', '--export', 'log')).out).toContain('検証に失敗しました（42番）')
    const usage = [
      ['--export', 'nothing'],
      ['--export', 'proof'],
      ['--checkpoint', 'nothing'],
      ['--checkpoint', 'proof'],
      ['--export', 'log', '--data', '.'],
    ]
    for (const words of usage)
      expect((await kensho('ledger', 'verify', ...words)).status, words.join(' ')).toBe(64)
  })

  it('rotates keys and reopens', async () => {
    const added = await kensho('ledger', 'rotate')
    expect(added).toMatchObject({ status: 0 })
    expect(parseVerifier(added.out).name).toBe(readKeyFile(keyFilePath(ledger.ctx.config))[0]?.name)
    expect(await kensho('ledger', 'rotate', '--retire', added.out)).toMatchObject({ status: 0 })
    expect(await kensho('ledger', 'rotate', '--retire', added.out)).toMatchObject({ status: 64 })
    expect(await kensho('ledger', 'reopen')).toMatchObject({ status: 64 })
    expect((await kensho('ledger', 'reopen', '--because', 'a drill')).out).toMatch(
      /^localhost\/ledger\/[0-9a-f]{10} 704$/,
    )
    expect(JSON.parse((await kensho('ledger', 'verify', '--json')).out)).toMatchObject({
      ok: true,
      size: 704,
    })
  })
})
