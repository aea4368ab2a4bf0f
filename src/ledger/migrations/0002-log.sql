-- The log. Its rows are written once, by the functions below, and never change: the application's role can neither
-- update nor delete them, and triggers refuse it to the owner too. What the tree says is checked from outside
-- (verify.mjs, ledger verify); these fences are against accidents and against whoever holds only the application.

-- Who the log is. A restore opens a new origin, whose first fact cites the last known checkpoint of the one before.
create table ledger.origin (
  ordinal integer primary key check (ordinal > 0),
  name text not null unique check (length(name) between 1 and 255),
  -- Index of the fact that opened it.
  first_index bigint not null check (first_index >= 0),
  -- Public keys, NAME+HASH+BASE64; for convenience: an auditor keeps his own copy.
  vkeys text[] not null
);

-- One row: how many entries there are, the root of their tree, and the instant of the newest.
create table ledger.head (
  one boolean primary key default true check (one),
  origin text not null references ledger.origin (name),
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  at_ms bigint not null
);

-- Entries that were integrated together, as many as fill a page, none across a multiple of 256, so that entry bundles
-- (C2SP tlog-tiles) are runs put one after another. A row for each entry would cost more than all hashing.
create table ledger.run (
  first_index bigint primary key check (first_index >= 0),
  count integer not null check (count between 1 and 256),
  -- Instant of all its entries, epoch milliseconds, never decreasing.
  at_ms bigint not null,
  -- The inbox ids that the entries had, in order; for those who wait.
  ids bigint[] not null,
  id_max bigint not null,
  -- Leaf hashes, 32 bytes each: these are the tiles of level 0.
  leaves bytea not null,
  -- Entries, each after its length as a big-endian uint16.
  bundle bytea not null,
  check (octet_length(leaves) = 32 * count and cardinality(ids) = count),
  check (first_index / 256 = (first_index + count - 1) / 256)
);
-- A row of up to a page stays in its page. JSON would compress, but at a quarter of the speed.
alter table ledger.run set (toast_tuple_target = 8160);
alter table ledger.run alter column bundle set storage external;
alter table ledger.run alter column leaves set storage external;
create index run_id_max on ledger.run (id_max);
create index run_at on ledger.run (at_ms, first_index);

-- Full tiles with the hash over them. Of level 0 the hashes stand in the runs; partial tiles are put together from
-- the hashes over the tiles below.
create table ledger.tile (
  level smallint not null check (level between 0 and 6),
  index bigint not null check (index >= 0),
  root bytea not null check (octet_length(root) = 32),
  hashes bytea check (octet_length(hashes) = 8192),
  primary key (level, index),
  check ((level = 0) = (hashes is null))
);
alter table ledger.tile alter column hashes set storage external;

-- Every checkpoint that was published. One head for a size: the root is part of what is compared.
create table ledger.checkpoint (
  origin text not null references ledger.origin (name),
  size bigint not null,
  note text not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (origin, size)
);

-- The sequencer reads the inbox as text.
alter table ledger.pending add constraint pending_utf8 check (convert_from(bytes, 'UTF8') is not null);

-- Inbox rows that are no facts (somebody wrote past our code): kept aside, named to those who wait.
create table ledger.refused (
  id bigint primary key,
  bytes bytea not null,
  because text not null,
  refused_at timestamptz not null default clock_timestamp()
);

-- How far each subscriber has read, moved in the transaction of what it did with the facts. A projection's hash after
-- the facts before next_index stands beside.
create table ledger.cursor (
  name text primary key check (length(name) between 1 and 128),
  next_index bigint not null check (next_index >= 0),
  state_sha256 text check (state_sha256 ~ '^[0-9a-f]{64}$'),
  moved_at timestamptz not null default clock_timestamp()
);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% is never changed: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger never_changed before update or delete or truncate on ledger.origin
  for each statement execute function ledger.refuse_change();
create trigger never_changed before update or delete or truncate on ledger.run
  for each statement execute function ledger.refuse_change();
create trigger never_changed before update or delete or truncate on ledger.tile
  for each statement execute function ledger.refuse_change();
create trigger never_changed before update or delete or truncate on ledger.checkpoint
  for each statement execute function ledger.refuse_change();
create trigger never_changed before update or delete or truncate on ledger.refused
  for each statement execute function ledger.refuse_change();

-- Appends a batch to the log and takes it out of the inbox, all or nothing. The size that the caller has seen must
-- still be the size: of two who believe to lead, one is refused here, so that there is one head for every size.
create function ledger.integrate(
  p_size bigint,
  p_new_size bigint,
  p_root bytea,
  p_at_ms bigint,
  -- Inbox ids in the order of their indexes.
  p_ids bigint[],
  -- By run: entries, and bytes of the bundle.
  p_counts integer[],
  p_lengths integer[],
  p_bundle bytea,
  p_leaves bytea,
  -- By full tile: level, index; in p_tiles its root and, above level 0, its hashes.
  p_levels smallint[],
  p_indexes bigint[],
  p_tiles bytea
) returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  taken bigint;
  tile_at integer := 1;
begin
  update ledger.head set size = p_new_size, root = p_root, at_ms = p_at_ms
    where size = p_size and at_ms <= p_at_ms;
  if not found then
    raise exception 'the log no longer has % entries, or has later ones', p_size using errcode = 'serialization_failure';
  end if;
  delete from ledger.pending where id = any (p_ids);
  get diagnostics taken = row_count;
  if taken <> cardinality(p_ids) or p_new_size <> p_size + taken or octet_length(p_leaves) <> 32 * taken then
    raise exception '% facts left the inbox, % were to enter the log', taken, p_new_size - p_size;
  end if;
  insert into ledger.run (first_index, count, at_ms, ids, id_max, leaves, bundle)
    select p_size + before, count, p_at_ms, p_ids[before + 1 : before + count],
      (select max(id) from unnest(p_ids[before + 1 : before + count]) as id),
      substring(p_leaves from 32 * before + 1 for 32 * count),
      substring(p_bundle from bytes_before + 1 for bytes)
    from (
      select count, bytes, (sum(count) over up_to - count)::integer as before,
        (sum(bytes) over up_to - bytes)::integer as bytes_before
      from unnest(p_counts, p_lengths) with ordinality as r (count, bytes, place)
      window up_to as (order by place)
    ) as run;
  if (select sum(count) from unnest(p_counts) as count) <> taken
    or (select sum(bytes) from unnest(p_lengths) as bytes) <> octet_length(p_bundle) then
    raise exception 'the runs do not make up the batch';
  end if;
  for i in 1 .. cardinality(p_levels) loop
    insert into ledger.tile (level, index, root, hashes)
      values (p_levels[i], p_indexes[i], substring(p_tiles from tile_at for 32),
        case when p_levels[i] > 0 then substring(p_tiles from tile_at + 32 for 8192) end);
    tile_at := tile_at + case when p_levels[i] > 0 then 8224 else 32 end;
  end loop;
  perform pg_notify('kensho_ledger_grown', p_new_size::text);
end $$;

-- Puts inbox rows aside that are no facts.
create function ledger.refuse(p_ids bigint[], p_because text[])
  returns void language sql security definer set search_path = ledger, pg_temp as $$
  with fault as (select * from unnest(p_ids, p_because) as f (id, because)),
    gone as (delete from ledger.pending using fault where pending.id = fault.id returning pending.id, bytes, because)
  insert into ledger.refused (id, bytes, because) select id, bytes, because from gone;
$$;

-- Opens an origin: the first of an empty log, or the next after a restore. The caller integrates its opening fact in
-- the same transaction.
create function ledger.open_origin(p_name text, p_vkeys text[])
  returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  insert into ledger.origin (ordinal, name, first_index, vkeys)
    values ((select coalesce(max(ordinal), 0) + 1 from ledger.origin), p_name,
      (select coalesce(max(size), 0) from ledger.head), p_vkeys);
  insert into ledger.head (origin, size, root, at_ms) values (p_name, 0, sha256(''), 0)
    on conflict (one) do update set origin = excluded.origin;
end $$;

-- Records a checkpoint of the present origin, never one ahead of the log. True when this size had none.
create function ledger.publish(p_origin text, p_size bigint, p_note text)
  returns boolean language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  if not exists (select from ledger.head where origin = p_origin and size >= p_size) then
    raise exception 'a checkpoint of % at % is ahead of the log', p_origin, p_size;
  end if;
  insert into ledger.checkpoint (origin, size, note) values (p_origin, p_size, p_note) on conflict do nothing;
  return found;
end $$;

-- Where inbox ids ended up: index and instant, or why not. Ids that still wait have no row.
create function ledger.places(p_ids bigint[])
  returns table (id bigint, index bigint, at_ms bigint, because text)
  language sql stable set search_path = ledger, pg_temp as $$
  select w.id, r.first_index + array_position(r.ids, w.id) - 1, r.at_ms, null::text
    from unnest(p_ids) as w (id)
    cross join lateral (
      select * from ledger.run where id_max >= w.id and ids @> array[w.id] order by id_max limit 1
    ) as r
    where not exists (select from ledger.pending where pending.id = w.id)
  union all
  select refused.id, null, null, refused.because from ledger.refused where refused.id = any (p_ids);
$$;

revoke all on function ledger.integrate, ledger.refuse, ledger.open_origin, ledger.publish, ledger.places from public;
