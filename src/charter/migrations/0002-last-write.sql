-- One row: the last fact that an action of the charter put into the inbox. Decisions are made on what the ledger holds,
-- so each waits until the one before it is there; whoever finds another number here has to look again.
create table last_write (
  one boolean primary key default true check (one),
  inbox_id bigint not null
);
insert into last_write (inbox_id) values (0);
