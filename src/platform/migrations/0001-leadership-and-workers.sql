-- One row for each thing that only one process may do. Each gain of leadership raises the epoch, in the transaction
-- that gains it: what an earlier leader still tries to write carries the old number and is refused.
create table platform.leadership (
  name text primary key,
  epoch bigint not null check (epoch > 0),
  holder text not null,
  gained_at timestamptz not null default clock_timestamp()
);

-- The worker processes that say they are alive. A row is believed while its database session exists (a killed
-- process loses it at once) and its beat is recent (a hung process keeps its session).
create table platform.worker (
  backend_pid integer not null,
  backend_start timestamptz not null,
  started_at timestamptz not null default clock_timestamp(),
  beat_at timestamptz not null default clock_timestamp(),
  -- What its process measured, for the server's /metrics: bounded by the number of declared jobs.
  metrics jsonb not null default '[]',
  primary key (backend_pid, backend_start)
);
