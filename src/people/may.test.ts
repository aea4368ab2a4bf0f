import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ledgerModule } from '../ledger/module.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { scratchDatabase, type ScratchDatabase } from '../platform/scratch-database.ts'
import { rolesOfModules, standingMayDo } from './checker.ts'
import { peopleModule } from './module.ts'
import { readStanding, type Standing } from './standing-store.ts'

const people = peopleModule(() => [])
let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await scratchDatabase([ledgerModule, people])
})
afterAll(() => scratch.drop())

const PEOPLE = ['ann', 'bob', 'cid'] as const
const ROLES = ['viewer', 'approver', 'own-role'] as const
const PERMISSIONS = [
  'people.read',
  'people.approve',
  'people.own',
  'people.read-contacts',
  'no.such',
] as const
const OBJECTS = [null, 'x', 'y'] as const
const INSTANTS = [1, 3, 5, 7] as const

const period = fc.record({ from: fc.integer({ min: 0, max: 6 }), lasts: fc.integer({ min: 0, max: 6 }) })
const organisation = fc.record({
  persons: fc.array(fc.record({ id: fc.constantFrom(...PEOPLE), period, ends: fc.boolean() }), {
    maxLength: 3,
  }),
  grants: fc.array(
    fc.record({
      person: fc.constantFrom(...PEOPLE),
      role: fc.constantFrom(...ROLES),
      object: fc.constantFrom(...OBJECTS),
      period,
      ends: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
  delegations: fc.array(
    fc.record({
      from: fc.constantFrom(...PEOPLE),
      to: fc.constantFrom(...PEOPLE),
      permissions: fc.uniqueArray(fc.constantFrom('approve', ...PERMISSIONS), { minLength: 1 }),
      period,
    }),
    { maxLength: 4 },
  ),
  token: fc.record({
    permissions: fc.uniqueArray(fc.constantFrom(...PERMISSIONS), { minLength: 1 }),
    period,
  }),
  own: fc.uniqueArray(fc.constantFrom('people.read', 'people.approve', 'people.read-contacts')),
})
type Made = typeof organisation extends fc.Arbitrary<infer T> ? T : never

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000)
const ends = ({ period: { from, lasts }, ends: ended }: Made['grants'][number] | Made['persons'][number]) =>
  ended ? at(from + lasts) : null

it('the database judges as the checker does, on random organisations', async () => {
  const builtIn = rolesOfModules([people])
  const counts = { asked: 0, granted: 0 }
  await fc.assert(
    fc.asyncProperty(organisation, (made) =>
      rolledBack(async (tx) => {
        await write(tx, made, builtIn)
        const asked = [...questions()]
        const here = await byChecker(tx, asked, builtIn)
        const there = await byDatabase(tx, asked)
        for (const [index, question] of asked.entries())
          expect(there[index], JSON.stringify(question)).toBe(here[index])
        counts.asked += asked.length
        counts.granted += here.filter(Boolean).length
      }),
    ),
    { numRuns: 60 },
  )
  expect(counts.asked).toBeGreaterThan(20_000)
  expect(counts.granted).toBeGreaterThan(1000)
  console.log(`asked both ${counts.asked} times, granted ${counts.granted} times, never differently`)
})

type Question = { person: string; permission: string; object: string | null; second: number; token: boolean }

async function byChecker(
  tx: Tx,
  asked: readonly Question[],
  builtIn: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<boolean[]> {
  const standings = new Map<string, Standing>()
  const found: boolean[] = []
  for (const { person, permission, object, second, token } of asked) {
    const atMs = at(second).getTime()
    const key = `${person} ${second} ${token}`
    const standing = standings.get(key) ?? (await readStanding(tx, person, token ? 't' : undefined, atMs))
    standings.set(key, standing)
    const actor = { id: person, ...(token && { via: { kind: 'token' as const, id: 't' } }) }
    found.push(standingMayDo(standing, builtIn, actor, { permission, object: object ?? undefined, atMs }))
  }
  return found
}

async function byDatabase(tx: Tx, asked: readonly Question[]): Promise<boolean[]> {
  const { rows } = await sql<{ may: boolean }>`
    select people.may(person, token, permission, object, at) as may
    from unnest(${asked.map(({ person }) => person)}::text[], ${asked.map(({ token }) => (token ? 't' : null))}::text[],
      ${asked.map(({ permission }) => permission)}::text[], ${asked.map(({ object }) => object)}::text[],
      ${asked.map(({ second }) => at(second))}::timestamptz[]) with ordinality
      as question (person, token, permission, object, at, place)
    order by place`.execute(tx)
  return rows.map(({ may }) => may)
}

function* questions(): Generator<Question> {
  for (const person of PEOPLE)
    for (const permission of PERMISSIONS)
      for (const object of OBJECTS)
        for (const second of INSTANTS)
          for (const token of [false, true]) yield { person, permission, object, second, token }
}

class Done extends Error {}

async function rolledBack(work: (tx: Tx) => Promise<void>): Promise<void> {
  await inTransaction(scratch.db, async (tx) => {
    await work(tx)
    throw new Done()
  }).catch((error: unknown) => {
    if (!(error instanceof Done)) throw error
  })
}

async function write(tx: Tx, made: Made, builtIn: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  for (const [role, having] of builtIn)
    for (const permission of having)
      await sql`insert into people.role_permission values (${role}, ${permission})`.execute(tx)
  await sql`insert into people.role values ('own-role', 'x', 'x', ${made.own}::text[])`.execute(tx)
  const entered = new Map(made.persons.map((person) => [person.id, person]))
  for (const id of PEOPLE) {
    const person = entered.get(id)
    await sql`insert into people.person (id, kind, from_at, until_at)
      values (${id}, 'employee', ${at(person?.period.from ?? 0)}, ${person ? ends(person) : null})`.execute(
      tx,
    )
  }
  for (const [index, grant] of made.grants.entries())
    await sql`insert into people.role_grant values (${`g${index}`}, ${grant.person}, ${grant.role}, ${grant.object},
      ${at(grant.period.from)}, ${ends(grant)})`.execute(tx)
  for (const [index, { from, to, permissions, period: during }] of made.delegations.entries())
    if (from !== to)
      await sql`insert into people.delegation values (${`d${index}`}, ${from}, ${to}, ${permissions}::text[],
        ${at(during.from)}, ${at(during.from + during.lasts)})`.execute(tx)
  const { permissions, period: during } = made.token
  await sql`insert into people.token values ('t', 'ann', 'label', sha256('x'), ${permissions}::text[],
    ${at(during.from)}, ${at(during.from + during.lasts)})`.execute(tx)
}
