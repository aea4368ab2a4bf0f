import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { lockUntilEnd, inTransaction, type Tx } from '../platform/database.ts'
import type { PlatformModule } from '../platform/module.ts'
import { rolesOfModules } from './checker.ts'
import { guardPolicy, ROUTE_POLICY, type Guard } from './fence-policy.ts'

const ROLE = 'kensho_fenced'

/** The second fence of the server: PostgreSQL judges by itself who may, at each connection that a request takes. */
export const peopleFence = {
  role: ROLE,
  enter: 'select people.enter($1, $2, $3, $4, $5)',
  raise: raiseFence,
}

/**
 * Brings the database's own knowledge of roles, and the policies and grants of all tables, to this version. Run at the
 * server's start, after migrations; does nothing where all of it stands. One process at a time.
 */
async function raiseFence(ctx: Context, modules: readonly PlatformModule[]): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await lockUntilEnd(tx, 'people.fence')
    await writeRoles(tx, modules)
    const guards = guardsOf(modules)
    const tables = await readTables(tx, schemasOf(modules))
    assertGuardsMeet(guards, tables)
    for (const schema of new Set(tables.map((table) => table.schema))) await openSchema(tx, schema)
    for (const table of tables) await fenceTable(tx, table, guards.get(nameOf(table)))
  })
}

/** What no module declares any more nobody holds by a role that comes with the product. */
async function writeRoles(tx: Tx, modules: readonly PlatformModule[]): Promise<void> {
  const pairs = [...rolesOfModules(modules)].flatMap(([role, having]) =>
    [...having].map((permission) => [role, permission] as const),
  )
  const [roles, permissions] = [pairs.map(([role]) => role), pairs.map(([, permission]) => permission)]
  await sql`with wanted as (
      select * from unnest(${roles}::text[], ${permissions}::text[]) as wanted (role, permission)),
    gone as (
      delete from people.role_permission where (role, permission) not in (select role, permission from wanted))
    insert into people.role_permission select role, permission from wanted on conflict do nothing`.execute(tx)
}

type Table = { schema: string; name: string; fenced: boolean; policies: string[] }

function nameOf({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${schema}.${name}`
}

/** The job queue and the platform are asked in requests too. */
function schemasOf(modules: readonly PlatformModule[]): string[] {
  const own = modules.filter(({ migrations }) => migrations !== undefined).map(({ name }) => name)
  return ['platform', 'graphile_worker', ...own]
}

function guardsOf(modules: readonly PlatformModule[]): Map<string, Guard> {
  return new Map(
    modules.flatMap(({ name, guarded }) =>
      Object.entries(guarded ?? {}).map(([table, guard]) => [`${name}.${table}`, guard] as const),
    ),
  )
}

function assertGuardsMeet(guards: ReadonlyMap<string, Guard>, tables: readonly Table[]): void {
  const there = new Set(tables.map(nameOf))
  const stray = [...guards.keys()].find((name) => !there.has(name))
  if (stray !== undefined) throw new Error(`a module guards the table ${stray}, which is not there`)
}

async function readTables(tx: Tx, schemas: readonly string[]): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select nspname as schema, relname as name, relrowsecurity as fenced,
      array(select polname::text from pg_policy where polrelid = c.oid) as policies
    from pg_class as c join pg_namespace as n on n.oid = relnamespace
    where relkind in ('r', 'p') and (nspname = any (${[...schemas]}::text[]) or nspname like 'graphile\_worker%')
    order by nspname, relname`.execute(tx)
  return rows
}

/**
 * The ledger's functions change the log: of these the role has what the application's role has. Of all other schemas it
 * has everything that rows' policies then let through.
 */
async function openSchema(tx: Tx, schema: string): Promise<void> {
  const { rows } = await sql<{ open: boolean }>`
    select has_schema_privilege(${ROLE}, ${schema}, 'usage')
      and not exists (select from pg_class
        where relnamespace = ${schema}::regnamespace and relkind in ('r', 'p', 'S')
          and not has_table_privilege(${ROLE}, oid, 'select')) as open`.execute(tx)
  if (rows[0]?.open === true) return
  const of = `schema "${schema}" to ${ROLE}`
  const grants = [`grant usage on ${of}`, `grant usage, select on all sequences in ${of}`]
  if (schema === 'ledger')
    grants.push(
      `grant select on all tables in ${of}`,
      `grant insert on ledger.pending, ledger.bulk to ${ROLE}`,
    )
  else
    grants.push(
      `grant select, insert, update, delete on all tables in ${of}`,
      `grant execute on all functions in ${of}`,
    )
  for (const statement of grants) await sql.raw(statement).execute(tx)
  if (schema === 'ledger') await openLedgerFunctions(tx)
}

async function openLedgerFunctions(tx: Tx): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select oid::regprocedure::text as name from pg_proc
    where pronamespace = 'ledger'::regnamespace and has_function_privilege('kensho_app', oid, 'execute')`.execute(
    tx,
  )
  for (const { name } of rows) await sql.raw(`grant execute on function ${name} to ${ROLE}`).execute(tx)
}

async function fenceTable(tx: Tx, table: Table, guard: Guard | undefined): Promise<void> {
  const wanted = [
    ROUTE_POLICY,
    ...(guard === undefined ? [] : [guardPolicy(guard)]),
    // The ledger has a role of its own for the application, which is not fenced.
    ...(table.schema === 'ledger' ? [LEDGER_POLICY] : []),
  ]
  const standing = table.policies.filter((name) => name.startsWith('kensho_'))
  const missing = wanted.filter(({ name }) => !standing.includes(name))
  const stale = standing.filter((name) => !wanted.some((policy) => policy.name === name))
  if (table.fenced && missing.length === 0 && stale.length === 0) return
  const on = `"${table.schema}"."${table.name}"`
  for (const name of stale) await sql.raw(`drop policy "${name}" on ${on}`).execute(tx)
  for (const { name, rest } of missing) await sql.raw(`create policy "${name}" on ${on} ${rest}`).execute(tx)
  if (!table.fenced) await sql.raw(`alter table ${on} enable row level security`).execute(tx)
}

const LEDGER_POLICY = {
  name: 'kensho_application',
  rest: 'for all to kensho_app using (true) with check (true)',
}
