-- Organisations that were made over the API beside those of the configuration, and how the service works for each of them.

-- What the configuration names belongs to it; the other ones belong to those who made them.
alter table tenant add column origin text not null default 'configuration' check (origin in ('configuration', 'api'));
-- How long events stay searchable; the configuration says it for its own.
alter table tenant add column retention_days int check (retention_days between 1 and 3660);
alter table tenant add constraint tenant_retention check (origin = 'configuration' or retention_days is not null);

-- A document of an organisation's settings. Both tables may only be added to: what held at a time is found for ever.
create table setting (
  tenant_id text not null references tenant,
  kind text not null,
  version int not null check (version > 0),
  -- Not jsonb: people read it in the order in which it was written.
  document json not null,
  reason text not null,
  proposed_by text not null,
  -- Who that was in the journal's terms, and whose side they were on.
  proposed_by_id text not null,
  proposed_by_side text not null check (proposed_by_side in ('provider', 'client', 'system')),
  proposed_at timestamptz not null,
  -- From when it shall hold; null: as soon as it is agreed.
  wanted_from timestamptz,
  primary key (tenant_id, kind, version)
);
call isolate('setting');
grant select, insert on setting to vigie_app, vigie_system;

-- What became of it; none: it waits for the other side.
create table setting_decision (
  tenant_id text not null,
  kind text not null,
  version int not null,
  outcome text not null check (outcome in ('in_force', 'refused', 'withdrawn')),
  decided_by text not null,
  decided_by_id text not null,
  decided_by_side text not null check (decided_by_side in ('provider', 'client', 'system')),
  decided_at timestamptz not null,
  -- Never before the decision: what held in the past does not change.
  valid_from timestamptz check (valid_from >= decided_at),
  reason text,
  primary key (tenant_id, kind, version),
  foreign key (tenant_id, kind, version) references setting,
  check ((outcome = 'in_force') = (valid_from is not null))
);
call isolate('setting_decision');
grant select, insert on setting_decision to vigie_app, vigie_system;
