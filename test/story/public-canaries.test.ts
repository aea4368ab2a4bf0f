import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { convert } from 'fontverter'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { workspaceCollections } from '../../src/charter/composition.ts'
import { firstChoices } from '../../src/charter/public-edition/choices.ts'
import { unzippedEdition } from '../../src/charter/public-edition/zip.ts'
import { openFor } from '../../src/ledger/subject-keys.ts'
import { readPerson } from '../../src/people/person-store.ts'
import { ESTATE_COLLECTIONS } from '../../src/estate/estate-shape.ts'
import { Canaries, canaryWorkspace } from './canary-workspace.ts'
import { charterHouse, type CharterHouse } from './charter-house.ts'

/** A telephone number is digits only. */
const PHONE = '0377410093557'
const SHOWN = /^(application\/json|text\/|font\/woff2|application\/zip)/

let house: CharterHouse
let url = ''
const canaries = new Canaries()
const collections = new Map<string, number>()
/** Kept under a key of each person and in no table as they are. */
const sealed = new Set<string>()

beforeAll(async () => {
  house = await charterHouse()
  await house.enter('second', ['approver'])
  url = await house.listen()
})
afterAll(() => house.stop())

const say = (place: string) => canaries.at(place)
async function post(who: string, at: string, body: object, statuses = [200, 201, 202]) {
  const answer = await house.post(who, at, body)
  expect(statuses, `${at}: ${answer.text.slice(0, 400)}`).toContain(answer.status)
  return answer.json
}

it('plants something in every kind of document, fact and file', async () => {
  const { document, files } = canaryWorkspace(canaries)
  for (const collection of [...ESTATE_COLLECTIONS, ...Object.keys(workspaceCollections())]) {
    const text = JSON.stringify((document as Record<string, unknown>)[collection])
    collections.set(collection, [...canaries.planted.keys()].filter((canary) => text.includes(canary)).length)
  }
  expect([...collections].filter(([, planted]) => planted === 0)).toEqual([])
  await house.apply('boss', { 'workspace.json': JSON.stringify(document), ...files })
  await house.enter('planted', ['engineer'])
  for (const field of ['name', 'name_en', 'mail']) sealed.add(say(`person ${field}`))
  canaries.planted.set(PHONE, 'person phone')
  sealed.add(PHONE)
  const [name, name_en, mail, phone] = [...sealed]
  const particulars = { name, name_en, mail: `${mail}@example.jp`, phone }
  const entered = await house.ask('boss', 'PUT', '/api/people/persons/planted', particulars)
  expect(entered.status, entered.text).toBe(200)
  await post('boss', '/api/people/teams', {
    id: say('team id'),
    name: { ja: say('team ja'), en: say('team en') },
  })
  await plantCharter()
  await plantImprovement()
  await plantNotice()
  console.log(
    `canaries: ${canaries.planted.size} planted, in ${collections.size} kinds of documents and beyond`,
  )
  expect(canaries.planted.size).toBeGreaterThan(130)
})

async function plantCharter(): Promise<void> {
  const sha256 = await house.evidence(`seen: ${say('evidence file')}`)
  const day = 86_400_000
  const soon = new Date(Date.now() + 30 * day).toISOString()
  const attested = await post('engineer', '/api/charter/attestations', {
    id: say('attestation id'),
    clause: '4.4',
    verdict: 'fail',
    observed_from: new Date(Date.now() - 2 * day).toISOString(),
    observed_to: new Date(Date.now() - day).toISOString(),
    valid_until: soon,
    evidence: [{ file: `${say('evidence name')}.txt`, sha256 }],
    population: { total: 3, judged: 3 },
    statement: { ja: say('statement ja'), en: say('statement en') },
    objects: [say('object of an attestation')],
  })
  const gone = say('reason of a withdrawal')
  await post(
    'engineer',
    `/api/charter/attestations/${attested.id}/withdraw`,
    { reason: gone },
    [200, 201, 404],
  )
  const rule = say('rule id')
  await post('boss', `/api/charter/rules/${rule}/versions/1`, {
    clause: '4.3',
    title: { ja: say('rule title ja'), en: say('rule title en') },
    owner: 'boss',
    effective_from: '2026-12-01T00:00:00+09:00',
    review_by: '2027-12-01T00:00:00+09:00',
    text: `# ${say('rule text')}`,
  })
  await post('engineer', '/api/charter/waivers', {
    clause: '2.1',
    objects: [say('object of a waiver')],
    reason: say('reason of a waiver'),
    until: soon,
  })
  await post('engineer', '/api/estate/departures', {
    of: [...canaries.planted].find(([, place]) => place === 'documents nodes.id')![0],
    is: 'down',
    because: say('reason of a departure'),
    owner: 'engineer',
    until: soon,
  })
}

async function plantImprovement(): Promise<void> {
  const { id } = await post('engineer', '/api/improvement/findings', {
    clause: '4.4',
    objects: [say('object of a finding')],
    because: say('reason of a finding'),
  })
  const action = await post('engineer', '/api/improvement/actions', {
    findings: [id],
    what: say('what an action does'),
    owner: 'engineer',
    due: '2030-01-31',
  })
  await post('engineer', `/api/improvement/actions/${action.id}/done`, { what: say('what was done') })
  const review = await post('boss', '/api/improvement/reviews', {
    date: '2026-11-20',
    attendees: ['engineer'],
    executive: 'outsider',
  })
  await post('boss', `/api/improvement/reviews/${review.id}/record`, {
    minutes: say('minutes'),
    decisions: [{ what: say('decision'), owner: 'engineer', due: '2030-01-31' }],
  })
}

async function plantNotice(): Promise<void> {
  const body = [
    `From: noc@kaigan.example`,
    `To: maintenance@kensho.example`,
    `Subject: Planned maintenance ${say('subject of a notice')}`,
    `Message-ID: <${say('message id')}@kaigan.example>`,
    `Date: Sun, 22 Nov 2026 09:00:00 +0900`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `The circuit ${say('text of a notice')} is taken out of service.`,
    '--b',
    `Content-Type: text/plain; name="${say('name of an attachment')}.txt"`,
    'Content-Disposition: attachment; filename="a.txt"',
    '',
    `Work order ${say('text of an attachment')}`,
    '--b--',
    '',
  ].join('\r\n')
  const taken = await house.send('engineer', '/api/maintenance/mails', 'message/rfc822', body)
  expect(taken.status, taken.text).toBe(202)
}

it('each of them really is in the database, or in the files beside it', async () => {
  const stored = await everythingStored()
  const missing = [...canaries.planted].filter(([canary]) => !stored.includes(canary) && !sealed.has(canary))
  expect(missing).toEqual([])
  const row = await readPerson(house.ctx.db, 'planted')
  const told = [row?.name, row?.contact]
    .map((text) => openFor(house.ctx.config, 'planted', text ?? ''))
    .join('\n')
  expect([...sealed].filter((canary) => !told.includes(canary))).toEqual([])
  console.log(
    `canaries: ${canaries.planted.size - sealed.size} found in ${stored.length} bytes of the database and its files, ${sealed.size} sealed and opened by the key of their person`,
  )
})

it('and none is in any byte of the public edition, over HTTP or exported', async () => {
  const first = firstChoices()
  const remark = { ja: '毎月確かめています。', en: 'Checked every month.' }
  const clauses = first.clauses.map((choice) => ({ ...choice, shows: 'state' as const, remark }))
  const { edition } = await post('boss', '/api/public-edition/editions', { ...first, clauses })
  const overview = (await house.get('/api/public-edition', 'boss')).json
  const { digest } = overview.editions[0]
  await post('second', `/api/public-edition/editions/${edition}/approve`, { digest })
  await post('boss', `/api/public-edition/editions/${edition}/publish`, {})
  const export_ = await ask('/api/public-edition/export', 'viewer')
  const files = await unzippedEdition(export_.bytes)
  const looked: [string, Buffer][] = [
    ['export.zip', export_.bytes],
    ['headers', Buffer.from(export_.headers)],
  ]
  for (const [name, bytes] of files) {
    looked.push([`exported ${name}`, Buffer.from(bytes)])
    const served = await ask(`/public/${name === 'index.html' ? '' : name}`)
    expect([name, served.status]).toEqual([name, 200])
    looked.push([`served ${name}`, served.bytes], [`headers of ${name}`, Buffer.from(served.headers)])
    if (name.endsWith('.woff2')) looked.push([`unpacked ${name}`, await unpacked(bytes)])
  }
  const compressed = await ask('/public/', undefined, { 'accept-encoding': 'gzip, br' })
  looked.push(['served compressed, as read', compressed.bytes])
  const found = looked.flatMap(([name, bytes]) => canariesIn(bytes).map((canary) => `${name}: ${canary}`))
  expect(found).toEqual([])
  const total = looked.reduce((sum, [, bytes]) => sum + bytes.length, 0)
  console.log(`canaries: 0 of ${canaries.planted.size} in ${looked.length} answers and files, ${total} bytes`)
  expect([files.size, looked.length]).toEqual([20, 3 + 20 * 3 + 13])
})

it('a search that would not find one would be worth nothing: planted in each form, each is found', () => {
  const [canary] = [...canaries.planted.keys()]
  const forms = [canary!, canary!.toUpperCase(), ...encodings(canary!)]
  const missed = forms.filter((form) => canariesIn(Buffer.from(`…${form}…`)).length === 0)
  expect([forms.length, missed]).toEqual([8, []])
})

async function ask(at: string, who?: string, more: Record<string, string> = {}) {
  const headers = { ...more, ...(who !== undefined && { 'x-test-person': who }) }
  const answer = await fetch(url + at, { headers, redirect: 'manual' })
  expect(answer.headers.get('content-type') ?? '').toMatch(SHOWN)
  return {
    status: answer.status,
    headers: JSON.stringify([...answer.headers]),
    bytes: Buffer.from(await answer.arrayBuffer()),
  }
}

/** Every value of every table of every schema, and every file of the data folder, as one text. */
async function everythingStored(): Promise<string> {
  const { db, config } = house.ctx
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db)
  expect(tables.length).toBeGreaterThan(30)
  const parts: string[] = []
  for (const { schema, name } of tables) {
    const { rows } = await sql<
      Record<string, unknown>
    >`select * from ${sql.table(`${schema}.${name}`)}`.execute(db)
    for (const row of rows)
      for (const value of Object.values(row))
        parts.push(Buffer.isBuffer(value) ? value.toString('utf8') : (JSON.stringify(value) ?? ''))
  }
  for (const entry of readdirSync(config.dataDir, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) parts.push(readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  return parts.join('\n')
}

/** As it is, by any case, and as base64 at any offset, hexadecimal, percent-encoded and UTF-16 would write it. */
function encodings(canary: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from('x'.repeat(offset) + canary).toString('base64')
    // What neighbours have a part in is left out.
    return text.slice(offset === 0 ? 0 : 4, -4)
  })
  const hex = Buffer.from(canary).toString('hex')
  const percent = Array.from(canary)
    .map((letter) => `%${Buffer.from(letter).toString('hex')}`)
    .join('')
  return [...base64, hex, percent, Array.from(canary).join('\u0000')]
}

function canariesIn(bytes: Uint8Array): string[] {
  const [text, lower] = [
    Buffer.from(bytes).toString('latin1'),
    Buffer.from(bytes).toString('latin1').toLowerCase(),
  ]
  return [...canaries.planted.keys()].filter(
    (canary) => lower.includes(canary.toLowerCase()) || encodings(canary).some((form) => text.includes(form)),
  )
}

/** A font without its compression: its tables hold texts too. */
async function unpacked(bytes: Uint8Array): Promise<Buffer> {
  return convert(Buffer.from(bytes), 'truetype')
}
