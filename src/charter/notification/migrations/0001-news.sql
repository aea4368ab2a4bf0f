-- What persons are to know: that something waits for them, turned, is due or ends. Derived from what stands elsewhere;
-- nothing here decides anything, and it can be emptied: what still stands is then news once more.

create table news (
  person text not null,
  -- The same key is the same news, for ever: looking again adds nothing.
  key text not null check (octet_length(key) between 1 and 600),
  kind text not null check (kind in ('approval', 'turned', 'due', 'ends')),
  text_ja text not null,
  text_en text not null,
  -- A path of the web application.
  link text not null check (link like '/%'),
  -- When it came to be, and when it was first seen here.
  since timestamptz not null,
  noticed_at timestamptz not null,
  read_at timestamptz,
  -- It no longer waits: decided, done or past.
  settled_at timestamptz,
  mailed_at timestamptz,
  primary key (person, key)
);
create index news_of_person on news (person, since desc);
create index news_not_mailed on news (noticed_at) where mailed_at is null and read_at is null and settled_at is null;

-- What a person chose; who has no row gets what is usual.
create table preference (
  person text primary key,
  -- Of mails; null: both languages in one.
  language text check (language in ('ja', 'en')),
  -- Kind of news to when it is mailed: at-once, daily, never.
  mail jsonb not null
);

-- The civil day of the last daily mail, by person.
create table digest (
  person text primary key,
  day date not null
);

-- How the last attempts to mail went, for whoever runs the installation.
create table mailing (
  one boolean primary key default true check (one),
  sent_at timestamptz,
  failed_at timestamptz,
  -- The last trial mail that somebody asked for.
  tried_at timestamptz,
  -- Without addresses.
  failure text
);
