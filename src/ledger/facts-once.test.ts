import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from '../platform/migrations.ts'
import { drawFrom } from '../platform/random.ts'
import { scratchDatabase } from '../platform/scratch-database.ts'
import type { ScratchDatabase } from '../platform/scratch-database.ts'
import { factText } from './append.ts'
import { verifyLog } from './audit-database.ts'
import { makeBatch } from './batch.ts'
import { TreeGrowth } from './growth.ts'
import { leafOf } from './leaf.ts'
import { readEntries } from './reading.ts'
import { readPlaces } from './store.ts'
import { encodeBundle } from './tiles.ts'

/** A log as the version before 0012-facts-once wrote it: entries framed, in bundles, with an id for each. */
const ALL = join(import.meta.dirname, 'migrations')
const AT = Date.parse('2026-11-22T00:00:00.007Z')
const folder = mkdtempSync(join(tmpdir(), 'kensho-facts-once-'))
const log = pino({ level: 'silent' })
let database: ScratchDatabase

beforeAll(async () => {
  for (const name of readdirSync(ALL)) if (name < '0012') cpSync(join(ALL, name), join(folder, name))
  database = await scratchDatabase([{ name: 'ledger', migrations: pathToFileURL(`${folder}/`) }])
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

const FACTS = [
  { type: 'ledger.origin.opened', by: 'system:ledger', body: { origin: 'garden', keys: [] } },
  ...Array.from({ length: 1200 }, (_, n) => ({
    type: 'garden.plant.planted',
    by: 'p-1',
    body: { n, name: `松 ${'x'.repeat(n % 90)}` },
  })),
]

async function writeAsBefore(): Promise<void> {
  const draw = drawFrom(12)
  await sql`select ledger.open_origin('garden', '{}')`.execute(database.db)
  const tree = new TreeGrowth(0, () => new Uint8Array())
  let [written, at] = [0, AT]
  while (written < FACTS.length) {
    const facts = FACTS.slice(written, written + 1 + draw(300)).map((fact) => factText(fact).text)
    const { rows } = await sql<{ id: string }>`insert into ledger.pending (bytes)
      select convert_to(text, 'UTF8') from unnest(${facts}::text[]) as text returning id`.execute(database.db)
    const ready = facts.map((text, order) => ({ id: rows[order]?.id ?? '', facts: [text] }))
    const batch = makeBatch(tree, ready, at)
    const bundles = batch.runs.map((run) =>
      encodeBundle('facts' in run ? run.facts.map((text) => leafOf(at, text)) : []),
    )
    const tiles = batch.tiles.flatMap(({ level, root, bytes }) => (level === 0 ? [root] : [root, bytes]))
    const ids = ready.map(({ id }) => id)
    await sql`select ledger.integrate(${batch.size}, ${batch.newSize}, ${batch.root}, ${at}, ${ids}, ${ids},
      ${batch.runs.map(({ count }) => count)}, ${bundles.map(({ length }) => length)}, ${Buffer.concat(bundles)},
      ${batch.leaves}, ${batch.tiles.map(({ level }) => level)}, ${batch.tiles.map(({ index }) => index)},
      ${Buffer.concat(tiles)}, 'grown')`.execute(database.db)
    written += facts.length
    at += 1 + draw(5000)
  }
}

const upgrade = () =>
  migrate(database, [{ name: 'ledger', migrations: pathToFileURL(`${ALL}/`) }], log).then(
    () => 'upgraded',
    (error: Error) => error.message,
  )

it('a log that was written before is stored anew, and every hash and place is what it was', async () => {
  await writeAsBefore()
  const waiting = factText(FACTS[5]!).text
  await sql`insert into ledger.pending (bytes) values (convert_to(${waiting}, 'UTF8'))`.execute(database.db)
  const {
    rows: [before],
  } = await sql<{ root: Buffer }>`select root from ledger.head`.execute(database.db)

  // What somebody has changed is not smoothed over: the upgrade stops, and nothing is written.
  const shift = async (ms: number) => {
    await sql`alter table ledger.run disable trigger never_changed`.execute(database.db)
    await sql`update ledger.run set at_ms = at_ms + ${ms} where first_index = 512`.execute(database.db)
    await sql`alter table ledger.run enable trigger never_changed`.execute(database.db)
  }
  await shift(1)
  expect(await upgrade()).toContain('entry 512 of the ledger is not what its run says')
  await shift(-1)

  expect(await upgrade()).toBe('upgraded')
  const report = await verifyLog(database.db)
  expect(report).toMatchObject({ ok: true, size: FACTS.length, root: before?.root.toString('base64') })
  const facts = []
  for await (const { fact } of readEntries(database.db, 0, FACTS.length)) facts.push(fact)
  expect(facts).toEqual(FACTS)
  const places = await readPlaces(
    database.db,
    FACTS.map((_, n) => String(n + 1)),
  )
  expect(places.map((place) => ('index' in place ? place.index : -1)).toSorted((a, b) => a - b)).toEqual(
    FACTS.map((_, n) => n),
  )
  const { rows: left } = await sql<{ bytes: Buffer }>`select bytes from ledger.pending`.execute(database.db)
  expect(left.map(({ bytes }) => bytes.toString())).toEqual([waiting])
})
