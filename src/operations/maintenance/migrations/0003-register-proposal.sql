-- Changes of the register that were put forward. What an entry says, addresses among it, stands here and in the
-- documents of the estate, never in the ledger: its facts hold the digest.
create table register_proposal (
  id text primary key check (id ~ '^p-[0-9a-f]{16}$'),
  entry text not null,
  change text not null check (change in ('add', 'change', 'remove')),
  -- The entry as it is to be; null where it is to go.
  content jsonb check ((content is null) = (change = 'remove')),
  -- SHA-256 of the entry as it stood; null where there was none.
  before_digest text check (before_digest ~ '^[0-9a-f]{64}$'),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  note text not null default '',
  proposed_by text not null,
  proposed_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'withdrawn')),
  decided_at timestamptz
);
create unique index register_proposal_waiting on register_proposal (entry) where state = 'waiting';
