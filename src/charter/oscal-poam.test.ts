import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { Json } from '../platform/text.ts'
import { CLAUSES } from './clauses.ts'
import type { Action } from './improvement/action.ts'
import type { AdoptionStep } from './improvement/adoption.ts'
import type { Finding } from './improvement/finding.ts'
import { danglingIn, oscalCatalog, uuidOf, type Oscal } from './oscal.ts'
import { NO_WORK, oscalPoam, type OpenWork } from './oscal-poam.ts'
import { oscalText } from './oscal-text.ts'
import type { ClauseVerdict, Conformance, ControlVerdict, Freshness, Verdict } from './verdict.ts'

const SCHEMA = path.resolve(import.meta.dirname, '../../../shared/data/vectors/oscal/schema-1-1-3.json')
const MODEL = 'plan-of-action-and-milestones'

const STANDINGS: [Verdict, Freshness, boolean][] = [
  ['pass', 'fresh', false],
  ['fail', 'fresh', false],
  ['fail', 'fresh', true],
  ['fail', 'stale', false],
  ['unknown', 'stale', false],
  ['unknown', 'fresh', false],
  ['not-applicable', 'fresh', false],
  ['pass', 'stale', false],
]
const WEAK = 6

function standing(id: string, at: number): ClauseVerdict {
  const [verdict, freshness, waived] = STANDINGS[at % STANDINGS.length]!
  const text = { ja: '理由', en: 'reason' }
  const control: ControlVerdict = {
    id: `${id}.attested`,
    verdict,
    freshness,
    basis: 'attested',
    population: [{ noun: { ja: '対象', en: 'objects' }, total: 4, judged: 3 }],
    because: [{ text, evidence: [], objects: [] }],
  }
  const { title } = CLAUSES.find((clause) => clause.id === id)!
  return { id, title, verdict, freshness, waived, controls: [control], ...(waived && { waivers: ['w'] }) }
}
const AT = '2026-11-22T12:00:00.000Z'
const LEAVES = CLAUSES.filter(({ id }) => !CLAUSES.some((other) => other.id.startsWith(`${id}.`)))
const CONFORMANCE: Conformance = {
  charter: 'Minamo, Quality Charter',
  at: AT,
  verdict: 'fail',
  clauses: LEAVES.map(({ id }, at) => standing(id, at)),
}
const CONTROLS = CONFORMANCE.clauses.flatMap(({ controls }) => controls)

function action(id: string, state: Action['state'], findings: string[]): Action {
  const history = [{ type: 'charter.action.planned', by: 'p-b', at: AT, remark: 'w' }]
  return {
    id,
    clauses: ['2.1'],
    findings,
    targets: [],
    what: 'Lay a second line.',
    owner: 'p-a',
    due: AT,
    effect_days: 90,
    state,
    planned_by: 'p-b',
    planned_at: AT,
    reopened: 1,
    history,
    ...(state === 'verified' && { effect_due: '2027-02-20T12:00:00.000Z' }),
    ...(findings.length === 0 && { review: 'r-1' }),
  }
}
function finding(id: string, of?: string): Finding {
  const because = [{ ja: '一本しかない。', en: 'There is only one.' }]
  const opened = { opened_by: 'system:charter', opened_at: AT }
  return {
    id,
    clause: '2.1',
    control: 'c',
    kind: 'fail',
    objects: ['x'],
    because,
    ...opened,
    ...(of !== undefined && { action: of }),
  }
}
const unknown = CONTROLS.find(({ verdict }) => verdict === 'unknown')!.id
const plan = (owner: string): AdoptionStep => ({
  control: unknown,
  clause: '1',
  owner,
  needed: [{ ja: '証跡', en: 'evidence' }],
  target: '2027-01-01T00:00:00.000Z',
  remark: '',
  at: AT,
  by: 'p-b',
})
const WORK: OpenWork = {
  findings: [
    finding('f-none'),
    finding('f-open', 'a-open'),
    finding('f-verified', 'a-verified'),
    finding('f-closed', 'a-closed'),
  ],
  actions: new Map(
    [
      action('a-open', 'open', ['f-open']),
      action('a-verified', 'verified', ['f-verified']),
      action('a-closed', 'closed', ['f-closed']),
      action('a-review', 'done', []),
    ].map((one) => [one.id, one]),
  ),
  adoption: [plan('p-first'), plan('p-second')],
}
type Poam = {
  'poam-items': { title: string; props?: { name: string; value: string }[]; 'related-risks'?: unknown[] }[]
  findings: { target: { status: { state: string } } }[]
  risks: { title: string; status: string; remediations?: { lifecycle: string }[] }[]
}
const bodyOf = (document: Oscal): Poam => document[MODEL] as unknown as Poam

describe('a plan of action and milestones', () => {
  it.skipIf(!existsSync(SCHEMA))(
    'is valid against the schema of its own model, with and without work (skipped where ../shared is absent)',
    () => {
      const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Oscal
      const ajv = new Ajv({ strict: false, allErrors: true })
      // oxlint-disable-next-line typescript/no-unsafe-call -- its types name the module, it exports the function
      ;(addFormats as unknown as (to: Ajv) => void)(ajv)
      const branch = (schema['oneOf'] as { required: string[] }[]).find(
        ({ required }) => required[0] === MODEL,
      )!
      const { oneOf: _oneOf, ...rest } = schema
      const validate = ajv.compile({ ...rest, $id: `https://kensho.invalid/${MODEL}`, ...branch })
      const holding = { ...CONFORMANCE, clauses: [standing('1', 0)] }
      const documents = [
        oscalPoam(CONFORMANCE, WORK),
        oscalPoam(CONFORMANCE, NO_WORK),
        oscalPoam(holding, NO_WORK),
      ]
      for (const document of documents) {
        validate(document)
        expect(validate.errors).toEqual(null)
      }
      const broken = JSON.parse(JSON.stringify(documents[0]).replaceAll('"milestone"', '4')) as Json
      expect(validate(broken)).toBe(false)
    },
  )

  it('has an item for every control that fails, is unknown or stale, waived or not, and calls none satisfied', () => {
    const { 'poam-items': items, findings } = bodyOf(oscalPoam(CONFORMANCE, NO_WORK))
    const weak = CONFORMANCE.clauses.filter((_, at) => ![0, WEAK].includes(at % STANDINGS.length))
    expect(weak.length).toBeGreaterThan(15)
    expect(items.map(({ title }) => title.split(': ')[1])).toEqual(weak.map(({ id }) => `${id}.attested`))
    expect(new Set(findings.map(({ target }) => target.status.state))).toEqual(new Set(['not-satisfied']))
    expect(findings).toHaveLength(weak.length)
  })

  it('has an item for every finding that is not closed, with its action, and for what a review decided', () => {
    const { 'poam-items': items, risks } = bodyOf(oscalPoam(CONFORMANCE, WORK))
    const named = items.flatMap(({ props = [] }) =>
      props.filter(({ name }) => name === 'finding').map(({ value }) => value),
    )
    expect(named).toEqual(['f-none', 'f-open', 'f-verified'])
    const acted = items.flatMap(({ props = [] }) =>
      props.filter(({ name }) => name === 'action').map(({ value }) => value),
    )
    expect(acted).toEqual(['a-open', 'a-verified', 'a-review'])
    const statuses = risks.map(({ status, remediations = [] }) => [
      status,
      ...remediations.map(({ lifecycle }) => lifecycle),
    ])
    expect(statuses).toEqual([
      ['open', 'planned'],
      ['open'],
      ['remediating', 'planned'],
      ['remediating', 'completed'],
      ['remediating', 'planned'],
    ])
  })

  it('gives the same bytes for the same state, holds no empty list, and refers only to what exists', () => {
    const [one, other] = [0, 1].map(() =>
      oscalText(MODEL, structuredClone(CONFORMANCE), structuredClone(WORK)),
    )
    expect(one).toBe(other)
    expect(one).not.toContain('[]')
    const document = oscalPoam(CONFORMANCE, WORK)
    const catalog = oscalCatalog(CONFORMANCE)
    expect(danglingIn(document, catalog)).toEqual([])
    let checked = 0
    for (const key of ['observation-uuid', 'finding-uuid', 'risk-uuid']) {
      const written = JSON.stringify(document)
      const [first] = new RegExp(`(?<="${key}":")[^"]+`).exec(written)!
      const cut = written.replace(`"${key}":"${first}"`, `"${key}":"${uuidOf('nothing')}"`)
      expect(danglingIn(JSON.parse(cut) as Oscal, catalog)).toEqual([`${uuidOf('nothing')} does not exist`])
      checked += 1
    }
    expect(checked).toBe(3)
  })
})
