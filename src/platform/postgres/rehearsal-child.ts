import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'
import { openPostgres } from './server.ts'

/**
 * The program that rehearsal.ts kills. `write DIR BINARIES` inserts rows over four connections and prints each one
 * only when its commit was acknowledged; SIGTERM stops it. `verify DIR BINARIES FILE` opens the same folder, says when
 * the first query was answered, and how many of the rows listed in FILE are missing.
 */
const [mode = '', dataDir = '', binaries = '', list = ''] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

const server = await openPostgres({
  dataDir,
  binaries,
  log: (line) => {
    process.stderr.write(`${line}\n`)
    if (line.startsWith('PostgreSQL is back')) say('restarted')
    if (line.startsWith('PostgreSQL: adopted')) say('adopted')
  },
})
const pool = new Pool({ ...server.connection, max: 4 })
// A killed server breaks idle connections, and a stopped one those that an ended pool has not closed yet.
pool.on('error', (error) => process.stderr.write(`connection lost: ${error.message}\n`))
await pool.query('select 1')
say('answered')
if (mode === 'verify') await verify()
else await write()
await pool.end()
await server.stop()

async function write(): Promise<void> {
  const stopped = new AbortController()
  process.once('SIGTERM', () => stopped.abort())
  await pool.query('create table if not exists survivor (id bigint primary key)')
  const insert = async (writer: number): Promise<void> => {
    for (let number = writer; !stopped.signal.aborted; number += 4) {
      if (await inserted(number)) say(`row ${number}`)
      else await sleep(20)
    }
  }
  await Promise.all([0, 1, 2, 3].map(insert))
}

/** False when the commit was not acknowledged: the row may or may not be there, and counts for nothing. */
async function inserted(id: number): Promise<boolean> {
  try {
    await pool.query('insert into survivor values ($1)', [id])
    return true
  } catch (error) {
    process.stderr.write(`not acknowledged: ${error instanceof Error ? error.message : String(error)}\n`)
    return false
  }
}

async function verify(): Promise<void> {
  const ids = readFileSync(list, 'utf8').split('\n').filter(Boolean)
  const { rows } = await pool.query<{ missing: string }>(
    'select count(*) as missing from unnest($1::bigint[]) as acknowledged(id) where not exists (select from survivor where survivor.id = acknowledged.id)',
    [ids],
  )
  say(`missing ${rows[0]?.missing} of ${ids.length}`)
}
