-- Answers to requests that carry an Idempotency-Key, kept for a day: a client that did not hear the answer asks again, and
-- what it asked for happens once.
create table idempotent_request (
  -- `person:<id>` or `key:<id>`: a key of one caller says nothing to another.
  caller text not null,
  key text not null,
  -- SHA-256 of method, path and body.
  fingerprint bytea not null check (length(fingerprint) = 32),
  asked_at timestamptz not null,
  -- Null while it is being answered.
  status int,
  type text,
  answer text,
  primary key (caller, key)
);
create index idempotent_request_age on idempotent_request (asked_at);
grant select, insert, update, delete on idempotent_request to vigie_system;
