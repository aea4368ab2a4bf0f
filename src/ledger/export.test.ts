import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeptCheckpoint } from './audit-database.ts'
import { verifyExport } from './audit-export.ts'
import { exportLog, exportProof } from './export.ts'
import { keyFilePath, readKeyFile } from './key-file.ts'
import { checkpointPath } from './publisher.ts'
import { fillLedger, scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { drawFrom } from '../platform/random.ts'
import { copyExport, drawExportTampering } from './tampering-export.ts'
import type { TamperedExport } from './tampering-export.ts'

const VERIFIER = join(import.meta.dirname, '../../verify.mjs')
const SEED = 41_300
const BATCHES = [3, 70, 256, 1, 120, 90]

type Verifier = {
  main: (words: string[], out: (text: string) => void, err: (text: string) => void) => number
}
let verifier: Verifier
let ledger: ScratchLedger
let folder: string
let file: string
let checkpointFile: string
let vkey: string
let kept: KeptCheckpoint[]
beforeAll(async () => {
  verifier = (await import(pathToFileURL(VERIFIER).href)) as Verifier
  ledger = await scratchLedger()
  folder = mkdtempSync(join(tmpdir(), 'kensho-export-'))
  await fillLedger(ledger, BATCHES, (n) => ({
    type: 'garden.plant.planted',
    by: 'p-1',
    body: { n, name: `松 ${n}` },
  }))
  const chunks: Buffer[] = []
  await exportLog(ledger.ctx.db, (chunk) => {
    chunks.push(chunk)
    return Promise.resolve()
  })
  file = join(folder, 'log.export')
  writeFileSync(file, Buffer.concat(chunks))
  checkpointFile = checkpointPath(ledger.ctx.config)
  vkey = readKeyFile(keyFilePath(ledger.ctx.config))[0]?.vkey ?? ''
  kept = [{ note: readFileSync(checkpointFile, 'utf8'), from: { ja: '控え', en: 'the copy' } }]
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await ledger.drop()
})

type Verdict = {
  status: number | null
  ok?: boolean
  index?: number
  until?: number
  because?: string
  size?: number
}

/** verify.mjs in this process: it exports its main program. */
function runVerifier(...words: string[]): Verdict {
  let [out, err] = ['', '']
  const status = verifier.main(
    [...words, '--json'],
    (text) => (out += text),
    (text) => (err += text),
  )
  if (out === '') return { status, because: err }
  const { ok, size, first_bad } = JSON.parse(out) as Verdict & { first_bad?: Verdict }
  return { status, ok, size, ...first_bad }
}

function tampered({ bytes }: TamperedExport): string {
  const path = join(folder, 'tampered.export')
  writeFileSync(path, bytes)
  return path
}

function run(...words: string[]) {
  return spawnSync(process.execPath, [VERIFIER, ...words], { encoding: 'utf8' })
}

describe('the verifier as a program', () => {
  it('says in both languages what holds and what does not, and exits with it', () => {
    const good = run(file)
    expect([good.status, good.stderr]).toEqual([0, ''])
    expect(good.stdout).toContain('OK: all entries hold')
    expect(good.stdout).toContain('検証に成功しました')
    expect(good.stdout).toContain(vkey)
    const text = readFileSync(file, 'utf8').replace('松 77', '松 78')
    const bad = run(tampered({ kind: '', bytes: Buffer.from(text), touched: 78 }))
    expect(bad.status).toBe(1)
    expect(bad.stdout).toMatch(/NOT OK: from entry 78 on: .*\n検証に失敗しました\(78番から\)/)
    expect(run().status).toBe(64)
    expect(run(file, '--wrong').stderr).toContain('unknown option')
  })
})

describe('an export', () => {
  it('holds by both verifiers, with and without key and kept checkpoint', async () => {
    expect(await verifyExport(file)).toMatchObject({ ok: true, size: 541 })
    expect(await verifyExport(file, [vkey], kept)).toMatchObject({ ok: true, size: 541 })
    expect(runVerifier(file)).toMatchObject({ status: 0, ok: true, size: 541 })
    expect(runVerifier(file, '--key', vkey, '--checkpoint', checkpointFile)).toMatchObject({
      status: 0,
      ok: true,
    })
  })

  it('is refused after each of 90 generated tamperings, the entry named, by both verifiers alike', async () => {
    const copy = copyExport(readFileSync(file))
    const draw = drawFrom(SEED)
    const kinds = new Set<string>()
    const wrong: string[] = []
    let [byBoth, seamless] = [0, 0]
    for (let n = 0; n < 90; n++) {
      const case_ = drawExportTampering(copy, draw)
      kinds.add(case_.kind)
      const path = tampered(case_)
      const report = await verifyExport(path, [vkey], kept).catch((error: Error) => ({
        ok: false,
        because: error.message,
      }))
      const bad = 'first_bad' in report ? report.first_bad : undefined
      const touched = case_.touched ?? bad?.index ?? 0
      const named = !bad || (bad.index <= touched && touched < (bad.until ?? bad.index + 1))
      if (report.ok || !named) wrong.push(`${n} ${case_.kind} at ${touched}: ${JSON.stringify(report)}`)
      if (n % 3 !== 0) continue
      const other = runVerifier(path, '--key', vkey, '--checkpoint', checkpointFile)
      byBoth++
      if (other.status === 0) wrong.push(`${n} ${case_.kind}: verify.mjs accepted it`)
      if (bad && other.status === 1 && other.index !== bad.index)
        wrong.push(`${n} ${case_.kind}: ${bad.index} and ${other.index}`)
      if (!case_.seamless) continue
      seamless++
      // By itself such a file agrees in everything: that is what keys and checkpoints kept elsewhere are for.
      expect(runVerifier(path), case_.kind).toMatchObject({ status: 0 })
    }
    expect(wrong).toEqual([])
    expect(kinds.size).toBe(11)
    expect([byBoth, seamless > 2]).toEqual([30, true])
  })

  it('is refused with one line of ending missing, too much, or another kind of ending', async () => {
    const bytes = readFileSync(file)
    const text = bytes.toString('utf8')
    const others = [
      text.slice(0, -1),
      `${text}\n`,
      `${text}more\n`,
      text.replaceAll('\n', '\r\n'),
      text.replace('\n', '\n\n'),
      '',
      'x',
    ]
    for (const other of others) {
      const path = tampered({ kind: '', bytes: Buffer.from(other), touched: 0 })
      expect(runVerifier(path).status, JSON.stringify(other.slice(-20))).not.toBe(0)
      const report = await verifyExport(path).catch(() => ({ ok: false }))
      expect(report.ok).toBe(false)
    }
    expect(runVerifier(join(folder, 'nothing')).status).toBe(64)
    expect(runVerifier().status).toBe(64)
  })
})

describe('a proof', () => {
  it('holds for entries at edges of tiles and is refused after every change of a byte', async () => {
    for (const index of [0, 1, 255, 256, 400, 540]) {
      const path = join(folder, 'entry.proof')
      writeFileSync(path, await exportProof(ledger.ctx.db, index))
      expect(runVerifier(path, '--key', vkey), String(index)).toMatchObject({
        status: 0,
        ok: true,
        size: 541,
      })
    }
    await expect(exportProof(ledger.ctx.db, 541)).rejects.toThrow(/an index below 541/)
  })

  it('is refused after 60 changes of one bit, spread over the file', async () => {
    const bytes = Buffer.from(await exportProof(ledger.ctx.db, 300))
    const draw = drawFrom(SEED)
    const accepted: number[] = []
    for (let n = 0; n < 60; n++) {
      const changed = Buffer.from(bytes)
      const at = Math.floor((n / 60) * bytes.length)
      changed[at] = (changed[at] ?? 0) ^ (1 << draw(8))
      const path = tampered({ kind: '', bytes: changed, touched: 0 })
      if (runVerifier(path, '--key', vkey).status === 0) accepted.push(at)
    }
    expect(accepted).toEqual([])
  })
})
