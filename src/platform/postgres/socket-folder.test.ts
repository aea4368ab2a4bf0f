import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  fitsSocket,
  makeRunFolder,
  makeSocketFolder,
  removeRunFolder,
  runFolderName,
  socketFile,
} from './socket-folder.ts'

let base = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'k-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const uid = process.getuid?.() ?? 0

describe('the path of a socket', () => {
  it('may have 107 bytes, counted in bytes, and the kernel agrees', async () => {
    const suffix = '/.s.PGSQL.5432'.length
    expect(fitsSocket(`/${'x'.repeat(106 - suffix)}`, 'linux')).toBe(true)
    expect(fitsSocket(`/${'x'.repeat(107 - suffix)}`, 'linux')).toBe(false)
    expect(fitsSocket(`/${'x'.repeat(103 - suffix)}`, 'darwin')).toBe(false)
    expect(fitsSocket(`/${'監'.repeat(31)}`, 'linux')).toBe(false)
    const longest = join(base, 'x'.repeat(107 - suffix - base.length - 1))
    mkdirSync(longest)
    expect(fitsSocket(longest)).toBe(process.platform === 'linux')
    const server = createServer()
    await new Promise<void>((done, fail) => {
      server.on('error', fail).listen(socketFile(longest), done)
    })
    server.close()
  })
})

describe('the run folder', () => {
  it('has the same short name for the same data and user, and another for others', () => {
    expect(runFolderName('/a', 0)).toBe(runFolderName('/a', 0))
    expect(new Set([runFolderName('/a', 0), runFolderName('/b', 0), runFolderName('/a', 1)]).size).toBe(3)
    expect(runFolderName('/a', 0).length).toBe(19)
  })

  it('is made for us alone, found again, and removed when empty', () => {
    const folder = makeRunFolder('/home', [base])
    expect(statSync(folder).mode & 0o777).toBe(uid === 0 ? 0o711 : 0o700)
    chmodSync(folder, 0o777)
    expect(makeRunFolder('/home', [base])).toBe(folder)
    expect(statSync(folder).mode & 0o022).toBe(0)
    const sockets = makeSocketFolder(folder, null)
    expect(statSync(sockets).mode & 0o777).toBe(0o700)
    writeFileSync(join(folder, 'foreign'), '')
    removeRunFolder(folder)
    expect(statSync(folder).isDirectory()).toBe(true)
    rmSync(join(folder, 'foreign'))
    removeRunFolder(folder)
    expect(statSync(folder, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('is refused where somebody else may have made it or could move it', () => {
    const other = join(base, 'other')
    mkdirSync(other)
    symlinkSync(other, join(base, runFolderName('/home', uid)))
    expect(() => makeRunFolder('/home', [base])).toThrow(/may belong to somebody else/)
    const open = join(base, 'open')
    mkdirSync(open)
    chmodSync(open, 0o777)
    expect(() => makeRunFolder('/home', [open])).toThrow(new RegExp(open))
    expect(makeRunFolder('/home', [open, other])).toBe(join(other, runFolderName('/home', uid)))
    expect(() => makeRunFolder('/home', [join(base, 'x'.repeat(90))])).toThrow(/107 bytes|103 bytes/)
  })
})
