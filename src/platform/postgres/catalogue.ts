import { Client } from 'pg'
import type { Migration, Sequence, TableShape } from './archive.ts'
import { quoted, tableName } from './archive.ts'

/** All SQL that backup and restore ask of the system catalogue. */

/** A session whose text output depends on nothing but the data: zone, formats, no hidden rows, no time limits. */
const steadySession = `
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
  set bytea_output = 'hex'; set xmloption = 'content'; set client_encoding = 'UTF8'; set search_path = '';
  set row_security = off; set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0`

export async function connectSteady(connectionString: string, name: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: name })
  // A connection that breaks fails the query under way; without a listener it would end the process as well.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(steadySession)
  return client
}

export type Table = TableShape & { partitioned: boolean }

/** Tables that hold rows of their own: no partitions (their root gives the rows), nothing of an extension. */
export async function readTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as "table", c.relkind = 'p' as partitioned,
      array(select a.attname::text from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not exists (select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by n.nspname collate "C", c.relname collate "C"`)
  return rows
}

/** The record of migrations is made by migrating, and compared, never carried over. */
export function isMigrationTable({ schema, table }: TableShape): boolean {
  return schema === 'platform' && table === 'migration'
}

/** Null: there is no record of migrations, so this is no database of kensho. */
export async function readMigrations(client: Client): Promise<Migration[] | null> {
  const there = await client.query<{ there: boolean }>(
    `select pg_catalog.to_regclass('platform.migration') is not null as there`,
  )
  if (!there.rows[0]?.there) return null
  const { rows } = await client.query<Migration>(
    `select module, name, sha256 from platform.migration order by module collate "C", name collate "C"`,
  )
  return rows
}

export async function readSequences(client: Client, schemas: string[]): Promise<Sequence[]> {
  const found = await client.query<{ schema: string; sequence: string }>(
    `select n.nspname as schema, c.relname as sequence
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and n.nspname = any ($1) order by n.nspname collate "C", c.relname collate "C"`,
    [schemas],
  )
  const sequences: Sequence[] = []
  for (const { schema, sequence } of found.rows) {
    const name = `${quoted(schema)}.${quoted(sequence)}`
    const { rows } = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${name}`,
    )
    const state = rows[0]
    if (!state) throw new Error(`sequence ${name} has no state`)
    sequences.push({ schema, sequence, ...state })
  }
  return sequences
}

/** The rows of one table. A partitioned root gives those of its partitions, other tables only their own. */
export function copyToStatement(table: Table): string {
  const only = table.partitioned ? '' : 'only '
  return `copy (select ${table.columns.map(quoted).join(', ')} from ${only}${tableName(table)}) to stdout`
}

export async function hasRows(client: Client, table: TableShape): Promise<boolean> {
  const { rows } = await client.query<{ some: boolean }>(
    `select exists (select from ${tableName(table)}) as some`,
  )
  return rows[0]?.some === true
}

export async function readSchemas(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select nspname as name from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  )
  return rows.map((row) => row.name)
}

/** Materialised views in the order in which they were made. */
export async function readMaterialised(client: Client, schemas: string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'm' and n.nspname = any ($1) order by c.oid`,
    [schemas],
  )
  return rows.map((row) => row.name)
}

/** What stands in the way of loading tables in any order, as statements that put it aside and back. */
export async function readFences(
  client: Client,
  schemas: string[],
): Promise<{ lower: string[]; raise: string[] }> {
  const keys = await client.query<{ name: string; owner: string; definition: string }>(
    `select conname as name, conrelid::regclass::text as owner, pg_catalog.pg_get_constraintdef(con.oid) as definition
     from pg_catalog.pg_constraint con join pg_catalog.pg_namespace n on n.oid = con.connamespace
     where contype = 'f' and conparentid = 0 and n.nspname = any ($1) order by con.oid`,
    [schemas],
  )
  const triggers = await client.query<{ name: string; owner: string; fires: string }>(
    `select tgname as name, tgrelid::regclass::text as owner, tgenabled::text as fires
     from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where not tgisinternal and tgparentid = 0 and tgenabled <> 'D' and n.nspname = any ($1) order by t.oid`,
    [schemas],
  )
  const enabling: Record<string, string> = { O: 'enable', R: 'enable replica', A: 'enable always' }
  return {
    lower: [
      ...triggers.rows.map(({ owner, name }) => `alter table ${owner} disable trigger ${quoted(name)}`),
      ...keys.rows.map(({ owner, name }) => `alter table ${owner} drop constraint ${quoted(name)}`),
    ],
    raise: [
      ...keys.rows.map(
        ({ owner, name, definition }) => `alter table ${owner} add constraint ${quoted(name)} ${definition}`,
      ),
      ...triggers.rows.map(
        ({ owner, name, fires }) => `alter table ${owner} ${enabling[fires]} trigger ${quoted(name)}`,
      ),
    ],
  }
}
