-- The facts that verdicts read, copied out of the log so that a process that starts need not look through all of it.
-- A projection: it can be emptied and made anew. `fact` is the canonical text as it stands in its leaf.
create table known_fact (
  index bigint primary key check (index >= 0),
  -- Instant of the leader, epoch milliseconds.
  at_ms bigint not null,
  type text not null,
  fact text not null
);
