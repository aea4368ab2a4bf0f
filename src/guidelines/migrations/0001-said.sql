-- What was said of each guideline and of each cell, in order: the same facts as in the ledger, kept here so that an
-- action sees what stands before it writes. Nothing is changed or removed.
create table said (
  object text not null check (object <> '' and octet_length(object) <= 256),
  revision integer not null check (revision > 0),
  at timestamptz not null,
  fact jsonb not null,
  primary key (object, revision)
);
