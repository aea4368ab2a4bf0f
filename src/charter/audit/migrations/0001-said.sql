-- What was said in audits, in order: the same facts as in the ledger, kept here so that a verb sees what stands before it
-- writes. Nothing is changed or removed.
create table said (
  place bigint generated always as identity primary key,
  -- The engagement.
  object text not null check (object <> '' and octet_length(object) <= 256),
  at timestamptz not null,
  fact jsonb not null
);
create index said_of_object on said (object, place);
