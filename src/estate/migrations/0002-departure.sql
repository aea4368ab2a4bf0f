-- Departures from the steady state that were declared here, beside those that documents declare. The facts are in the
-- ledger; this is what is open now, so that a second end or a second id is refused.
create table departure (
  id text primary key,
  of text not null,
  is_now text not null check (is_now in ('down', 'degraded', 'in-maintenance')),
  because text not null,
  owner text not null,
  begins_at timestamptz not null,
  restored_by timestamptz not null check (restored_by > begins_at),
  declared_by text not null,
  ended_at timestamptz
);
