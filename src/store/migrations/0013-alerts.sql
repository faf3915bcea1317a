-- Alerts: what detections become for people. docs/alerts.md says how.

-- The order in which detections are read, as that of the outbox.
alter table detection add column written_in bigint not null default transaction_number(), add column seq bigint generated always as identity;
create index detection_in_order on detection (written_in, seq);

-- Up to where each reader has come.
create table detection_reader (
  name text primary key,
  written_in bigint not null default 0,
  seq bigint not null default 0,
  read_at timestamptz
);
grant select on detection_reader to vigie_app;
grant select, insert, update on detection_reader to vigie_system;

create table alert (
  tenant_id text not null references tenant,
  -- Digest over tenant, group and first detection.
  id text not null check (id ~ '^[0-9a-f]{32}$'),
  number bigint not null,
  title text not null,
  strategy text not null check (strategy in ('rule-and-entity', 'entity-and-time', 'correlation-chain')),
  group_key text not null,
  window_minutes int not null check (window_minutes > 0),
  -- Times of the events of its own group: what lies within the window of them joins.
  window_from timestamptz not null,
  window_until timestamptz not null,
  -- Of all its detections, those that it took in from others too.
  first_time timestamptz not null,
  last_time timestamptz not null,
  raised_at timestamptz not null,
  changed_at timestamptz not null,
  rule_key text not null,
  -- The detection that it began with.
  lead_detection bytea not null,
  -- Null: the rule names none; what that means is decided when it is read.
  rule_level text check (rule_level in ('informational', 'low', 'medium', 'high', 'critical')),
  entity_kind text not null check (entity_kind in ('asset', 'host', 'user', 'address', 'none')),
  entity text not null,
  -- As people know it.
  entity_name text not null,
  asset_id text,
  techniques text[] not null default '{}',
  tactics text[] not null default '{}',
  score smallint not null check (score between 0 and 100),
  level text not null check (level in ('informational', 'low', 'medium', 'high', 'critical')),
  -- What the score is made of.
  score_facts jsonb not null,
  detections int not null check (detections > 0),
  -- Joined it after it was judged harmless, and changed nothing.
  repeated int not null default 0,
  status text not null default 'new' check (status in ('new', 'in_progress', 'escalated', 'waiting_client', 'closed')),
  owner_id text,
  owner text,
  owner_since timestamptz,
  verdict text check (verdict in ('true_positive', 'benign_positive', 'false_positive')),
  closure_reason text,
  -- Which value of which field explains the verdict.
  explained_by jsonb,
  judged_at timestamptz,
  judged_by text,
  judged_side text check (judged_side in ('provider', 'client', 'system')),
  -- The status before a verdict closed it: taking the verdict back restores it.
  status_before text,
  closed_at timestamptz,
  reopened int not null default 0,
  reopened_at timestamptz,
  reopened_why text,
  incident_id text,
  merged_into text,
  due_at timestamptz,
  due_phase text,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, merged_into) references alert,
  foreign key (tenant_id, lead_detection) references detection,
  check ((owner_id is null) = (owner is null)),
  check ((verdict is null) = (judged_at is null)),
  check ((status = 'closed') = (closed_at is not null)),
  check (merged_into is null or status = 'closed')
);
create index alert_id on alert (id);
create index alert_group on alert (tenant_id, group_key, window_until);
-- Open ones, in the orders in which people look at them.
create index alert_open_worst on alert (score desc, raised_at desc, id desc) where status <> 'closed';
create index alert_open_worst_of_tenant on alert (tenant_id, score desc, raised_at desc, id desc) where status <> 'closed';
create index alert_open_due on alert (coalesce(due_at, 'infinity'), id) where status <> 'closed';
create index alert_open_due_of_tenant on alert (tenant_id, coalesce(due_at, 'infinity'), id) where status <> 'closed';
create index alert_open_owner on alert (owner_id, score desc, raised_at desc, id desc) where status <> 'closed';
create index alert_newest on alert (raised_at desc, id desc) include (level);
create index alert_newest_of_tenant on alert (tenant_id, raised_at desc, id desc) include (level);
create index alert_worst on alert (score desc, raised_at desc, id desc);
create index alert_worst_of_tenant on alert (tenant_id, score desc, raised_at desc, id desc);
create index alert_rule on alert (tenant_id, rule_key, raised_at desc) include (verdict, entity);
create index alert_rule_on_entity on alert (tenant_id, rule_key, entity, last_time desc);
create index alert_entity on alert (tenant_id, entity, raised_at desc);
create index alert_asset on alert (tenant_id, asset_id, raised_at desc) where asset_id is not null;
create index alert_incident on alert (tenant_id, incident_id) where incident_id is not null;
create index alert_merged on alert (tenant_id, merged_into) where merged_into is not null;
call isolate('alert');
grant select, update on alert to vigie_app;
grant select, insert, update, delete on alert to vigie_system;

-- Each detection is in one alert, or in suppressed_detection, or waits to be read.
create table alert_detection (
  tenant_id text not null,
  detection_id bytea not null,
  alert_id text not null,
  joined_at timestamptz not null,
  -- Of the rule and the values that it looked at.
  sameness bytea not null,
  primary key (tenant_id, detection_id),
  foreign key (tenant_id, detection_id) references detection,
  foreign key (tenant_id, alert_id) references alert
);
create index alert_detection_alert on alert_detection (tenant_id, alert_id, detection_id);
create index alert_detection_same on alert_detection (tenant_id, alert_id, sameness);
call isolate('alert_detection');
grant select, update on alert_detection to vigie_app;
grant select, insert, update, delete on alert_detection to vigie_system;

-- In which events what was detected.
create table alert_event (
  tenant_id text not null,
  event_id bytea not null check (length(event_id) = 16),
  detection_id bytea not null,
  primary key (tenant_id, event_id, detection_id),
  foreign key (tenant_id, detection_id) references alert_detection on delete cascade
);
call isolate('alert_event');
grant select on alert_event to vigie_app;
grant select, insert, delete on alert_event to vigie_system;

-- Kept from people by a decision that has an owner and a reason; it never becomes an alert later.
create table suppressed_detection (
  tenant_id text not null,
  detection_id bytea not null,
  kind text not null check (kind in ('exception', 'maintenance', 'duplicate', 'rate-limit')),
  -- The exception, the window, the detection that it repeats, or the rule whose rate is limited.
  by_id text not null,
  owner text not null,
  reason text not null,
  rule_key text not null,
  suppressed_at timestamptz not null,
  primary key (tenant_id, detection_id),
  foreign key (tenant_id, detection_id) references detection
);
create index suppressed_detection_at on suppressed_detection (tenant_id, suppressed_at desc, detection_id);
create index suppressed_detection_by on suppressed_detection (tenant_id, kind, by_id, suppressed_at desc);
create index suppressed_detection_rule on suppressed_detection (tenant_id, rule_key, suppressed_at desc);
call isolate('suppressed_detection');
grant select on suppressed_detection to vigie_app;
grant select, insert, delete on suppressed_detection to vigie_system;

-- How many detections arrived in each quarter of an hour, and what became of them: `alerted`, or why they were suppressed.
create table detection_quarter (
  tenant_id text not null references tenant,
  quarter timestamptz not null,
  became text not null check (became in ('alerted', 'exception', 'maintenance', 'duplicate', 'rate-limit')),
  n bigint not null check (n > 0),
  primary key (tenant_id, quarter, became)
);
create index detection_quarter_all on detection_quarter (quarter, became) include (n);
call isolate('detection_quarter');
grant select on detection_quarter to vigie_app;
grant select, insert, update, delete on detection_quarter to vigie_system;

-- Events kept whole past retention.
create table alert_evidence (
  tenant_id text not null,
  alert_id text not null,
  event_id bytea not null check (length(event_id) = 16),
  time timestamptz not null,
  arrived_at timestamptz not null,
  source text not null,
  collector text not null,
  technology text not null,
  event jsonb not null,
  line text not null,
  -- SHA-256 of the line's UTF-8.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  pinned_at timestamptz not null,
  pinned_by text not null,
  primary key (tenant_id, alert_id, event_id),
  foreign key (tenant_id, alert_id) references alert
);
call isolate('alert_evidence');
grant select, insert, update on alert_evidence to vigie_app;
grant select, insert, update, delete on alert_evidence to vigie_system;

-- Who wants to hear of an alert, and who has seen it.
create table alert_watch (
  tenant_id text not null,
  alert_id text not null,
  person text not null,
  since timestamptz not null,
  primary key (tenant_id, alert_id, person),
  foreign key (tenant_id, alert_id) references alert
);
create table alert_seen (
  tenant_id text not null,
  alert_id text not null,
  person text not null,
  at timestamptz not null,
  primary key (tenant_id, alert_id, person),
  foreign key (tenant_id, alert_id) references alert
);
call isolate('alert_watch');
call isolate('alert_seen');
grant select, insert, update, delete on alert_watch, alert_seen to vigie_app, vigie_system;
