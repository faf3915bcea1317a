-- The ITSM of organisations: how it is reached, which ticket there is which request here, and what is still to be written there.
-- docs/connectors.md.

create table connector (
  tenant_id text not null references tenant,
  id text not null,
  name text not null,
  kind text not null,
  url text not null,
  -- off: it was never tried, or was taken out of use. dry-run: what would be written there is shown, and not written.
  state text not null check (state in ('off', 'dry-run', 'on')),
  -- Teams, states, priorities, texts, options of the kind: src/contract/connectors.ts.
  settings jsonb not null,
  -- The names of secrets are shown, never what they are.
  secret_names text[] not null,
  secrets bytea not null,
  -- Under which address it may be told that something changed there, and with what that is signed.
  hook_id text not null unique,
  hook_secret bytea not null,
  -- Somebody said that something changed: it is asked at once.
  hinted_at timestamptz,
  -- Where the changes of the other side go on; its own form.
  cursor text,
  next_round_at timestamptz not null,
  polled_at timestamptz,
  succeeded_at timestamptz,
  -- {at, problem, words, todo}: why the last round failed; null: it did not.
  problem jsonb,
  -- In a row.
  failures int not null,
  -- What was seen of the other side when it was probed last.
  probe jsonb,
  probed_at timestamptz,
  -- Held by a person of either side.
  stopped_at timestamptz,
  stopped_by text,
  stop_reason text,
  version int not null,
  made_at timestamptz not null,
  made_by text not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id),
  check ((stopped_at is null) = (stopped_by is null))
);
create unique index connector_name on connector (tenant_id, name) where removed_at is null;
create index connector_next_round on connector (next_round_at) where state = 'on' and removed_at is null;

-- One ticket of the other side for each request and round.
create table connector_ticket (
  tenant_id text not null,
  connector_id text not null,
  -- Ours, which stands in the ticket: AM-R-0118, and AM-R-0118/2 for one made anew.
  key text not null,
  request_id text not null,
  -- Theirs. Of several tickets here it is the same where they were merged there.
  remote_id text not null,
  number text not null,
  url text,
  -- What both sides had last, by field: what differs from it was changed by somebody since.
  base jsonb not null,
  -- What is there now, and what of it has no meaning here, was not accepted, or differs on purpose.
  shown jsonb not null,
  -- open: followed. ended: both sides are done with it. gone: removed there, or out of our sight.
  state text not null check (state in ('open', 'ended', 'gone')),
  made_at timestamptz not null,
  -- It is to be read again; null: it was read since it last changed.
  unread_since timestamptz,
  read_at timestamptz,
  primary key (tenant_id, connector_id, key),
  foreign key (tenant_id, connector_id) references connector,
  foreign key (tenant_id, request_id) references request
);
create index connector_ticket_request on connector_ticket (tenant_id, request_id);
create index connector_ticket_remote on connector_ticket (tenant_id, connector_id, remote_id);
create index connector_ticket_unread on connector_ticket (tenant_id, connector_id, unread_since) where unread_since is not null;

-- What is to be written into a ticket, or to be made as one. Written down with the change that it tells of.
create table connector_write (
  tenant_id text not null,
  id bigint generated always as identity,
  connector_id text not null,
  request_id text not null,
  -- Of the ticket; of the one to be made, for kind 'ticket'.
  ticket_key text not null,
  kind text not null check (kind in ('ticket', 'comment', 'state', 'queue', 'file')),
  -- Never of two: what was written down twice is written once.
  key text not null,
  content jsonb not null,
  -- queued; sending: somebody is at it, or broke down while at it; unknown: it may be there, and is looked for before it
  -- is tried again; confirmed: it was seen there; refused: it was not accepted, and why; dropped: no longer needed, or a dry run.
  state text not null check (state in ('queued', 'sending', 'unknown', 'confirmed', 'refused', 'dropped')),
  attempt int not null,
  due_at timestamptz not null,
  tried_at timestamptz,
  ended_at timestamptz,
  -- What the other side calls what was written.
  remote_id text,
  -- What the other side said, and what to do about it.
  words text,
  todo text,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, connector_id, key),
  foreign key (tenant_id, connector_id) references connector
);
create index connector_write_open on connector_write (tenant_id, connector_id, id) where state in ('queued', 'sending', 'unknown');
create index connector_write_ticket on connector_write (tenant_id, connector_id, ticket_key);
create index connector_write_request on connector_write (tenant_id, request_id, id);

-- Comments and files that both sides have: what is in here is never carried over again. By ticket of ours: several may be one there.
create table connector_item (
  tenant_id text not null,
  connector_id text not null,
  ticket_key text not null,
  kind text not null check (kind in ('comment', 'file')),
  item_id text not null,
  -- Who had it first.
  side text not null check (side in ('ours', 'theirs')),
  at timestamptz not null,
  primary key (tenant_id, connector_id, ticket_key, kind, item_id),
  foreign key (tenant_id, connector_id) references connector
);

-- What we wrote is ours in whatever ticket it turns up.
create index connector_item_ours on connector_item (tenant_id, connector_id, kind, item_id) where side = 'ours';

-- Files of requests: kept, hashed, given back as they came, never opened.
create table request_file (
  tenant_id text not null,
  id bigint generated always as identity,
  request_id text not null,
  name text not null check (length(name) between 1 and 255),
  type text not null,
  size int not null check (size > 0),
  sha256 text not null,
  side text not null check (side in ('provider', 'client', 'system')),
  added_at timestamptz not null,
  added_by text not null,
  bytes bytea not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, request_id) references request
);
alter table request_file alter column bytes set storage external;
create index request_file_request on request_file (tenant_id, request_id, id);

-- A request's delivery that waits, and for what: the connector is stopped, or does not answer.
alter table request_delivery add column connector_id text;

call isolate('connector');
call isolate('connector_ticket');
call isolate('connector_write');
call isolate('connector_item');
call isolate('request_file');
call erasable('connector');
call erasable('connector_ticket');
call erasable('connector_write');
call erasable('connector_item');
call erasable('request_file');
grant select, insert, update on connector, connector_ticket, connector_write to vigie_app, vigie_system;
grant select, insert on connector_item, request_file to vigie_app, vigie_system;
