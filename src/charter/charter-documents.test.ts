import { describe, expect, it } from 'vitest'
import { workspaceOfFiles } from '../estate/workspace-files.ts'
import { InputError } from '../platform/failure.ts'
import { charterCollections, charterFacts } from './charter-documents.ts'
import { factsOf } from './check.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const OPERATOR = { path: 'operator.yaml', content: bytes('operator: { name: n, zone: Asia/Tokyo }\n') }

const attestation = {
  id: 'a1',
  clause: '3.2.5',
  verdict: 'pass',
  by: 'p-1',
  observed_from: '2026-04-01',
  observed_to: '2026-05-01',
  effective: '2026-05-01',
  valid_until: '2027-05-01',
  evidence: [{ file: '../e/shown.txt' }],
  population: { total: 2, judged: 2 },
  statement: { ja: '文', en: 'text' },
}
const rule = {
  id: 'r1', clause: '3.2.5', title: { ja: '規則', en: 'rule' }, file: '../e/rule.md', version: '1', owner: 'p-1', author: 'p-1',
  approver: 'p-2', approved_at: '2026-03-01', effective_from: '2026-04-01', review_by: '2027-04-01',
} // prettier-ignore
const waiver = {
  id: 'w1', clause: '3.2.5', objects: ['x'], reason: 'r', requested_by: 'p-1', approved_by: 'p-2',
  from: '2026-04-01', until: '2026-05-01',
} // prettier-ignore

function read(documents: object, withZone = true) {
  const files = [
    { path: 'docs/d.json', content: bytes(JSON.stringify(documents)) },
    { path: 'e/shown.txt', content: bytes('shown') },
    { path: 'e/empty.txt', content: bytes('') },
    { path: 'e/rule.md', content: bytes('# rule') },
    ...(withZone ? [OPERATOR] : []),
  ]
  // What is no document counts only when it is named as evidence; here every file is.
  const named = JSON.stringify(documents)
  const kept = files.filter(({ path }) => !path.startsWith('e/') || named.includes(path))
  return workspaceOfFiles(kept, charterCollections)
}

describe('the charter’s own documents', () => {
  it('become facts with the hash of the real file, in the order in which they were received', () => {
    const workspace = read({ attestations: [attestation], rules: [rule], waivers: [waiver] })
    const facts = charterFacts(workspace, '')
    expect(
      facts.map(({ at, fact }) => [new Date(at).toISOString(), fact.type, fact.by, fact.effective]),
    ).toEqual([
      ['2026-04-30T15:00:00.000Z', 'charter.attestation.made', 'p-1', '2026-04-30T15:00:00.000Z'],
      ['2026-02-28T15:00:00.000Z', 'charter.rule.approved', 'p-2', '2026-03-31T15:00:00.000Z'],
      ['2026-03-31T15:00:00.000Z', 'charter.waiver.granted', 'p-2', '2026-03-31T15:00:00.000Z'],
    ])
    const sha256 = workspace.files.find(({ path }) => path === 'e/shown.txt')!.sha256
    expect(facts[0]!.fact.body['evidence']).toEqual([{ file: '../e/shown.txt', sha256 }])
    const known = factsOf(workspace, Date.parse('2026-04-15T00:00:00Z')).map(({ type }) => type)
    expect(known).toEqual(['charter.scope.declared', 'charter.rule.approved', 'charter.waiver.granted'])
  })

  const cases: [string, object, RegExp][] = [
    ['a parent clause', { attestations: [{ ...attestation, clause: '3.2' }] }, /attestations\[0\]\.clause: .*only shows/],
    ['neither clause nor control', { attestations: [{ ...attestation, clause: undefined }] }, /either clause or control/],
    ['both', { attestations: [{ ...attestation, control: '3.2.5.attested' }] }, /either clause or control/],
    ['no such control', { attestations: [{ ...attestation, clause: undefined, control: '2.attested' }] }, /\.control: /],
    ['more judged than there are', { attestations: [{ ...attestation, population: { total: 1, judged: 2 } }] }, /population\.judged: .*at most total \(1\)/],
    ['a backward observation', { attestations: [{ ...attestation, observed_to: '2026-04-01' }] }, /observed_to: .*after observed_from/],
    ['valid for no time', { attestations: [{ ...attestation, valid_until: '2026-05-01' }] }, /valid_until: .*after effective/],
    ['no validity', { attestations: [{ ...attestation, valid_until: undefined }] }, /with valid_until/],
    ['received while it went on', { attestations: [{ ...attestation, received_at: '2026-04-15' }] }, /received_at: .*observed_to/],
    ['an empty file', { attestations: [{ ...attestation, evidence: [{ file: '../e/empty.txt' }] }] }, /evidence\[0\]: .*empty file/],
    ['a file outside', { attestations: [{ ...attestation, evidence: [{ file: '../../x' }] }] }, /inside the workspace/],
    ['no evidence', { attestations: [{ ...attestation, evidence: [] }] }, /evidence: expected a list of at least 1/],
    ['an id twice', { attestations: [attestation, attestation] }, /attestations\[1\]\.id: expected each once, found a1 again; first at docs\/d\.json:1/],
    ['a correction of nothing', { attestations: [{ ...attestation, corrects: 'a0' }] }, /corrects: .*found "a0"/],
    ['a correction of itself', { attestations: [{ ...attestation, corrects: 'a1' }] }, /corrects: /],
    ['a correction of another clause', { attestations: [attestation, { ...attestation, id: 'a2', clause: '4.4', corrects: 'a1' }] }, /same clause/],
    ['a day that is none', { attestations: [{ ...attestation, effective: '2026-02-30' }] }, /effective: expected an instant/],
    ['a rule that is no Markdown', { rules: [{ ...rule, file: '../e/shown.txt' }] }, /rules\[0\]\.file: expected a Markdown file/],
    ['a rule that ends first', { rules: [{ ...rule, effective_to: '2026-04-01' }] }, /effective_to: /],
    ['a version twice', { rules: [rule, { ...rule, clause: '4.4' }] }, /rules\[1\]\.version: .*r1 1 again/],
    ['a waiver without end', { waivers: [{ ...waiver, until: undefined }] }, /with until/],
    ['a waiver of no time', { waivers: [{ ...waiver, until: '2026-04-01' }] }, /until: .*after from/],
    ['a waiver of nothing', { waivers: [{ ...waiver, objects: [] }] }, /objects: expected a list of at least 1/],
    ['a waiver by who asked', { waivers: [{ ...waiver, approved_by: ' P-1' }] }, /approved_by: .*requested_by \(p-1\), found  P-1/],
  ] // prettier-ignore

  it.each(cases)('refuse %s with file and place', (_, documents, complaint) => {
    let problem: unknown
    try {
      charterFacts(read(documents), '')
    } catch (thrown) {
      problem = thrown
    }
    expect(problem).toBeInstanceOf(InputError)
    const { message } = problem as InputError
    expect(message).toMatch(/^docs\/d\.json:1:\d+: /)
    expect(message).toMatch(complaint)
  })

  it('refuse a date where no zone is declared', () => {
    expect(() => charterFacts(read({ waivers: [waiver] }, false), '')).toThrow(
      /waivers\[0\]\.from: .*operator with a zone/,
    )
  })
})
