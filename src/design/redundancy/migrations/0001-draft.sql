-- Designs that are drawn up before anything of them exists. A draft is a set of changed documents over one revision of
-- the estate; what others may rely on (versions, reviews, approvals) are facts of the ledger as well.
create table draft (
  id text primary key check (octet_length(id) <= 100),
  title text not null check (title <> '' and length(title) <= 200),
  reason text not null check (length(reason) <= 4000),
  author text not null,
  created_at timestamptz not null,
  state text not null check (state in ('open', 'waiting', 'approved', 'applied', 'withdrawn')),
  -- Revision of the estate that it starts from; null where nothing was applied yet.
  base bigint,
  -- The step that shows: those above it were undone.
  head integer not null check (head >= 0)
);
create index draft_by_time on draft (created_at desc, id);

-- What was sent or written, once by its SHA-256.
create table document (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  content bytea not null check (octet_length(content) <= 150000000)
);
alter table document alter column content set storage external;

create table step (
  draft text not null references draft (id),
  number integer not null check (number > 0),
  made_by text not null,
  made_at timestamptz not null,
  changes jsonb not null,
  -- All documents that differ from the base after this step: [{ path, sha256 or null }].
  files jsonb not null,
  primary key (draft, number)
);

create table version (
  draft text not null references draft (id),
  number integer not null check (number > 0),
  saved_by text not null,
  saved_at timestamptz not null,
  note text not null,
  files jsonb not null,
  -- Exactly what is approved, and the SHA-256 of its canonical form.
  content jsonb not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  primary key (draft, number)
);

create table event (
  draft text not null references draft (id),
  place bigint generated always as identity,
  kind text not null,
  by text not null,
  at timestamptz not null,
  version integer,
  note text,
  digest text,
  primary key (draft, place)
);
