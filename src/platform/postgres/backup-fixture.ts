import { Client } from 'pg'
import type { Migration } from './archive.ts'

/** A database with what is hard to carry over, for the tests of backup and restore. */

const schema = `
  create schema platform;
  create table platform.migration (module text, name text, sha256 text, applied_at timestamptz default clock_timestamp());
  create schema "odd ""name";
  create table "odd ""name".kinds (
    id bigint generated always as identity primary key,
    words text, bytes bytea, exact numeric, approximate float8, at timestamptz, span interval, during tstzrange,
    document jsonb, list text[], truth boolean, address inet, key uuid,
    twice numeric generated always as (exact * 2) stored,
    "Quoted, column" text
  );
  create table "odd ""name".gone_column (id int primary key, dropped text, kept text);
  alter table "odd ""name".gone_column drop column dropped;
  create schema plain;
  create table plain.nothing (id int);
  create table plain.tree (id int primary key, parent int references plain.tree (id));
  create table plain.hen (id int primary key, egg int not null);
  create table plain.egg (id int primary key, hen int not null references plain.hen (id));
  alter table plain.hen add foreign key (egg) references plain.egg (id) deferrable initially deferred;
  create table plain.ordered (place int unique deferrable initially deferred, note text);
  create table plain.part (at date, n int) partition by range (at);
  create table plain.part_2026 partition of plain.part for values from ('2026-01-01') to ('2027-01-01');
  create table plain.part_rest partition of plain.part default;
  create table plain.account (id int primary key, balance int not null);
  create table plain.log (id serial primary key, note text);
  create function plain.refuse() returns trigger language plpgsql as $$ begin raise exception 'never changed'; end $$;
  create trigger never before update or delete or truncate on plain.log for each statement execute function plain.refuse();
  create function plain.echo() returns trigger language plpgsql as $$
    begin insert into plain.log (note) values ('echo'); return new; end $$;
  create trigger echo after insert on plain.tree for each row execute function plain.echo();
  alter table plain.tree enable always trigger echo;
  create materialized view plain.total as select sum(balance) as total from plain.account;
  insert into plain.log (note) values ('a row that the migration puts in')`

export const recorded: Migration[] = [
  { module: 'odd "name', name: '0001-kinds.sql', sha256: 'a'.repeat(64) },
  { module: 'plain', name: '0001-tables.sql', sha256: 'b'.repeat(64) },
]

/** What migrations do: schema, a row of the migrations' own, and the record. `also` is SQL that only some have. */
export function migrateWith(also = '', record: Migration[] = recorded) {
  return (connectionString: string) =>
    session(connectionString, async (client) => {
      await client.query(schema)
      if (also) await client.query(also)
      for (const { module, name, sha256 } of record) {
        await client.query('insert into platform.migration (module, name, sha256) values ($1, $2, $3)', [
          module,
          name,
          sha256,
        ])
      }
    })
}

export async function fill(connectionString: string): Promise<void> {
  await session(connectionString, async (client) => {
    await client.query(`
      insert into "odd ""name".kinds (words, bytes, exact, approximate, at, span, during, document, list, truth, address, key, "Quoted, column")
      values
        (E'tab\\there\\nnewline \\\\. backslash \\\\N and \\r', '\\x00ff0a5c', 12345678901234567890.123456789, 0.1::float8 + 0.2::float8,
         '2026-11-22 22:10:00.123456+09', '1 year 2 mons -3 days 04:05:06.789', '[2026-01-01 00:00+00,infinity)',
         '{"監視": [1, null, "\\\\u0041"], "z": 1e400}', array['a,b', null, '{"x"}', ''], true, '2001:db8::/32', '6f6c6420-6e65-7720-7265-616c69747931', 'x'),
        ('\\.', '', 'NaN', 'Infinity', '-infinity', '-00:00:01', 'empty', 'null', '{}', false, '10.0.0.1', null, ''),
        (null, null, null, null, null, null, null, null, null, null, null, null, null);
      insert into "odd ""name".kinds (words) values (repeat('監視', 500000));
      insert into "odd ""name".gone_column values (1, 'kept');
      insert into plain.tree values (1, 3), (2, 1), (3, 2);
      begin; insert into plain.hen values (1, 1), (2, 2); insert into plain.egg values (1, 2), (2, 1); commit;
      insert into plain.ordered values (2, 'b'), (1, 'a');
      insert into plain.part values ('2026-05-05', 1), ('1999-01-01', 2);
      insert into plain.account select i, 100 from generate_series(1, 50) as i;
      insert into plain.log (note) select 'line ' || i from generate_series(1, 20000) as i;
      select setval('plain.log_id_seq', 30000, false);
      refresh materialized view plain.total`)
  })
}

/** Every row of every table as text, and the sequences: what must be the same on the other side. */
export function contents(connectionString: string): Promise<Record<string, string>> {
  return session(connectionString, async (client) => {
    await client.query(`set timezone = 'UTC'`)
    const tables = await client.query<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname in ('plain', 'odd "name') order by 1`)
    const found: Record<string, string> = {}
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ all: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' order by t::text collate "C"), '')) as all from ${name} as t`,
      )
      found[name] = rows[0]?.all ?? ''
    }
    const state = `select last_value::text || ' ' || is_called as all from`
    for (const name of ['plain.log_id_seq', '"odd ""name".kinds_id_seq']) {
      const { rows } = await client.query<{ all: string }>(`${state} ${name}`)
      found[name] = rows[0]?.all ?? ''
    }
    const fences = await client.query<{ all: string }>(`
      select (select string_agg(conname::text || pg_get_constraintdef(oid), ';' order by conname) from pg_constraint where contype = 'f' and conparentid = 0)
        || (select string_agg(tgname::text || tgenabled::text, ';' order by tgname) from pg_trigger where not tgisinternal) as all`)
    found['fences'] = fences.rows[0]?.all ?? ''
    return found
  })
}

export function schemasIn(connectionString: string): Promise<string[]> {
  return session(connectionString, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`,
    )
    return rows.map((row) => row.name)
  })
}

export async function session<R>(connectionString: string, work: (client: Client) => Promise<R>): Promise<R> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
