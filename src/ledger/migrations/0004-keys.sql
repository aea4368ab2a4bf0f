-- Keys come and go while an origin stays: each has a row of its own, written once like all else here. The fact that
-- names the key (the opening of its origin, or ledger.key.added) is what counts; these rows save reading the log for it.
create table ledger.key (
  vkey text primary key,
  origin text not null references ledger.origin (name),
  ordinal bigint generated always as identity unique
);

insert into ledger.key (vkey, origin)
  select vkey, name from ledger.origin, unnest(vkeys) with ordinality as k (vkey, place) order by origin.ordinal, place;

alter table ledger.origin drop column vkeys;

create trigger never_changed before update or delete or truncate on ledger.key
  for each statement execute function ledger.refuse_change();

create or replace function ledger.open_origin(p_name text, p_vkeys text[])
  returns void language plpgsql security definer set search_path = ledger, pg_temp as $$
begin
  insert into ledger.origin (ordinal, name, first_index)
    values ((select coalesce(max(ordinal), 0) + 1 from ledger.origin), p_name,
      (select coalesce(max(size), 0) from ledger.head));
  insert into ledger.key (vkey, origin) select vkey, p_name from unnest(p_vkeys) as vkey;
  insert into ledger.head (origin, size, root, at_ms) values (p_name, 0, sha256(''), 0)
    on conflict (one) do update set origin = excluded.origin;
end $$;

-- Another key for the present origin, in the transaction that appends the fact which names it.
create function ledger.add_key(p_origin text, p_vkey text)
  returns void language sql security definer set search_path = ledger, pg_temp as $$
  insert into ledger.key (vkey, origin) values (p_vkey, (select origin from ledger.head where origin = p_origin));
$$;

revoke all on function ledger.add_key from public;
grant execute on function ledger.add_key to kensho_app;
grant select on ledger.key to kensho_app;
