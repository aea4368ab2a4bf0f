import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { KNOWN_TYPES } from '../src/ledger/web/fact-words.ts'

const ROOT = path.resolve(import.meta.dirname, '../src')
/** Facts that documents become in memory; they are never in the ledger. */
const IN_MEMORY = /^(charter\.scope|estate\.(network|states|histories)|maintenance\.register)\.declared$/

it('every fact that this version writes has words for people, in both languages', () => {
  const types = new Set<string>()
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/\.(test|oracle)\.ts$/.test(name) && !name.includes('/web/'),
  )
  expect(files.length).toBeGreaterThan(400)
  const written =
    /'((?:ledger|people|estate|charter|guidelines|maintenance|capacity|redundancy)\.[a-z-]+\.[a-z-]+(?:ed|made|due|given|left|held|sent|done|bound|set|read))'/g
  for (const name of files)
    for (const [, type] of readFileSync(path.join(ROOT, name), 'utf8').matchAll(written)) types.add(type!)
  const known = new Set(KNOWN_TYPES)
  const without = [...types].filter((type) => !known.has(type) && !IN_MEMORY.test(type))
  expect(types.size).toBeGreaterThan(60)
  expect(without).toEqual([])
})
