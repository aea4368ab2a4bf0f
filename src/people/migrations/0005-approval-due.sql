-- By when something is to be approved, where something ends without it.
alter table approval_request add column due_at timestamptz;
