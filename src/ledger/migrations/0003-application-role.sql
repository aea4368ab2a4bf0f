-- What the application may do, as a role that cannot log in: a session takes it with `set role kensho_app` (or the
-- connection option `-c role=kensho_app`). It reads, puts facts into the inbox, and calls the functions that append;
-- it can update, delete and truncate nothing of the log.
do $$
begin
  create role kensho_app nologin;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'the role kensho_app is missing and this account may not create it'
      using hint = 'Ask the administrator of the server for: create role kensho_app nologin';
end $$;

grant usage on schema ledger to kensho_app;
grant select on all tables in schema ledger to kensho_app;
grant insert on ledger.pending to kensho_app;
grant insert, update on ledger.cursor to kensho_app;
grant execute on function ledger.integrate, ledger.refuse, ledger.open_origin, ledger.publish, ledger.places to kensho_app;
