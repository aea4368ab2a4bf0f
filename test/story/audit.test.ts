import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readSheet } from 'read-excel-file/node'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  EngagementList,
  EngagementPage,
  ItemPage,
  MyRequest,
  PopulationPage,
} from '../../src/charter/audit/page.ts'
import { sampleOf } from '../../src/charter/audit/sampling.ts'
import { listNext } from '../../src/ledger/listing.ts'
import { readHead } from '../../src/ledger/index.ts'
import { publish } from '../../src/ledger/publisher.ts'
import { charterHouse, OPERATOR_IN_TOKYO, iso, type CharterHouse } from './charter-house.ts'
import { answerOf as told } from './facts-told.ts'

const DAY_MS = 86_400_000
const BASE = '/api/audit/engagements'
const CONTROL = '4.4.attested'
const START = Date.now()
/** Everything is audited some days later, when the period has ended. */
const LATER = START + 3 * DAY_MS
const day = (ms: number): string => new Date(ms + 9 * 3_600_000).toISOString().slice(0, 10)

let house: CharterHouse
let id = ''
const at = (path: string): string => `${BASE}/${id}${path}`
const page = async (who = 'auditor'): Promise<EngagementPage> => told(await house.get(at(''), who))
const population = async (control = CONTROL): Promise<PopulationPage> =>
  told(await house.get(at(`/population?control=${control}`), 'auditor'))
const bytesOf = async (path: string, who = 'auditor'): Promise<Buffer> => {
  const headers = { host: 'localhost:42200', 'x-test-person': who }
  const reply = await house.app.request(path, { headers })
  expect(reply.status).toBe(200)
  return Buffer.from(await reply.arrayBuffer())
}

const attestation = (sha256: string) => ({
  clause: '4.4',
  verdict: 'pass',
  observed_from: iso(START - 2 * DAY_MS),
  observed_to: iso(START - DAY_MS),
  effective: iso(START - DAY_MS),
  valid_until: iso(START + 100 * DAY_MS),
  evidence: [{ file: 'erasure.log', sha256 }],
  population: { total: 3, judged: 3 },
  statement: { ja: '消去した。', en: 'Erased.' },
})

beforeAll(async () => {
  house = await charterHouse()
  await house.apply('boss', OPERATOR_IN_TOKYO)
  await house.enter('auditor', ['auditor'])
  await house.enter('second-auditor', ['auditor'])
  await house.enter('outside', [])
  await house.enter('signer', ['approver'])
  for (let nth = 1; nth <= 12; nth += 1) {
    const sha256 = await house.evidence(`erasure log ${nth}`)
    told(await house.post('engineer', '/api/charter/attestations', attestation(sha256)), 201)
  }
  house.setClock(LATER)
})
afterAll(() => house.stop())

describe('an engagement', () => {
  const scope = () => ({
    title: 'Disposal 2026',
    clauses: ['4.4', '4.5'],
    from: day(START - DAY_MS),
    through: day(START + DAY_MS),
    criteria: 'The charter, clauses 4.4 and 4.5.',
  })

  it('is opened by an auditor alone, for clauses of the charter and a period that has ended', async () => {
    for (const who of ['engineer', 'boss', 'viewer', 'outside'])
      expect((await house.post(who, BASE, scope())).status).toBe(403)
    for (const [changes, place] of [
      [{ clauses: ['9.9'] }, 'clauses.0'],
      [{ through: day(LATER + DAY_MS) }, 'through'],
      [{ from: day(START + 2 * DAY_MS) }, 'through'],
      [{ from: '2026-02-30' }, 'from'],
    ] as const) {
      const bad = await house.post('auditor', BASE, { ...scope(), ...changes })
      expect([place, bad.status, bad.json.error.place.path]).toEqual([place, 400, place])
    }
    id = told<{ id: string }>(await house.post('auditor', BASE, scope()), 201).id
    const opened = await page()
    expect(opened.scope.map(({ clause }) => clause).every((one) => /^4\.[45]/.test(one))).toBe(true)
    expect(opened.scope.length).toBeGreaterThan(4)
    expect([opened.state, opened.version, opened.concluded, opened.zone]).toEqual([
      'open',
      1,
      0,
      'Asia/Tokyo',
    ])
    // Nothing is concluded before somebody concludes it.
    expect(
      opened.scope.every(({ conclusion, sample }) => conclusion === undefined && sample === undefined),
    ).toBe(true)
  })

  it('has for each control the population that the beginning of the ledger gives: anybody can count it again', async () => {
    const first = await population()
    expect([first.kind, first.items, first.reproduced]).toEqual(['facts', 12, true])
    const { ledger } = await page()
    // More of the same is received afterwards, in a period that is over: the population stays what it was.
    house.setClock(LATER + 1000)
    const more = await house.evidence('an erasure log received afterwards')
    const late = { ...attestation(more), observed_from: iso(START - DAY_MS), observed_to: iso(START) }
    told(await house.post('engineer', '/api/charter/attestations', late), 201)
    const again = await population()
    expect(again.sha256).toBe(first.sha256)
    expect(again.list.map((item) => item.id)).toEqual(first.list.map((item) => item.id))
    expect(Math.max(...again.list.map((item) => Number(item.id)))).toBeLessThan(ledger.size)
    const lines: string[] = []
    for (const { id: index } of first.list) {
      const { leaf } = told<{ leaf: string }>(await house.get(`/api/ledger/inclusion?index=${index}`, 'boss'))
      lines.push(`${index} ${leaf}\n`)
    }
    expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(first.sha256)
    const days = await population((await page()).scope.find(({ kind }) => kind === 'days')!.control)
    expect(days.list.map((item) => item.id)).toEqual([day(START - DAY_MS), day(START), day(START + DAY_MS)])
    const table = await house.get(at(`/population?control=${CONTROL}&format=csv`), 'auditor')
    expect(table.text.trim().split('\r\n')).toHaveLength(13)
  })

  it('has samples by a stated rule and a seed that is shown; they grow and are never exchanged', async () => {
    const rule = { kind: 'attribute', confidence: 90, tolerable: 25, expected: 0 }
    told(await house.post('auditor', at('/samples'), { control: CONTROL, rule }))
    const row = (await page()).scope.find(({ control }) => control === CONTROL)!
    const { list } = await population()
    const ids = list.map((item) => item.id)
    const { seed, items } = row.sample!
    expect(seed).toBe((await page()).ledger.root)
    // Twelve, of which more than 25 % are four: six are needed for 90 %.
    expect(items).toHaveLength(5)
    expect(items).toEqual(sampleOf(ids, CONTROL, seed, items.length))
    const smaller = { control: CONTROL, rule: { kind: 'chosen', size: 3, because: 'Enough.' } }
    expect((await house.post('auditor', at('/samples'), smaller)).status).toBe(409)
    const other = { control: CONTROL, seed: 'mine', rule: { kind: 'chosen', size: 8, because: 'Others.' } }
    expect((await house.post('auditor', at('/samples'), other)).status).toBe(409)
    const larger = { control: CONTROL, rule: { kind: 'chosen', size: 6, because: 'One more.' } }
    told(await house.post('auditor', at('/samples'), larger))
    const grown = (await page()).scope.find(({ control }) => control === CONTROL)!.sample!
    expect(grown.items.slice(0, 5)).toEqual(items)
    expect(grown.items).toHaveLength(6)
  })

  it('asks those who are audited, by a day, and takes or sends back what they answer', async () => {
    const asking = { what: 'The contract with the shredder.', of: 'engineer', due: day(LATER + DAY_MS) }
    expect((await house.post('auditor', at('/requests'), { ...asking, of: 'auditor' })).status).toBe(400)
    const after = told<EngagementPage>(await house.post('auditor', at('/requests'), asking), 201)
    const request = after.asked[0]!.id
    const mine = told<{ rows: MyRequest[] }>(await house.get('/api/audit/requests', 'engineer')).rows
    expect(mine.map((one) => [one.id, one.engagement.title, one.overdue])).toEqual([
      [request, 'Disposal 2026', false],
    ])
    house.setClock(LATER + 3 * DAY_MS)
    expect((await page()).overdue).toBe(1)
    house.setClock(LATER + 2000)
    const answering = at(`/requests/${request}/answer`)
    const sha256 = await house.evidence('the contract')
    const said = { remark: 'Attached.', evidence: [{ name: 'contract.pdf', sha256 }, { fact: 3 }] }
    expect((await house.post('designer', answering, said)).status).toBe(404)
    expect((await house.post('engineer', answering, { ...said, evidence: [{ fact: 999_999 }] })).status).toBe(
      400,
    )
    told(await house.post('engineer', answering, said))
    const settle = at(`/requests/${request}/settle`)
    told(await house.post('auditor', settle, { as: 'returned', remark: 'Page two is missing.' }))
    told(await house.post('engineer', answering, said))
    told(await house.post('auditor', settle, { as: 'accepted', remark: 'Complete.' }))
    expect((await house.post('engineer', answering, said)).status).toBe(409)
    const [settled] = (await page()).asked
    expect([settled!.state, settled!.answers.length]).toEqual(['accepted', 2])
  })

  it('tests each item with evidence whose inclusion is proved, and counts deviations by itself', async () => {
    await publishAll()
    const { sample } = (await page()).scope.find(({ control }) => control === CONTROL)!
    const conclusion = {
      control: CONTROL,
      design: 'effective',
      design_reason: 'Every medium is erased before it leaves.',
      operation: 'effective',
      operation_reason: 'Seen.',
    }
    expect((await house.post('auditor', at('/conclusions'), conclusion)).status).toBe(409)
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-audit-'))
    let verified = 0
    // One goes from item to item as the population lists them, whatever the order of the draw.
    const listed = sample!.items.toSorted((one, other) => Number(one) - Number(other))
    for (const [nth, item] of listed.entries()) {
      const one = told<ItemPage>(await house.get(at(`/item?control=${CONTROL}&item=${item}`), 'auditor'))
      expect([
        (JSON.parse(one.fact!.leaf) as { fact: { type: string } }).fact.type,
        one.place,
        one.fact!.index,
      ]).toEqual(['charter.attestation.made', nth + 1, Number(item)])
      const proof = path.join(folder, `${item}.proof`)
      writeFileSync(proof, await bytesOf(at(`/proof?index=${item}`)))
      const said = JSON.parse(
        execFileSync(process.execPath, [path.resolve('verify.mjs'), proof, '--json'], { encoding: 'utf8' }),
      ) as { ok: boolean }
      if (said.ok) verified += 1
      const result = nth === 2 ? 'deviates' : 'holds'
      const tested = {
        control: CONTROL,
        item,
        result,
        remark: `Looked at ${item}.`,
        evidence: [{ fact: Number(item) }],
      }
      told(await house.post('auditor', at('/tests'), tested))
    }
    rmSync(folder, { recursive: true })
    expect(verified).toBe(6)
    expect(
      (
        await house.post('auditor', at('/tests'), {
          control: CONTROL,
          item: '0',
          result: 'holds',
          remark: 'x',
        })
      ).status,
    ).toBe(400)
    expect((await house.get(at('/proof?index=0'), 'auditor')).status).toBe(404)
    const row = (await page()).scope.find(({ control }) => control === CONTROL)!
    expect([row.tested, row.deviations, row.sampled]).toEqual([6, 1, 6])
    expect(row.at_most).toBeGreaterThan(1)
    // Who answered does not conclude, whatever role he has.
    await house.ask('boss', 'POST', '/api/people/grants', {
      person: 'engineer',
      role: 'auditor',
      from: iso(START),
    })
    const answered = await house.post('engineer', at('/conclusions'), conclusion)
    expect([answered.status, answered.json.error.text.en]).toEqual([
      403,
      expect.stringContaining('You answered a request'),
    ])
    told(await house.post('auditor', at('/conclusions'), { ...conclusion, operation: 'not-effective' }))
  })

  it('makes a finding of what is not effective, which improvement plans an action for', async () => {
    const raise = { control: CONTROL, because: 'One erasure was not witnessed.' }
    const quiet = (await page()).scope.find(({ control }) => control !== CONTROL)!.control
    expect((await house.post('auditor', at('/findings'), { ...raise, control: quiet })).status).toBe(409)
    const after = told<EngagementPage>(await house.post('auditor', at('/findings'), raise), 201)
    const { finding } = after.scope.find(({ control }) => control === CONTROL)!
    const { rows } = told<{ rows: { id: string; because: { en: string }[] }[] }>(
      await house.get('/api/improvement/findings', 'boss'),
    )
    expect(rows.find((row) => row.id === finding)!.because[0]!.en).toBe(raise.because)
    const plan = {
      findings: [finding],
      what: 'Two witnesses.',
      owner: 'designer',
      due: day(LATER + 30 * DAY_MS),
    }
    expect((await house.post('boss', '/api/improvement/actions', plan)).status).toBe(201)
  })

  it('is reported once every control has a conclusion, and signed off by somebody who took no part', async () => {
    const early = await house.post('auditor', at('/report'), { summary: 'All was seen.' })
    expect(early.status).toBe(409)
    for (const { control } of (await page()).scope.filter((row) => row.conclusion === undefined))
      told(
        await house.post('second-auditor', at('/conclusions'), {
          control,
          design: 'not-tested',
          design_reason: 'Out of time.',
          operation: 'not-tested',
          operation_reason: 'Out of time.',
        }),
      )
    told(await house.post('auditor', at('/report'), { summary: 'One erasure was not witnessed.' }), 201)
    expect(
      (
        await house.post('auditor', at('/tests'), {
          control: CONTROL,
          item: '1',
          result: 'holds',
          remark: 'x',
        })
      ).status,
    ).toBe(409)
    const { reports } = await page()
    const { digest } = reports[0]!
    const canonical = told<object>(await house.get(at('/signed'), 'signer'))
    expect(Object.keys(canonical)).toContain('conclusions')
    expect(
      (await house.post('signer', at('/approve'), { digest: digest.replace(/^./, '0').replace(/.$/, '1') }))
        .status,
    ).toBe(403)
    // The second auditor may not, even with the role that approves.
    await house.ask('boss', 'POST', '/api/people/grants', {
      person: 'second-auditor',
      role: 'approver',
      from: iso(START),
    })
    expect((await house.post('second-auditor', at('/approve'), { digest })).status).toBe(403)
    const signed = told<EngagementPage>(await house.post('signer', at('/approve'), { digest }))
    expect([signed.state, signed.reports[0]!.approved!.by.id]).toEqual(['approved', 'signer'])
    await publishAll()
    const { steps } = await page()
    expect(steps.every(({ index }) => index !== undefined)).toBe(true)
    for (const { type, index } of steps) {
      const entry = await house.get(`/api/ledger/entries/${index}/proof`, 'boss')
      expect(entry.text).toContain(`"type":"${type}"`)
    }
    expect(steps.length).toBeGreaterThan(15)
  })

  it('is given as PDF and XLSX in both languages, the same bytes each time', async () => {
    const counts: number[] = []
    for (const language of ['ja', 'en'] as const) {
      const pdf = await bytesOf(at(`/report.pdf?language=${language}`))
      expect(pdf.equals(await bytesOf(at(`/report.pdf?language=${language}`)))).toBe(true)
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })
      const bare = text.replaceAll(/\s/g, '')
      const { reports, ledger, scope: rows } = await page()
      for (const part of [
        reports[0]!.digest,
        ledger.root,
        rows.find(({ control }) => control === CONTROL)!.sha256,
      ])
        expect(bare).toContain(part)
      expect(bare).toContain(language === 'ja' ? '承認済み' : 'Signedoff')
      const xlsx = await bytesOf(at(`/report.xlsx?language=${language}`))
      expect(xlsx.equals(await bytesOf(at(`/report.xlsx?language=${language}`)))).toBe(true)
      const sheets = await Promise.all([2, 3, 4, 5, 6, 7].map((sheet) => readSheet(xlsx, sheet)))
      counts.push(...sheets.map((sheet) => sheet.length))
    }
    const { scope: rows, steps } = await page()
    const expected = [rows.length + 1, rows.length + 1, 7, 2, 2, steps.length + 1]
    expect(counts).toEqual([...expected, ...expected])
  })

  it('is corrected by another version: the one that was signed stays as it was', async () => {
    const before = await bytesOf(at('/report.pdf?language=en&version=1'))
    told(await house.post('auditor', at('/reopen'), { because: 'A page was missing.' }))
    const opened = await page()
    expect([opened.state, opened.version, opened.reopened]).toEqual(['open', 2, 'A page was missing.'])
    const item = opened.scope.find(({ control }) => control === CONTROL)!.sample!.items[0]!
    told(
      await house.post('auditor', at('/tests'), {
        control: CONTROL,
        item,
        result: 'deviates',
        remark: 'Looked again.',
      }),
    )
    expect((await bytesOf(at('/report.pdf?language=en&version=1'))).equals(before)).toBe(true)
    told(await house.post('auditor', at('/report'), { summary: 'Corrected.' }), 201)
    expect((await page()).reports.map(({ version }) => version)).toEqual([1, 2])
  })

  it('opens to an outside auditor alone who was admitted, and only until then', async () => {
    expect((await house.get(at(''), 'outside')).status).toBe(403)
    const admitted = {
      person: 'outside',
      role: 'auditor',
      object: id,
      from: iso(START),
      until: iso(LATER + 10 * DAY_MS),
    }
    expect((await house.ask('boss', 'POST', '/api/people/grants', admitted)).status).toBe(201)
    expect((await page('outside')).may).toEqual({ work: true, approve: false, admit: false })
    expect((await page()).admitted.map(({ person, until }) => [person.id, until])).toEqual([
      ['outside', admitted.until],
    ])
    const list = told<EngagementList>(await house.get(BASE, 'outside'))
    expect([list.rows.map((row) => row.id), list.may_open]).toEqual([[id], false])
    // Nothing beyond it: no other engagement, not the ledger, not the evidence of others.
    const other = told<{ id: string }>(
      await house.post('auditor', BASE, { ...scope(), title: 'Other' }),
      201,
    ).id
    const beyond = [
      `${BASE}/${other}`,
      `${BASE}/${other}/population?control=${CONTROL}`,
      '/api/ledger/facts',
      '/api/ledger/export',
      '/api/improvement/findings',
      '/api/verdicts',
    ]
    const answers = await Promise.all(beyond.map(async (path) => (await house.get(path, 'outside')).status))
    expect(answers).toEqual(beyond.map(() => 403))
    house.setClock(LATER + 11 * DAY_MS)
    expect((await house.get(at(''), 'outside')).status).toBe(403)
    house.setClock(LATER + 3000)
  })
})

async function publishAll(): Promise<void> {
  await publish(house.ctx, (await readHead(house.ctx.db))!)
  while ((await listNext(house.ctx.db)).behind);
}
