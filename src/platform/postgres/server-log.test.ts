import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boundLog, logTail, openLog } from './server-log.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kensho-log-'))
  path = join(folder, 'server.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the log of the server', () => {
  it('never grows beyond its bound and the one before, and whoever holds it open writes on', () => {
    const { descriptor, sizeBytes } = openLog(path, null)
    expect(sizeBytes).toBe(0)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    for (let round = 0; round < 5; round++) {
      writeSync(descriptor, `${round}`.repeat(100))
      expect(boundLog(path, 100)).toBe(false)
      writeSync(descriptor, 'x')
      expect(boundLog(path, 100)).toBe(true)
      expect(statSync(path).size).toBe(0)
    }
    writeSync(descriptor, 'last')
    closeSync(descriptor)
    expect(readFileSync(path, 'utf8')).toBe('last')
    expect(readFileSync(`${path}.1`, 'utf8')).toBe(`${'4'.repeat(100)}x`)
    expect(readdirSync(folder).length).toBe(2)
  })

  it('gives the end of what was written since, for the message of a failed start', () => {
    appendFileSync(path, 'of an earlier start\n')
    const from = statSync(path).size
    expect(logTail(path, from)).toBe('')
    appendFileSync(path, `${'a'.repeat(9000)}\nFATAL: why\n`)
    const tail = logTail(path, from)
    expect(tail.length).toBeLessThanOrEqual(4000)
    expect(tail.endsWith('\nFATAL: why')).toBe(true)
    expect(tail).not.toContain('earlier')
    expect(boundLog(join(folder, 'absent'))).toBe(false)
  })
})
