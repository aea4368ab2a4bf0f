-- Who is there, who is above whom, who may do what. Everything has dates, half-open: [from_at, until_at). A row is
-- ended, never removed, so that "who was above whom then" can still be answered. Names and contacts are sealed under the
-- person's own key (ledger/subject-keys.ts): this database, its backups and the ledger hold nothing that names anybody.

create table person (
  -- Pseudonymous, in the one canonical form, so that no two ids look the same to a reader.
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  -- Sealed JSON { name, name_en }; null once erased.
  name text check (octet_length(name) <= 24000),
  -- Sealed JSON { mail, phone }.
  contact text check (octet_length(contact) <= 24000),
  kind text not null check (kind in ('employee', 'outsourced')),
  from_at timestamptz not null,
  until_at timestamptz check (until_at >= from_at),
  erased_at timestamptz,
  check (erased_at is null or (name is null and contact is null))
);

create table superior (
  id text primary key,
  person text not null references person (id),
  superior text not null references person (id),
  from_at timestamptz not null,
  until_at timestamptz check (until_at >= from_at),
  check (person <> superior)
);
create index superior_of on superior (person);
create index superior_over on superior (superior);

create table team (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  name_ja text not null,
  name_en text not null,
  from_at timestamptz not null,
  until_at timestamptz check (until_at >= from_at)
);

create table team_member (
  id text primary key,
  team text not null references team (id),
  person text not null references person (id),
  from_at timestamptz not null,
  until_at timestamptz check (until_at >= from_at)
);
create index team_member_person on team_member (person);
create index team_member_team on team_member (team);

-- Roles of the operator's own; those that come with the product stand in the modules' policies.
create table role (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  name_ja text not null,
  name_en text not null,
  permissions text[] not null
);

create table role_grant (
  id text primary key,
  person text not null references person (id),
  role text not null,
  -- The one object that it is for; null: all.
  object text check (octet_length(object) between 1 and 1024),
  from_at timestamptz not null,
  until_at timestamptz check (until_at >= from_at)
);
create index role_grant_person on role_grant (person);

create table delegation (
  id text primary key,
  delegator text not null references person (id),
  delegate text not null references person (id),
  -- Names of permissions, or 'approve' for all that approve.
  permissions text[] not null check (cardinality(permissions) between 1 and 200),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at >= from_at),
  check (delegator <> delegate)
);
create index delegation_delegate on delegation (delegate);
create index delegation_delegator on delegation (delegator);

create table token (
  id text primary key,
  owner text not null references person (id),
  label text not null check (char_length(label) between 1 and 200),
  -- Of the secret, which is shown once and kept nowhere.
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  permissions text[] not null check (cardinality(permissions) between 1 and 200),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at >= from_at)
);
create index token_owner on token (owner);

-- What waits for somebody's approval. Modules write it in the transaction in which they submit something.
create table approval_request (
  kind text not null,
  id text not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  title_ja text not null,
  title_en text not null,
  -- Where it can be read in full, as a path of the web application.
  link text not null,
  contributors text[] not null,
  superior_of text,
  opened_at timestamptz not null,
  primary key (kind, id)
);
