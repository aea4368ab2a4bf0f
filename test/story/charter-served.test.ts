import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Conformance } from '../../src/charter/verdict.ts'
import { clauseOf, controlOf, iso } from './charter-house.ts'
import { startKensho, type Running } from './running.ts'
import type { Finished } from './story.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const HOUR_MS = 3_600_000
/** Each of some ten commands is a process of its own. */
const STORY_MS_MAX = 180_000

/** The demo, as `kensho up` serves it: a worker that leads, a server behind both fences, a visitor from this machine. */
let kensho: Running
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kensho-served-'))
  kensho = await startKensho()
})
afterAll(async () => {
  await kensho?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A demo person's session, as a browser keeps it. */
async function signedInAs(
  person: string,
): Promise<(method: string, at: string, body?: unknown) => Promise<Response>> {
  const headers = { 'content-type': 'application/json', origin: kensho.url }
  const url = `${kensho.url}/api/people/act-as`
  const acting = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ person }) })
  expect(acting.status, await acting.text()).toBe(200)
  const cookie = acting.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return (method, at, body) =>
    fetch(`${kensho.url}${at}`, {
      method,
      headers: { ...headers, cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
}

function asked(...args: string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const all = [path.join(ROOT, 'src/cli.ts'), ...args, '--server', kensho.url]
    execFile(process.execPath, all, { cwd: folder, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

it(
  'the charter is kept over HTTP by those who may: a waiver, evidence, a rule and a departure, and the command line sees them',
  async () => {
    const engineer = await signedInAs('demo-engineer')
    const approver = await signedInAs('demo-approver')
    const json = async (answer: Promise<Response>, status: number) => {
      const response = await answer
      const text = await response.text()
      expect(response.status, text).toBe(status)
      return JSON.parse(text)
    }
    const before = await asked('verdicts', '--json')
    const conformance = JSON.parse(before.stdout) as Conformance
    expect([before.status, clauseOf(conformance, '2.1').verdict]).toEqual([1, 'fail'])
    expect(controlOf(conformance, '4.4.rule-in-force').verdict).toBe('pass')

    const objects = controlOf(conformance, 'redundancy.single-points')
      .because.filter(({ verdict }) => verdict === 'fail')
      .flatMap((one) => one.objects)
    const request = {
      id: 'panel-b',
      clause: '2.1',
      objects,
      reason: 'a second panel is on order',
      until: iso(Date.now() + 24 * HOUR_MS),
    }
    const { digest } = await json(engineer('POST', '/api/charter/waivers', request), 201)
    await json(engineer('POST', '/api/charter/waivers/panel-b/approve', { digest }), 403)
    await json(approver('POST', '/api/charter/waivers/panel-b/approve', { digest }), 200)
    const waived = JSON.parse((await asked('verdicts', '--json')).stdout) as Conformance
    expect(clauseOf(waived, '2.1').waivers).toEqual(['panel-b'])

    const path4 = '/api/charter/rules/rule-4-4/versions/2'
    const rule = {
    clause: '4.4', title: { ja: '廃棄の規則', en: 'Rule of disposal' }, owner: 'demo-approver', text: '# 二版\n',
    effective_from: iso(Date.now()), review_by: iso(Date.now() + 9000 * HOUR_MS),
  } // prettier-ignore
    await json(engineer('POST', path4, rule), 201)
    const submitted = await json(engineer('POST', `${path4}/submit`), 200)
    await json(approver('POST', `${path4}/approve`, { digest: submitted.digest }), 200)
    const { versions } = await json(engineer('GET', '/api/charter/rules/rule-4-4'), 200)
    expect(versions.map(({ state }: { state: string }) => state)).toEqual(['superseded', 'in-force'])
    expect(await (await engineer('GET', '/api/charter/rules/rule-4-4/versions/1/text')).text()).toContain(
      '搬出',
    )

    const kept = await fetch(`${kensho.url}/api/charter/evidence`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', origin: kensho.url },
      body: 'rehearsed',
    })
    const { sha256 } = (await kept.json()) as { sha256: string }
    const attestation = {
    clause: '3.2.5', verdict: 'pass', observed_from: iso(Date.now() - 2 * HOUR_MS), observed_to: iso(Date.now() - HOUR_MS),
    valid_until: iso(Date.now() + HOUR_MS), evidence: [{ file: 'rehearsal.txt', sha256 }], population: { total: 1, judged: 1 },
    statement: { ja: '試した。', en: 'Rehearsed.' },
  } // prettier-ignore
    await json(engineer('POST', '/api/charter/attestations', attestation), 201)

    const departure = {
    of: 'osaka1-nat2', is: 'down', because: 'memory', owner: 'demo-engineer', until: iso(Date.now() + 2 * HOUR_MS),
  } // prettier-ignore
    const { id } = await json(engineer('POST', '/api/estate/departures', departure), 201)
    const change = {
      id: 'c',
      requester: 'demo-engineer',
      digest: 'd',
      from: iso(Date.now()),
      until: iso(Date.now() + HOUR_MS),
      takes_down: ['osaka1-nat1'],
    }
    writeFileSync(path.join(folder, 'change.json'), JSON.stringify(change))
    const gate = await asked('gate', 'change.json', '--json')
    expect([gate.status, gate.stderr]).toEqual([2, ''])
    await json(engineer('POST', `/api/estate/departures/${id}/end`), 200)

    const after = JSON.parse((await asked('verdicts', '--json')).stdout) as Conformance
    expect(controlOf(after, '3.2.5.attested').verdict).toBe('pass')
    expect(controlOf(after, '4.4.rule-in-force').because[0]!.text.en).toContain('2 is in force')
    expect((await asked('oscal', '--out', 'one.json')).status).toBe(0)
    expect((await asked('oscal', '--out', 'two.json')).status).toBe(0)
    expect(readFileSync(path.join(folder, 'one.json'))).toEqual(readFileSync(path.join(folder, 'two.json')))
  },
  STORY_MS_MAX,
)
