import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { check } from '../../src/charter/check.ts'
import { workspaceCollections } from '../../src/charter/composition.ts'
import type { ClauseVerdict, Conformance } from '../../src/charter/verdict.ts'
import { readWorkspace } from '../../src/estate/workspace.ts'
import { CELLS } from '../../src/guidelines/matrix.ts'
import { CONTROLS } from '../../src/modules.ts'
import { told } from './rules-told.ts'

const ENDS_MS = Date.parse('2026-11-30T15:00:00Z')

/** A rule for every clause that is judged and a pass for every one that is attested, so that one failure is all. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kensho-waivers-'))
  cpSync(path.join(import.meta.dirname, 'fixtures/kept-charter'), folder, { recursive: true })
  const clauses = new Set(CONTROLS.map(({ clause }) => clause))
  const rules = [...clauses].map((clause) => ({
    id: `rule-${clause}`,
    clause,
    title: { ja: `${clause} の規則`, en: `Rule of ${clause}` },
    file: 'rules/redundancy.md',
    version: '1',
    owner: 'p-owner',
    author: 'p-engineer',
    approver: 'p-owner',
    approved_at: '2026-03-20T00:00:00Z',
    effective_from: '2026-04-01',
    review_by: '2028-04-01',
  }))
  const attestations = CONTROLS.filter(
    ({ id, clause }) => id === `${clause}.attested` && clause !== '4.4',
  ).map(({ clause }) => ({
    id: `pass-${clause}`,
    clause,
    verdict: 'pass',
    by: 'p-engineer',
    observed_from: '2026-10-01',
    observed_to: '2026-11-01',
    effective: '2026-11-01',
    valid_until: '2027-11-01',
    evidence: [{ file: 'evidence/rehearsal.txt' }],
    population: { total: 3, judged: 3 },
    statement: { ja: '三件とも守られている。', en: 'All three hold.' },
  }))
  const guideline_exclusions = CELLS.map((place) => ({
    ...place,
    reason: { ja: 'この物語では扱わない。', en: 'Not part of this story.' },
    requested_by: 'p-engineer',
    approver: 'p-owner',
    approved_at: '2026-03-20T00:00:00Z',
  }))
  writeFileSync(path.join(folder, 'guidelines.yaml'), JSON.stringify({ guideline_exclusions }))
  writeFileSync(path.join(folder, 'rules.yaml'), JSON.stringify({ rules }))
  writeFileSync(path.join(folder, 'more.yaml'), JSON.stringify({ attestations }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const of = (conformance: Conformance, id: string): ClauseVerdict =>
  conformance.clauses.find((clause) => clause.id === id)!

it('a waiver expires, and all readers agree one second before, at, and one second after that instant', async () => {
  const workspace = await readWorkspace(folder, workspaceCollections())
  for (const [offsetMs, waived] of [
    [-1000, true],
    [0, false],
    [1000, false],
  ] as const) {
    const atMs = ENDS_MS + offsetMs
    const at = new Date(atMs).toISOString()
    const judged = check(workspace, CONTROLS, atMs, { root: folder })
    const json = await told('check', folder, '--json', '--at', at)
    const printed = await told('check', folder, '--lang', 'en', '--at', at)
    const conformance = JSON.parse(json.stdout) as Conformance
    for (const reader of [judged, conformance])
      for (const id of ['4', '4.4']) {
        expect([at, id, of(reader, id).verdict, of(reader, id).waived]).toEqual([at, id, 'fail', waived])
        expect(of(reader, id).waivers).toEqual(waived ? ['waiver-disk-7'] : undefined)
      }
    // What is left is unknown, for want of demands and resources, and no violation.
    expect([json.status, printed.status]).toEqual(waived ? [2, 2] : [1, 1])
    expect(printed.stdout.includes('fails (waived by waiver-disk-7 until Tue 1 December 2026, 00:00')).toBe(
      waived,
    )
    expect(printed.stdout.includes('△ 2 waived')).toBe(waived)
    expect(conformance.verdict).toBe('fail')
  }
})

it('and does not begin before its first instant', async () => {
  const begins = Date.parse('2026-11-11T00:00:00Z')
  for (const [offsetMs, waived] of [
    [-1000, false],
    [0, true],
  ] as const) {
    const { status, stdout } = await told(
      'check',
      folder,
      '--json',
      '--at',
      new Date(begins + offsetMs).toISOString(),
    )
    expect([status, of(JSON.parse(stdout) as Conformance, '4.4').waived]).toEqual([waived ? 2 : 1, waived])
  }
})

it('a waiver that leaves out one object at fault waives nothing', async () => {
  const file = path.join(folder, 'attestations.yaml')
  const written = readFileSync(file, 'utf8')
  writeFileSync(file, written.replace('objects: [disk-7]', 'objects: [disk-7, disk-8]'))
  try {
    const { status, stdout } = await told('check', folder, '--json', '--at', '2026-11-22T00:00:00Z')
    expect([status, of(JSON.parse(stdout) as Conformance, '4.4').waived]).toEqual([1, false])
  } finally {
    writeFileSync(file, written)
  }
})
