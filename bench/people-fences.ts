/**
 * What the two fences of rights cost: the checker's question, the database's judgement on a connection, and a whole
 * request with and without the second fence, paired in turns. Prints JSON: medians in milliseconds, and CPU time of this
 * process for each request (PostgreSQL's own is not in it). Run: node bench/people-fences.ts [--persons 1000] [--rounds 30]
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { createChecker } from '../src/people/checker.ts'
import { ALL_MODULES } from '../src/modules.ts'
import { inTransaction } from '../src/platform/database.ts'
import { peopleApp, type PeopleApp } from '../test/story/people-app.ts'

const { values } = parseArgs({
  options: { persons: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '30' } },
})
const PERSONS = Number(values.persons)
const ROUNDS = Number(values.rounds)
const TIMES = 20

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  for (let time = 0; time < TIMES; time += 1) await work()
  return (performance.now() - startedMs) / TIMES
}

/** Without names: they cost the same with any fence. */
async function fill({ ctx }: PeopleApp): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await sql`insert into people.person (id, kind, from_at)
      select 'x-' || n, 'employee', now() from generate_series(1, ${PERSONS}) as n`.execute(tx)
    await sql`insert into people.role_grant (id, person, role, from_at)
      select 'g-' || n, 'x-' || n, 'viewer', now() from generate_series(1, ${PERSONS}) as n`.execute(tx)
  })
  await sql`analyze people.person, people.role_grant`.execute(ctx.db)
}

async function judgementMs({ ctx }: PeopleApp): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain (analyze, timing off) select count(*) from (
      select people.enter('owner', null, 'people.read', null, now()) from generate_series(1, 1000)) as entered`.execute(
    ctx.db,
  )
  const told = rows.map((row) => row['QUERY PLAN']).find((line) => line.startsWith('Execution Time'))
  return Number(/[\d.]+/.exec(told ?? '')?.[0]) / 1000
}

const [fenced, open] = [await peopleApp(), await peopleApp({ knocks: false, fenced: false })]
for (const app of [fenced, open]) {
  await app.enter('owner', ['quality-owner'])
  await fill(app)
}
const checker = createChecker(fenced.ctx, ALL_MODULES)
const ask = (app: PeopleApp) => () => app.ask('owner', 'GET', '/api/people/teams')
await timed(ask(fenced))
await timed(ask(open))
const found = {
  checker: [] as number[],
  with: [] as number[],
  without: [] as number[],
  difference: [] as number[],
}
for (let round = 0; round < ROUNDS; round += 1) {
  found.checker.push(await timed(async () => checker({ id: 'owner' }, 'people.read')))
  const [without, behind] = [await timed(ask(open)), await timed(ask(fenced))]
  found.with.push(behind)
  found.without.push(without)
  found.difference.push(behind - without)
}
console.log(
  JSON.stringify({
    persons: PERSONS,
    rounds: ROUNDS,
    load: loadavg()[0],
    checker_ms: median(found.checker),
    judgement_in_database_ms: await judgementMs(fenced),
    request_behind_both_fences_ms: median(found.with),
    request_behind_the_first_ms: median(found.without),
    difference_ms: median(found.difference),
  }),
)
await fenced.stop()
await open.stop()
