import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conformance, ControlVerdict } from '../../src/charter/verdict.ts'
import { CELLS, cellId } from '../../src/guidelines/matrix.ts'
import type { CellView, MatrixPage } from '../../src/guidelines/page.ts'
import { charterHouse, clauseOf, controlOf, type CharterHouse } from './charter-house.ts'
import { told } from './rules-told.ts'

const MATRIX = 'guidelines.matrix'
const both = (text: string) => ({ ja: `${text}（日本語）`, en: text })
const failing = ({ because }: ControlVerdict) => because.filter(({ verdict }) => verdict === 'fail')

describe('offline, in a workspace', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kensho-guidelines-'))
    cpSync(path.join(import.meta.dirname, 'fixtures/kept-charter'), folder, { recursive: true })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const guideline = (at: number, changes: object = {}) => ({
    id: `g-${at}`,
    phase: CELLS[at]!.phase,
    viewpoint: CELLS[at]!.viewpoint,
    title: both('No single fault'),
    text: both('Services go on.'),
    owner: 'p-owner',
    controls: ['2.1', 'redundancy.single-points'],
    author: 'p-engineer',
    approver: 'p-owner',
    approved_at: '2026-04-01',
    ...changes,
  })
  const excluded = (at: number) => ({
    ...CELLS[at]!,
    reason: both('Nothing of the kind is here.'),
    requested_by: 'p-engineer',
    approver: 'p-owner',
    approved_at: '2026-04-01',
  })
  async function judged(documents: object): Promise<ControlVerdict> {
    writeFileSync(path.join(folder, 'guidelines.json'), JSON.stringify(documents))
    const { stdout, stderr } = await told('check', folder, '--json', '--at', '2026-11-22T00:00:00Z')
    expect(stderr).toBe('')
    return controlOf(JSON.parse(stdout) as Conformance, MATRIX)
  }

  it('a workspace that keeps no guidelines is unknown, never a pass', async () => {
    const said = await judged({})
    expect([said.verdict, said.population[0]!.judged, said.population[0]!.total]).toEqual(['unknown', 0, 20])
  })

  it('the matrix is judged: each empty cell is a finding, and the population is the twenty cells', async () => {
    const said = await judged({ guidelines: [guideline(0)], guideline_exclusions: [excluded(1)] })
    expect([said.verdict, failing(said).map(({ objects }) => objects[0])]).toEqual([
      'fail',
      CELLS.slice(2).map(cellId),
    ])
    expect(said.population[0]).toMatchObject({ total: 20, judged: 20 })
  })

  it('and passes only when every cell is covered or excluded with another’s approval', async () => {
    const exclusions = CELLS.slice(1).map((_, at) => excluded(at + 1))
    const whole = { guidelines: [guideline(0)], guideline_exclusions: exclusions }
    expect((await judged(whole)).verdict).toBe('pass')
    for (const changes of [
      { approver: 'P-Engineer' },
      { controls: ['no-such-control'] },
      { approved_at: '2026-12-01' },
    ])
      expect((await judged({ ...whole, guidelines: [guideline(0, changes)] })).verdict).toBe('fail')
    const { approver: _approver, approved_at: _at, ...waiting } = guideline(0)
    const said = await judged({ ...whole, guidelines: [waiting] })
    expect([said.verdict, failing(said).length]).toEqual(['fail', 1])
  })

  it.each([
    [
      'a phase that is none',
      { guidelines: [guideline(0, { phase: 'desing' })] },
      /guidelines\[0\]\.phase: expected one of design/,
    ],
    [
      'an id twice',
      { guidelines: [guideline(0), guideline(0)] },
      /guidelines\[1\]\.id: expected each once, found g-0 again/,
    ],
    [
      'an approver without an instant',
      { guidelines: [guideline(0, { approved_at: undefined })] },
      /approver: expected approver and approved_at together/,
    ],
    [
      'a title in one language',
      { guidelines: [guideline(0, { title: { en: 'x' } })] },
      /title: expected a text in both languages with ja/,
    ],
  ])('refuses %s with file and place', async (_, documents, complaint) => {
    writeFileSync(path.join(folder, 'guidelines.json'), JSON.stringify(documents))
    const { status, stderr } = await told('check', folder, '--json')
    expect(status).toBe(64)
    expect(stderr).toMatch(/guidelines\.json:\d+:\d+: /)
    expect(stderr).toMatch(complaint)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('on an installation', () => {
  let house: CharterHouse
  beforeAll(async () => {
    house = await charterHouse()
  })
  afterAll(() => house.stop())

  const page = async (): Promise<MatrixPage> => {
    const { status, json, text } = await house.get('/api/guidelines')
    expect(status, text).toBe(200)
    return json as MatrixPage
  }
  const cell = async (id: string): Promise<CellView> => (await page()).cells.find((one) => one.id === id)!
  const written = (changes: object = {}) => ({
    id: 'g-safe-design',
    phase: 'design',
    viewpoint: 'safety',
    title: both('Nobody is hurt'),
    text: both('Equipment is placed so that work on it is safe.'),
    owner: 'designer',
    controls: ['2.1'],
    ...changes,
  })

  it('fails from the first day on, with ten wordings that stand ready and count for nothing', async () => {
    const { cells, control } = await page()
    expect([control.verdict, failing(control).length]).toEqual(['fail', 20])
    expect(cells.filter(({ state }) => state === 'empty')).toHaveLength(20)
    expect(cells.filter(({ prefilled }) => prefilled !== undefined)).toHaveLength(10)
    expect(clauseOf(await house.conformance(), '1').verdict).toBe('fail')
  })

  it('the wordings that stand ready are proposed together, wait for approval and then fill their cells', async () => {
    const { status, json, text } = await house.post('designer', '/api/guidelines/prefilled', {
      owner: 'designer',
    })
    expect(status, text).toBe(201)
    const { proposed } = json as { proposed: { id: string; digest: string }[] }
    expect(proposed).toHaveLength(10)
    expect(failing((await page()).control)).toHaveLength(20)
    for (const { id, digest } of proposed) {
      const own = await house.post('designer', `/api/guidelines/${id}/approve`, { digest })
      expect(own.status).toBe(403)
      const other = await house.post('boss', `/api/guidelines/${id}/approve`, { digest })
      expect(other.status, other.text).toBe(200)
    }
    const after = await page()
    expect(after.cells.filter(({ state }) => state === 'covered')).toHaveLength(10)
    expect(failing(after.control)).toHaveLength(10)
    const again = await house.post('designer', '/api/guidelines/prefilled', { owner: 'designer' })
    expect(again.json).toEqual({ proposed: [] })
  })

  it('whoever wrote, amended or asked may not approve, nor anybody a text that changed since he saw it', async () => {
    const first = await house.post('designer', '/api/guidelines', written())
    expect(first.status, first.text).toBe(201)
    const amended = await house.post(
      'boss',
      '/api/guidelines',
      written({ title: both('Nobody is ever hurt') }),
    )
    expect(amended.status, amended.text).toBe(201)
    const { digest } = amended.json as { digest: string }
    const approve = (who: string, sent: string) =>
      house.post(who, '/api/guidelines/g-safe-design/approve', { digest: sent })
    expect((await approve('boss', digest)).status).toBe(403)
    expect((await approve('outsider', (first.json as { digest: string }).digest)).status).toBe(403)
    expect((await cell('design.safety')).state).toBe('empty')
    expect((await approve('outsider', digest)).status).toBe(200)
    const covered = await cell('design.safety')
    expect([covered.state, covered.guidelines[0]!.approval!.by.id]).toEqual(['covered', 'outsider'])
  })

  it('an empty cell is excused only by an approval of another than who asked, and not after it is withdrawn', async () => {
    const place = '/api/guidelines/cells/design/integrity/not-applicable'
    const asked = await house.post('designer', place, { reason: both('Design holds no data.') })
    expect(asked.status, asked.text).toBe(201)
    const { digest } = asked.json as { digest: string }
    expect((await cell('design.integrity')).state).toBe('empty')
    expect((await house.post('designer', `${place}/approve`, { digest })).status).toBe(403)
    expect((await house.post('boss', `${place}/approve`, { digest })).status).toBe(200)
    expect((await cell('design.integrity')).state).toBe('excluded')
    const withdrawn = await house.post('designer', `${place}/withdraw`, {
      reason: both('It does after all.'),
    })
    expect(withdrawn.status).toBe(200)
    expect((await cell('design.integrity')).state).toBe('empty')
  })

  it('a guideline whose control does not exist is refused with its place; a retired one empties its cell', async () => {
    const bad = await house.post('designer', '/api/guidelines', written({ controls: ['2.1', '9.9'] }))
    expect([bad.status, bad.json.error.place.path]).toEqual([400, 'controls.1'])
    const nobody = await house.post('designer', '/api/guidelines', written({ owner: 'nobody' }))
    expect([nobody.status, nobody.json.error.place.path]).toEqual([400, 'owner'])
    const retired = await house.post('designer', '/api/guidelines/g-safe-design/retire', {
      reason: both('Superseded.'),
    })
    expect(retired.status).toBe(200)
    expect((await cell('design.safety')).state).toBe('empty')
    expect((await house.post('viewer', '/api/guidelines', written())).status).toBe(403)
  })

  it('applied documents are claims: what they call approved waits, and who applied them may not approve it', async () => {
    const document = {
      operator: { id: 'o', name: 'O', zone: 'Asia/Tokyo' },
      guidelines: [
        {
          ...written({ id: 'g-from-file', viewpoint: 'safety' }),
          author: 'designer',
          approver: 'outsider',
          approved_at: '2026-04-01',
        },
      ],
    }
    await house.apply('boss', { 'g.json': JSON.stringify(document) })
    const waiting = await cell('design.safety')
    expect([waiting.state, waiting.waiting[0]!.contributors.map(({ id }) => id)]).toEqual([
      'empty',
      ['designer', 'boss'],
    ])
    const approve = (who: string) =>
      house.post(who, '/api/guidelines/g-from-file/approve', { digest: waiting.waiting[0]!.digest })
    expect((await approve('boss')).status).toBe(403)
    const other = await approve('outsider')
    expect(other.status, other.text).toBe(200)
    const covered = await cell('design.safety')
    expect([covered.state, covered.waiting.length]).toEqual(['covered', 0])
  })
})
