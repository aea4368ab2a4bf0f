import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { reports } from '../scripts/reports.ts'

const FOLDER = path.resolve(import.meta.dirname, '../reports')

it('the committed reports are what the code says (else: node scripts/reports.ts, and look at the difference)', async () => {
  const expected = await reports()
  expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, text] of Object.entries(expected)) {
    expect(text.length).toBeGreaterThan(500)
    expect(readFileSync(path.join(FOLDER, name), 'utf8'), name).toBe(text)
  }
})
