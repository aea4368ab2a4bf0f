import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyLog } from '../../src/ledger/audit-database.ts'
import { readEntries } from '../../src/ledger/reading.ts'
import { approved, closeApproval, personName, requestApproval, samePerson } from '../../src/people/index.ts'
import type { Approvable } from '../../src/people/index.ts'
import { ALL_MODULES } from '../../src/modules.ts'
import { createChecker } from '../../src/people/checker.ts'
import { inTransaction, knock, openDatabase, sqlState } from '../../src/platform/database.ts'
import { behindFence } from '../../src/platform/fence.ts'
import { peopleApp, sha256Of, type PeopleApp } from './people-app.ts'

const DAY_MS = 86_400_000
let house: PeopleApp
beforeAll(async () => {
  house = await peopleApp()
  await house.enter('owner', ['quality-owner'])
  await house.enter('second', ['quality-owner'])
})
afterAll(() => house.stop())

const soon = (days = 1) => new Date(Date.now() + days * DAY_MS).toISOString()
const post = (who: string, path: string, body: unknown = {}) =>
  house.ask(who, 'POST', `/api/people/${path}`, body)
const get = (who: string, path: string) => house.ask(who, 'GET', `/api/people/${path}`)
const granted = async (person: string, role: string, more: object = {}) => {
  const answer = await post('owner', 'grants', { person, role, ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.json.id as string
}

describe('persons', () => {
  it('are entered with sealed names; neither the database nor the ledger holds one in the clear', async () => {
    const entered = await post('owner', 'persons', {
      id: 'hanako',
      name: '検証 花子',
      name_en: 'Hanako Kensho',
      mail: 'hanako@example.jp',
      phone: '+81 3 0000 0000',
    })
    expect([entered.status, entered.json]).toEqual([201, { id: 'hanako' }])
    const shown = await get('owner', 'persons/hanako')
    expect(shown.json).toMatchObject({
      name: { ja: '検証 花子', en: 'Hanako Kensho' },
      kind: 'employee',
    })
    expect((await get('owner', `persons?q=${encodeURIComponent('ＨＡＮＡＫＯ')}`)).json.persons).toHaveLength(
      1,
    )
    expect((await get('owner', 'persons/hanako/contact')).json).toEqual({
      mail: 'hanako@example.jp',
      phone: '+81 3 0000 0000',
    })
    expect((await get('hanako', 'persons/hanako/contact')).status).toBe(403)
    let facts = 0
    for await (const entry of readEntries(house.ctx.db, 0, 10_000)) {
      facts += 1
      expect(JSON.stringify(entry.fact)).not.toMatch(/花子|Hanako|hanako@/)
    }
    expect(facts).toBeGreaterThan(4)
    const { rows } = await sql<{ row: string }>`
      select row_to_json(p)::text || row_to_json(c)::text as row from people.person p
      join people.contact c on c.person = p.id`.execute(house.ctx.db)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toMatch(/花子|Hanako|hanako@/)
  })

  it('are refused twice, with an id that looks like another, and outsourced without a superior of record', async () => {
    expect((await post('owner', 'persons', { id: 'hanako', name: 'x' })).status).toBe(409)
    for (const id of ['Hanako', 'ｈａｎａｋｏ', ' hanako', 'hanako ', '', 'a'.repeat(65)])
      expect((await post('owner', 'persons', { id, name: 'x' })).status, id).toBe(400)
    const outside = { id: 'ext-1', name: 'Ext', kind: 'outsourced' }
    expect((await post('owner', 'persons', outside)).json.error).toMatchObject({
      place: { path: 'superior' },
    })
    const entered = await post('owner', 'persons', { ...outside, superior: 'hanako' })
    expect(entered.status).toBe(201)
    const lines = (await get('owner', 'superiors?person=ext-1')).json.superiors
    expect(lines).toMatchObject([{ superior: { id: 'hanako', name: { ja: '検証 花子' } } }])
    const kept = await post('owner', `superiors/${lines[0].id}/end`)
    expect([kept.status, kept.json.error.text.en]).toEqual([
      409,
      'Outsourced staff need a superior of record. Name the next one first.',
    ])
  })

  it('do not become outsourced without a superior of record', async () => {
    const amend = (kind: string) =>
      house.ask('owner', 'PUT', '/api/people/persons/hanako', {
        name: '検証 花子',
        name_en: 'Hanako Kensho',
        kind,
      })
    expect((await amend('outsourced')).json.error.text.en).toMatch(/need a superior of record/)
    expect((await amend('employee')).status).toBe(200)
  })

  it('page through', async () => {
    const first = (await get('owner', 'persons?limit=2')).json
    const rest = (await get('owner', `persons?limit=200&after=${first.next}`)).json
    const all = (await get('owner', 'persons?limit=200')).json
    expect([...first.persons, ...rest.persons]).toEqual(all.persons)
    expect(first.persons).toHaveLength(2)
  })
})

describe('superiors and teams', () => {
  it('make no circle, whoever asks, and are ended rather than changed', async () => {
    await house.enter('lead', ['approver'])
    const line = (person: string, superior: string) => post('owner', 'superiors', { person, superior })
    const made = await line('hanako', 'lead')
    expect(made.status).toBe(201)
    expect((await line('lead', 'ext-1')).json.error.text.en).toMatch(/above each other/)
    expect((await line('lead', 'lead')).status).toBe(409)
    expect((await line('hanako', 'lead')).json.error.text.en).toMatch(/already/)
    expect((await line('nobody', 'lead')).status).toBe(404)
    expect((await post('owner', `superiors/${made.json.id}/end`)).status).toBe(200)
    expect((await line('lead', 'ext-1')).status).toBe(201)
  })

  it('of two that would close a circle together only one is taken', async () => {
    await house.enter('left', [])
    await house.enter('right', [])
    const both = await Promise.all([
      post('owner', 'superiors', { person: 'left', superior: 'right' }),
      post('second', 'superiors', { person: 'right', superior: 'left' }),
    ])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
  })

  it('teams have members from when they join until they leave', async () => {
    const team = { id: 'noc', name: { ja: '監視', en: 'NOC' } }
    expect((await post('owner', 'teams', team)).status).toBe(201)
    expect((await post('owner', 'teams', team)).status).toBe(409)
    expect((await post('owner', 'teams/noc/members', { person: 'hanako' })).status).toBe(201)
    expect((await post('owner', 'teams/noc/members', { person: 'hanako' })).status).toBe(409)
    const of = async () => (await get('hanako', 'teams')).json
    await granted('hanako', 'viewer')
    expect((await of()).teams[0].members.map((m: { person: { id: string } }) => m.person.id)).toEqual([
      'hanako',
    ])
    expect((await house.ask('owner', 'DELETE', '/api/people/teams/noc/members/hanako')).status).toBe(200)
    expect((await of()).teams[0].members).toEqual([])
  })
})

describe('rights', () => {
  it('come with a role and go with it, at once, and nobody gives one to himself', async () => {
    await house.enter('worker', [])
    expect((await get('worker', 'persons')).status).toBe(403)
    const id = await granted('worker', 'viewer')
    expect((await get('worker', 'persons')).status).toBe(200)
    expect((await post('owner', `grants/${id}/withdraw`)).status).toBe(200)
    expect((await get('worker', 'persons')).status).toBe(403)
    const self = await post('owner', 'grants', { person: 'owner', role: 'approver' })
    expect([self.status, self.json.error.text.en]).toEqual([403, 'Nobody grants a role to himself.'])
    expect((await post('owner', 'grants', { person: 'worker', role: 'king' })).status).toBe(404)
  })

  it('are gone everywhere at once: another process asks the same database', async () => {
    const { ctx } = house
    const elsewhere = openDatabase(ctx.config.databaseUrl!, { log: ctx.log })
    try {
      const checker = createChecker({ ...ctx, db: elsewhere.db }, ALL_MODULES)
      const asked = () => checker({ id: 'worker' }, 'people.read')
      const id = await granted('worker', 'viewer')
      expect(await asked()).toBe(true)
      await post('owner', `grants/${id}/withdraw`)
      expect(await asked()).toBe(false)
    } finally {
      await elsewhere.close()
    }
  })

  it('are gone at the second fence within a second', async () => {
    const { db } = house.ctx
    const grant = await granted('worker', 'auditor')
    const knocks = () =>
      behindFence({ person: 'worker', permission: 'people.read-rights' }, async () => knock(db)).then(
        () => 'in',
        (error: unknown) => sqlState(error),
      )
    expect(await knocks()).toBe('in')
    await post('owner', `grants/${grant}/withdraw`)
    await expect.poll(knocks, { timeout: 1000, interval: 20 }).toBe('42501')
  })

  it('on one object reach that object and no other', async () => {
    const checker = createChecker(house.ctx, ALL_MODULES)
    await granted('worker', 'approver', { object: 'w-7' })
    const asked = (object?: string) => checker({ id: 'worker' }, 'people.approve', object)
    expect([await asked('w-7'), await asked('w-8'), await asked()]).toEqual([true, false, false])
  })

  it('by a role of the operator’s own are what it says, until it says otherwise', async () => {
    const define = (permissions: string[]) =>
      house.ask('owner', 'PUT', '/api/people/roles/night-shift', {
        name: { ja: '夜勤', en: 'Night shift' },
        permissions,
      })
    expect((await define(['people.read', 'estate.destroy'])).json.error).toMatchObject({
      place: { path: 'permissions.1' },
    })
    expect((await define(['people.own'])).status).toBe(400)
    expect((await define(['people.read'])).status).toBe(200)
    await granted('worker', 'night-shift')
    expect((await get('worker', 'persons')).status).toBe(200)
    await define(['charter.read'])
    expect((await get('worker', 'persons')).status).toBe(403)
    expect((await house.ask('owner', 'PUT', '/api/people/roles/viewer', {})).status).toBe(400)
    const body = { name: { ja: '偽', en: 'False' }, permissions: ['people.manage'] }
    expect((await house.ask('owner', 'PUT', '/api/people/roles/viewer', body)).status).toBe(409)
  })

  it('never run out of somebody who can grant them', async () => {
    const { json } = await get('owner', 'grants?person=second')
    expect((await post('owner', `grants/${json.grants[0].id}/withdraw`)).status).toBe(200)
    const own = (await get('owner', 'grants?person=owner')).json.grants[0].id as string
    expect((await post('owner', `grants/${own}/withdraw`)).json.error.text.en).toMatch(/Nobody would be left/)
    expect((await post('owner', 'persons/owner/leave')).json.error.text.en).toMatch(/Nobody would be left/)
    // One whose role ends some day does not count: after that day nobody would be left.
    await granted('second', 'quality-owner', { until: soon(30) })
    expect((await post('owner', 'persons/owner/leave')).status).toBe(409)
    await granted('second', 'quality-owner')
  })
})

describe('tokens', () => {
  it('do what they name while their owner may, show their secret once, and approve nothing', async () => {
    const id = await granted('worker', 'quality-owner')
    const wanted = { label: 'nightly job', until: soon() }
    const made = await post('worker', 'me/tokens', {
      ...wanted,
      permissions: ['people.read', 'people.manage'],
    })
    expect(made.status).toBe(201)
    const bearer = `Bearer ${made.json.secret}`
    expect((await get(bearer, 'persons')).status).toBe(200)
    expect((await get(bearer, 'grants')).status).toBe(403)
    expect((await get(bearer, 'me')).json).toMatchObject({
      via: 'token',
      permissions: ['people.manage', 'people.read'],
    })
    expect((await get('worker', 'me/tokens')).text).not.toContain(made.json.secret)
    expect((await post('worker', 'me/tokens', { ...wanted, permissions: ['people.approve'] })).status).toBe(
      400,
    )
    expect((await post('worker', 'me/tokens', { ...wanted, permissions: ['people.own'] })).status).toBe(400)
    expect((await post(bearer, 'me/tokens', { ...wanted, permissions: ['people.read'] })).status).toBe(403)
    await post('owner', `grants/${id}/withdraw`)
    expect((await get(bearer, 'persons')).status).toBe(403)
    const { rows } = await sql<{ all: string }>`
      select string_agg(t::text, ' ') as all from people.token as t`.execute(house.ctx.db)
    expect(rows[0]?.all).not.toContain(made.json.secret)
  })

  it('end when revoked and with their owner; another cannot even see that they are there', async () => {
    await house.enter('leaver', ['viewer'])
    const body = { label: 'job', permissions: ['people.read'], until: soon() }
    const [one, two] = [await post('leaver', 'me/tokens', body), await post('leaver', 'me/tokens', body)]
    expect((await post('worker', `me/tokens/${one.json.id}/revoke`)).status).toBe(404)
    expect((await get(`Bearer ${one.json.secret}`, 'persons')).status).toBe(200)
    expect((await post('leaver', `me/tokens/${one.json.id}/revoke`)).status).toBe(200)
    expect((await get(`Bearer ${one.json.secret}`, 'persons')).status).toBe(401)
    expect((await get(`Bearer ${two.json.secret}`, 'persons')).status).toBe(200)
    await post('owner', 'persons/leaver/leave')
    expect((await get(`Bearer ${two.json.secret}`, 'persons')).status).toBe(401)
    expect((await get('leaver', 'persons')).status).toBe(403)
    expect((await post('worker', 'me/tokens', { ...body, until: soon(400) })).status).toBe(400)
  })
})

describe('delegations', () => {
  it('give what the delegator holds, to one person, for a time, and go no further', async () => {
    await house.enter('boss', ['quality-owner'])
    await house.enter('deputy', [])
    await house.enter('third', [])
    const give = (who: string, delegate: string, permissions: string[], until = soon()) =>
      post(who, 'me/delegations', { delegate, permissions, until })
    expect((await get('deputy', 'grants')).status).toBe(403)
    const made = await give('boss', 'deputy', ['people.read-rights'])
    expect(made.status).toBe(201)
    expect((await get('deputy', 'grants')).status).toBe(200)
    expect((await get('deputy', 'tokens')).status).toBe(200)
    expect((await get('deputy', 'persons/boss/contact')).status).toBe(403)
    expect((await give('deputy', 'third', ['people.read-rights'])).status).toBe(400)
    expect((await give('boss', 'boss', ['people.read'])).status).toBe(409)
    expect((await give('boss', 'deputy', ['people.own'])).status).toBe(400)
    expect((await give('boss', 'deputy', ['people.read'], soon(500))).status).toBe(400)
    expect((await post('third', `me/delegations/${made.json.id}/revoke`)).status).toBe(404)
    expect((await post('boss', `me/delegations/${made.json.id}/revoke`)).status).toBe(200)
    expect((await get('deputy', 'grants')).status).toBe(403)
  })
})

describe('approvals', () => {
  const what = (more: Partial<Approvable> = {}): Approvable => ({
    kind: 'charter.waiver',
    id: 'w-1',
    digest: sha256Of('w-1'),
    title: { ja: '例外 w-1', en: 'Waiver w-1' },
    contributors: ['author'],
    superiorOf: 'author',
    ...more,
  })
  const approve = (person: string, given = what().digest, stands = what()) =>
    inTransaction(house.ctx.db, (tx) =>
      approved(house.ctx, tx, { id: person, via: { kind: 'demo', id: 'd' } }, stands, { digest: given }),
    )

  it('wait for those who may give them, and no longer once given', async () => {
    await house.enter('author', ['designer', 'approver'])
    await house.enter('superior', ['approver'])
    await post('owner', 'superiors', { person: 'author', superior: 'superior' })
    const { ctx } = house
    await inTransaction(ctx.db, (tx) => requestApproval(ctx, tx, what(), '/charter/waivers/w-1'))
    const waits = async (who: string) =>
      (await get(who, 'me')).json.approvals.map((a: { id: string }) => a.id)
    expect(await waits('superior')).toEqual(['w-1'])
    for (const who of ['author', 'owner', 'lead', 'worker']) expect(await waits(who), who).toEqual([])
    expect(await approve('superior')).toMatchObject({
      approver: 'superior',
      digest: what().digest,
      method: 'demo',
    })
    expect(await waits('superior')).toEqual([])
    await inTransaction(ctx.db, async (tx) => {
      await requestApproval(ctx, tx, what({ id: 'w-2' }), '/x')
      await closeApproval(tx, 'charter.waiver', 'w-2')
    })
    expect(await waits('superior')).toEqual([])
  })

  it('hold with a delegate, on whose behalf it says', async () => {
    await house.enter('stand-in', [])
    await post('superior', 'me/delegations', {
      delegate: 'stand-in',
      permissions: ['approve'],
      until: soon(),
    })
    expect(await approve('stand-in')).toMatchObject({ approver: 'stand-in', on_behalf_of: 'superior' })
  })

  it('are refused when the organisation changed before the transaction that approves', async () => {
    await expect(approve('superior', sha256Of('seen before'))).rejects.toThrow(/changed since/)
    await expect(approve('author')).rejects.toThrow(/You wrote/)
    await expect(approve('owner')).rejects.toThrow(/above its author/)
    await post('owner', 'persons/superior/leave')
    await expect(approve('superior')).rejects.toThrow(/not part/)
    await expect(approve('stand-in')).rejects.toThrow(/permission|above/)
  })
})

describe('erasure', () => {
  it('takes a name out of everything; proofs hold and the author is still not the approver', async () => {
    const { ctx } = house
    const before = await verifyLog(ctx.db)
    expect((await post('owner', 'persons/hanako/erase', { confirm: 'hanako' })).json.error.text.en).toMatch(
      /still here/,
    )
    await post('owner', 'persons/hanako/leave')
    expect((await post('owner', 'persons/hanako/erase', { confirm: 'lead' })).status).toBe(404)
    expect((await post('owner', 'persons/hanako/erase', { confirm: 'hanako' })).status).toBe(200)
    expect((await get('owner', 'persons/hanako')).json.name).toEqual({ ja: '（消去済み）', en: '(erased)' })
    expect((await get('owner', 'persons/hanako/contact')).json).toEqual({})
    expect(await personName(ctx, 'hanako')).toEqual({ ja: '（消去済み）', en: '(erased)' })
    expect(await personName(ctx, 'system:people')).toEqual({ ja: 'system:people', en: 'system:people' })
    const keys = join(ctx.config.dataDir, 'subject-keys')
    const names = readdirSync(keys)
    expect(names.length).toBeGreaterThan(5)
    expect(names).not.toContain(sha256Of('hanako'))
    expect(names.every((name) => readFileSync(join(keys, name)).length === 32)).toBe(true)
    const after = await verifyLog(ctx.db)
    expect(after.ok).toBe(true)
    expect(after.size).toBeGreaterThan(before.size)
    expect(samePerson('Hanako ', 'hanako')).toBe(true)
    const written: Approvable = {
      kind: 'charter.rule',
      id: 'r-1',
      digest: sha256Of('r-1'),
      title: { ja: '規程', en: 'Rule' },
      contributors: ['hanako'],
    }
    const actor = { id: 'hanako', via: { kind: 'demo' as const, id: 'd' } }
    await expect(
      inTransaction(ctx.db, (tx) => approved(ctx, tx, actor, written, { digest: written.digest })),
    ).rejects.toThrow(/not part/)
    const amended = await house.ask('owner', 'PUT', '/api/people/persons/hanako', { name: 'again' })
    expect(amended.status).toBe(409)
  })
})

describe('who am I', () => {
  it('is answered to everybody, and to a stranger with nothing', async () => {
    expect((await get('', 'me')).json).toEqual({ roles: [], permissions: [], for_tokens: [], approvals: [] })
    expect((await get('hanako', 'me')).json).toEqual({
      roles: [],
      permissions: [],
      for_tokens: [],
      approvals: [],
    })
    const { json } = await get('second', 'me')
    expect(json).toMatchObject({ person: { id: 'second' }, via: 'demo', roles: [{ role: 'quality-owner' }] })
    expect(json.permissions).toContain('people.approve')
    expect(json.permissions).not.toContain('people.everything')
    expect(json.for_tokens).toContain('people.manage')
    expect(json.for_tokens).not.toContain('people.approve')
    expect(json.for_tokens).not.toContain('people.own')
  })
})

describe('the ledger', () => {
  const audit = async () => (await get('second', 'audit')).json

  it('says the same as the tables after all of this', async () => {
    const { facts, rows, differences } = await audit()
    expect(differences).toEqual([])
    expect([facts, rows].every((count) => count > 40)).toBe(true)
  })

  it('shows what somebody changed around the product', async () => {
    const { db } = house.ctx
    await sql`update people.superior set superior = 'worker' where person = 'lead'`.execute(db)
    await sql`insert into people.role_grant (id, person, role, from_at) values ('forged', 'worker', 'approver', now())`.execute(
      db,
    )
    await sql`update people.person set until_at = null where id = 'leaver'`.execute(db)
    await sql`delete from people.team_member`.execute(db)
    const { differences } = await audit()
    expect(differences).toEqual([
      { row: 'grant forged', because: 'only-in-tables' },
      { row: 'member noc hanako 1', because: 'only-in-ledger' },
      { row: 'person leaver', because: 'differs' },
      { row: expect.stringMatching(/^superior /) as string, because: 'differs' },
    ])
  })
})
