-- What is recorded is stored once, as the text that it is. A run holds the canonical facts themselves, one a line: what
-- makes a leaf of each is the instant of the run, so it need not be written beside every fact. And facts that were
-- recorded many at once stay in the row into which they were first written, to which their runs point: nothing of them is
-- copied.

-- Facts that were recorded together, one a line (canonical JSON has no newlines), written once, by whoever records them.
create table ledger.bulk (
  id bigint generated always as identity primary key,
  facts bytea not null check (octet_length(facts) between 2 and 65000)
    constraint bulk_utf8 check (convert_from(facts, 'UTF8') is not null)
);
-- Slices of it are read without the rest, and compressing costs more than it saves.
alter table ledger.bulk alter column facts set storage external;
create trigger never_changed before update or delete or truncate on ledger.bulk
  for each statement execute function ledger.refuse_change();
grant select, insert on ledger.bulk to kensho_app;

-- A row of the inbox holds its facts, or says which row of ledger.bulk does.
alter table ledger.pending alter column bytes drop not null;
alter table ledger.pending add column bulk bigint;
alter table ledger.pending drop constraint pending_utf8;
alter table ledger.pending add constraint pending_utf8 check (bytes is null or convert_from(bytes, 'UTF8') is not null);
alter table ledger.pending add constraint pending_one_place check (num_nonnulls(bytes, bulk) = 1);

alter table ledger.run add column facts bytea;
alter table ledger.run alter column facts set storage external;
-- Where its facts stand instead: a part of a row of ledger.bulk, by bytes.
alter table ledger.run add column source bigint;
alter table ledger.run add column source_from integer;
alter table ledger.run add column source_bytes integer;
-- Where a row of the inbox held several facts: how many of each id in `ids` are in this run.
alter table ledger.run add column shares smallint[];

-- The runs that are there: each entry loses the frame that the instant of its run gives it back. What has another frame
-- than its run says was changed by somebody, and is not to be smoothed over here.
create function ledger.unframed(p_first bigint, p_count integer, p_at_ms bigint, p_bundle bytea)
  returns bytea language plpgsql immutable as $$
declare
  prefix bytea := convert_to('{"at":"' || to_char(to_timestamp(p_at_ms / 1000.0) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '","fact":', 'UTF8');
  framed integer := octet_length(prefix);
  place integer := 0;
  length integer;
  facts bytea := '';
begin
  for i in 1 .. p_count loop
    length := get_byte(p_bundle, place) * 256 + get_byte(p_bundle, place + 1);
    if substring(p_bundle from place + 3 for framed) <> prefix or get_byte(p_bundle, place + 1 + length) <> 125 then
      raise exception 'entry % of the ledger is not what its run says', p_first + i - 1
        using hint = 'Look with "kensho ledger verify" of the version before this one.';
    end if;
    facts := facts || case when i > 1 then '\x0a'::bytea else '' end
      || substring(p_bundle from place + 3 + framed for length - framed - 1);
    place := place + 2 + length;
  end loop;
  if place <> octet_length(p_bundle) then
    raise exception 'the run of the ledger from % on holds more than % entries', p_first, p_count;
  end if;
  return facts;
end $$;
alter table ledger.run disable trigger never_changed;
update ledger.run set facts = ledger.unframed(first_index, count, at_ms, bundle);
alter table ledger.run enable trigger never_changed;
drop function ledger.unframed;
alter table ledger.run drop column bundle;
alter table ledger.run drop constraint run_check;
alter table ledger.run add constraint run_leaves check (octet_length(leaves) = 32 * count);
alter table ledger.run add constraint run_ids check (cardinality(ids) = case when shares is null then count else cardinality(shares) end);
alter table ledger.run add constraint run_one_place check (
  num_nonnulls(facts, source) = 1 and num_nonnulls(source, source_from, source_bytes) in (0, 3));

-- Text, or null where the bytes are none: one who reads must be able to say which.
create function ledger.text_of(p_bytes bytea) returns text language plpgsql stable as $$
begin
  return convert_from(p_bytes, 'UTF8');
exception
  when character_not_in_repertoire or untranslatable_character then return null;
end $$;
grant execute on function ledger.text_of to public;

create function ledger.integrate(
  p_size bigint,
  p_new_size bigint,
  p_root bytea,
  p_at_ms bigint,
  p_rows bigint[],
  -- By run: entries; bytes of their facts; the row of ledger.bulk where they stand and from which byte on, or 0 and 0
  -- for the next bytes of p_facts; and how many ids.
  p_counts integer[],
  p_lengths integer[],
  p_sources bigint[],
  p_froms integer[],
  p_id_counts integer[],
  -- Inbox rows in the order of the indexes, rising within a run, and the entries of each in the run.
  p_ids bigint[],
  p_shares smallint[],
  p_facts bytea,
  p_leaves bytea,
  -- By full tile: level, index; in p_tiles its root and, above level 0, its hashes.
  p_levels smallint[],
  p_indexes bigint[],
  p_tiles bytea,
  p_notice text
) returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  taken bigint;
  before integer := 0;
  ids_before integer := 0;
  bytes_before integer := 0;
  tile_at integer := 1;
begin
  update ledger.head set size = p_new_size, root = p_root, at_ms = p_at_ms
    where size = p_size and at_ms <= p_at_ms;
  if not found then
    raise exception 'the log no longer has % entries, or has later ones', p_size using errcode = 'serialization_failure';
  end if;
  delete from ledger.pending where id = any (p_rows);
  get diagnostics taken = row_count;
  if taken <> cardinality(p_rows) or p_new_size - p_size < taken
    or octet_length(p_leaves) <> 32 * (p_new_size - p_size) then
    raise exception '% rows left the inbox for % entries', taken, p_new_size - p_size;
  end if;
  for i in 1 .. cardinality(p_counts) loop
    insert into ledger.run
      (first_index, count, at_ms, ids, id_max, shares, leaves, facts, source, source_from, source_bytes)
      values (p_size + before, p_counts[i], p_at_ms, p_ids[ids_before + 1 : ids_before + p_id_counts[i]],
        p_ids[ids_before + p_id_counts[i]],
        case when p_id_counts[i] < p_counts[i] then p_shares[ids_before + 1 : ids_before + p_id_counts[i]] end,
        substring(p_leaves from 32 * before + 1 for 32 * p_counts[i]),
        case when p_sources[i] = 0 then substring(p_facts from bytes_before + 1 for p_lengths[i]) end,
        case when p_sources[i] > 0 then p_sources[i] end,
        case when p_sources[i] > 0 then p_froms[i] end,
        case when p_sources[i] > 0 then p_lengths[i] end);
    before := before + p_counts[i];
    ids_before := ids_before + p_id_counts[i];
    if p_sources[i] = 0 then
      bytes_before := bytes_before + p_lengths[i];
    end if;
  end loop;
  if before <> p_new_size - p_size or ids_before <> cardinality(p_ids) or bytes_before <> octet_length(p_facts) then
    raise exception 'the runs do not make up the batch';
  end if;
  for i in 1 .. cardinality(p_levels) loop
    insert into ledger.tile (level, index, root, hashes)
      values (p_levels[i], p_indexes[i], substring(p_tiles from tile_at for 32),
        case when p_levels[i] > 0 then substring(p_tiles from tile_at + 32 for 8192) end);
    tile_at := tile_at + case when p_levels[i] > 0 then 8224 else 32 end;
  end loop;
  perform pg_notify('kensho_ledger_grown', p_notice);
end $$;

drop function ledger.integrate(
  bigint, bigint, bytea, bigint, bigint[], bigint[], integer[], integer[], bytea, bytea, smallint[], bigint[], bytea, text);

revoke all on function ledger.integrate from public;
grant execute on function ledger.integrate to kensho_app;

-- A row that was put aside keeps what it held, wherever that stood.
create or replace function ledger.refuse(p_ids bigint[], p_because text[])
  returns void language sql security definer set search_path = ledger, pg_temp as $$
  with fault as (select * from unnest(p_ids, p_because) as f (id, because)),
    gone as (
      delete from ledger.pending using fault where pending.id = fault.id
      returning pending.id, pending.bytes, pending.bulk, because
    )
  insert into ledger.refused (id, bytes, because)
    select gone.id, coalesce(gone.bytes, bulk.facts, ''), because from gone left join ledger.bulk on bulk.id = gone.bulk;
$$;

create or replace function ledger.places(p_ids bigint[])
  returns table (id bigint, index bigint, at_ms bigint, because text)
  language sql stable set search_path = ledger, pg_temp as $$
  select w.id, r.first_index + case
      when r.shares is null then r.place - 1
      else coalesce((select sum(share) from unnest(r.shares[: r.place - 1]) as share), 0)
    end, r.at_ms, null::text
    from unnest(p_ids) as w (id)
    cross join lateral (
      select run.first_index, run.at_ms, run.shares, array_position(run.ids, w.id) as place from ledger.run
      where id_max >= w.id and ids @> array[w.id] order by id_max, first_index limit 1
    ) as r
    where not exists (select from ledger.pending where pending.id = w.id)
  union all
  select refused.id, null, null, refused.because from ledger.refused where refused.id = any (p_ids);
$$;
