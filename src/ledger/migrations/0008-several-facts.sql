-- A row of the inbox may hold several facts, one on each line (canonical JSON has no newlines): whoever records a
-- thousand at once writes a few rows, not a thousand. p_rows are the inbox rows to take out, p_ids the row of each entry.
create function ledger.integrate(
  p_size bigint,
  p_new_size bigint,
  p_root bytea,
  p_at_ms bigint,
  p_rows bigint[],
  -- In the order of the indexes, and rising.
  p_ids bigint[],
  -- By run: entries, and bytes of the bundle.
  p_counts integer[],
  p_lengths integer[],
  p_bundle bytea,
  p_leaves bytea,
  -- By full tile: level, index; in p_tiles its root and, above level 0, its hashes.
  p_levels smallint[],
  p_indexes bigint[],
  p_tiles bytea,
  p_notice text
) returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
declare
  taken bigint;
  entries bigint := cardinality(p_ids);
  tile_at integer := 1;
begin
  update ledger.head set size = p_new_size, root = p_root, at_ms = p_at_ms
    where size = p_size and at_ms <= p_at_ms;
  if not found then
    raise exception 'the log no longer has % entries, or has later ones', p_size using errcode = 'serialization_failure';
  end if;
  delete from ledger.pending where id = any (p_rows);
  get diagnostics taken = row_count;
  if taken <> cardinality(p_rows) or entries < taken or p_new_size <> p_size + entries
    or octet_length(p_leaves) <> 32 * entries then
    raise exception '% rows left the inbox for % entries', taken, p_new_size - p_size;
  end if;
  insert into ledger.run (first_index, count, at_ms, ids, id_max, leaves, bundle)
    select p_size + before, count, p_at_ms, p_ids[before + 1 : before + count], p_ids[before + count],
      substring(p_leaves from 32 * before + 1 for 32 * count),
      substring(p_bundle from bytes_before + 1 for bytes)
    from (
      select count, bytes, (sum(count) over up_to - count)::integer as before,
        (sum(bytes) over up_to - bytes)::integer as bytes_before
      from unnest(p_counts, p_lengths) with ordinality as r (count, bytes, place)
      window up_to as (order by place)
    ) as run;
  if (select sum(count) from unnest(p_counts) as count) <> entries
    or (select sum(bytes) from unnest(p_lengths) as bytes) <> octet_length(p_bundle) then
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
  bigint, bigint, bytea, bigint, bigint[], integer[], integer[], bytea, bytea, smallint[], bigint[], bytea, text);

revoke all on function ledger.integrate from public;
grant execute on function ledger.integrate to kensho_app;
