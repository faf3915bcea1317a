-- Where the inventory of an organisation is read from by itself: its CMDB, or files that it puts somewhere. docs/cmdb-sources.md.

create table cmdb_source (
  tenant_id text not null references tenant,
  id text not null,
  -- What claims, teams and networks name as their source.
  name text not null,
  kind text not null,
  url text not null,
  -- off: it was not tried yet, or is not wanted. paused: held by a person.
  state text not null check (state in ('off', 'on', 'paused')),
  -- What is read, how it is mapped, how often: src/contract/cmdb-sources.ts.
  settings jsonb not null,
  -- The names of secrets are shown, never what they are.
  secret_names text[] not null,
  secrets bytea not null,
  -- Where the changes of the other side go on; its own form. Null: everything is read next.
  cursor text,
  -- Of all that the last full reading gave: one that is equal changes nothing.
  digest text,
  next_read_at timestamptz not null,
  -- When it was read last with success, and when as a whole.
  read_at timestamptz,
  full_read_at timestamptz,
  -- {at, problem, words, todo}: why the last reading failed or was refused; null: it was not.
  problem jsonb,
  -- In a row.
  failures int not null,
  probe jsonb,
  probed_at timestamptz,
  paused_by text,
  pause_reason text,
  version int not null,
  made_at timestamptz not null,
  made_by text not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index cmdb_source_name on cmdb_source (tenant_id, name) where removed_at is null;
create index cmdb_source_next on cmdb_source (next_read_at) where state = 'on' and removed_at is null;

-- One reading of a source: asked by a person, or due.
create table cmdb_read (
  tenant_id text not null,
  id text not null,
  source_id text not null,
  mode text not null check (mode in ('full', 'changes')),
  is_dry_run boolean not null,
  allow_shrink boolean not null,
  -- refused: it would take too much away; what, stands in its import.
  state text not null check (state in ('queued', 'running', 'applied', 'unchanged', 'planned', 'refused', 'failed')),
  asked_by text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- Whoever runs it has it until then.
  taken_until timestamptz,
  -- What came, by noun, and what could not be read.
  counts jsonb,
  notes text[] not null,
  -- The difference that it made or would make: an asset_import.
  import_id text,
  problem jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, source_id) references cmdb_source
);
create unique index cmdb_read_open on cmdb_read (tenant_id, source_id) where state in ('queued', 'running');
create index cmdb_read_asked on cmdb_read (tenant_id, source_id, asked_at desc, id desc);

-- What a source knows teams, services, networks and windows by, and which of ours each is.
create table cmdb_record (
  tenant_id text not null,
  source_id text not null,
  noun text not null check (noun in ('team', 'service', 'network', 'window')),
  key text not null,
  -- Null: it became none of ours, and why.
  row_id text,
  digest text not null,
  words text,
  seen_at timestamptz not null,
  -- A whole reading did not name it; it stays until somebody decides otherwise.
  stale_since timestamptz,
  primary key (tenant_id, source_id, noun, key),
  foreign key (tenant_id, source_id) references cmdb_source
);

-- Field -> the sources that count for it before others of their kind, the first one most.
alter table cmdb_setting add column owners jsonb not null default '{}';

call isolate('cmdb_source');
call isolate('cmdb_read');
call isolate('cmdb_record');
call erasable('cmdb_source');
grant select, insert, update on cmdb_source to vigie_app, vigie_system;
grant select, insert, update, delete on cmdb_read, cmdb_record to vigie_app, vigie_system;
