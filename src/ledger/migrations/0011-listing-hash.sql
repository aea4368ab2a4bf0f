-- The listing records the hash of its state from its first row on: it is read anew from the log once.
truncate ledger.listing;
update ledger.cursor set next_index = 0, state_sha256 = null where name = 'ledger listing';

-- Empties the listing and sets its cursor back, so that it is made anew. Nothing is lost: it is all in the log.
create function ledger.forget_listing()
  returns void language sql security definer set search_path = ledger, pg_temp as $$
  delete from ledger.listing;
  update ledger.cursor set next_index = 0, state_sha256 = null, moved_at = clock_timestamp() where name = 'ledger listing';
$$;

revoke all on function ledger.forget_listing from public;
grant execute on function ledger.forget_listing to kensho_app;
