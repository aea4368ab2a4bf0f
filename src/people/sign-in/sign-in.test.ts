import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../../platform/database.ts'
import { leave } from '../person-actions.ts'
import { demoFor, enterDemo } from './demo.ts'
import { newOwnerCode } from './owner.ts'
import { scratchServer, type ScratchServer, type Visitor } from './scratch-server.ts'
import { assertSteppedUp } from './step-up.ts'

const PASSWORD = 'a lamp over the harbour at night'
const DIGEST = 'ab'.repeat(32)
const textOf = (body: Record<string, unknown>) => (body['error'] as { text: { ja: string; en: string } }).text

describe('the first owner', () => {
  let server: ScratchServer
  let visitor: Visitor
  beforeAll(async () => {
    server = await scratchServer()
  })
  afterAll(() => server.stop())
  beforeEach(() => {
    visitor = server.visitor()
  })

  it('is nobody before: nothing is shown, nothing may be done, even on the own machine', async () => {
    expect((await visitor.get('/api/people/persons')).status).toBe(401)
    expect((await visitor.send('POST', '/api/people/act-as', { person: 'demo-owner' })).status).toBe(401)
    expect((await visitor.get('/api/sign-in')).body).toMatchObject({ me: null, owned: false, demo: null })
  })

  it('has the newest code only, once, within a day; a wrong code tells nothing', async () => {
    const old = await newOwnerCode(server.ctx)
    const claim = (code: string | undefined) =>
      visitor.send('POST', '/api/sign-in/claim', { code, name: '山田 太郎', name_en: 'Taro Yamada' })
    const late = await newOwnerCode(server.ctx)
    server.clock.advance(24 * 3_600_000)
    const wrong = [await claim(old), await claim(late), await claim('x'.repeat(43)), await claim('x')]
    expect(wrong.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(new Set(wrong.map(({ body }) => textOf(body).en)).size).toBe(1)

    const code = await newOwnerCode(server.ctx)
    const both = await Promise.all([claim(code), claim(code)])
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 403]))
    const won = both.find(({ status }) => status === 201)
    const token = String(won?.body['token'])
    const bearer = { authorization: `Bearer ${token}` }
    expect((await visitor.get('/api/sign-in', bearer)).body).toMatchObject({
      me: { kind: 'token', name: { ja: '山田 太郎', en: 'Taro Yamada' } },
      owned: true,
    })
    expect((await visitor.get('/api/people/persons', bearer)).status).toBe(200)
    expect(await newOwnerCode(server.ctx)).toBeUndefined()

    const used = await visitor.send('POST', '/api/sign-in/link/use', {
      code: won?.body['code'],
      password: { login: 'taro@example.jp', password: PASSWORD },
    })
    expect(used.status).toBe(200)
    expect(used.headers.getSetCookie()[0]).toMatch(
      /^kensho-local=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/,
    )
    expect((await visitor.get('/api/sign-in')).body).toMatchObject({ me: { kind: 'link' } })
    expect((await visitor.get('/api/sign-in', { authorization: 'Bearer nonsense' })).body).toMatchObject({
      me: null,
    })
  })
})

describe('signing in by password', () => {
  let server: ScratchServer
  let owner: Visitor
  beforeAll(async () => {
    server = await scratchServer()
    owner = server.visitor()
    await owner.send('POST', '/api/sign-in/link/use', {
      code: await newOwnerCode(server.ctx),
      name: 'Owner',
      password: { login: 'owner', password: PASSWORD },
    })
    await server.person('p-second', 'engineer')
  })
  afterAll(() => server.stop())

  const signIn = (visitor: Visitor, login: string, password: string) =>
    visitor.send('POST', '/api/sign-in/password', { login, password })

  /** A visitor who has come in by a link that the owner made for the person. */
  const invited = async (person: string, login: string) => {
    const { body } = await owner.send('POST', `/api/people/persons/${person}/link`, {})
    const visitor = server.visitor('203.0.113.9')
    const code = String(body['link']).split('#')[1]
    const used = await visitor.send('POST', '/api/sign-in/link/use', {
      code,
      password: { login, password: PASSWORD },
    })
    expect(used.status).toBe(200)
    return visitor
  }

  it('takes the name in any form that is the same, and says the same of wrong names and wrong passwords', async () => {
    const visitor = server.visitor('198.51.100.1')
    expect((await signIn(visitor, ' ＯＷＮＥＲ ', PASSWORD)).status).toBe(200)
    const [password, name] = [
      await signIn(visitor, 'owner', 'wrong'),
      await signIn(visitor, 'nobody', 'wrong'),
    ]
    expect([password.status, name.status]).toEqual([403, 403])
    expect(password.body).toEqual(name.body)
  })

  it('makes who fails wait, tells how long, and lets in after it; others elsewhere are not shut out', async () => {
    const visitor = server.visitor('198.51.100.2')
    const statuses: number[] = []
    for (let n = 0; n < 7; n++) statuses.push((await signIn(visitor, 'owner', `wrong ${n}`)).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429])
    const waiting = await signIn(visitor, 'owner', PASSWORD)
    expect(waiting.status).toBe(429)
    expect(textOf(waiting.body)).toEqual({
      ja: '失敗が続いたため、次に試せるのは 5 秒後です。',
      en: 'Too many attempts failed. Try again in 5 seconds.',
    })
    expect((await signIn(server.visitor('198.51.100.3'), 'owner', PASSWORD)).status).toBe(200)
    server.clock.advance(5_000)
    expect((await signIn(visitor, 'owner', PASSWORD)).status).toBe(200)
    expect((await signIn(visitor, 'owner', 'wrong')).status).toBe(403)
  })

  it('counts tries that come at once, so that a flood gets no more of them', async () => {
    const visitor = server.visitor('2001:db8:0:1::7')
    const flood = await Promise.all(
      Array.from({ length: 20 }, () => signIn(visitor, 'second-login', 'wrong')),
    )
    const after = await signIn(server.visitor('2001:db8:0:1:ffff::8'), 'second-login', 'wrong')
    expect(flood.every(({ status }) => status === 403 || status === 429)).toBe(true)
    expect(after.status).toBe(429)
    server.clock.advance(3_600_001)
  })

  it('ends a session when idle, at its age, when told, and never lets another end it', async () => {
    const visitor = await invited('p-second', 'second')
    const here = async (one: Visitor) => (await one.get('/api/people/me/sessions')).status === 200
    expect(await here(visitor)).toBe(true)
    server.clock.advance(11 * 3_600_000)
    expect(await here(visitor)).toBe(true)
    server.clock.advance(12 * 3_600_000)
    expect(await here(visitor)).toBe(false)

    const [one, two] = [server.visitor(), server.visitor()]
    await signIn(one, 'second', PASSWORD)
    await signIn(two, 'second', PASSWORD)
    const listed = (await one.get('/api/people/me/sessions')).body['sessions'] as {
      id: string
      current: boolean
    }[]
    const other = listed.find(({ current }) => !current)
    expect(listed.filter(({ current }) => current)).toHaveLength(1)
    await signIn(owner, 'owner', PASSWORD)
    const foreign = await owner.send('POST', '/api/people/me/sessions/end', { session: other?.id })
    expect(foreign.status).toBe(404)
    expect(await here(two)).toBe(true)
    expect((await one.send('POST', '/api/people/me/sessions/end', {})).body).toEqual({ ended: 2 })
    expect([await here(one), await here(two)]).toEqual([true, false])
    expect((await one.send('POST', '/api/sign-in/out')).status).toBe(200)
    expect(one.cookies.size).toBe(0)

    await signIn(one, 'second', PASSWORD)
    for (let hours = 0; hours < 7 * 24; hours += 11) {
      expect(await here(one)).toBe(true)
      server.clock.advance(11 * 3_600_000)
    }
    expect(await here(one)).toBe(false)
  })

  it('a changed password ends every other session, a weak one is refused with the reason, a stale session may not', async () => {
    const [one, two] = [server.visitor(), server.visitor()]
    await signIn(one, 'second', PASSWORD)
    await signIn(two, 'second', PASSWORD)
    const put = (password: string) =>
      one.send('PUT', '/api/people/me/password', { login: 'second', password })
    const short = await put('too short')
    expect([short.status, textOf(short.body).en]).toEqual([409, expect.stringContaining('at least 12')])
    expect((await put('password12345!')).status).toBe(409)
    expect((await put('second-second')).status).toBe(409)
    const taken = await one.send('PUT', '/api/people/me/password', {
      login: 'owner',
      password: `${PASSWORD}!`,
    })
    expect(taken.status).toBe(409)
    expect((await put(`${PASSWORD} again`)).status).toBe(200)
    expect((await one.get('/api/people/me/sessions')).status).toBe(200)
    expect((await two.get('/api/people/me/sessions')).status).toBe(401)
    server.clock.advance(10 * 60_000)
    expect((await put(PASSWORD)).status).toBe(403)
    await one.send('POST', '/api/people/me/confirm', { password: `${PASSWORD} again` })
    expect((await put(PASSWORD)).status).toBe(200)
  })

  it('steps up by the password entered within five minutes, and never by a token', async () => {
    const visitor = server.visitor()
    await signIn(visitor, 'second', PASSWORD)
    const sessions = (await visitor.get('/api/people/me/sessions')).body['sessions'] as {
      id: string
      current: boolean
    }[]
    const session = sessions.find(({ current }) => current)
    const actor = { id: 'p-second', via: { kind: 'session' as const, id: String(session?.id) } }
    const step = () =>
      inTransaction(server.ctx.db, (tx) => assertSteppedUp(server.ctx, tx, actor, DIGEST, undefined))
    expect(await step()).toEqual({ method: 'password' })
    server.clock.advance(5 * 60_000)
    await expect(step()).rejects.toThrow(/password once more/)
    expect((await visitor.send('POST', '/api/people/step-up', { digest: DIGEST })).body).toEqual({
      method: 'password',
      confirmed: false,
    })
    expect((await visitor.send('POST', '/api/people/me/confirm', { password: 'wrong' })).status).toBe(403)
    const confirmed = await visitor.send('POST', '/api/people/me/confirm', { password: PASSWORD })
    expect(confirmed.body).toEqual({})
    expect(await step()).toEqual({ method: 'password' })
    const byToken = { id: 'p-second', via: { kind: 'token' as const, id: 't' } }
    await expect(
      inTransaction(server.ctx.db, (tx) => assertSteppedUp(server.ctx, tx, byToken, DIGEST, undefined)),
    ).rejects.toThrow(/token cannot/)
    const borrowed = { ...actor, id: 'p-other' }
    await expect(
      inTransaction(server.ctx.db, (tx) => assertSteppedUp(server.ctx, tx, borrowed, DIGEST, undefined)),
    ).rejects.toThrow()
  })

  it('a link is made by who is above or manages people, by nobody else and by no token, and holds once', async () => {
    await server.person('p-third', 'engineer')
    await signIn(owner, 'owner', PASSWORD)
    const second = server.visitor()
    await signIn(second, 'second', PASSWORD)
    expect((await second.send('POST', '/api/people/persons/p-third/link', {})).status).toBe(403)
    const made = await owner.send('POST', '/api/people/persons/p-third/link', {})
    expect(made.status).toBe(201)
    const code = String(made.body['link']).split('#')[1]
    const third = server.visitor()
    const look = await third.send('POST', '/api/sign-in/link', { code })
    expect(look.body).toMatchObject({ purpose: 'invitation', asks_passkey: false, name: { en: 'p-third' } })
    const use = () =>
      third.send('POST', '/api/sign-in/link/use', { code, password: { login: 'third', password: PASSWORD } })
    const [first, again] = [await use(), await use()]
    expect([first.status, again.status]).toEqual([200, 403])
  })

  it('is over at once for who leaves', async () => {
    const visitor = server.visitor()
    await signIn(visitor, 'third', PASSWORD)
    expect((await visitor.get('/api/people/me/sessions')).status).toBe(200)
    await inTransaction(server.ctx.db, (tx) => leave(server.ctx, tx, { id: 'system:people' }, 'p-third'))
    expect((await visitor.get('/api/people/me/sessions')).status).toBe(401)
    expect((await signIn(visitor, 'third', PASSWORD)).status).toBe(403)
  })
})

describe('the visitor of the demo', () => {
  let server: ScratchServer
  beforeAll(async () => {
    server = await scratchServer()
    await server.person('demo-owner', 'quality-owner')
    await server.person('demo-viewer', 'viewer')
    await inTransaction(server.ctx.db, (tx) => enterDemo(tx, ['demo-owner', 'demo-viewer']))
  })
  afterAll(() => server.stop())

  it('acts as its owner, and as any other of its persons, from this machine', async () => {
    for (const address of ['127.0.0.1', '::1', '127.8.8.8']) {
      const visitor = server.visitor(address)
      expect((await visitor.get('/api/sign-in')).body).toMatchObject({
        me: { person: 'demo-owner', kind: 'visitor' },
        demo: [{ person: 'demo-owner' }, { person: 'demo-viewer' }],
      })
      expect((await visitor.send('POST', '/api/people/act-as', { person: 'demo-viewer' })).status).toBe(200)
      expect((await visitor.get('/api/sign-in')).body).toMatchObject({
        me: { person: 'demo-viewer', kind: 'demo' },
      })
      expect((await visitor.send('POST', '/api/people/act-as', { person: 'p-real' })).status).toBe(404)
    }
  })

  it('is nobody from anywhere else, through any proxy, and with the cookie of this machine carried elsewhere', async () => {
    const at = async (visitor: Visitor) => (await visitor.get('/api/sign-in')).body
    const nobody = { me: null, demo: null }
    for (const address of ['192.0.2.1', '10.0.0.5', '::ffff:192.0.2.1', 'fe80::1', '2001:db8::1'])
      expect(await at(server.visitor(address)), address).toMatchObject(nobody)
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host'])
      expect(await at(server.visitor('127.0.0.1', { [header]: 'localhost' })), header).toMatchObject(nobody)
    const local = server.visitor()
    await local.send('POST', '/api/people/act-as', { person: 'demo-viewer' })
    const carried = server.visitor('192.0.2.1')
    for (const [name, value] of local.cookies) carried.cookies.set(name, value)
    expect(await at(carried)).toMatchObject(nobody)
    expect(await at(local)).toMatchObject({ me: { person: 'demo-viewer' } })
  })

  it('is nobody where the installation is published under a name or behind a proxy that says nothing of itself', async () => {
    const visitor = server.visitor()
    const { config } = server.ctx
    const { origin } = config
    try {
      for (const published of [{ origin: 'https://kensho.example' }, { trustedProxy: '192.0.2.80' }]) {
        Object.assign(config, published)
        expect(await demoFor(server.ctx, { address: '127.0.0.1', proxied: false })).toBeUndefined()
        Object.assign(config, { origin })
        delete config.trustedProxy
      }
    } finally {
      Object.assign(config, { origin })
    }
    expect((await visitor.get('/api/sign-in')).body).toMatchObject({ me: { person: 'demo-owner' } })
  })

  it('enters people who are made up too, so that trying the screens does not end the demo', async () => {
    const visitor = server.visitor()
    const entered = await visitor.send('POST', '/api/people/persons', { id: 'p-tried', name: 'Tried Out' })
    expect(entered.status).toBe(201)
    expect((await visitor.send('POST', '/api/people/act-as', { person: 'p-tried' })).status).toBe(200)
    expect((await server.visitor().get('/api/sign-in')).body).toMatchObject({ me: { person: 'demo-owner' } })
  })

  it('is nobody any more as soon as somebody real was entered, here as there', async () => {
    const local = server.visitor()
    await local.send('POST', '/api/people/act-as', { person: 'demo-viewer' })
    const entered = await local.send('POST', '/api/sign-in/out')
    expect(entered.status).toBe(200)
    await server.person('p-real', 'engineer')
    expect((await local.get('/api/sign-in')).body).toMatchObject({ me: null, owned: true, demo: null })
    expect((await local.get('/api/people/persons')).status).toBe(401)
    expect((await local.send('POST', '/api/people/act-as', { person: 'demo-owner' })).status).toBe(401)
  })
})
