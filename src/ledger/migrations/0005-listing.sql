-- What the list of facts is searched by: a projection of the log, filled exactly once by its durable cursor 'ledger
-- listing'. It can be emptied and read anew from the log at any time; nothing is proved from it.
create table ledger.listing (
  index bigint primary key check (index >= 0),
  -- Instant of the leader, epoch milliseconds.
  at_ms bigint not null,
  type text not null,
  by text not null,
  clause text,
  objects text[] not null,
  -- When it holds from, as the fact says: ISO 8601 UTC.
  effective text,
  -- Bytes of the leaf.
  size integer not null check (size > 0)
);
create index listing_type on ledger.listing (type, index);
create index listing_by on ledger.listing (by, index);
-- A clause is asked for with those below it: by prefix.
create index listing_clause on ledger.listing (clause text_pattern_ops, index);
create index listing_objects on ledger.listing using gin (objects);

grant select, insert on ledger.listing to kensho_app;
