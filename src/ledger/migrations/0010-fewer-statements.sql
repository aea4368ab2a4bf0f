-- The same, in fewer statements: a small batch costs what its statements cost, not what its facts do.
create or replace function ledger.integrate(
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
  entries integer := cardinality(p_ids);
  before integer := 0;
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
  if taken <> cardinality(p_rows) or entries < taken or p_new_size <> p_size + entries
    or octet_length(p_leaves) <> 32 * entries then
    raise exception '% rows left the inbox for % entries', taken, p_new_size - p_size;
  end if;
  for i in 1 .. cardinality(p_counts) loop
    insert into ledger.run (first_index, count, at_ms, ids, id_max, leaves, bundle)
      values (p_size + before, p_counts[i], p_at_ms, p_ids[before + 1 : before + p_counts[i]],
        p_ids[before + p_counts[i]], substring(p_leaves from 32 * before + 1 for 32 * p_counts[i]),
        substring(p_bundle from bytes_before + 1 for p_lengths[i]));
    before := before + p_counts[i];
    bytes_before := bytes_before + p_lengths[i];
  end loop;
  if before <> entries or bytes_before <> octet_length(p_bundle) then
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
