-- Who is there. Everything that lets somebody in is kept as a hash or as a public key: who reads these tables, or a
-- copy of them, can sign in as nobody. Person ids are those of people.person; a person who is erased keeps the id.

create table session (
  -- Of the opaque 256-bit id in the cookie.
  id_sha256 bytea primary key check (octet_length(id_sha256) = 32),
  -- By what the session is named in lists and in the log.
  name text not null unique,
  person text not null,
  -- How the person came in.
  kind text not null check (kind in ('passkey', 'password', 'oidc', 'link', 'demo')),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- When the password was last entered in this session.
  confirmed_at timestamptz,
  ended_at timestamptz,
  ended_because text,
  address text,
  agent text check (length(agent) <= 300),
  check ((ended_at is null) = (ended_because is null))
);
create index on session (person) where ended_at is null;
create index on session (expires_at);

-- The name that a person types, as the hash of its normal form.
create table login (
  name_sha256 bytea primary key check (octet_length(name_sha256) = 32),
  person text not null unique,
  -- For the person's own page; opens only with the person's key.
  sealed text not null
);

create table password (
  person text primary key,
  -- Argon2id in PHC form, with its parameters and salt.
  hash text not null check (hash like '$argon2id$%'),
  set_at timestamptz not null
);

create table passkey (
  credential_id text primary key check (length(credential_id) between 1 and 1400),
  person text not null,
  -- COSE key, as the authenticator gave it.
  public_key bytea not null,
  -- The same key as anyone else reads it (SubjectPublicKeyInfo, DER).
  spki bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  -- What the person calls it.
  label text not null check (length(label) between 1 and 80),
  backed_up boolean not null,
  added_at timestamptz not null,
  used_at timestamptz
);
create index on passkey (person);

-- A challenge is given out once and taken back once.
create table challenge (
  value text primary key,
  purpose text not null check (purpose in ('sign-in', 'add')),
  person text,
  expires_at timestamptz not null
);
create index on challenge (expires_at);

-- Signatures over what was approved: none counts twice.
create table spent_assertion (
  signature_sha256 bytea primary key check (octet_length(signature_sha256) = 32),
  at timestamptz not null
);

-- One use, one day: the first owner of an installation, somebody invited, somebody who forgot the password.
create table link (
  code_sha256 bytea primary key check (octet_length(code_sha256) = 32),
  purpose text not null check (purpose in ('owner', 'invitation', 'recovery')),
  person text,
  issued_by text,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  check ((purpose = 'owner') = (person is null)),
  check ((purpose = 'owner') = (issued_by is null))
);
create unique index on link (purpose) where purpose = 'owner';
create unique index on link (person) where person is not null;

-- Failed attempts, by account and by address.
create table attempt (
  key text primary key,
  failures integer not null check (failures > 0),
  last_at timestamptz not null
);
create index on attempt (last_at);

-- Who somebody is at an identity provider. The subject, never the mail address, makes the person.
create table subject (
  issuer text not null,
  subject text not null,
  person text not null,
  bound_at timestamptz not null,
  primary key (issuer, subject)
);
create index on subject (person);

-- Between going to the provider and coming back.
create table provider_visit (
  state_sha256 bytea primary key check (octet_length(state_sha256) = 32),
  -- The browser that went there, by its cookie.
  visitor_sha256 bytea not null check (octet_length(visitor_sha256) = 32),
  nonce text not null,
  verifier text not null,
  -- Somebody invited, or somebody signed in, who binds this identity.
  binds text,
  link_sha256 bytea,
  expires_at timestamptz not null
);
create index on provider_visit (expires_at);

-- The made-up persons of the demo. While nobody else exists, a visitor of the same machine may act as any of them.
create table demo_person (
  person text primary key,
  -- Whom a visitor is who has not chosen.
  first boolean not null
);
create unique index on demo_person (first) where first;
