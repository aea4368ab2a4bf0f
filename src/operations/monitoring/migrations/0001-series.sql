-- A series by its labels. What it has had up to `rolled_until_ms` stands in `hour`, what came later in `sample`.
create table series (
  id integer generated always as identity primary key,
  labels_sha256 bytea not null unique check (octet_length(labels_sha256) = 32),
  metric text not null,
  labels jsonb not null,
  first_at timestamptz not null,
  rolled_until_ms bigint not null default 0,
  last_at_ms bigint,
  last_value double precision,
  values_count bigint not null default 0
);
create index on series (metric);

-- What sort of metric senders say that it is.
create table metric (
  name text primary key,
  kind text not null
);

-- Counts the purges of series: whoever remembers ids forgets them when it has moved.
create table purge (
  epoch bigint not null
);
insert into purge values (0);

-- Values as they came, epoch milliseconds; null: the sender said that the series ended. A ring of days: the slot is the
-- day modulo 16, so that the oldest day goes by one truncate, and no table is made or dropped while the product runs.
create table sample (
  series integer not null,
  slot smallint not null,
  at_ms bigint not null,
  value double precision,
  primary key (series, slot, at_ms)
) partition by list (slot);

do $$
begin
  for slot in 0..15 loop
    execute format('create table sample_%s partition of sample for values in (%s)', lpad(slot::text, 2, '0'), slot);
  end loop;
end $$;

-- Numbers of a full hour. Means and rates of its twelve five minutes; null where nothing was measured.
create table hour (
  series integer not null,
  hour_ms bigint not null,
  values_count integer not null,
  most double precision not null,
  least double precision not null,
  sum double precision not null,
  last_at_ms bigint not null,
  last_value double precision not null,
  means double precision[] not null,
  rates_per_s double precision[] not null,
  primary key (series, hour_ms)
);

-- Hours that have had values since they were last rolled up. A block is 256 series. Rows are only added and removed,
-- never changed: what was not seen while an hour was rolled up stays due.
create table due (
  id bigint generated always as identity primary key,
  hour_ms bigint not null,
  block integer not null
);
create index on due (hour_ms, block);

-- What was not taken, a row a day and reason.
create table refused (
  day date not null,
  reason text not null,
  values_count bigint not null,
  last_at timestamptz not null,
  last_example text not null,
  primary key (day, reason)
);

-- The numbers of one hour of some series from the values as they came. A value counts if it is a number that sums can
-- bear. A rate is the rise over the time in which it rose, from the value before where that is at most 15 minutes old;
-- a counter that stands lower than before began anew at 0. Whole days of other series lie in the same table, so the key
-- is always the way in.
create function rolled(p_from integer, p_until integer, p_hour_ms bigint)
  returns setof hour language sql stable set enable_seqscan = off as $$
  with counted as (
    select series, at_ms, value from monitoring.sample
    where series >= p_from and series < p_until
      and slot in (((p_hour_ms / 86400000) % 16)::smallint, (((p_hour_ms - 900000) / 86400000) % 16)::smallint)
      and at_ms >= p_hour_ms - 900000 and at_ms < p_hour_ms + 3600000
      and value between -1e100 and 1e100
  ), steps as (
    select series, at_ms, value,
      case when value >= lag(value) over one then value - lag(value) over one else value end as rise,
      at_ms - lag(at_ms) over one as took_ms,
      lead(at_ms) over one is null as is_last
    from counted window one as (partition by series order by at_ms)
  ), bins as (
    select series, ((at_ms - p_hour_ms) / 300000)::integer as bin, count(*) as n, max(value) as most, min(value) as least,
      sum(value) as sum, max(at_ms) filter (where is_last) as last_at_ms, max(value) filter (where is_last) as last_value,
      sum(rise) filter (where took_ms <= 900000) as rise, sum(took_ms) filter (where took_ms <= 900000) as took_ms
    from steps where at_ms >= p_hour_ms group by 1, 2
  )
  select series, p_hour_ms, sum(n)::integer, max(most), min(least), sum(sum), max(last_at_ms), max(last_value),
    array[
      max(sum / n) filter (where bin = 0),
      max(sum / n) filter (where bin = 1),
      max(sum / n) filter (where bin = 2),
      max(sum / n) filter (where bin = 3),
      max(sum / n) filter (where bin = 4),
      max(sum / n) filter (where bin = 5),
      max(sum / n) filter (where bin = 6),
      max(sum / n) filter (where bin = 7),
      max(sum / n) filter (where bin = 8),
      max(sum / n) filter (where bin = 9),
      max(sum / n) filter (where bin = 10),
      max(sum / n) filter (where bin = 11)],
    array[
      max(rise * 1000 / took_ms) filter (where bin = 0),
      max(rise * 1000 / took_ms) filter (where bin = 1),
      max(rise * 1000 / took_ms) filter (where bin = 2),
      max(rise * 1000 / took_ms) filter (where bin = 3),
      max(rise * 1000 / took_ms) filter (where bin = 4),
      max(rise * 1000 / took_ms) filter (where bin = 5),
      max(rise * 1000 / took_ms) filter (where bin = 6),
      max(rise * 1000 / took_ms) filter (where bin = 7),
      max(rise * 1000 / took_ms) filter (where bin = 8),
      max(rise * 1000 / took_ms) filter (where bin = 9),
      max(rise * 1000 / took_ms) filter (where bin = 10),
      max(rise * 1000 / took_ms) filter (where bin = 11)]
  from bins group by series
$$;

-- The numbers of all hours that begin in [from, until), both full hours, in one go: a reader of many hours that are not
-- rolled up yet would otherwise plan once for each of them.
create function rolled_between(p_from integer, p_until integer, p_from_ms bigint, p_until_ms bigint)
  returns setof hour language sql stable set enable_seqscan = off as $$
  with counted as (
    select series, at_ms, value from monitoring.sample
    where series >= p_from and series < p_until
      and at_ms >= p_from_ms - 900000 and at_ms < p_until_ms
      and value between -1e100 and 1e100
  ), steps as (
    select series, at_ms, value,
      case when value >= lag(value) over one then value - lag(value) over one else value end as rise,
      at_ms - lag(at_ms) over one as took_ms,
      lead(at_ms / 3600000) over one is distinct from at_ms / 3600000 as is_last
    from counted window one as (partition by series order by at_ms)
  ), bins as (
    select series, at_ms / 3600000 * 3600000 as hour_ms, (at_ms % 3600000 / 300000)::integer as bin, count(*) as n, max(value) as most, min(value) as least,
      sum(value) as sum, max(at_ms) filter (where is_last) as last_at_ms, max(value) filter (where is_last) as last_value,
      sum(rise) filter (where took_ms <= 900000) as rise, sum(took_ms) filter (where took_ms <= 900000) as took_ms
    from steps where at_ms >= p_from_ms group by 1, 2, 3
  )
  select series, hour_ms, sum(n)::integer, max(most), min(least), sum(sum), max(last_at_ms), max(last_value),
    array[
      max(sum / n) filter (where bin = 0),
      max(sum / n) filter (where bin = 1),
      max(sum / n) filter (where bin = 2),
      max(sum / n) filter (where bin = 3),
      max(sum / n) filter (where bin = 4),
      max(sum / n) filter (where bin = 5),
      max(sum / n) filter (where bin = 6),
      max(sum / n) filter (where bin = 7),
      max(sum / n) filter (where bin = 8),
      max(sum / n) filter (where bin = 9),
      max(sum / n) filter (where bin = 10),
      max(sum / n) filter (where bin = 11)],
    array[
      max(rise * 1000 / took_ms) filter (where bin = 0),
      max(rise * 1000 / took_ms) filter (where bin = 1),
      max(rise * 1000 / took_ms) filter (where bin = 2),
      max(rise * 1000 / took_ms) filter (where bin = 3),
      max(rise * 1000 / took_ms) filter (where bin = 4),
      max(rise * 1000 / took_ms) filter (where bin = 5),
      max(rise * 1000 / took_ms) filter (where bin = 6),
      max(rise * 1000 / took_ms) filter (where bin = 7),
      max(rise * 1000 / took_ms) filter (where bin = 8),
      max(rise * 1000 / took_ms) filter (where bin = 9),
      max(rise * 1000 / took_ms) filter (where bin = 10),
      max(rise * 1000 / took_ms) filter (where bin = 11)]
  from bins group by series, hour_ms
$$;
