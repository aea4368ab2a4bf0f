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
