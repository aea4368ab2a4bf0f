import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { peopleCommands } from '../../src/people/cli.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { runCommandLine } from '../../src/platform/command-line.ts'
import { peopleApp, type PeopleApp } from './people-app.ts'
import type { Finished } from './story.ts'

const PERMISSIONS = ['people.read', 'people.read-rights', 'people.manage', 'people.grant', 'people.erase']
let house: PeopleApp
let running: { url: string; token: string }
beforeAll(async () => {
  house = await peopleApp()
  await house.enter('owner', ['quality-owner'])
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const token = { label: 'script', permissions: PERMISSIONS, until }
  const made = await house.ask('owner', 'POST', '/api/people/me/tokens', token)
  running = { url: await house.listen(), token: made.json.secret as string }
})
afterAll(() => house?.stop())

/** The command line against the real server, without a process for each command. */
async function kenshoBy(token: string | undefined, ...args: string[]): Promise<Finished> {
  const [out, err]: [string[], string[]] = [[], []]
  const status = await runCommandLine(peopleCommands, [], args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    clock: systemClock,
    env: { KENSHO_URL: running.url, KENSHO_TOKEN: token },
    cwd: process.cwd(),
  })
  return { status, stdout: out.join('\n'), stderr: err.join('\n') }
}
const kensho = (...args: string[]) => kenshoBy(running.token, ...args)

const lines = (text: string) => text.trim().split('\n')

it('an organisation is set up by the command line: persons, superiors, roles, leaving, erasing', async () => {
  const me = await kensho('people', 'me', '--json')
  expect(me.status, me.stderr).toBe(0)
  expect(JSON.parse(me.stdout)).toMatchObject({ via: 'token', roles: [{ role: 'quality-owner' }] })

  const lead = await kensho('people', 'add', '架空 一郎', '--id', 'lead', '--name-en', 'Ichiro Kaku')
  expect([lead.status, lead.stdout.trim()], lead.stderr).toEqual([0, 'lead'])
  const refused = await kensho('people', 'add', '委託 二郎', '--id', 'ext', '--outsourced')
  expect([refused.status, refused.stderr]).toEqual([
    64,
    expect.stringContaining('superior: the superior of record of outsourced staff'),
  ])
  const outsourced = ['people', 'add', '委託 二郎', '--id', 'ext', '--outsourced', '--superior', 'lead']
  expect((await kensho(...outsourced)).status).toBe(0)
  expect((await kensho(...outsourced)).stderr).toContain('409')
  const circle = await kensho('people', 'superior', 'lead', 'ext')
  expect([circle.status, circle.stderr]).toEqual([64, expect.stringContaining('above each other')])

  const grant = await kensho('people', 'grant', 'ext', 'responder', '--until', '2099-01-01T00:00:00+09:00')
  expect(grant.status, grant.stderr).toBe(0)
  const told = lines((await kensho('people', 'grants', '--person', 'ext')).stdout)
  expect(told).toEqual([`${grant.stdout.trim()}  ext  委託 二郎  responder  until 2098-12-31T15:00:00.000Z`])
  expect((await kensho('people', 'withdraw', grant.stdout.trim())).stdout.trim()).toBe('done')
  expect((await kensho('people', 'withdraw', grant.stdout.trim())).status).toBe(64)

  expect((await kensho('people', 'erase', 'ext', '--confirm', 'lead')).status).toBe(64)
  expect((await kensho('people', 'leave', 'ext')).status).toBe(0)
  expect((await kensho('people', 'erase', 'ext', '--confirm', 'ext')).status).toBe(0)
  const list = lines((await kensho('people', 'list')).stdout)
  expect(list).toHaveLength(3)
  expect(list).toContain('lead  架空 一郎 / Ichiro Kaku  employee')
  expect(list.find((line) => line.startsWith('ext'))).toMatch(
    /^ext {2}（消去済み） \/ \(erased\) {2}outsourced {2}until /,
  )
  expect(lines((await kensho('people', 'list', '--q', 'ichiro')).stdout)).toHaveLength(1)
})

it('tells whether tables and ledger agree, by its exit status too', async () => {
  const agreed = await kensho('people', 'audit')
  expect([agreed.status, agreed.stdout], agreed.stderr).toEqual([
    0,
    expect.stringMatching(/^\d+ rows compared with \d+ facts, 0 differences$/),
  ])
  await sql`update people.person set kind = 'employee' where id = 'ext'`.execute(house.ctx.db)
  const forged = await kensho('people', 'audit')
  expect([forged.status, lines(forged.stdout)[0]]).toEqual([1, '▲ person ext: differs'])
})

it('without a token nothing is told, and a wrong one is nobody', async () => {
  const refused = await kenshoBy('kensho_wrong', 'people', 'list')
  expect([refused.status, refused.stdout, refused.stderr]).toEqual([64, '', expect.stringContaining('401')])
  const nobody = await kenshoBy(undefined, 'people', 'me')
  expect([nobody.status, nobody.stdout]).toEqual([0, 'nobody: set KENSHO_TOKEN'])
})
