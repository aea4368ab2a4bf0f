-- What was put forward to be sent, so that it is put forward and sent once; what it says are facts of the ledger.
create table relay (
  id text primary key check (id ~ '^r-[0-9a-f]{16}$'),
  put_forward_at timestamptz not null,
  sent_at timestamptz
);
