import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { InputError } from '../failure.ts'
import { chooseBinaries, findBinaries, parseVersion } from './binaries.ts'
import type { Binaries } from './binaries.ts'

const system = (major: number): Binaries => ({
  origin: 'system',
  binFolder: `/usr/lib/postgresql/${major}/bin`,
  major,
  version: `${major}.3`,
})
const npm: Binaries = { origin: 'npm', binFolder: '/n/native/bin', major: 18, version: '18.4' }
const versionFile = '/data/postgres/cluster/PG_VERSION'
const choose = (found: Binaries[], major: number | null, wish?: string) =>
  chooseBinaries(found, major, versionFile, wish)

describe('the version in what postgres says of itself', () => {
  it.each([
    ['postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)', 15, '15.20'],
    ['postgres (PostgreSQL) 18.4', 18, '18.4'],
    ['postgres (PostgreSQL) 19beta2', 19, '19beta2'],
    ['postgres (PostgreSQL) 19devel', 19, '19devel'],
    ['postgres (PostgreSQL) 9.6.24', 9, '9.6.24'],
  ])('%s', (line, major, version) => {
    expect(parseVersion(line)).toEqual({ major, version })
  })

  it('is not made up from anything else', () => {
    expect(parseVersion('postgres: command not found')).toBeNull()
    expect(parseVersion('')).toBeNull()
  })
})

describe('the choice of binaries', () => {
  it('for a new folder is the newest of the system from 15, else npm', () => {
    expect(choose([system(15), system(17), npm], null).major).toBe(17)
    expect(choose([system(14), npm], null).origin).toBe('npm')
    expect(choose([npm, system(15)], null).origin).toBe('system')
  })

  it('for a folder that exists is the version that made it, the system before npm', () => {
    expect(choose([system(15), system(17), npm], 15).major).toBe(15)
    expect(choose([system(15), npm], 18).origin).toBe('npm')
    expect(choose([npm, system(18)], 18).origin).toBe('system')
  })

  it('follows a wish, and never against the folder', () => {
    expect(choose([system(15), npm], null, 'npm').major).toBe(18)
    expect(choose([system(15), npm], null, 'system').major).toBe(15)
    expect(() => choose([system(15), npm], 15, 'npm')).toThrow(/KENSHO_POSTGRES_BIN asks for npm/)
  })

  it('is refused when none matches, naming both versions and the way out', () => {
    const refusal = caught(() => choose([system(15), npm], 16))
    expect(refusal.file).toBe(versionFile)
    for (const part of [
      /PostgreSQL 16, which made this folder/,
      /15\.3 \(\/usr/,
      /18\.4/,
      /apt-get install postgresql-16/,
      /backup/,
    ]) {
      expect(refusal.message).toMatch(part)
    }
    expect(caught(() => choose([], null)).message).toMatch(
      /version 15 or newer; found here: none.*KENSHO_DATABASE_URL/,
    )
    expect(caught(() => choose([system(14)], null)).message).toMatch(/found here: 14\.3/)
  })

  it('takes a folder by name, and refuses one without the programs', () => {
    const empty = mkdtempSync(join(tmpdir(), 'kensho-bin-'))
    try {
      expect(caught(() => findBinaries(empty)).message).toMatch(/postgres and initdb/)
    } finally {
      rmSync(empty, { recursive: true })
    }
  })
})

function caught(action: () => unknown): InputError {
  try {
    action()
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
