-- Mails as they came in. The mail itself is evidence in the data folder, named by its SHA-256; what was read of it are
-- facts of the ledger. A row says only how far the work on a mail has come.
create table mail (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  received_at timestamptz not null,
  channel text not null check (channel in ('smtp', 'imap', 'upload', 'api')),
  size_bytes integer not null check (size_bytes > 0),
  -- From which server it came, and for whom that server spoke: what SPF is judged by.
  remote_address text,
  helo text,
  mail_from text,
  -- How often it has been read; 0: not yet.
  round integer not null default 0 check (round >= 0),
  read_at timestamptz,
  -- From the mail itself, for lists and threads; empty until it has been read.
  message_id text not null default '',
  thread text[] not null default '{}',
  sender text not null default '',
  subject text not null default '',
  waits_for text check (waits_for in ('password')),
  -- Why it could not be read, where that failed for a reason of ours.
  failure text
);
create index mail_by_time on mail (received_at desc, sha256);
create index mail_unread on mail (received_at) where round = 0;
create index mail_by_message on mail (message_id) where message_id <> '';
create index mail_waiting on mail (sender, received_at) where waits_for is not null;

-- How far a mailbox has been taken over: everything below next_uid, while uid_validity stays the same.
create table mailbox (
  name text primary key,
  uid_validity numeric not null,
  next_uid numeric not null,
  moved_at timestamptz not null default clock_timestamp()
);
