-- Facts as they were decided, in the transaction that changed the state they speak of. The leader takes them from
-- here, gives them index and time, and puts them into the tree; order of id is order of arrival, not of the ledger.
create table ledger.pending (
  id bigint generated always as identity primary key,
  -- Canonical form (RFC 8785) of one fact. The bound leaves room in a leaf of at most 65,535 bytes.
  bytes bytea not null check (octet_length(bytes) between 2 and 65000),
  enqueued_at timestamptz not null default clock_timestamp()
);
