import { sql } from 'kysely'
import type { Db } from './database.ts'

/** One relation, type or function as the catalog has it; lists are in the order in which they are printed. */
type Found = { schema: string; name: string; kind: string; comment: string | null }
type Column = { schema: string; table: string; name: string; type: string; nullable: boolean; filled: string }
type Part = { schema: string; table: string; name: string; definition: string }
type Other = { schema: string; kind: string; definition: string }

/**
 * Every table of these schemas as it is after migration: columns, constraints, indexes, triggers and row policies,
 * then the schemas' own types and functions. Read from the catalog, in an order and wording that do not depend on
 * the server's version (PostgreSQL 18 lists NOT NULL among the constraints, earlier ones do not).
 */
export async function schemaText(db: Db, schemas: readonly string[]): Promise<string> {
  const relations = await relationsOf(db, schemas)
  const columns = await columnsOf(db, schemas)
  const parts = {
    Constraints: await constraintsOf(db, schemas),
    Indexes: await indexesOf(db, schemas),
    Triggers: await triggersOf(db, schemas),
    Policies: await policiesOf(db, schemas),
  }
  const others = await othersOf(db, schemas)
  const lines: string[] = []
  for (const schema of schemas) {
    const here = relations.filter((relation) => relation.schema === schema)
    const beside = others.filter((other) => other.schema === schema)
    if (here.length + beside.length === 0) continue
    lines.push(`## ${schema}`, '')
    for (const relation of here) lines.push(...relationLines(relation, columns, parts))
    if (beside.length > 0)
      lines.push(...beside.map(({ kind, definition }) => `- ${kind} \`${definition}\``), '')
  }
  return lines.join('\n')
}

function relationLines(relation: Found, columns: readonly Column[], parts: Record<string, Part[]>): string[] {
  const belongs = (item: { schema: string; table: string }) =>
    item.schema === relation.schema && item.table === relation.name
  const own = columns.filter(belongs)
  const lines = [`### ${relation.schema}.${relation.name} (${relation.kind})`, '']
  if (relation.comment !== null) lines.push(relation.comment, '')
  lines.push('| column | type | null | value |', '|---|---|---|---|')
  for (const { name, type, nullable, filled } of own)
    lines.push(`| ${name} | ${type} | ${nullable ? 'yes' : 'no'} | ${filled.replaceAll('|', '\\|')} |`)
  lines.push('')
  for (const [title, all] of Object.entries(parts)) {
    const found = all.filter(belongs)
    if (found.length > 0) lines.push(`${title}:`, ...found.map(partLine), '')
  }
  return lines
}

const partLine = ({ name, definition }: Part): string => `- ${name}: \`${definition}\``

async function relationsOf(db: Db, schemas: readonly string[]): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select namespace.nspname as schema, relation.relname as name, obj_description(relation.oid, 'pg_class') as comment,
      case relation.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
        when 'm' then 'materialised view' when 'f' then 'foreign table' end as kind
    from pg_class as relation join pg_namespace as namespace on namespace.oid = relation.relnamespace
    where namespace.nspname = any(${schemas}) and relation.relkind in ('r', 'p', 'v', 'm', 'f')
    order by relation.relname collate "C"`.execute(db)
  return rows
}

async function columnsOf(db: Db, schemas: readonly string[]): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select namespace.nspname as schema, relation.relname as "table", attribute.attname as name,
      format_type(attribute.atttypid, attribute.atttypmod) as type, not attribute.attnotnull as nullable,
      case when attribute.attidentity = 'a' then 'identity, always'
        when attribute.attidentity = 'd' then 'identity, by default'
        when attribute.attgenerated <> '' then 'generated: ' || pg_get_expr(value.adbin, value.adrelid)
        else coalesce(pg_get_expr(value.adbin, value.adrelid), '') end as filled
    from pg_attribute as attribute join pg_class as relation on relation.oid = attribute.attrelid
      join pg_namespace as namespace on namespace.oid = relation.relnamespace
      left join pg_attrdef as value on value.adrelid = relation.oid and value.adnum = attribute.attnum
    where namespace.nspname = any(${schemas}) and relation.relkind in ('r', 'p', 'v', 'm', 'f')
      and attribute.attnum > 0 and not attribute.attisdropped
    order by attribute.attnum`.execute(db)
  return rows
}

async function constraintsOf(db: Db, schemas: readonly string[]): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select namespace.nspname as schema, relation.relname as "table", held.conname as name,
      pg_get_constraintdef(held.oid) as definition
    from pg_constraint as held join pg_class as relation on relation.oid = held.conrelid
      join pg_namespace as namespace on namespace.oid = relation.relnamespace
    where namespace.nspname = any(${schemas}) and held.contype <> 'n'
    order by held.conname collate "C"`.execute(db)
  return rows
}

async function indexesOf(db: Db, schemas: readonly string[]): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select schemaname as schema, tablename as "table", indexname as name, indexdef as definition
    from pg_indexes where schemaname = any(${schemas}) order by indexname collate "C"`.execute(db)
  return rows
}

async function triggersOf(db: Db, schemas: readonly string[]): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select namespace.nspname as schema, relation.relname as "table", fired.tgname as name,
      pg_get_triggerdef(fired.oid) as definition
    from pg_trigger as fired join pg_class as relation on relation.oid = fired.tgrelid
      join pg_namespace as namespace on namespace.oid = relation.relnamespace
    where namespace.nspname = any(${schemas}) and not fired.tgisinternal
    order by fired.tgname collate "C"`.execute(db)
  return rows
}

async function policiesOf(db: Db, schemas: readonly string[]): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select schemaname as schema, tablename as "table", policyname as name,
      concat_ws(' ', permissive, 'for', cmd, 'to', array_to_string(roles, ', '), 'using (' || qual || ')',
        'with check (' || with_check || ')') as definition
    from pg_policies where schemaname = any(${schemas}) order by policyname collate "C"`.execute(db)
  return rows
}

async function othersOf(db: Db, schemas: readonly string[]): Promise<Other[]> {
  const { rows } = await sql<Other>`
    select namespace.nspname as schema, 'function' as kind,
      found.proname || '(' || pg_get_function_identity_arguments(found.oid) || ') returns '
        || pg_get_function_result(found.oid) as definition
    from pg_proc as found join pg_namespace as namespace on namespace.oid = found.pronamespace
    where namespace.nspname = any(${schemas}) and found.prokind in ('f', 'w')
    union all
    select namespace.nspname, 'enum', found.typname || ': ' || string_agg(label.enumlabel, ', ' order by label.enumsortorder)
    from pg_type as found join pg_namespace as namespace on namespace.oid = found.typnamespace
      join pg_enum as label on label.enumtypid = found.oid
    where namespace.nspname = any(${schemas}) group by namespace.nspname, found.typname
    union all
    select namespace.nspname, 'domain', found.typname || ': ' || format_type(found.typbasetype, found.typtypmod)
    from pg_type as found join pg_namespace as namespace on namespace.oid = found.typnamespace
    where namespace.nspname = any(${schemas}) and found.typtype = 'd'
    order by 2, 3`.execute(db)
  return rows
}
