import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixedClock } from '../clock.ts'
import type { CommandIo } from '../command.ts'
import { InputError } from '../failure.ts'
import { readArchive } from './archive-reader.ts'
import { backup } from './backup.ts'
import { contents, fill, migrateWith, recorded, schemasIn, session } from './backup-fixture.ts'
import { findBinaries } from './binaries.ts'
import { backupCommand, restoreCommand } from './cli.ts'
import { layout } from './data-folder.ts'
import { checkArchive, restore } from './restore.ts'
import { restoreFolder } from './restore-folder.ts'
import { openPostgres } from './server.ts'
import type { PostgresServer } from './server.ts'
import { temporaryFolder } from './temporary-folder.ts'

const found = findBinaries()
const origins = ['system', 'npm'].filter((origin) => found.some((one) => one.origin === origin))
if (origins.length < 2)
  console.log(`skipped: of system and npm only ${origins.join() || 'neither'} is on this machine`)
const nowMs = Date.UTC(2026, 10, 22)
const quiet = () => undefined

let folder = ''
let source: PostgresServer
let whole = ''
let before: Record<string, string> = {}
let databases = 0

beforeAll(async () => {
  folder = temporaryFolder('kensho-backup-')
  source = await openPostgres({ dataDir: join(folder, 'source'), binaries: origins[0] ?? '', log: quiet })
  await migrateWith()(source.connectionString)
  await fill(source.connectionString)
  whole = join(folder, 'whole.backup')
  before = await contents(source.connectionString)
  await write(whole)
})
afterAll(async () => {
  await source.stop()
  rmSync(folder, { recursive: true, force: true })
})

function write(out: string, connectionString = source.connectionString) {
  return backup({ connectionString, out, productVersion: '0.1.0', nowMs })
}

/** An empty database on a server, as somebody else would give us one. */
async function emptyDatabase(server: PostgresServer, owner = ''): Promise<string> {
  const name = `empty_${databases++}`
  await session(server.connectionString, (client) =>
    client.query(`create database ${name} ${owner && `owner ${owner}`}`),
  )
  return server.connectionString.replace('postgres:///kensho?', `postgres:///${name}?`)
}

function restoreTo(connectionString: string, file = whole, migrate = migrateWith()) {
  return restore({ connectionString, file, migrate, log: quiet })
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof InputError) return error.message
  throw error ?? new Error('nothing was refused')
}

const wholeBytes = () => readFileSync(whole)
const changed = (text: (old: string) => string) =>
  gzipSync(Buffer.from(text(gunzipSync(wholeBytes()).toString('latin1')), 'latin1'), { level: 1 })
const refused = async (content: Buffer): Promise<string> => {
  const file = join(folder, 'damaged.backup')
  writeFileSync(file, content)
  return refusal(checkArchive(file))
}

const noOrigin = () => Promise.reject(new Error('no origin'))

describe.skipIf(origins.length === 0)('a backup', () => {
  it('is one file for its owner alone, that says what it holds, and can be read as text', async () => {
    expect(statSync(whole).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
    const { header, end } = await checkArchive(whole)
    expect(header).toMatchObject({
      format: 1,
      kensho: '0.1.0',
      server: source.version,
      madeAt: '2026-11-22T00:00:00.000Z',
    })
    expect(header.migrations).toEqual(recorded)
    const rows = Object.fromEntries(end.tables.map(({ schema, table, rows }) => [`${schema}.${table}`, rows]))
    expect(rows).toEqual({
      'odd "name.gone_column': 1,
      'odd "name.kinds': 4,
      'plain.account': 50,
      'plain.egg': 2,
      'plain.hen': 2,
      'plain.log': 20_004,
      'plain.nothing': 0,
      'plain.ordered': 2,
      'plain.part': 2,
      'plain.tree': 3,
    })
    const text = gunzipSync(readFileSync(whole)).toString()
    expect(text.startsWith('-- kensho backup 1\n-- {"header":')).toBe(true)
    expect(text).toContain('COPY "plain"."ordered" ("place", "note") FROM stdin;\n2\tb\n1\ta\n\\.\n')
  })

  it.each([64, 67, 4096])('is read the same in pieces of %d bytes', async (pieceBytes) => {
    const { end } = await checkArchive(whole)
    const rows: Buffer[] = []
    let tables = 0
    for await (const part of readArchive(whole, pieceBytes)) {
      if (part.part === 'rows') rows.push(Buffer.from(part.rows))
      if (part.part === 'table-end') expect(part.summary).toEqual(end.tables[tables++])
    }
    expect(tables).toBe(10)
    const text = gunzipSync(readFileSync(whole)).toString()
    const expected = [...text.matchAll(/^COPY [^\n]*\n((?:(?!\\\.\n)[^\n]*\n)*)/gm)]
      .map((match) => match[1])
      .join('')
    expect(Buffer.concat(rows).toString() === expected).toBe(true)
  })

  it('names what it leaves out', async () => {
    const url = await emptyDatabase(source)
    await migrateWith()(url)
    await session(url, (client) =>
      client.query(`create schema foreign_one; create table foreign_one.theirs (id int);
        create schema graphile_worker; create table graphile_worker.jobs (id int); insert into graphile_worker.jobs values (1), (2)`),
    )
    const { header } = await write(join(folder, 'left-out.backup'), url)
    expect(header.notIncluded.map((one) => one.what)).toEqual(['foreign_one.theirs', '2 waiting jobs'])
    expect(header.tables.length).toBe(10)
  })

  it('shows one instant while others write', async () => {
    const url = await emptyDatabase(source)
    await migrateWith()(url)
    await fill(url)
    const stop = new AbortController()
    let transfers = 0
    const writing = session(url, async (client) => {
      while (!stop.signal.aborted) {
        const [from, to] = [1 + (transfers % 50), 1 + ((transfers * 7 + 3) % 50)]
        await client.query(`begin; update plain.account set balance = balance - 1 where id = ${from};
          update plain.account set balance = balance + 1 where id = ${to}; commit`)
        transfers++
      }
    })
    const file = join(folder, 'instant.backup')
    for (let round = 0; round < 5; round++) {
      await write(file, url)
      const text = gunzipSync(readFileSync(file)).toString()
      const rows = /COPY "plain"\."account" [^\n]*\n([^\\]*)\\\./.exec(text)?.[1]?.trim().split('\n') ?? []
      expect(rows.length).toBe(50)
      expect(rows.reduce((sum, row) => sum + Number(row.split('\t')[1]), 0)).toBe(5000)
    }
    stop.abort()
    await writing
    expect(transfers).toBeGreaterThan(50)
  })

  it('is refused for a database that is not of kensho, and for a folder that is not there', async () => {
    expect(await refusal(write(join(folder, 'x'), await emptyDatabase(source)))).toMatch(
      /no table platform.migration/,
    )
    expect(await refusal(write(join(folder, 'none', 'x')))).toMatch(/a folder that exists/)
    expect(existsSync(join(folder, 'x'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

describe.each(origins)('restored on %s', (origin) => {
  it('into a new data folder, everything is as it was', async () => {
    const dataDir = join(folder, `restored-${origin}`)
    process.env['KENSHO_POSTGRES_BIN'] = origin
    try {
      await restoreFolder(dataDir, { file: whole, migrate: migrateWith(), log: quiet })
      expect(
        await refusal(restoreFolder(dataDir, { file: whole, migrate: migrateWith(), log: quiet })),
      ).toMatch(/this one has one/)
    } finally {
      delete process.env['KENSHO_POSTGRES_BIN']
    }
    expect(readdirSync(join(dataDir, 'postgres')).toSorted()).toEqual(['cluster'])
    const server = await openPostgres({ dataDir, log: quiet })
    try {
      expect(await contents(server.connectionString)).toEqual(before)
      expect(Object.keys(before).length).toBe(16)
    } finally {
      await server.stop()
    }
  })
})

describe.skipIf(origins.length === 0)('a restore by URL', () => {
  it('needs no superuser', async () => {
    await session(source.connectionString, (client) => client.query('create role plain_owner login'))
    const url = (await emptyDatabase(source, 'plain_owner')).replace('user=kensho', 'user=plain_owner')
    await restoreTo(url)
    expect(await contents(url)).toEqual(before)
  })

  it('does the work of others in the same transaction', async () => {
    const url = await emptyDatabase(source)
    const restored = (client: Client) => client.query(`insert into plain.nothing values (7)`).then(quiet)
    await restore({ connectionString: url, file: whole, migrate: migrateWith(), log: quiet, restored })
    const there = await session(url, (client) => client.query('select id from plain.nothing'))
    expect(there.rows).toEqual([{ id: 7 }])
    const failing = await emptyDatabase(source)
    const options = {
      connectionString: failing,
      file: whole,
      migrate: migrateWith(),
      log: quiet,
      restored: noOrigin,
    }
    await expect(restore(options)).rejects.toThrow('no origin')
    expect(await schemasIn(failing)).toEqual(['public'])
  })

  it('is refused where rows are, or others at work, and changes nothing there', async () => {
    const url = await emptyDatabase(source)
    await restoreTo(url)
    expect(await refusal(restoreTo(url))).toMatch(/odd "name\.gone_column: an empty database/)
    expect(await contents(url)).toEqual(before)
    const busy = await emptyDatabase(source)
    await session(busy, async () => {
      expect(await refusal(restoreTo(busy))).toMatch(/1 other sessions are open/)
    })
    expect(await schemasIn(busy)).toEqual(['public'])
  })

  it.each([
    [
      'another version',
      migrateWith('', [...recorded.slice(1), { module: 'new', name: '0001-x.sql', sha256: 'c' }]),
      /differ in new\/0001-x.sql.*Restore with kensho 0\.1\.0/,
    ],
    [
      'a changed migration',
      migrateWith(
        '',
        recorded.map((one) => ({ ...one, sha256: 'd' })),
      ),
      /differ in odd "name\/0001/,
    ],
    ['a table gone', migrateWith('drop table plain.nothing'), /there is no plain\.nothing/],
    [
      'a column more',
      migrateWith('alter table plain.nothing add extra int'),
      /plain\.nothing with columns id, extra/,
    ],
    [
      'rows that do not fit',
      migrateWith('alter table plain.log add check (id < 15000)'),
      /rows that fit into plain\.log: .*violates check/,
    ],
    [
      'rows changed on the way',
      migrateWith(`create function plain.up() returns trigger language plpgsql as $$ begin new.note = 'x'; return new; end $$;
      create trigger up before insert on plain.ordered for each row execute function plain.up()`),
      null,
    ],
    ['migrations that fail', () => Promise.reject(new InputError('m.sql', {}, 'better SQL')), /better SQL/],
  ])('that meets %s leaves nothing', async (_, migrate, because) => {
    const url = await emptyDatabase(source)
    if (because === null) {
      // Triggers are put aside: the rows come back as they were.
      await restoreTo(url, whole, migrate)
      expect((await contents(url))['plain.ordered']).toBe(before['plain.ordered'])
      return
    }
    expect(await refusal(restoreTo(url, whole, migrate))).toMatch(because)
    expect(await schemasIn(url)).toEqual(['public'])
  })
})

describe.skipIf(origins.length === 0)('a damaged file', () => {
  it('is found wherever a byte differs or the end is missing (40 places)', async () => {
    const good = wholeBytes()
    let checked = 0
    for (let place = 0; place < 20; place++) {
      const at = Math.floor((good.length - 1) * (place / 19))
      const flipped = Buffer.from(good)
      // The bytes 4 to 9 of gzip hold time and system: they carry nothing.
      const target = at >= 3 && at <= 9 ? 10 : at
      flipped[target] = (flipped[target] ?? 0) ^ 0x10
      expect(await refused(flipped), `byte ${target}`).toMatch(/damaged\.backup/)
      expect(await refused(Buffer.from(good.subarray(0, at))), `${at} bytes`).toMatch(/damaged\.backup/)
      checked += 2
    }
    expect(checked).toBe(40)
  })

  it('is refused by name when its text was changed and packed again', async () => {
    expect(await refused(changed((text) => text.replace('\tline 77\n', '\tline 78\n')))).toMatch(
      /rows of plain\.log/,
    )
    expect(await refused(changed((text) => text.replace('\n2\tb\n', '\n')))).toMatch(
      /:\d+: the rows of plain\.ordered/,
    )
    expect(await refused(changed((text) => text.replace('"kensho":"0.1.0"', '"kensho":"0.1.1"')))).toMatch(
      /SHA-256 of the whole/,
    )
    expect(await refused(changed((text) => text.replace('"format":1', '"format":2')))).toMatch(
      /header of a backup, format 1/,
    )
    expect(await refused(changed((text) => text.replace('backup 1', 'backup 2')))).toMatch(
      /:1: a backup of kensho, format 1/,
    )
    expect(await refused(changed((text) => `${text}-- more\n`))).toMatch(/nothing after the end/)
    expect(await refused(changed((text) => `${text}more`))).toMatch(/nothing after the end/)
    expect(await refused(changed((text) => text.slice(0, text.lastIndexOf('-- {'))))).toMatch(
      /the file is cut off/,
    )
    expect(
      await refused(changed((text) => text.replace('COPY "plain"."egg"', 'COPY "plain"."hen"'))),
    ).toMatch(/next table of the header/)
    expect(await refused(changed((text) => text.replace('-- {"header"', '-- {header')))).toMatch(
      /:2: a line of JSON/,
    )
    expect(await refused(Buffer.from('not gzip'))).toMatch(/a gzip file/)
    expect(await refused(Buffer.alloc(0))).toMatch(/cut off|gzip/)
  })

  it('leaves no trace: no database in a new folder, nothing in an empty database', async () => {
    const file = join(folder, 'cut.backup')
    writeFileSync(file, wholeBytes().subarray(0, -100))
    const url = await emptyDatabase(source)
    expect(await refusal(restoreTo(url, file))).toMatch(/whole backup/)
    expect(await schemasIn(url)).toEqual(['public'])
    const dataDir = join(folder, 'never')
    expect(await refusal(restoreFolder(dataDir, { file, migrate: migrateWith(), log: quiet }))).toMatch(
      /whole backup/,
    )
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual([])
  })
})

describe.skipIf(origins.length === 0)('a restore that is killed', () => {
  it('leaves a folder without a database, and the next one clears up, server included', async () => {
    const dataDir = join(folder, 'killed')
    const program = `
      const { restoreFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'restore-folder.ts'))})
      const migrate = () => { console.log('migrating'); return new Promise(() => setInterval(() => {}, 1000)) }
      await restoreFolder(process.argv[1], { file: process.argv[2], migrate, log: () => {} })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir, whole], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const left = readdirSync(join(dataDir, 'postgres')).find((name) => name.startsWith('restoring-')) ?? ''
    const orphan = Number(
      readFileSync(join(layout(join(dataDir, 'postgres', left)).cluster, 'postmaster.pid'), 'utf8').split(
        '\n',
      )[0],
    )
    expect(existsSync(`/proc/${orphan}/cmdline`)).toBe(process.platform === 'linux')
    expect(existsSync(layout(dataDir).cluster)).toBe(false)
    await restoreFolder(dataDir, { file: whole, migrate: migrateWith(), log: quiet })
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['cluster'])
    const command = existsSync(`/proc/${orphan}/cmdline`)
      ? readFileSync(`/proc/${orphan}/cmdline`, 'utf8')
      : ''
    expect(command).not.toContain('postgres')
  })
})

const psql = spawnSync('psql', ['--version']).status === 0

describe.skipIf(origins.length === 0 || !psql)('in an emergency (needs psql)', () => {
  it('psql alone puts the rows back onto migrated tables', async () => {
    const url = await emptyDatabase(source)
    await migrateWith()(url)
    await session(url, (client) =>
      client.query(
        'alter table plain.log disable trigger never; truncate plain.log; alter table plain.log enable trigger never; alter table plain.tree disable trigger echo',
      ),
    )
    const input = gunzipSync(readFileSync(whole))
    const done = spawnSync('psql', ['-v', 'ON_ERROR_STOP=1', '-q', '-d', url], { input, encoding: 'utf8' })
    expect(done.stderr).toBe('')
    await session(url, (client) =>
      client.query(
        'alter table plain.tree enable always trigger echo; refresh materialized view plain.total',
      ),
    )
    expect(await contents(url)).toEqual(before)
  })
})

describe.skipIf(origins.length === 0)('the commands', () => {
  const said: string[] = []
  const io = (env: Record<string, string> = {}): CommandIo => ({
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    clock: fixedClock(nowMs),
    env,
    cwd: folder,
  })
  const backupOf = backupCommand({ productVersion: '0.1.0' })
  const restoreOf = restoreCommand({ migrate: migrateWith() })

  it('work beside a kensho that runs, on a folder at rest, and by URL', async () => {
    expect(await backupOf.run(io(), [], { data: 'source', out: 'one.backup' })).toBe(0)
    expect(
      said.some((line) => /one\.backup: backup of 20070 rows in 10 tables/.test(line)),
      said.join('\n'),
    ).toBe(true)
    expect(await restoreOf.run(io(), ['one.backup'], { data: 'by-command' })).toBe(0)
    said.length = 0
    expect(
      await backupOf.run(io({ KENSHO_DATA: join(folder, 'by-command') }), [], {
        out: 'two.backup',
        json: true,
      }),
    ).toBe(0)
    const printed = JSON.parse(said.find((line) => line.startsWith('{')) ?? '') as { tables: unknown }
    expect(printed.tables).toEqual((await checkArchive(join(folder, 'one.backup'))).end.tables)
    expect(existsSync(layout(join(folder, 'by-command')).lock)).toBe(false)
    const url = await emptyDatabase(source)
    expect(await restoreOf.run(io({ KENSHO_DATABASE_URL: url }), ['two.backup'], {})).toBe(0)
    expect(await backupOf.run(io({ KENSHO_DATABASE_URL: url }), [], { out: 'three.backup' })).toBe(0)
    expect(await contents(url)).toEqual(before)
  })

  it('refuse what is missing', async () => {
    expect(await refusal(backupOf.run(io(), [], { data: 'source' }))).toMatch(/--out/)
    expect(await refusal(backupOf.run(io(), [], { data: 'nowhere', out: 'x' }))).toMatch(
      /a data folder with a database/,
    )
    expect(await refusal(restoreOf.run(io(), ['nowhere'], { data: 'y' }))).toMatch(/no such file/)
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
  })
})
