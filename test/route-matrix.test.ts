import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_MODULES } from '../src/modules.ts'
import { policiesOf } from '../src/people/checker.ts'
import { EVERYBODY, rolesOf } from '../src/people/organisation.ts'
import { ROLES } from '../src/platform/http/permission.ts'
import type { Route } from '../src/platform/http/route.ts'
import { sampleBody, samplePath } from './sample-body.ts'
import { BROKEN_OFF, peopleApp, type Answer, type PeopleApp } from './story/people-app.ts'

/** Reviewed: what anybody may ask without being known. Everything else asks for a permission. */
const PUBLIC = [
  'get /api/ledger/checkpoint',
  'get /api/people/me',
  'get /api/sign-in/providers',
  'get /api/sign-in/state',
  'get /api/sign-in/visit/{provider}',
  'get /api/sign-in/return',
  'post /api/people/act-as',
  'get /public',
  'get /public/',
  'get /public/{file}',
]

const ROUTES: readonly Route[] = ALL_MODULES.flatMap(({ routes }) => routes ?? [])
const ASKING = ROUTES.filter(({ permission }) => permission !== 'public')
const TABLE = rolesOf(policiesOf(ALL_MODULES))
const WITHOUT_ROLE = 'nobody'
const PEOPLE = [...ROLES, WITHOUT_ROLE] as const

const may = (role: string, permission: string) =>
  TABLE.get(role)?.has(permission) === true || TABLE.get(EVERYBODY)?.has(permission) === true
const nameOf = ({ method, path }: Route) => `${method} ${path}`
/** The standing answer of the checker, as opposed to what a handler says about its own object. */
const isTurnedAway = ({ status, json }: Answer) =>
  status === 401 ||
  (status === 403 && json?.error?.kind === 'forbidden' && json.error.text.en === NOT_PERMITTED)
const NOT_PERMITTED = 'This is not permitted.'

let house: PeopleApp
let open: PeopleApp
const CANARY = 'canary-of-the-matrix'

/** One person for each role and one without; what nobody else may see of them is planted. */
async function people(app: PeopleApp): Promise<void> {
  for (const who of PEOPLE) await app.enter(`p-${who}`, who === WITHOUT_ROLE ? [] : [who])
  await app.enter('p-gone', ['quality-owner'])
  await app.ask('p-quality-owner', 'POST', '/api/people/persons/p-gone/leave', {})
  const particulars = { name: 'Owner', mail: `${CANARY}@example.jp` }
  const entered = await app.ask('p-quality-owner', 'PUT', '/api/people/persons/p-nobody', particulars)
  expect(entered.status, entered.text).toBe(200)
}

beforeAll(async () => {
  house = await peopleApp()
  await people(house)
  open = await peopleApp({ checker: () => true, knocks: false })
  await people(open)
})
afterAll(async () => {
  await house?.stop()
  await open?.stop()
})

const ask = (app: PeopleApp, who: string, route: Route, body: unknown) => {
  const sent = route.method === 'get' ? undefined : body
  return app.ask(who, route.method.toUpperCase(), samplePath(route), sent)
}

describe('the table of rights', () => {
  it(`has an entry for the permission of each of ${ROUTES.length} routes, and names those that ask for none`, () => {
    const declared = new Set(policiesOf(ALL_MODULES).flatMap((policy) => Object.keys(policy)))
    const undeclared = ASKING.filter(({ permission }) => !declared.has(permission)).map(nameOf)
    expect(undeclared).toEqual([])
    const strayPublic = ROUTES.filter(({ permission }) => permission === 'public').map(nameOf)
    expect(strayPublic.filter((name) => !isKnownPublic(name))).toEqual([])
    expect(ROUTES.length).toBeGreaterThan(60)
    const unused = [...declared].filter((name) => ![...TABLE.values()].some((having) => having.has(name)))
    expect(unused, 'a permission that no role has').toEqual([])
  })
})

/** Coming in is public by nature: all of sign-in's routes that are, stand under its own two prefixes. */
function isKnownPublic(name: string): boolean {
  return PUBLIC.includes(name) || /^(get|post) \/api\/(sign-in|welcome)(\/|$)/.test(name)
}

/** Each asks over a thousand times, also on a busy machine. */
const ASKING_MS_MAX = 240_000

describe('the first fence', { timeout: ASKING_MS_MAX }, () => {
  it(`lets in whom the table names, and nobody else: ${ASKING.length} routes for ${PEOPLE.length} kinds of people and three who are nobody`, async () => {
    const [beyond, denied, failed]: [string[], string[], string[]] = [[], [], []]
    let checked = 0
    for (const route of ASKING)
      for (const who of PEOPLE) {
        checked += 1
        const answer = await ask(house, `p-${who}`, route, {})
        const away = isTurnedAway(answer)
        if (answer.status >= 500) failed.push(`${nameOf(route)} by ${who} → ${answer.text}`)
        if (!away && !may(who, route.permission)) beyond.push(`${nameOf(route)} by ${who}`)
        if (away && may(who, route.permission)) denied.push(`${nameOf(route)} by ${who}`)
      }
    for (const route of ASKING)
      for (const who of ['', 'p-gone', 'p-never-was']) {
        checked += 1
        if (!isTurnedAway(await ask(house, who, route, {}))) beyond.push(`${nameOf(route)} by '${who}'`)
      }
    expect({ beyond, denied, failed }).toEqual({ beyond: [], denied: [], failed: [] })
    expect(checked).toBe(ASKING.length * (PEOPLE.length + 3))
    console.log(`first fence: ${checked} checked, 0 beyond, 0 denied`)
  })
})

/** An object of one person, made by him, and the routes that are about it: `{id}` stands for what was made. */
type Owned = { make: (owner: string) => Promise<string>; routes: string[] }

const OWNED: Owned[] = [
  {
    make: (owner) =>
      made(owner, '/api/people/me/tokens', { label: 'job', permissions: ['people.read'], until: LATER }),
    routes: ['post /api/people/me/tokens/{id}/revoke', 'get /api/people/me/tokens'],
  },
  {
    make: (owner) =>
      made(owner, '/api/people/me/delegations', {
        delegate: 'p-auditor',
        permissions: ['approve'],
        until: LATER,
      }),
    routes: ['post /api/people/me/delegations/{id}/revoke', 'get /api/people/me/delegations'],
  },
]
const LATER = new Date(Date.now() + 86_400_000).toISOString()

async function made(owner: string, path: string, body: unknown): Promise<string> {
  const answer = await house.ask(owner, 'POST', path, body)
  expect(answer.status, answer.text).toBe(201)
  return answer.json.id as string
}

describe('what is one’s own', () => {
  it('is its owner’s, and to every other as if it were not there', async () => {
    const others = PEOPLE.map((who) => `p-${who}`).filter((who) => !['p-viewer', 'p-auditor'].includes(who))
    const checked = { owner: 0, other: 0 }
    for (const { make, routes } of OWNED)
      for (const name of routes) {
        const [method, path] = name.split(' ') as [string, string]
        expect(ASKING.map(nameOf), 'a route that is no more').toContain(name)
        const id = await make('p-viewer')
        const on = path.replace('{id}', id)
        for (const other of [...others, 'p-gone', '']) {
          checked.other += 1
          const answer = await house.ask(other, method.toUpperCase(), on)
          expect(answer.status === 200 && answer.text.includes(id), `${name} by ${other}`).toBe(false)
          if (path.includes('{id}')) expect([401, 403, 404], `${name} by ${other}`).toContain(answer.status)
        }
        checked.owner += 1
        const answer = await house.ask('p-viewer', method.toUpperCase(), on)
        expect(answer.status, `${name} by its owner`).toBe(200)
        if (!path.includes('{id}')) expect(answer.text).toContain(id)
      }
    console.log(`one’s own: ${JSON.stringify(checked)}`)
  })

  it('is looked at here for every route that is about it by an id', () => {
    const about = ASKING.filter(({ permission, path }) => permission === 'people.own' && path.includes('{'))
    const seen = new Set([...OWNED.flatMap(({ routes }) => routes), ...OWNED_ELSEWHERE])
    expect(about.map(nameOf).filter((name) => !seen.has(name))).toEqual([])
  })
})

/** Ways to sign in and sessions: looked at where real ones exist (test/story/sign-in.test.ts). */
const OWNED_ELSEWHERE = ['delete /api/people/me/passkeys/{id}', 'post /api/people/persons/{id}/link']

describe('the second fence, with the first switched off', { timeout: ASKING_MS_MAX }, () => {
  it('turns away at the door whom the table does not name, on every route', async () => {
    const door = await peopleApp({ checker: () => true })
    try {
      await people(door)
      const before = await fingerprint(door)
      const beyond: string[] = []
      let checked = 0
      for (const [route, who] of notNamed()) {
        checked += 1
        const answer = await ask(door, who, route, sampleBody(route))
        if (!isTurnedAway(answer)) beyond.push(`${nameOf(route)} by ${who} → ${answer.status}`)
      }
      expect(beyond).toEqual([])
      expect(await fingerprint(door), 'something was written').toEqual(before)
      expect(checked).toBeGreaterThan(ASKING.length * 2)
      console.log(`second fence, at the door: ${checked} checked, 0 beyond`)
    } finally {
      await door.stop()
    }
  })

  it('lets nobody read or write a table beyond it, were the door open', async () => {
    const before = await fingerprint(open)
    const beyond: string[] = []
    const [elsewise, reached] = [new Set<string>(), new Set<string>()]
    const counts = { checked: 0, refused: 0, unreadable: 0, elsewise: 0 }
    for (const [route, who] of notNamed()) {
      counts.checked += 1
      const answer = await ask(open, who, route, sampleBody(route))
      if (answer.text.includes(CANARY)) beyond.push(`${nameOf(route)} by ${who} reads`)
      const refused = [401, 403].includes(answer.status) || answer.text === BROKEN_OFF
      if (refused) reached.add(nameOf(route))
      if (refused) counts.refused += 1
      else if (answer.status === 400 || answer.status === 415) counts.unreadable += 1
      else {
        counts.elsewise += 1
        elsewise.add(nameOf(route))
      }
    }
    expect(beyond).toEqual([])
    expect(await fingerprint(open), 'something was written').toEqual(before)
    expect([...elsewise].filter((name) => !FILES_ONLY.includes(name))).toEqual([])
    const unreached = new Set(notNamed().map(([route]) => nameOf(route))).difference(reached)
    expect(counts.refused).toBeGreaterThan(counts.checked / 2)
    console.log(
      `second fence, at the tables: ${JSON.stringify(counts)}; form refused first: ${[...unreached].join(', ') || 'none'}`,
    )
  })
})

/** Each route with each person who may not: without the role, no longer here, or never entered. */
function notNamed(): [Route, string][] {
  const others = ['p-gone', 'p-never-was']
  return ASKING.flatMap((route) =>
    [...PEOPLE.filter((role) => !may(role, route.permission)).map((role) => `p-${role}`), ...others].map(
      (who): [Route, string] => [route, who],
    ),
  )
}

/** Routes that read a file and no table: there is only the door before them. */
const FILES_ONLY: readonly string[] = ['get /api/charter/evidence/{sha256}']

/** All rows of all modules' tables, by table: how many, and a hash over them. The leader signs checkpoints by itself. */
async function fingerprint({ ctx }: PeopleApp): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind = 'r' and nspname = any (${ALL_MODULES.map(({ name }) => name)}::text[])
      and c.oid <> 'ledger.checkpoint'::regclass
    order by 1`.execute(ctx.db)
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ print: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') as print
      from ${sql.raw(name)} as t`.execute(ctx.db)
    found[name] = rows[0]!.print
  }
  expect(tables.length).toBeGreaterThan(20)
  return found
}
