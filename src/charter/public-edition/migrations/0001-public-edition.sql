-- What was done to public editions, in order: the same facts as in the ledger, kept here so that a verb sees what stands
-- before it writes. Nothing is changed or removed.
create table said (
  place bigint generated always as identity primary key,
  -- Null for the choices that no edition was made of yet.
  edition integer check (edition > 0),
  at timestamptz not null,
  fact jsonb not null
);
create index said_of_edition on said (edition, place);

-- What facts name by SHA-256: choices, and the content of editions, as canonical JSON.
create table content (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bytea not null
);

-- What is made once for a published edition and served with it: fonts, and the proof of its seal.
create table made_file (
  edition integer not null,
  name text not null check (name ~ '^[a-z0-9.-]{1,60}$'),
  bytes bytea not null,
  primary key (edition, name)
);
