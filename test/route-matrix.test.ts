import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_MODULES } from '../src/modules.ts'
import { policiesOf } from '../src/people/checker.ts'
import { EVERYBODY, rolesOf } from '../src/people/organisation.ts'
import { ROLES } from '../src/platform/http/permission.ts'
import type { Route } from '../src/platform/http/route.ts'
import { sampleBody } from './sample-body.ts'
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
  open = await peopleApp(() => () => true)
  await people(open)
})
afterAll(async () => {
  await house?.stop()
  await open?.stop()
})

const ask = (app: PeopleApp, who: string, route: Route, body: unknown) => {
  const path = route.path.replace(/\{[^}]+\}/g, 'nothing')
  const sent = route.method === 'get' ? undefined : body
  return app.ask(who, route.method.toUpperCase(), path, sent)
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

describe('the first fence', () => {
  it(`lets in whom the table names, and nobody else: ${ASKING.length} routes for ${PEOPLE.length} kinds of people and three who are nobody`, async () => {
    const [beyond, denied]: [string[], string[]] = [[], []]
    let checked = 0
    for (const route of ASKING)
      for (const who of PEOPLE) {
        checked += 1
        const away = isTurnedAway(await ask(house, `p-${who}`, route, {}))
        if (!away && !may(who, route.permission)) beyond.push(`${nameOf(route)} by ${who}`)
        if (away && may(who, route.permission)) denied.push(`${nameOf(route)} by ${who}`)
      }
    for (const route of ASKING)
      for (const who of ['', 'p-gone', 'p-never-was']) {
        checked += 1
        if (!isTurnedAway(await ask(house, who, route, {}))) beyond.push(`${nameOf(route)} by '${who}'`)
      }
    expect({ beyond, denied }).toEqual({ beyond: [], denied: [] })
    expect(checked).toBe(ASKING.length * (PEOPLE.length + 3))
    console.log(`first fence: ${checked} checked, 0 beyond, 0 denied`)
  })
})

describe('the second fence, with the first switched off', () => {
  it('lets nobody read or write beyond the table', async () => {
    const before = await fingerprint(open)
    const beyond: string[] = []
    const [silent, reached] = [new Set<string>(), new Set<string>()]
    const counts = { checked: 0, refused: 0, unreadable: 0, elsewise: 0 }
    for (const route of ASKING)
      for (const who of [...PEOPLE.map((one) => `p-${one}`), 'p-gone', 'p-never-was']) {
        if (may(who.slice(2), route.permission) && PEOPLE.some((one) => `p-${one}` === who)) continue
        counts.checked += 1
        const answer = await ask(open, who, route, sampleBody(route))
        if (answer.text.includes(CANARY)) beyond.push(`${nameOf(route)} by ${who} reads`)
        const refused = [401, 403].includes(answer.status) || answer.text === BROKEN_OFF
        if (refused) counts.refused += 1
        if (refused) reached.add(nameOf(route))
        else if (answer.status === 400 || answer.status === 415) counts.unreadable += 1
        else {
          counts.elsewise += 1
          silent.add(`${nameOf(route)} → ${answer.status}`)
        }
      }
    expect(beyond).toEqual([])
    expect(await fingerprint(open), 'something was written').toEqual(before)
    // These never came to the database: they gave nothing that is kept there.
    expect([...silent].filter((name) => !UNTOUCHED.some((prefix) => name.startsWith(prefix)))).toEqual([])
    expect(counts.refused).toBeGreaterThan(counts.checked / 2)
    const asked = ASKING.filter(({ permission }) => [...PEOPLE].some((who) => !may(who, permission)))
    const unreached = asked.map(nameOf).filter((name) => !reached.has(name))
    console.log(`second fence: ${JSON.stringify(counts)}; not reached: ${unreached.join(', ') || 'none'}`)
  })
})

/** Routes that answer without asking the database for anything: what they say is no one's secret. */
const UNTOUCHED: readonly string[] = []

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
