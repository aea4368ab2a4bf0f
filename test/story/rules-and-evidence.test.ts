import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClauseVerdict, Conformance } from '../../src/charter/verdict.ts'
import { told } from './rules-told.ts'

const KEPT = path.join(import.meta.dirname, 'fixtures/kept-charter')

async function clauseOf(id: string, ...options: string[]): Promise<ClauseVerdict> {
  const { stdout, stderr } = await told('check', KEPT, '--json', ...options)
  expect(stderr).toBe('')
  return (JSON.parse(stdout) as Conformance).clauses.find((clause) => clause.id === id)!
}

const controlOf = (clause: ClauseVerdict, id: string) => clause.controls.find((control) => control.id === id)!

describe('a rule lapses', () => {
  it('at the instant at which it ends, in the operator’s zone, and the clause fails', async () => {
    const lapses = Date.parse('2026-10-01T00:00:00+09:00')
    for (const [offsetMs, verdict] of [
      [-1000, 'pass'],
      [0, 'fail'],
      [1000, 'fail'],
    ] as const) {
      const at = new Date(lapses + offsetMs).toISOString()
      const rule = controlOf(await clauseOf('3.2.5', '--at', at), '3.2.5.rule-in-force')
      expect([at, rule.verdict]).toEqual([at, verdict])
    }
  })

  it('and is stale, so unknown, from the instant at which its review was due', async () => {
    const due = Date.parse('2026-09-01T00:00:00+09:00')
    for (const [offsetMs, verdict, freshness] of [
      [-1000, 'pass', 'fresh'],
      [0, 'unknown', 'stale'],
      [1000, 'unknown', 'stale'],
    ] as const) {
      const clause = await clauseOf('5.1', '--at', new Date(due + offsetMs).toISOString())
      const rule = controlOf(clause, '5.1.rule-in-force')
      expect([rule.verdict, rule.freshness]).toEqual([verdict, freshness])
      expect(clause.verdict).toBe(verdict)
    }
  })

  it('fails where rules are kept and none carries out the clause, and not where none are kept or one file is judged', async () => {
    const at = ['--at', '2026-11-22T00:00:00Z']
    const kept = await clauseOf('3.1', ...at)
    expect(controlOf(kept, '3.1.rule-in-force').verdict).toBe('fail')
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-no-rules-'))
    try {
      cpSync(path.join(KEPT, 'network.yaml'), path.join(folder, 'network.yaml'))
      const empty = await told('check', folder, '--json', ...at)
      const workspace = JSON.parse(empty.stdout) as Conformance
      const rules = workspace.clauses.flatMap(({ controls }) =>
        controls.filter(({ id }) => id.endsWith('.rule-in-force')),
      )
      expect(rules).toHaveLength(30)
      expect(new Set(rules.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']))
      writeFileSync(
        path.join(folder, 'one.yaml'),
        'nodes:\n  - id: a\n  - id: b\nlinks:\n  - { id: ab, from: a, to: b }\n',
      )
      const one = await told('check', path.join(folder, 'one.yaml'), '--json', ...at)
      const network = JSON.parse(one.stdout) as Conformance
      const lone = network.clauses.flatMap(({ controls }) =>
        controls.filter(({ id }) => id.endsWith('.rule-in-force')),
      )
      expect(lone).toHaveLength(30)
      expect(new Set(lone.map(({ verdict }) => verdict))).toEqual(new Set(['not-applicable']))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('evidence goes stale', () => {
  it('at the instant at which it is no longer valid: a pass becomes unknown without anybody doing anything', async () => {
    const ends = Date.parse('2026-08-01T12:00:00+09:00')
    for (const [offsetMs, verdict, freshness] of [
      [-1000, 'pass', 'fresh'],
      [0, 'unknown', 'stale'],
      [1000, 'unknown', 'stale'],
    ] as const) {
      const clause = await clauseOf('3.2.5', '--at', new Date(ends + offsetMs).toISOString())
      const attested = controlOf(clause, '3.2.5.attested')
      expect([attested.verdict, attested.freshness, attested.basis]).toEqual([verdict, freshness, 'attested'])
      expect(clause.freshness).toBe(freshness)
      expect(attested.population).toEqual([{ noun: { ja: '商用導入', en: 'rollouts' }, total: 4, judged: 4 }])
    }
  })

  it('and what failed still fails, however old it is', async () => {
    const attested = controlOf(await clauseOf('4.4', '--at', '2028-01-01T00:00:00Z'), '4.4.attested')
    expect([attested.verdict, attested.freshness]).toEqual(['fail', 'stale'])
  })
})

describe('as of before and after a correction', () => {
  const at = ['--at', '2026-10-15T00:00:00Z']
  it.each([
    ['2026-10-02T08:59:59+09:00', 'unknown', 'nothing was received yet'],
    ['2026-10-02T09:00:00+09:00', 'pass', 'it was received as a pass'],
    ['2026-11-10T08:59:59+09:00', 'pass', 'nobody had found the error yet'],
    ['2026-11-10T09:00:00+09:00', 'fail', 'the correction was received, for the same day'],
  ])('known at %s the day of 15 October is %s: %s', async (known, verdict) => {
    const clause = await clauseOf('4.4', ...at, '--known', known)
    expect(controlOf(clause, '4.4.attested').verdict).toBe(verdict)
  })

  it('and before it took effect nothing is known of it, whatever was received since', async () => {
    const clause = await clauseOf('4.4', '--at', '2026-09-30T14:59:59Z', '--known', '2026-12-01T00:00:00Z')
    expect(controlOf(clause, '4.4.attested').verdict).toBe('unknown')
  })
})

describe('nobody approves what is his own', () => {
  let folder: string
  const changed = async (file: string, from: string, to: string) => {
    rmSync(folder, { recursive: true, force: true })
    cpSync(KEPT, folder, { recursive: true })
    const written = readFileSync(path.join(folder, file), 'utf8')
    expect(written).toContain(from)
    writeFileSync(path.join(folder, file), written.replace(from, to))
    return told('check', folder, '--json', '--at', '2026-11-22T00:00:00Z')
  }
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kensho-own-approval-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(['p-engineer', 'P-Engineer', '"p-engineer "', 'ｐ-engineer'])(
    'a waiver asked for and approved by %s is refused, naming both',
    async (same) => {
      const { status, stdout, stderr } = await changed(
        'waivers.yaml',
        'approved_by: p-owner',
        `approved_by: ${same}`,
      )
      expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
      expect(stderr).toMatch(
        /waivers\.yaml:\d+:\d+: waivers\[0\]\.approved_by: expected another person than requested_by/,
      )
      expect(stderr.trim().split('\n')).toHaveLength(1)
    },
  )

  it('a rule approved by its author fails its clause', async () => {
    const { stdout, status } = await changed('rules.yaml', 'author: p-designer', 'author: p-owner')
    const clause = (JSON.parse(stdout) as Conformance).clauses.find(({ id }) => id === '2.1')!
    const rule = controlOf(clause, '2.1.rule-in-force')
    expect([status, rule.verdict]).toEqual([1, 'fail'])
    expect(rule.because[0]!.text.en).toContain('p-owner')
  })

  it('evidence that is not the file that was attested is refused with its place', async () => {
    const wrong = 'a'.repeat(64)
    const declared = `{ file: evidence/rehearsal.txt, sha256: ${wrong} }`
    const { status, stderr } = await changed(
      'attestations.yaml',
      '{ file: evidence/rehearsal.txt }',
      declared,
    )
    expect(status).toBe(64)
    expect(stderr).toMatch(
      /attestations\.yaml:2:\d+: attestations\[0\]\.evidence\[0\]\.sha256: expected the SHA-256/,
    )
    const missing = await changed('attestations.yaml', 'evidence/rehearsal.txt', 'evidence/none.txt')
    expect(missing.status).toBe(64)
    expect(missing.stderr).toMatch(
      /attestations\.yaml:2:\d+.*expected an evidence file, found none at evidence\/none\.txt/,
    )
  })
})
