import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RETURN_PATH } from './provider.ts'
import { newOwnerCode } from './owner.ts'
import type { ProviderArguments } from './scratch-provider.ts'
import { scratchServer, type ScratchServer, type Visitor } from './scratch-server.ts'

const HOME = 'http://localhost:42310'
const PASSWORD = 'a lamp over the harbour at night'

let provider: ChildProcess
let issuer: string
let server: ScratchServer
let owner: Visitor

beforeAll(async () => {
  const words: ProviderArguments = [HOME + RETURN_PATH, 'kensho', 'between us']
  provider = spawn(process.execPath, [join(import.meta.dirname, 'scratch-provider.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  issuer = await new Promise<string>((resolve, reject) => {
    if (provider.stdout) createInterface({ input: provider.stdout }).once('line', resolve)
    provider.once('exit', () => reject(new Error('the provider ended')))
  })
  server = await scratchServer({
    KENSHO_OIDC_ISSUER: issuer,
    KENSHO_OIDC_CLIENT: 'kensho',
    KENSHO_OIDC_SECRET: 'between us',
    KENSHO_OIDC_NAME: 'Example ID',
    KENSHO_OUTBOUND_ALLOW: new URL(issuer).host,
  })
  // Tokens are dated by the provider's own clock.
  server.clock.advance(Date.now() - server.clock.now())
  owner = server.visitor()
  await owner.send('POST', '/api/sign-in/link/use', {
    code: await newOwnerCode(server.ctx),
    name: 'Owner',
    password: { login: 'owner', password: PASSWORD },
  })
  await server.person('p-invited', 'engineer')
})
afterAll(async () => {
  provider?.kill()
  await server?.stop()
})

/** The browser's way to the provider and back: redirects followed by hand, with the provider's own cookies. */
async function wayBack(url: string, who: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let at = new URL(url)
  at.searchParams.set('login_hint', who)
  for (let step = 0; step < 10; step++) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const to = response.headers.get('location')
    if (to === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`)
    at = new URL(to, at)
    if (at.origin === HOME) return at
  }
  throw new Error('the provider went in circles')
}

const start = async (visitor: Visitor, code?: string) =>
  String(
    (await visitor.send('POST', '/api/sign-in/provider', code === undefined ? {} : { code })).body['url'],
  )

const arrive = async (visitor: Visitor, back: URL) => {
  const answer = await visitor.get(back.pathname + back.search)
  return { status: answer.status, to: answer.headers.get('location') }
}

const personOf = async (visitor: Visitor) => (await visitor.get('/api/sign-in')).body['me']

describe('signing in by a real OpenID provider', () => {
  it('asks by code with PKCE, state and nonce, for nothing but who somebody is', async () => {
    const url = new URL(await start(server.visitor()))
    const asked = Object.fromEntries(url.searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid',
      redirect_uri: HOME + RETURN_PATH,
    })
    expect(asked['state']).toMatch(/^[\w-]{43}$/)
    expect(asked['nonce']).toMatch(/^[\w-]{43}$/)
    expect(asked['code_challenge']).toMatch(/^[\w-]{43}$/)
  })

  it('lets in nobody whom no invitation has bound, whatever mail address the provider vouches for', async () => {
    const visitor = server.visitor()
    const back = await wayBack(await start(visitor), 'subject-1')
    expect(await arrive(visitor, back)).toEqual({ status: 303, to: '/sign-in?refused=missing' })
    expect(await personOf(visitor)).toBeNull()
  })

  it('binds a subject to the person of an invitation, and then lets that subject in, and no other', async () => {
    const made = await owner.send('POST', '/api/people/persons/p-invited/link', {})
    const code = String(made.body['link']).split('#')[1]
    const visitor = server.visitor()
    const first = await arrive(visitor, await wayBack(await start(visitor, code), 'subject-1'))
    expect(first).toEqual({ status: 303, to: '/' })
    expect(await personOf(visitor)).toMatchObject({ person: 'p-invited', kind: 'oidc' })

    const again = server.visitor()
    await arrive(again, await wayBack(await start(again), 'subject-1'))
    expect(await personOf(again)).toMatchObject({ person: 'p-invited' })
    const other = server.visitor()
    const refused = await arrive(other, await wayBack(await start(other), 'subject-2'))
    expect(refused.to).toBe('/sign-in?refused=missing')

    const methods = (await again.get('/api/people/me/methods')).body
    expect(methods['identities']).toMatchObject([{ issuer }])
    const step = await again.send('POST', '/api/people/step-up', { digest: 'ab'.repeat(32) })
    expect(step.status).toBe(403)
  })

  it('takes an answer once, in the browser that asked, with its own state, within ten minutes', async () => {
    const visitor = server.visitor()
    const back = await wayBack(await start(visitor), 'subject-1')
    const stranger = server.visitor('198.51.100.7')
    expect((await arrive(stranger, back)).to).toBe('/sign-in?refused=forbidden')
    const forged = new URL(back)
    forged.searchParams.set('state', 'x'.repeat(43))
    expect((await arrive(visitor, forged)).to).toBe('/sign-in?refused=forbidden')
    expect((await arrive(visitor, back)).to).toBe('/sign-in?refused=forbidden')
    expect(await personOf(visitor)).toBeNull()

    const one = server.visitor()
    const mine = await wayBack(await start(one), 'subject-1')
    const cookies = new Map(one.cookies)
    expect((await arrive(one, mine)).to).toBe('/')
    for (const [name, value] of cookies) one.cookies.set(name, value)
    expect((await arrive(one, mine)).to).toBe('/sign-in?refused=forbidden')

    const slow = server.visitor()
    const late = await wayBack(await start(slow), 'subject-1')
    server.clock.advance(10 * 60_000)
    expect((await arrive(slow, late)).to).toBe('/sign-in?refused=forbidden')
    server.clock.advance(-10 * 60_000)
  })

  it('binds one who is signed in, but not an identity that is somebody else’s', async () => {
    const taken = await owner.send('POST', '/api/people/me/identities')
    expect(taken.status).toBe(200)
    const refused = await arrive(owner, await wayBack(String(taken.body['url']), 'subject-1'))
    expect(refused.to).toBe('/sign-in?refused=conflict')
    const own = await owner.send('POST', '/api/people/me/identities')
    expect((await arrive(owner, await wayBack(String(own.body['url']), 'subject-9'))).to).toBe('/')
    const visitor = server.visitor()
    await arrive(visitor, await wayBack(await start(visitor), 'subject-9'))
    expect(await personOf(visitor)).toMatchObject({ name: { en: 'Owner' }, kind: 'oidc' })
  })

  it('says so when the provider is not to be reached, and calls nobody that is not allowed', async () => {
    const closed = await scratchServer({
      KENSHO_OIDC_ISSUER: issuer,
      KENSHO_OIDC_CLIENT: 'kensho',
    })
    try {
      const answer = await closed.visitor().send('POST', '/api/sign-in/provider', {})
      expect(answer.status).toBe(503)
    } finally {
      await closed.stop()
    }
  })
})
