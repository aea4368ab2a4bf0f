import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { runCommandLine } from '../platform/command-line.ts'
import { signCheckpoint } from './checkpoint.ts'
import { ledgerCommands } from './cli.ts'
import { exportLog, exportProof } from './export.ts'
import { keyFilePath, readKeyFile } from './key-file.ts'
import { parseSigner, secretKeyText } from './note.ts'
import { checkpointPath } from './publisher.ts'
import { fillLedger, scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'

const SIZE = 301
let ledger: ScratchLedger
let folder: string
beforeAll(async () => {
  ledger = await scratchLedger()
  folder = mkdtempSync(join(tmpdir(), 'kensho-ledger-cli-'))
  await fillLedger(ledger, [SIZE - 1], (n) => ({
    type: 'garden.plant.planted',
    by: `p-${n % 3}`,
    body: { n },
  }))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await ledger.drop()
})

/** Runs `kensho ledger …` on the scratch ledger. `env` replaces what says where it is. */
async function kensho(words: string, env?: Record<string, string>) {
  const lines: { out: string[]; err: string[] } = { out: [], err: [] }
  const { connectionString } = ledger.database
  const status = await runCommandLine(ledgerCommands, [], ['ledger', ...words.split(' ')], {
    out: (line) => lines.out.push(line),
    err: (line) => lines.err.push(line),
    clock: systemClock,
    env: env ?? { KENSHO_DATABASE_URL: connectionString, KENSHO_DATA: ledger.ctx.config.dataDir },
    cwd: folder,
  })
  return { status, out: lines.out.join('\n'), err: lines.err.join('\n') }
}

async function verified() {
  const { status, out } = await kensho('verify --json')
  return { status, ...(JSON.parse(out) as { ok: boolean; listing?: object; first_bad?: { index: number } }) }
}

describe('the list of facts, from the command line', () => {
  it('is verified with the log, found changed, and made anew with the same hash', async () => {
    const made = await kensho('relist --json')
    expect([made.status, JSON.parse(made.out)]).toEqual([
      0,
      { listed: SIZE, state_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    const { state_sha256 } = JSON.parse(made.out) as { state_sha256: string }
    const good = await verified()
    expect(good).toMatchObject({
      status: 0,
      ok: true,
      size: SIZE,
      listing: { ok: true, position: SIZE, state_sha256, state_sha256_of_facts: state_sha256 },
    })
    await sql`update ledger.listing set by = 'p-2' where index = 100`.execute(ledger.ctx.db)
    expect(await verified()).toMatchObject({ status: 1, ok: false, size: SIZE, first_bad: { index: 100 } })
    const told = await kensho('verify')
    expect(told.out).toMatch(
      /^NOT OK: entry 100: the list of facts shows .* relist .*\n検証に失敗しました（100番）/,
    )
    expect((await kensho('relist')).out).toBe(`${SIZE} ${state_sha256}`)
    expect(await verified()).toEqual(good)
  })
})

describe('export and proof from a data folder', () => {
  it('are what a server gives, to the byte', async () => {
    const chunks: Buffer[] = []
    await exportLog(ledger.ctx.db, (chunk) => Promise.resolve(void chunks.push(chunk)))
    const data = ledger.ctx.config.dataDir
    expect((await kensho(`export --data ${data} --out log.export`)).status).toBe(0)
    expect(readFileSync(join(folder, 'log.export')).equals(Buffer.concat(chunks))).toBe(true)
    expect((await kensho(`prove 300 --data ${data} --out entry.proof`)).status).toBe(0)
    expect(readFileSync(join(folder, 'entry.proof'), 'utf8')).toBe(await exportProof(ledger.ctx.db, 300))
    expect((await kensho('verify --export log.export')).status).toBe(0)
  })

  it('leave nothing behind when they cannot be made', async () => {
    const data = ledger.ctx.config.dataDir
    const none = join(folder, 'none')
    const refusals: [string, RegExp, Record<string, string>?][] = [
      [`prove ${SIZE} --data ${data} --out x`, /an index below 301, found 301/],
      [`prove -- -1`, /index of an entry/],
      [`export --data ${data} --server http://localhost:1 --out x`, /found both/],
      [`export --data ${data} --out none/x`, /a file that can be written to its end: ENOENT/],
      [`export --data ${data}`, /--out: the file to write/],
      [`export --data ${none} --out x`, /found no database in it/, {}],
      [`verify --data ${none}`, /found no database in it/, {}],
    ]
    for (const [words, because, env] of refusals) {
      const { status, err } = await kensho(words, env)
      expect([status, err], words).toEqual([64, expect.stringMatching(because)])
    }
    expect(refusals.length).toBe(7)
    expect(['x', 'x.part', 'none'].filter((name) => existsSync(join(folder, name)))).toEqual([])
  })

  it("tell a server's own failure from what it refuses", async () => {
    let answer = 500
    const server = createServer((_, reply) => reply.writeHead(answer).end('no'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const seen: [number, number][] = []
    for (answer of [500, 503, 401, 404])
      seen.push([answer, (await kensho(`export --server ${url} --out x`)).status])
    server.close()
    expect(seen).toEqual([
      [500, 70],
      [503, 70],
      [401, 64],
      [404, 64],
    ])
  })
})

describe('a kept checkpoint', () => {
  it('of a signer that nobody knows is refused with the name of that key, and how to trust it', async () => {
    const note = readFileSync(checkpointPath(ledger.ctx.config), 'utf8')
    writeFileSync(join(folder, 'kept.txt'), note)
    expect((await kensho('verify --checkpoint kept.txt')).status).toBe(0)
    const [origin = '', , root = ''] = note.split('\n')
    const stranger = parseSigner(secretKeyText(origin, Buffer.alloc(32, 5)))
    const signed = signCheckpoint({ origin, size: SIZE, root: Buffer.from(root, 'base64') }, [stranger])
    writeFileSync(join(folder, 'kept.txt'), signed)
    const { status, err } = await kensho('verify --checkpoint kept.txt')
    const name = stranger.vkey.split('+', 2).join('+')
    expect([status, err]).toEqual([64, expect.stringContaining(`only ${name}; if you trust`)])
    expect(err).toContain('--key')
    expect((await kensho('verify --key nonsense')).err).toMatch(/^--key: .*a public key/)
    const held = readKeyFile(keyFilePath(ledger.ctx.config))[0]?.vkey ?? ''
    expect((await kensho(`verify --key ${held}`)).status).toBe(0)
  })
})

describe('a second signature algorithm', () => {
  it('signs beside the first one: readers of either are served, and verify.mjs by Ed25519', async () => {
    const { status, out: vkey } = await kensho('rotate --algorithm ml-dsa-44')
    expect([status, Buffer.from(vkey.split('+')[2] ?? '', 'base64')[0]]).toEqual([0, 6])
    const leading = ledger.lead()
    await ledger.record({ type: 'garden.gate.opened', by: 'p-9', body: {} })
    await leading.stop()
    const note = readFileSync(checkpointPath(ledger.ctx.config), 'utf8')
    expect(note.split('\n').filter((line) => line.startsWith('—'))).toHaveLength(2)
    const held = readKeyFile(keyFilePath(ledger.ctx.config)).map((key) => key.vkey)
    expect([held.length, held[1]]).toEqual([2, vkey])
    for (const key of held) expect((await kensho(`verify --key ${key}`)).status).toBe(0)
    expect((await kensho(`export --data ${ledger.ctx.config.dataDir} --out both.export`)).status).toBe(0)
    for (const key of held) expect((await kensho(`verify --export both.export --key ${key}`)).status).toBe(0)
    const verifier = join(import.meta.dirname, '../../verify.mjs')
    const words = [verifier, join(folder, 'both.export'), '--key', held[0] ?? '']
    expect(spawnSync(process.execPath, words).status).toBe(0)
    expect((await kensho('rotate --algorithm rsa')).err).toMatch(
      /^--algorithm: expected ed25519 or ml-dsa-44/,
    )
  })
})
