import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { Json } from '../platform/text.ts'
import { carriedClauses, CLAUSES } from './clauses.ts'
import { danglingIn, oscalCatalog, oscalResults, uuidOf, type Oscal } from './oscal.ts'
import type { ClauseVerdict, Conformance, ControlVerdict, Freshness, Verdict } from './verdict.ts'

const SCHEMA = path.resolve(import.meta.dirname, '../../../shared/data/vectors/oscal/schema-1-1-3.json')

const STANDINGS: [Verdict, Freshness, boolean][] = [
  ['pass', 'fresh', false],
  ['fail', 'fresh', false],
  ['fail', 'fresh', true],
  ['fail', 'stale', false],
  ['unknown', 'stale', false],
  ['unknown', 'fresh', false],
  ['not-applicable', 'fresh', false],
  // No control gives this; the export must not be the one to call it satisfied.
  ['pass', 'stale', false],
]

function standing(id: string, at: number): ClauseVerdict {
  const [verdict, freshness, waived] = STANDINGS[at % STANDINGS.length]!
  const control: ControlVerdict = {
    id: `${id}.attested`,
    verdict,
    freshness,
    basis: at % 2 === 0 ? 'computed' : 'attested',
    observed: '2026-11-01T00:00:00.000Z',
    fresh_until: '2027-11-01T00:00:00.000Z',
    population: [{ noun: { ja: '対象', en: 'objects' }, total: 4, judged: 3 }],
    because: [
      {
        text: { ja: '理由', en: 'reason' },
        evidence: at % 3 === 0 ? [] : [{ kind: 'document', ref: 'a b.pdf', sha256: 'f'.repeat(64) }],
        objects: [],
      },
    ],
  }
  const controls = at % 5 === 4 ? [] : [control]
  const { title } = CLAUSES.find((clause) => clause.id === id)!
  return { id, title, verdict, freshness, waived, controls, ...(waived && { waivers: ['w-1'] }) }
}

const CONFORMANCE: Conformance = {
  charter: 'Minamo, Quality Charter',
  at: '2026-11-22T12:00:00.000Z',
  verdict: 'fail',
  clauses: CLAUSES.map(({ id }, at) => standing(id, at)),
}

type Finding = { target: { 'target-id': string; status: { state: string } } }
const findingsOf = (document: Oscal): Finding[] =>
  (document as unknown as { 'assessment-results': { results: { findings: Finding[] }[] } })[
    'assessment-results'
  ].results[0]!.findings

describe('an export', () => {
  it.skipIf(!existsSync(SCHEMA))(
    'is valid against the schema of its own model (skipped where ../shared is absent)',
    () => {
      const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Oscal
      const ajv = new Ajv({ strict: false, allErrors: true })
      // oxlint-disable-next-line typescript/no-unsafe-call -- its types name the module, it exports the function
      ;(addFormats as unknown as (to: Ajv) => void)(ajv)
      const models: [string, Oscal][] = [
        ['assessment-results', oscalResults(CONFORMANCE)],
        ['catalog', oscalCatalog(CONFORMANCE)],
      ]
      for (const [model, document] of models) {
        // The complete schema calls every error a missing catalog; the branch of one model says what is wrong.
        const branch = (schema['oneOf'] as { required: string[] }[]).find(
          ({ required }) => required[0] === model,
        )!
        const { oneOf: _oneOf, ...rest } = schema
        const validate = ajv.compile({ ...rest, $id: `https://kensho.invalid/${model}`, ...branch })
        validate(document)
        expect([model, validate.errors]).toEqual([model, null])
        const broken = JSON.parse(JSON.stringify(document).replaceAll('mc-', '4.')) as Json
        expect([model, validate(broken)]).toEqual([model, false])
      }
    },
  )

  it('never calls satisfied what is not a fresh pass', () => {
    const findings = findingsOf(oscalResults(CONFORMANCE))
    expect(findings).toHaveLength(carriedClauses().length)
    const satisfied = findings.filter(({ target }) => target.status.state === 'satisfied')
    const expected = CONFORMANCE.clauses.filter(
      ({ id, verdict, freshness, waived }) =>
        carriedClauses().includes(id) && verdict === 'pass' && freshness === 'fresh' && !waived,
    )
    expect(expected.length).toBeGreaterThan(1)
    expect(satisfied.map(({ target }) => target['target-id'])).toEqual(
      expected.map(({ id }) => `mc-${id}_obj`),
    )
  })

  it('gives the same bytes for the same conformance, and holds no empty list', () => {
    const [one, other] = [0, 1].map(() => JSON.stringify(oscalResults(structuredClone(CONFORMANCE))))
    expect(one).toBe(other)
    expect(one).not.toContain('[]')
    expect(JSON.stringify(oscalCatalog(CONFORMANCE))).not.toContain('[]')
    expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('refers only to what exists, and the check sees what does not', () => {
    const results = oscalResults(CONFORMANCE)
    const catalog = oscalCatalog(CONFORMANCE)
    expect(danglingIn(results, catalog)).toEqual([])
    const written = JSON.stringify(results)
    const [first] = /(?<="observation-uuid":")[^"]+/.exec(written)!
    const cut = written.replace(`"observation-uuid":"${first}"`, `"observation-uuid":"${uuidOf('nothing')}"`)
    expect(danglingIn(JSON.parse(cut) as Oscal, catalog)).toEqual([`${uuidOf('nothing')} does not exist`])
    expect(danglingIn(JSON.parse(written.replace('#', '#x')) as Oscal, catalog)).toHaveLength(1)
    expect(danglingIn(results, {}).length).toBeGreaterThan(30)
  })
})
