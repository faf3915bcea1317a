-- The state of the platform, except events. docs/decisions/0008-state.md says why it is built so.

-- Two roles that nobody logs in as; a transaction takes one of them (src/store/state.ts). vigie_app sees the rows of one
-- tenant, vigie_system of all. The owner of the tables sees none of them, so what forgets to take a role gets nothing.
-- Whoever may not make roles needs them made and granted beforehand: docs/decisions/0008-state.md has the lines.
do $$
declare
  name text;
  may_take text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  foreach name in array array['vigie_app', 'vigie_system'] loop
    if not exists (select from pg_roles where rolname = name) then
      begin
        execute format('create role %I nologin', name);
      exception when duplicate_object or unique_violation then null; -- another database of this server made it just now
      end;
    end if;
    if not pg_has_role(current_user, name, may_take) then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
end $$;

-- Puts a table's rows under their tenants. Every table with a column tenant_id needs the call; a test looks.
create procedure isolate(target regclass, tenant_column text default 'tenant_id') language plpgsql as $$
declare
  own text := format('%I = nullif(current_setting(''app.tenant'', true), '''')', tenant_column);
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy one_tenant on %s to vigie_app using (%s) with check (%s)', target, own, own);
  -- The owner may be a member who has what its roles have; only who took the role itself sees all.
  execute format('create policy all_tenants on %s to vigie_system using (current_user = ''vigie_system'') with check (current_user = ''vigie_system'')', target);
end $$;

create table tenant (
  id text primary key,
  name text not null,
  since timestamptz not null,
  -- Set when the configuration does not name it any more; its rows stay until they are erased.
  removed_at timestamptz
);
call isolate('tenant', 'id');
grant select on tenant to vigie_app;
grant select, insert, update, delete on tenant to vigie_system;

-- Who changed what. Append-only: no role of the program may update or delete.
create table journal (
  id bigint generated always as identity primary key,
  tenant_id text references tenant,
  at timestamptz not null,
  who text not null,
  action text not null,
  subject text not null,
  reason text,
  details jsonb not null default '{}'
);
create index journal_tenant on journal (tenant_id, id desc);
call isolate('journal');
grant select, insert on journal to vigie_app, vigie_system;

create table api_key (
  id text primary key,
  name text not null,
  -- SHA-256 of a key of 256 random bits.
  hash bytea not null unique check (length(hash) = 32),
  created_at timestamptz not null,
  revoked_at timestamptz
);
grant select, insert, update on api_key to vigie_system;

-- Rule sets. Each change takes the next version; what a table says at version v are its rows with ruleset_version <= v.
create table ruleset_version (
  version bigint primary key,
  at timestamptz not null
);
create index ruleset_version_at on ruleset_version (at);
grant select, insert on ruleset_version to vigie_app, vigie_system;

create table rule_text (
  digest text primary key check (length(digest) = 64),
  text text not null
);
create table rule_pack (
  name text primary key,
  origin text not null check (origin in ('builtin', 'imported')),
  created_at timestamptz not null
);
create table rule_pack_version (
  pack text not null references rule_pack,
  version int not null check (version > 0),
  ruleset_version bigint not null references ruleset_version,
  digest text not null,
  imported_at timestamptz not null,
  imported_by text not null,
  -- Name of the archive or folder it came from.
  source text not null,
  rules int not null,
  correlations int not null,
  filters int not null,
  refused jsonb not null,
  primary key (pack, version)
);
create table rule_pack_file (
  pack text not null,
  version int not null,
  path text not null,
  digest text not null references rule_text,
  -- What the file holds: RuleDocument[] of src/rulesets/documents.ts.
  documents jsonb not null,
  -- How many documents of it cannot be used.
  refused int not null,
  primary key (pack, version, path),
  foreign key (pack, version) references rule_pack_version
);
grant select on rule_text, rule_pack, rule_pack_version, rule_pack_file to vigie_app;
grant select, insert on rule_text, rule_pack, rule_pack_version, rule_pack_file to vigie_system;

create table tenant_rule_pack (
  tenant_id text not null references tenant,
  pack text not null references rule_pack,
  ruleset_version bigint not null references ruleset_version,
  enabled boolean not null,
  minimum_status text check (minimum_status in ('experimental', 'test', 'stable')),
  minimum_level text check (minimum_level in ('informational', 'low', 'medium', 'high', 'critical')),
  author text not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (tenant_id, pack, ruleset_version)
);
create table rule_switch (
  tenant_id text not null references tenant,
  rule_key text not null,
  ruleset_version bigint not null references ruleset_version,
  -- `default` is what the pack's minimum says. Of several the newest whose dates hold decides.
  state text not null check (state in ('on', 'off', 'default')),
  author text not null,
  reason text not null,
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  created_at timestamptz not null,
  primary key (tenant_id, rule_key, ruleset_version)
);
create table own_rule (
  tenant_id text not null references tenant,
  path text not null,
  version int not null check (version > 0),
  ruleset_version bigint not null references ruleset_version,
  -- Null: withdrawn with this version.
  text text,
  digest text not null,
  documents jsonb not null,
  author text not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (tenant_id, path, version)
);
create table drop_rule (
  tenant_id text not null references tenant,
  id text not null,
  version int not null check (version > 0),
  ruleset_version bigint not null references ruleset_version,
  -- Name of one source; null: all sources of the tenant.
  source text,
  title text not null,
  -- A Sigma rule; the events that match it are dropped.
  rule text not null,
  author text not null,
  reason text not null,
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  created_at timestamptz not null,
  -- Retired with this version.
  retired boolean not null default false,
  primary key (tenant_id, id, version)
);
call isolate('tenant_rule_pack');
call isolate('rule_switch');
call isolate('own_rule');
call isolate('drop_rule');
grant select, insert on tenant_rule_pack, rule_switch, own_rule, drop_rule to vigie_app, vigie_system;

-- What detection found.
create table detection (
  tenant_id text not null references tenant,
  -- Computed from content: storing it again changes nothing.
  id bytea not null check (length(id) = 16),
  rule_key text not null,
  rule_id text,
  rule_title text not null,
  level text check (level in ('informational', 'low', 'medium', 'high', 'critical')),
  -- The pack (`own` for the tenant's own rules), its version, and the digest of the rule's text.
  rule_pack text not null,
  rule_version int not null,
  rule_digest text not null,
  ruleset_version bigint not null,
  time timestamptz not null,
  detected_at timestamptz not null,
  stored_at timestamptz not null,
  host text,
  source text not null,
  collector text not null,
  technology text not null,
  event_ids bytea[] not null,
  fields jsonb not null,
  correlation jsonb,
  -- Author, references, tags, path and status: the Detection Rule License 1.1 asks that they travel along.
  rule jsonb not null,
  origin text not null check (origin in ('stream', 'retro')),
  primary key (tenant_id, id)
);
create index detection_time on detection (tenant_id, time desc);
create index detection_rule on detection (tenant_id, rule_key, time desc);
create index detection_stored on detection (tenant_id, stored_at);
call isolate('detection');
grant select on detection to vigie_app;
grant select, insert, delete on detection to vigie_system;

create table retro_run (
  tenant_id text not null references tenant,
  id text not null,
  rule text not null,
  rule_title text not null,
  since timestamptz not null,
  until timestamptz not null check (until > since),
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  asked_by text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  scanned bigint not null default 0,
  matched bigint not null default 0,
  total_estimate bigint,
  error text,
  result jsonb,
  primary key (tenant_id, id)
);
create index retro_run_asked on retro_run (tenant_id, asked_at desc);
create table retro_event (
  tenant_id text not null,
  run text not null,
  event_id bytea not null check (length(event_id) = 16),
  time timestamptz not null,
  host text,
  source text not null,
  primary key (tenant_id, run, event_id),
  foreign key (tenant_id, run) references retro_run on delete cascade
);
create index retro_event_time on retro_event (tenant_id, run, time);
call isolate('retro_run');
call isolate('retro_event');
grant select, insert, update, delete on retro_run, retro_event to vigie_app, vigie_system;

-- Where each worker is, committed together with what it found.
create table worker_state (
  partition int primary key,
  -- Places in the spool: all before `position` is stored; `snapshot` was taken at `snapshot_position`.
  position bigint not null,
  snapshot_position bigint not null,
  snapshot bytea,
  carried jsonb not null default '{}',
  updated_at timestamptz not null,
  check (snapshot_position <= position)
);
grant select, insert, update, delete on worker_state to vigie_system;

-- The account of every line: received = stored + quarantined + dropped + duplicates, always.
create table source_hour (
  tenant_id text not null references tenant,
  source text not null,
  hour timestamptz not null,
  received bigint not null default 0,
  stored bigint not null default 0,
  quarantined bigint not null default 0,
  dropped bigint not null default 0,
  duplicates bigint not null default 0,
  events bigint not null default 0,
  bytes bigint not null default 0,
  -- Counts per class of seconds; the classes are those of src/collection/.
  lag bigint[] not null default '{}',
  skew bigint[] not null default '{}',
  primary key (tenant_id, source, hour),
  constraint every_line_is_accounted_for check (received = stored + quarantined + dropped + duplicates)
);
create table source_dropped (
  tenant_id text not null references tenant,
  source text not null,
  hour timestamptz not null,
  drop_rule_id text not null,
  n bigint not null,
  primary key (tenant_id, source, hour, drop_rule_id)
);
create table source_field_day (
  tenant_id text not null references tenant,
  source text not null,
  day date not null,
  field text not null,
  n bigint not null,
  -- Values whose type was not the field's.
  clashes bigint not null default 0,
  primary key (tenant_id, source, day, field)
);
create table source_technology_day (
  tenant_id text not null references tenant,
  source text not null,
  day date not null,
  technology text not null,
  n bigint not null,
  -- What the source's configuration says it is, where that differs.
  labelled text not null,
  primary key (tenant_id, source, day, technology, labelled)
);
-- One link of the chain that makes tampering with stored events show.
create table event_digest (
  tenant_id text not null references tenant,
  batch bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  rows int not null,
  digest text not null check (length(digest) = 64),
  stored_at timestamptz not null,
  -- Its events were removed by retention; the link stays.
  expired_at timestamptz,
  primary key (tenant_id, batch)
);
call isolate('source_hour');
call isolate('source_dropped');
call isolate('source_field_day');
call isolate('source_technology_day');
call isolate('event_digest');
grant select on source_hour, source_dropped, source_field_day, source_technology_day, event_digest to vigie_app;
grant select, insert, update, delete on source_hour, source_dropped, source_field_day, source_technology_day, event_digest to vigie_system;

-- Who sends without being claimed by a source of any tenant.
create table unclaimed_sender (
  id text primary key,
  listener text not null,
  peer text not null,
  hostname text not null default '',
  technology text,
  confidence real,
  lines bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- The start of one line, byte for byte.
  sample bytea not null
);
grant select, insert, update, delete on unclaimed_sender to vigie_system;
