-- What was said of findings, actions, reviews and the adoption plan, in order: the same facts as in the ledger, kept here
-- so that a verb sees what stands before it writes. Nothing is changed or removed.
create table said (
  -- Counts up in the order in which it was said, for all objects together.
  place bigint generated always as identity primary key,
  kind text not null check (kind in ('finding', 'action', 'review', 'adoption')),
  object text not null check (object <> '' and octet_length(object) <= 256),
  at timestamptz not null,
  fact jsonb not null
);
create index said_of_object on said (kind, object, place);

-- What each control said when it was last looked at: only so that a turn can be told from what stands. It can be
-- emptied; then what fails still has its findings, and the next look is taken for the first.
create table standing (
  control text primary key,
  verdict text not null check (verdict in ('pass', 'fail', 'unknown', 'not-applicable')),
  objects jsonb not null
);

-- The instant of the last look, so that a slower worker does not put an older one over it.
create table look (
  one boolean primary key default true check (one),
  at timestamptz not null
);

-- Changes of verdicts as they were noticed, for the review; the facts say the same.
create table turn (
  place bigint generated always as identity primary key,
  at timestamptz not null,
  turn jsonb not null
);
