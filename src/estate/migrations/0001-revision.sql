-- The estate as its documents say it. Every document is kept once, by its SHA-256; a revision is the list of documents
-- that were the estate from then on. Nothing is changed or removed: an earlier estate can always be read again.
create table document (
  sha256 bytea primary key check (octet_length(sha256) = 32),
  content bytea not null check (octet_length(content) <= 150000000)
);
alter table document alter column content set storage external;

create table revision (
  number bigint generated always as identity primary key,
  applied_at timestamptz not null,
  applied_by text not null,
  -- SHA-256 over the list of files, so that two revisions with the same files are known as the same
  manifest_sha256 bytea not null check (octet_length(manifest_sha256) = 32)
);

create table revision_file (
  revision bigint not null references revision (number),
  path text not null check (path <> '' and octet_length(path) <= 1024),
  sha256 bytea not null references document (sha256),
  primary key (revision, path)
);
