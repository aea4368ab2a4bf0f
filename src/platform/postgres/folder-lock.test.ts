import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder, lockHolder } from './folder-lock.ts'
import { livingProcess } from './process-table.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kensho-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const own = () => livingProcess(process.pid)?.started ?? ''

describe('the lock of a data folder', () => {
  it('is held by one, and free again after release', () => {
    const lock = lockFolder(path)
    expect(lockHolder(path)).toBe(process.pid)
    expect(() => lockFolder(path)).toThrow(`process ${process.pid} is using it`)
    lock.release()
    expect(lockHolder(path)).toBeNull()
    lockFolder(path).release()
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['a process that ended', () => ({ pid: 2 ** 22 + 1, started: 'x' })],
    ['a number that another process has now', () => ({ pid: process.pid, started: `${own()}0` })],
    ['no JSON', () => 'garbage'],
    ['other JSON', () => ({ pid: 'x' })],
  ])('is taken over from %s', (_, holder) => {
    writeFileSync(path, JSON.stringify(holder()))
    expect(lockHolder(path)).toBeNull()
    lockFolder(path)
    expect(lockHolder(path)).toBe(process.pid)
    expect(readdirSync(folder)).toEqual(['lock'])
  })

  it('is not released when somebody else has it by then', () => {
    const lock = lockFolder(path)
    writeFileSync(path, JSON.stringify({ pid: 1, started: 'x' }))
    lock.release()
    expect(existsSync(path)).toBe(true)
  })

  it('goes to exactly one of six that find a dead holder at once, thirty times', async () => {
    const racers = Array.from({ length: 6 }, racer)
    let won = 0
    for (let round = 0; round < 30; round++) {
      const contested = `${path}-${round}`
      writeFileSync(contested, JSON.stringify({ pid: 2 ** 22 + 1, started: 'x' }))
      const results = await Promise.all(racers.map((one) => one.race(contested)))
      expect(results.toSorted().join(' ')).toBe('InputError InputError InputError InputError InputError won')
      won += results.filter((result) => result === 'won').length
    }
    expect(won).toBe(30)
    await Promise.all(racers.map((one) => one.end()))
    expect(readdirSync(folder).length).toBe(30)
  })
})

const program = `
  const { lockFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))})
  const { createInterface } = await import('node:readline')
  for await (const path of createInterface(process.stdin)) {
    try { lockFolder(path); console.log('won') } catch (error) { console.log(error.name) }
  }`

/** A process that tries to take each lock that it is told, and answers with `won` or the name of the error. */
function racer() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ended = once(child, 'exit')
  return {
    race: async (contested: string) => {
      child.stdin.write(`${contested}\n`)
      const { value } = await lines.next()
      return String(value)
    },
    end: () => {
      child.stdin.end()
      return ended
    },
  }
}
