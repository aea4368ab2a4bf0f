import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { makeLinks, parseLinks, readyBinaries } from './npm-links.ts'

const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kensho-links-'))
  chmodSync(folder, 0o755)
  made.push(folder)
  return folder
}

/** A package as npm unpacks it: files, a list of links, and none of the links. */
function unpacked(): string {
  const folder = join(temporary(), 'package')
  mkdirSync(join(folder, 'native', 'lib'), { recursive: true })
  mkdirSync(join(folder, 'native', 'bin'))
  writeFileSync(join(folder, 'native', 'lib', 'libx.so.60.2'), 'library')
  writeFileSync(join(folder, 'native', 'bin', 'postgres'), 'program', { mode: 0o755 })
  const links = ['libx.so', 'libx.so.60'].map((name) => ({
    source: 'native/lib/libx.so.60.2',
    target: `native/lib/${name}`,
  }))
  writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links))
  return folder
}

describe('library links of the npm binaries', () => {
  it('are made once, stay, and are put right when they point elsewhere', () => {
    const folder = unpacked()
    expect(makeLinks(folder)).toBe(2)
    expect(readFileSync(join(folder, 'native', 'lib', 'libx.so.60'), 'utf8')).toBe('library')
    const inode = lstatSync(join(folder, 'native', 'lib', 'libx.so.60')).ino
    expect(makeLinks(folder)).toBe(0)
    expect(lstatSync(join(folder, 'native', 'lib', 'libx.so.60')).ino).toBe(inode)
    rmSync(join(folder, 'native', 'lib', 'libx.so'))
    symlinkSync('gone.so', join(folder, 'native', 'lib', 'libx.so'))
    expect(makeLinks(folder)).toBe(1)
    expect(readlinkSync(join(folder, 'native', 'lib', 'libx.so'))).toBe('libx.so.60.2')
    expect(readdirSync(join(folder, 'native', 'lib')).length).toBe(3)
  })

  it('never leave the package', () => {
    const refused = [
      '[{"source":"native/lib/a","target":"native/../../b"}]',
      '[{"source":"/etc/passwd","target":"native/b"}]',
      '[{"target":"native/b"}]',
      '[null]',
      '{}',
    ]
    for (const content of refused)
      expect(() => parseLinks('pg-symlinks.json', content), content).toThrow(/pg-symlinks/)
    expect(refused.length).toBe(5)
  })

  it('are made in a copy below the data folder where node_modules cannot be written', () => {
    const folder = unpacked()
    const copies = temporary()
    chmodSync(copies, 0o777)
    chmodSync(join(folder, 'native', 'lib'), 0o555)
    const root = process.geteuid?.() === 0
    // Root writes everywhere: the lesson is one of an ordinary user.
    if (root) process.seteuid?.(65534)
    const said: string[] = []
    try {
      const binaries = {
        origin: 'npm',
        binFolder: join(folder, 'native', 'bin'),
        major: 18,
        version: '18.4',
      } as const
      const ready = readyBinaries(binaries, copies, (line) => said.push(line))
      expect(ready.binFolder).toBe(join(copies, '18.4', 'native', 'bin'))
      expect(readFileSync(join(copies, '18.4', 'native', 'lib', 'libx.so.60'), 'utf8')).toBe('library')
      expect(readyBinaries(binaries, copies, (line) => said.push(line))).toEqual(ready)
    } finally {
      if (root) process.seteuid?.(0)
      chmodSync(join(folder, 'native', 'lib'), 0o755)
    }
    expect(said.length).toBe(1)
    expect(existsSync(join(folder, 'native', 'lib', 'libx.so'))).toBe(false)
    expect(readdirSync(copies)).toEqual(['18.4'])
  })

  it('are no business of binaries of the system', () => {
    const system = {
      origin: 'system',
      binFolder: '/usr/lib/postgresql/15/bin',
      major: 15,
      version: '15.3',
    } as const
    expect(readyBinaries(system, '/nowhere', () => undefined)).toBe(system)
  })
})
