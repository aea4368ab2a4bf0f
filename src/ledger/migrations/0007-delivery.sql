-- Which checkpoint each place outside this installation holds: what it has is not sent again.
create table delivery (
  origin text not null,
  kind text not null check (kind in ('file', 'webhook', 'mail')),
  destination text not null,
  size bigint not null check (size >= 0),
  delivered_at timestamptz not null,
  primary key (origin, kind, destination)
);
grant select, insert, update on delivery to kensho_app;
