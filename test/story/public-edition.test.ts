import { hash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstChoices, type ClauseChoice } from '../../src/charter/public-edition/choices.ts'
import type { PublicContent } from '../../src/charter/public-edition/content.ts'
import { unzippedEdition } from '../../src/charter/public-edition/zip.ts'
import { ALL_MODULES } from '../../src/modules.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { runCommandLine } from '../../src/platform/command-line.ts'
import { charterHouse, iso, type CharterHouse } from './charter-house.ts'
import { readEntries, readHead } from '../../src/ledger/index.ts'
import { ORIGIN } from './people-app.ts'

const DAY_MS = 86_400_000
const WORKSPACE = `
operator: { name: { ja: 試験通信, en: Trial Telecom }, zone: Asia/Tokyo, era: true }
nodes: [{ id: node-tokyo-7, name: 東京交換機七号 }, { id: node-osaka-9 }]
links: [{ id: link-1, from: node-tokyo-7, to: node-osaka-9 }]
services: [{ id: data, from: [node-tokyo-7], to: [node-osaka-9] }]
`

let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
  await house.enter('second', ['approver'])
  await house.apply('boss', { 'workspace.yaml': WORKSPACE })
})
afterAll(() => house.stop())

const choices = (change: (choice: ClauseChoice) => ClauseChoice = (choice) => choice) => {
  const first = firstChoices()
  return { ...first, clauses: first.clauses.map((choice) => change(choice)) }
}
const withStates = choices((choice) => ({ ...choice, shows: 'state' }))
const fetched = async (file: string, headers: Record<string, string> = {}) => {
  const answer = await house.app.request(`/public/${file}`, {
    headers: { host: new URL(ORIGIN).host, ...headers },
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8') }
}
const overview = async () => (await house.get('/api/public-edition', 'boss')).json
const path1 = '/api/public-edition/editions'

async function published(chosen = withStates): Promise<{ edition: number; digest: string }> {
  const forward = await house.post('boss', path1, chosen)
  expect(forward.status, forward.text).toBe(201)
  const { edition } = forward.json as { edition: number }
  const { digest } = (await overview()).editions[0] as { digest: string }
  const approved = await house.post('second', `${path1}/${edition}/approve`, { digest })
  expect(approved.status, approved.text).toBe(200)
  const out = await house.post('boss', `${path1}/${edition}/publish`)
  expect(out.status, out.text).toBe(200)
  return { edition, digest }
}

/** A command as the command line runs it, in this process. */
async function command(env: Record<string, string>, ...args: string[]) {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const commands = ALL_MODULES.flatMap((module) => module.commands ?? [])
  const status = await runCommandLine(commands, [], args, {
    out: (line) => stdout.push(line),
    err: (line) => stderr.push(line),
    clock: systemClock,
    env,
    cwd: process.cwd(),
  })
  return { status, stdout: stdout.join('\n'), stderr: stderr.join('\n') }
}

it('nothing is public until one put it forward, another approved it and it was published', async () => {
  expect((await fetched('')).status).toBe(404)
  expect((await house.get('/api/public-edition/export', 'boss')).status).toBe(404)
  const saved = await house.ask('boss', 'PUT', '/api/public-edition/choices', withStates)
  expect(saved.status, saved.text).toBe(200)
  for (const [who, status] of [
    ['engineer', 403],
    ['second', 403],
    ['boss', 201],
  ] as const)
    expect((await house.post(who, path1, withStates)).status, who).toBe(status)
  const { editions } = await overview()
  const [{ digest, state }] = editions
  expect([editions.length, state]).toEqual([1, 'waiting'])
  const wrong = await house.post('second', `${path1}/1/approve`, { digest: '0'.repeat(64) })
  const own = await house.post('boss', `${path1}/1/approve`, { digest })
  const early = await house.post('boss', `${path1}/1/publish`)
  expect([wrong.status, own.status, early.status]).toEqual([403, 403, 409])
  expect((await house.post('second', `${path1}/1/approve`, { digest })).status).toBe(200)
  expect((await fetched('')).status).toBe(404)
  expect((await house.post('second', `${path1}/1/publish`)).status).toBe(403)
  const out = await house.post('boss', `${path1}/1/publish`)
  expect(out.status, out.text).toBe(200)
  const { edition: open, over, changed } = (await overview()).published
  expect([open, over, changed]).toEqual([1, false, false])
})

it('what is served is static, cached, without script, cookie or any address but its own', async () => {
  const answer = await house.app.request('/public', { headers: { host: new URL(ORIGIN).host } })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/public/'])
  const names = ['', 'en.html', 'style.css', 'edition.json', 'checkpoint.txt', 'proof.txt', 'verify.mjs']
  let checked = 0
  for (const name of names) {
    const { status, headers, text } = await fetched(name)
    expect([name, status], text.slice(0, 300)).toEqual([name, 200])
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    const again = await fetched(name, { 'if-none-match': headers.get('etag') ?? '' })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
    checked += 1
  }
  expect(checked).toBe(7)
  for (const name of ['', 'en.html']) {
    const { text } = await fetched(name)
    expect(text).not.toMatch(/<script|<iframe|javascript:|style=|onload=|https?:/)
    for (const [, address] of text.matchAll(/(?:href|src)="([^"]+)"/g))
      expect(address).toMatch(/^(style\.css|en\.html|index\.html|#charter)$/)
  }
  expect((await fetched('')).text).toMatch(/<html lang="ja">[^]*令和\d+年\d+月\d+日/)
  expect((await fetched('en.html')).text).toContain('Trial Telecom')
  expect((await fetched('nothing-of-the-kind.txt')).status).toBe(404)
})

it('what fails and what is unknown is shown as that, and nothing else than the judgement says', async () => {
  const { clauses } = await house.conformance()
  const content = JSON.parse((await fetched('edition.json')).text) as PublicContent
  expect(content.clauses.length).toBe(clauses.length)
  expect(content.counts).toEqual({ clauses: 40, shown: 40, judged: 40 })
  const verdicts = new Map(clauses.map(({ id, verdict }) => [id, verdict]))
  for (const { id, state } of content.clauses) expect([id, state?.verdict]).toEqual([id, verdicts.get(id)])
  expect(content.clauses.filter(({ state }) => state?.verdict === 'pass')).toEqual([])
  const { text } = await fetched('')
  expect(text.match(/<p class="state state-/g)?.length).toBe(40)
  expect(text).not.toContain(
    'class="state state-pass"><svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.6" fill="currentColor"/></svg> <b>適合</b></p>',
  )
})

it('anyone verifies it offline: digest, seal in the ledger, checkpoint', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-public-'))
  try {
    for (const name of ['edition.json', 'proof.txt', 'verify.mjs', 'checkpoint.txt'])
      writeFileSync(path.join(folder, name), (await fetched(name)).bytes)
    const digest = hash('sha256', readFileSync(path.join(folder, 'edition.json')))
    expect((await fetched('')).text).toContain(digest)
    const run = spawnSync(process.execPath, ['verify.mjs', 'proof.txt', '--json'], { cwd: folder })
    expect(run.status, String(run.stdout) + String(run.stderr)).toBe(0)
    const proof = readFileSync(path.join(folder, 'proof.txt'), 'utf8')
    expect(proof).toContain('charter.public-edition.sealed')
    expect(proof).toContain(digest)
    expect(proof).not.toMatch(/boss|second/)
    const content = JSON.parse((await fetched('edition.json')).text) as PublicContent
    expect((await fetched('checkpoint.txt')).text).toBe(content.checkpoint.note)
    writeFileSync(path.join(folder, 'proof.txt'), proof.replace(digest, '0'.repeat(64)))
    expect(spawnSync(process.execPath, ['verify.mjs', 'proof.txt'], { cwd: folder }).status).toBe(1)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('the command writes the same files, whole or not at all', async () => {
  const served = await house.serve('boss')
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-export-'))
  try {
    const target = path.join(folder, 'out')
    const told = (...args: string[]) => command({ KENSHO_URL: served.url }, ...args)
    const done = await told('public', 'export', target, '--json')
    expect(done.status, done.stderr).toBe(0)
    const names = readdirSync(target).toSorted()
    const { files } = JSON.parse(done.stdout) as { files: { name: string }[] }
    expect(files.map(({ name }) => name)).toEqual(names)
    expect(names.length).toBe(20)
    for (const name of names.filter((one) => one !== 'index.html'))
      expect((await fetched(name)).bytes.equals(readFileSync(path.join(target, name))), name).toBe(true)
    const refused = await told('public', 'export', target)
    expect([refused.status, refused.stderr]).toEqual([64, expect.stringContaining('empty or new folder')])
    const zip = await house.app.request('/api/public-edition/export', {
      headers: { host: new URL(ORIGIN).host, 'x-test-person': 'viewer' },
    })
    const inside = await unzippedEdition(new Uint8Array(await zip.arrayBuffer()))
    expect([...inside.keys()].toSorted()).toEqual(names)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await served.close()
  }
})

it('it says when it is out of date: its days are over, or something changed; not which', async () => {
  const before = (await fetched('')).text
  expect(before).not.toContain('古くなっています')
  house.setClock(Date.now() + 91 * DAY_MS)
  const late = (await fetched('')).text
  expect(late).toContain('現在の内容としてお読みいただけるのは')
  house.setClock(undefined)
  const text = { ja: '消してから捨てる。', en: 'Erase, then discard.' }
  const edition = {
    title: { ja: '試験の品質憲章', en: 'Charter of the trial' },
    preamble: [],
    issuer: { office: { ja: '社長', en: 'President' }, person: 'second' },
    effective: iso(Date.now()).slice(0, 10),
    clauses: [{ id: '4.4', text }],
  }
  const drafted = await house.post('boss', '/api/charter/editions/2', edition)
  await house.post('second', '/api/charter/editions/2/approve', { digest: drafted.json.digest })
  house.setClock(Date.now() + 61_000)
  const { text: now } = await fetched('')
  expect(now).toContain('その後に変わりました')
  expect(now).not.toContain('消してから捨てる。')
  expect((await overview()).published).toMatchObject({ over: false, changed: true })
  house.setClock(undefined)
})

it('the next edition takes its place, is compared with it, and is withdrawn in one step', async () => {
  const remark = { ja: '毎月確かめています。', en: 'We check every month.' }
  const chosen = choices((choice) =>
    choice.id === '4.4'
      ? { ...choice, remark }
      : choice.id === '4.3'
        ? { ...choice, shows: 'nothing' }
        : choice,
  )
  const { edition } = await published(chosen)
  const text = (await fetched('en.html')).text
  expect(text).toContain('We check every month.')
  expect(text).toContain('Erase, then discard.')
  expect(text).not.toContain('clause-4.3')
  expect(text).toContain('Of the 40 entries of the charter, 39 are shown here, 0 of them with their state.')
  const { parts } = (await house.get(`${path1}/${edition}/difference?from=1`)).json
  expect(parts.map(({ id }: { id: string }) => id)).toContain('4.3')
  expect(parts[0].id).toBe('')
  const states = (await overview()).editions.map(({ state }: { state: string }) => state)
  expect(states).toEqual(['published', 'replaced'])
  expect((await house.post('engineer', `${path1}/${edition}/withdraw`, { reason: 'x' })).status).toBe(403)
  const reason = 'A word was wrong.'
  expect((await house.post('second', `${path1}/${edition}/withdraw`, { reason })).status).toBe(200)
  expect((await fetched('')).status).toBe(404)
  expect((await house.post('boss', `${path1}/${edition}/publish`)).status).toBe(409)
  const types: string[] = []
  const { db } = house.ctx
  for await (const { fact } of readEntries(db, 0, (await readHead(db))?.size ?? 0))
    if (fact.type.startsWith('charter.public-edition.')) types.push(fact.type)
  expect(new Set(types)).toEqual(
    new Set(
      ['drafted', 'submitted', 'approved', 'published', 'sealed', 'withdrawn'].map(
        (verb) => `charter.public-edition.${verb}`,
      ),
    ),
  )
})

it('what cannot be is refused with its place: unknown clauses, and remarks that call things or persons by name', async () => {
  const remarked = (ja: string, en: string) =>
    choices((choice) => (choice.id === '2.1' ? { ...choice, remark: { ja, en } } : choice))
  const cases: [object, string][] = [
    [{ valid_days: 0, clauses: [] }, 'valid_days'],
    [
      { valid_days: 9, clauses: [{ id: '9.9', shows: 'text', freshness: true, since: true }] },
      'clauses.0.id',
    ],
    [remarked('東京交換機七号は守られている。', 'It is protected.'), 'clauses.2.remark.ja'],
    [remarked('守られている。', 'The device node-osaka-9 is protected.'), 'clauses.2.remark.en'],
    [remarked('Name engineer が見ました。', 'Seen.'), 'clauses.2.remark.ja'],
  ]
  for (const [body, place] of cases) {
    const refused = await house.post('boss', '/api/public-edition/preview', body)
    expect([refused.status, refused.json.error.place?.path], refused.text).toEqual([400, place])
  }
  const empty = choices((choice) => ({ ...choice, shows: 'nothing' }))
  expect((await house.post('boss', path1, empty)).status).toBe(409)
})

it('who asks too often from one place waits', async () => {
  const statuses: number[] = []
  for (let nth = 0; nth < 300; nth += 1) statuses.push((await fetched('style.css')).status)
  expect(statuses.at(-1)).toBe(429)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(20)
})
