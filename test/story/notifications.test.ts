import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followVerdicts } from '../../src/charter/improvement/jobs.ts'
import { followWhatStands } from '../../src/charter/notification/following.ts'
import { mailNews } from '../../src/charter/notification/mailing.ts'
import type { NewsItem } from '../../src/charter/notification/routes.ts'
import { amendPerson } from '../../src/people/person-actions.ts'
import { inTransaction } from '../../src/platform/database.ts'
import { charterHouse, OPERATOR_IN_TOKYO, type CharterHouse } from './charter-house.ts'
import { answerOf } from './facts-told.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A night to come, 03:00 in Tokyo: before the hour of daily mails, and after everybody was given what he may. */
const NIGHT_MS = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 18 * HOUR_MS

type Page = { total: number; open: number; items: NewsItem[] }

let house: CharterHouse
let server: SMTPServer
let isRefusing = false
const outbox: { to: string[]; raw: string }[] = []

beforeAll(async () => {
  house = await charterHouse()
  server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      isRefusing ? done(new Error('no such mailbox <x@y.example>')) : done(),
    onData: (stream, session, done) => {
      let raw = ''
      stream.on('data', (chunk) => (raw += String(chunk)))
      stream.on('end', () => {
        outbox.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  Object.assign(house.ctx.config, {
    mail: { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'kensho@trial.example' },
  })
  for (const person of ['boss', 'engineer'])
    await inTransaction(house.ctx.db, (tx) =>
      amendPerson(house.ctx, tx, { id: 'system:test' }, person, {
        kind: 'employee',
        name: person,
        mail: `${person}@trial.example`,
      }),
    )
  await house.apply('boss', OPERATOR_IN_TOKYO)
}, 120_000)
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await house.stop()
})

const told = async (who: string, query = ''): Promise<Page> =>
  answerOf<Page>(await house.get(`/api/notifications?limit=500${query}`, who))
const keysOf = ({ items }: Page, kind: string): string[] =>
  items.filter((one) => one.kind === kind).map(({ key }) => key)

describe('what somebody is to know', () => {
  it('comes to who may approve it, not to who made it, and is settled when it was decided', async () => {
    house.setClock(NIGHT_MS)
    const asked = {
      clause: '4.4',
      objects: ['disk-7'],
      reason: 'Wiped next week.',
      until: new Date(NIGHT_MS + 20 * DAY_MS).toISOString(),
    }
    const made = await house.post('engineer', '/api/charter/waivers', asked)
    const { id, digest } = answerOf<{ id: string; digest: string }>(made, 201)
    expect(await followWhatStands(house.ctx)).toBe(await followed())
    expect(await followWhatStands(house.ctx)).toBe(0)
    expect(keysOf(await told('boss'), 'approval')).toEqual([`approval charter.waiver ${id} ${digest}`])
    for (const other of ['engineer', 'designer', 'outsider', 'viewer'])
      expect([other, keysOf(await told(other), 'approval')]).toEqual([other, []])
    answerOf(await house.post('boss', `/api/charter/waivers/${id}/approve`, { digest }))
    await followWhatStands(house.ctx)
    expect(keysOf(await told('boss'), 'approval')).toEqual([])
    const past = (await told('boss', '&state=all')).items.find(({ kind }) => kind === 'approval')
    expect(past).toMatchObject({ settled: true, read: false, link: `/waivers/${id}` })
    house.setClock(NIGHT_MS + 10 * DAY_MS)
    await followWhatStands(house.ctx)
    expect(keysOf(await told('engineer'), 'ends')).toHaveLength(1)
    house.setClock(NIGHT_MS + 30 * DAY_MS)
    await followWhatStands(house.ctx)
    expect(keysOf(await told('engineer'), 'ends')).toEqual([])
    house.setClock(NIGHT_MS)
  })

  it('is read, and can be taken back, by its reader alone', async () => {
    const { items } = await told('boss', '&state=all')
    const key = items[0]!.key
    expect(answerOf(await house.post('boss', '/api/notifications/read', { keys: [key] }))).toEqual({
      keys: [key],
    })
    expect(
      answerOf(await house.post('engineer', '/api/notifications/read', { keys: [key], read: false })),
    ).toEqual({
      keys: [],
    })
    expect((await told('boss', '&state=all')).items[0]!.read).toBe(true)
    expect(
      answerOf(await house.post('boss', '/api/notifications/read', { keys: [key], read: false })),
    ).toEqual({
      keys: [key],
    })
    const csv = await house.get('/api/notifications?state=all&format=csv', 'boss')
    expect(csv.text.split('\r\n').length).toBe(items.length + 2)
    expect((await house.get('/api/notifications', '')).status).toBe(401)
  })

  it('tells of verdicts that turned those whose task it is', async () => {
    house.setClock(undefined)
    await followVerdicts(house.ctx)
    const links = [{ id: 'only', from: 'east', to: 'west' }]
    const services = [
      { id: 'voice', from: ['east'], to: ['west'], any_from: false, tolerate: ['east', 'west'] },
    ]
    await house.apply('boss', {
      'n.json': JSON.stringify({
        operator: { id: 'o', name: 'O', zone: 'Asia/Tokyo' },
        nodes: [{ id: 'east' }, { id: 'west' }],
        links,
        services,
      }),
    })
    expect((await followVerdicts(house.ctx)).turns).toBeGreaterThan(0)
    await followWhatStands(house.ctx)
    const turned = (await told('boss')).items.filter(({ kind }) => kind === 'turned')
    expect(turned.map(({ text }) => text.ja)).toContainEqual(
      expect.stringMatching(/^2\.1 冗長設計：「不明」から「不適合」に変わりました（対象 \d+）/),
    )
    expect(keysOf(await told('designer'), 'turned')).toHaveLength(turned.length)
    expect(keysOf(await told('viewer'), 'turned')).toEqual([])
    expect((await told('boss', '&kind=turned&search=冗長')).total).toBeGreaterThan(0)
    expect((await told('boss', '&search=%25')).total).toBe(0)
  })
})

/** How much stands for everybody: what a first look adds. */
async function followed(): Promise<number> {
  let count = 0
  for (const who of ['boss', 'outsider', 'engineer', 'designer', 'viewer'])
    count += (await told(who, '&state=all')).total
  return count
}

describe('by mail', () => {
  it('goes at once or in one daily mail, as its reader chose, once, to who has an address', async () => {
    const plan = {
      clause: '4.4',
      objects: ['disk-8'],
      because: 'It stood unlocked.',
    }
    house.setClock(NIGHT_MS)
    const { id } = answerOf<{ id: string }>(
      await house.post('engineer', '/api/improvement/findings', plan),
      201,
    )
    const due = new Date(NIGHT_MS + 4 * DAY_MS).toISOString().slice(0, 10)
    const action = { findings: [id], what: 'Lock it away.', owner: 'engineer', due }
    answerOf(await house.post('boss', '/api/improvement/actions', action), 201)
    const english = {
      language: 'en',
      mail: { approval: 'daily', turned: 'never', due: 'daily', ends: 'never' },
    }
    answerOf(await house.ask('engineer', 'PUT', '/api/notifications/preference', english))
    await followWhatStands(house.ctx)
    expect(await mailNews(house.ctx)).toBe(1)
    expect(outbox.map(({ to }) => to)).toEqual([['boss@trial.example']])
    expect(await mailNews(house.ctx)).toBe(0)
    house.setClock(NIGHT_MS + 5 * HOUR_MS)
    expect(await mailNews(house.ctx)).toBe(1)
    expect(outbox[1]!.to).toEqual(['engineer@trial.example'])
    expect(outbox[1]!.raw).toContain('Subject: An action is due within seven days: Lock it away.')
    expect(outbox[1]!.raw).not.toMatch(/charset=iso|処置/)
    expect(await mailNews(house.ctx)).toBe(0)
  })

  it('that no server takes is tried again, and the settings say so without naming an address', async () => {
    answerOf(
      await house.post('engineer', '/api/charter/waivers', {
        clause: '4.4',
        objects: ['disk-9'],
        reason: 'Being wiped.',
        until: new Date(NIGHT_MS + 20 * DAY_MS).toISOString(),
      }),
      201,
    )
    await followWhatStands(house.ctx)
    isRefusing = true
    await expect(mailNews(house.ctx)).rejects.toThrow('recipients were rejected')
    const mailPart = async () => {
      const { parts } = answerOf<{ parts: { id: string; state: string; says: { en: string } }[] }>(
        await house.get('/api/installation', 'boss'),
      )
      expect(parts.length).toBe(9)
      return parts.find((part) => part.id === 'mail')!
    }
    const failing = await mailPart()
    expect(failing.state).toBe('fail')
    expect(failing.says.en).not.toContain('@')
    const trial = await house.post('boss', '/api/installation/try-mail')
    expect([trial.status, trial.json.error.kind]).toEqual([503, 'unavailable'])
    isRefusing = false
    expect(await mailNews(house.ctx)).toBe(1)
    expect((await mailPart()).state).toBe('pass')
    expect((await house.post('boss', '/api/installation/try-mail')).status).toBe(429)
    house.setClock(NIGHT_MS + 6 * HOUR_MS)
    expect(answerOf(await house.post('boss', '/api/installation/try-mail'))).toEqual({ accepted: 1 })
    expect((await house.post('viewer', '/api/installation/try-mail')).status).toBe(403)
    expect((await house.get('/api/installation', 'viewer')).status).toBe(403)
  })

  it('says of each person whether mail can reach him', async () => {
    const reach = async (who: string) =>
      answerOf<{ reachable: string }>(await house.get('/api/notifications/preference', who)).reachable
    expect([await reach('boss'), await reach('viewer')]).toEqual(['yes', 'no-address'])
    const bad = { mail: { approval: 'hourly', turned: 'never', due: 'daily', ends: 'never' } }
    expect((await house.ask('boss', 'PUT', '/api/notifications/preference', bad)).status).toBe(400)
  })
})
