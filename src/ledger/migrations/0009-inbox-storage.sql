-- An inbox row of several facts is large. Compressing it, and unpacking it a moment later, would cost more than storing
-- it as it is.
alter table ledger.pending alter column bytes set storage external;
