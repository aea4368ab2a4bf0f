import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '../platform/config.ts'
import { InputError } from '../platform/failure.ts'
import { verifyLog } from './audit-database.ts'
import { canonicalText } from './canonical.ts'
import { readEntries } from './reading.ts'
import { scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { eraseKey, openFor, sealFor } from './subject-keys.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'kensho-subjects-'))
const config = { dataDir } as Config
const folder = join(dataDir, 'subject-keys')
let ledger: ScratchLedger
beforeAll(async () => {
  ledger = await scratchLedger()
})
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true })
  await ledger.drop()
})

describe('subject keys', () => {
  it('seal for one person and nobody else', () => {
    const sealed = sealFor(config, 'p-1', '検証 花子 <hanako@example.jp>')
    expect(openFor(config, 'p-1', sealed)).toBe('検証 花子 <hanako@example.jp>')
    expect(sealFor(config, 'p-1', '検証 花子 <hanako@example.jp>')).not.toBe(sealed)
    sealFor(config, 'p-2', 'other')
    expect(() => openFor(config, 'p-2', sealed)).toThrow(/authenticate/)
    expect(openFor(config, 'p-3', sealed)).toBeUndefined()
    const spoiled = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    expect(() => openFor(config, 'p-1', spoiled)).toThrow(/authenticate/)
    expect(() => openFor(config, 'p-1', 'not sealed')).toThrow(InputError)
    expect(() => sealFor(config, '', 'x')).toThrow(InputError)
    expect(() => sealFor(config, 'p-1', 'x'.repeat(16_385))).toThrow(InputError)
    expect(openFor(config, 'p-1', sealFor(config, 'p-1', 'あ'.repeat(5461)))).toHaveLength(5461)
  })

  it('are files of mode 0600, one a person, and no secret stands in their names', () => {
    const names = readdirSync(folder)
    expect(names).toHaveLength(2)
    for (const name of names) {
      expect(name).toMatch(/^[0-9a-f]{64}$/)
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    }
    expect(readFileSync(join(folder, names[0] ?? ''))).not.toEqual(readFileSync(join(folder, names[1] ?? '')))
  })

  it('when erased, take the name with them everywhere, while the log still verifies and ids still tell persons apart', async () => {
    const leading = ledger.lead()
    const name = 'Kenji Approver'
    const sealed = sealFor(config, 'p-9', name)
    await ledger.record({
      type: 'people.person.entered',
      by: 'system:people',
      objects: ['p-9'],
      body: { name: sealed },
    })
    await ledger.record({ type: 'release.change.written', by: 'p-8', objects: ['c-1'], body: {} })
    await ledger.record({ type: 'release.change.approved', by: 'p-9', objects: ['c-1'], body: {} })
    await leading.stop()
    const before = await verifyLog(ledger.ctx.db)
    expect(eraseKey(config, 'p-9')).toBe(true)
    expect(eraseKey(config, 'p-9')).toBe(false)
    const facts = []
    for await (const { fact } of readEntries(ledger.ctx.db, 1, 4)) facts.push(fact)
    expect(openFor(config, 'p-9', facts[0]?.body['name'] as string)).toBeUndefined()
    expect(facts.map(canonicalText).join()).not.toContain('Kenji')
    const [author, approver] = [facts[1]?.by, facts[2]?.by]
    expect([author, approver]).toEqual(['p-8', 'p-9'])
    expect(await verifyLog(ledger.ctx.db)).toEqual({ ...before, ok: true })
    // A new key does not bring the old name back.
    sealFor(config, 'p-9', 'somebody else')
    expect(() => openFor(config, 'p-9', sealed)).toThrow(/authenticate/)
  })
})
