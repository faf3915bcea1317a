-- Incidents: what both sides handle together. docs/incidents.md says how.

create table incident (
  tenant_id text not null references tenant,
  -- Digest over tenant, year and number.
  id text not null check (id ~ '^[0-9a-f]{32}$'),
  year int not null,
  number bigint not null,
  title text not null,
  summary text not null default '',
  category text not null,
  -- A level of the organisation's scale, and how far from its top: 100 is the most severe, whatever the scale.
  severity text not null,
  weight smallint not null check (weight between 0 and 100),
  severity_reasons jsonb not null default '{}',
  tlp text not null check (tlp in ('clear', 'green', 'amber', 'amber+strict', 'red')),
  pap text not null check (pap in ('clear', 'green', 'amber', 'red')),
  stage text not null default 'open' check (stage in ('open', 'contained', 'eradicated', 'recovered', 'closed')),
  -- When each stage was reached last.
  stage_times jsonb not null,
  mode text not null check (mode in ('escalate', 'handle')),
  -- Null: the matrix of the contract says so.
  mode_reason text,
  -- The settings under which it was opened.
  setting_versions jsonb not null,
  origin text not null check (origin in ('alert', 'client', 'hunt', 'provider', 'external')),
  impact text not null default '',
  risk text not null default '',
  waits_on text check (waits_on in ('provider', 'client', 'team')),
  waits_team text,
  waits_reason text,
  waits_since timestamptz,
  waits_until timestamptz,
  provider_owner_id text,
  provider_owner text,
  client_owner_id text,
  client_owner text,
  -- When the organisation became aware of it, which starts the times of NIS2, art. 23.
  aware_at timestamptz,
  aware_by text,
  aware_evidence text,
  verdict text check (verdict in ('true_positive', 'benign_positive', 'false_positive')),
  verdict_words text,
  verdict_by text,
  verdict_side text check (verdict_side in ('provider', 'client', 'system')),
  verdict_at timestamptz,
  -- When it happened, and when the platform saw it.
  occurred_at timestamptz,
  detected_at timestamptz,
  opened_at timestamptz not null,
  opened_by text not null,
  opened_side text not null check (opened_side in ('provider', 'client', 'system')),
  changed_at timestamptz not null,
  closed_at timestamptz,
  closed_reason text,
  lessons text,
  reopened int not null default 0,
  merged_into text,
  -- What is due next, so that lists sort by it; the clocks say the rest.
  due_at timestamptz,
  due_phase text,
  due_owner text check (due_owner in ('provider', 'client')),
  primary key (tenant_id, id),
  unique (tenant_id, year, number),
  foreign key (tenant_id, merged_into) references incident,
  check ((stage = 'closed') = (closed_at is not null)),
  check (merged_into is null or stage = 'closed'),
  check (merged_into is distinct from id),
  check ((verdict is null) = (verdict_at is null)),
  check ((waits_on is null) = (waits_since is null)),
  check ((waits_on is not distinct from 'team') = (waits_team is not null)),
  check ((provider_owner_id is null) = (provider_owner is null)),
  check ((client_owner_id is null) = (client_owner is null)),
  check ((aware_at is null) = (aware_by is null))
);
-- Open ones, in the orders in which people look at them.
create index incident_open_worst on incident (weight desc, opened_at desc, id desc) where stage <> 'closed';
create index incident_open_worst_of_tenant on incident (tenant_id, weight desc, opened_at desc, id desc) where stage <> 'closed';
create index incident_open_due on incident (coalesce(due_at, 'infinity'), id) where stage <> 'closed';
create index incident_open_due_of_tenant on incident (tenant_id, coalesce(due_at, 'infinity'), id) where stage <> 'closed';
create index incident_newest on incident (opened_at desc, id desc);
create index incident_newest_of_tenant on incident (tenant_id, opened_at desc, id desc);
create index incident_worst on incident (weight desc, opened_at desc, id desc);
create index incident_worst_of_tenant on incident (tenant_id, weight desc, opened_at desc, id desc);
create index incident_merged on incident (tenant_id, merged_into) where merged_into is not null;
call isolate('incident');
grant select, insert, update on incident to vigie_app;
grant select, insert, update, delete on incident to vigie_system;

-- Which alerts belong to it, and which did: an alert belongs to one incident at most.
create table incident_alert (
  tenant_id text not null,
  id bigint generated always as identity,
  incident_id text not null,
  alert_id text not null,
  linked_at timestamptz not null,
  linked_by text not null,
  -- Where it was linked first, if incidents were merged or split since.
  origin_incident text not null,
  unlinked_at timestamptz,
  unlinked_by text,
  unlinked_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, incident_id) references incident,
  foreign key (tenant_id, alert_id) references alert,
  check ((unlinked_at is null) = (unlinked_by is null))
);
create unique index incident_alert_once on incident_alert (tenant_id, alert_id) where unlinked_at is null;
create index incident_alert_incident on incident_alert (tenant_id, incident_id);
call isolate('incident_alert');
grant select, insert, update on incident_alert to vigie_app;
grant select, insert, update, delete on incident_alert to vigie_system;

-- Assets, accounts, indicators, techniques and tasks of an incident.
create table incident_part (
  tenant_id text not null,
  id bigint generated always as identity,
  incident_id text not null,
  kind text not null check (kind in ('asset', 'account', 'indicator', 'technique', 'task')),
  -- What it is, so that it is there once; of a task its own text.
  key text not null check (length(key) between 1 and 2100),
  document jsonb not null,
  visibility text not null check (visibility in ('internal', 'shared')),
  side text not null check (side in ('provider', 'client', 'system')),
  added_at timestamptz not null,
  added_by text not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  removed_reason text,
  origin_incident text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, incident_id) references incident,
  check ((removed_at is null) = (removed_by is null))
);
-- What one side keeps to itself does not tell the other, by a refusal, that it is there.
create unique index incident_part_once on incident_part (tenant_id, incident_id, kind, md5(key), (case when visibility = 'internal' then case side when 'client' then 'client' else 'provider' end else '' end)) where removed_at is null;
create index incident_part_incident on incident_part (tenant_id, incident_id, id);
create index incident_part_key on incident_part (tenant_id, kind, md5(key)) where removed_at is null;
call isolate('incident_part');
grant select, insert, update on incident_part to vigie_app;
grant select, insert, update, delete on incident_part to vigie_system;

-- Files. Kept and hashed, never opened.
create table incident_attachment (
  tenant_id text not null,
  id bigint generated always as identity,
  incident_id text not null,
  name text not null check (length(name) between 1 and 255),
  note text not null default '',
  size int not null check (size > 0),
  sha256 text not null,
  sha1 text not null,
  md5 text not null,
  visibility text not null check (visibility in ('internal', 'shared')),
  side text not null check (side in ('provider', 'client', 'system')),
  added_at timestamptz not null,
  added_by text not null,
  removed_at timestamptz,
  removed_by text,
  removed_reason text,
  origin_incident text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, incident_id) references incident,
  check ((removed_at is null) = (removed_by is null))
);
create index incident_attachment_incident on incident_attachment (tenant_id, incident_id, id);
call isolate('incident_attachment');
grant select, insert, update on incident_attachment to vigie_app;
grant select, insert, update, delete on incident_attachment to vigie_system;

-- Apart, so that reading lists never reads bytes.
create table incident_attachment_content (
  tenant_id text not null,
  attachment_id bigint not null,
  bytes bytea not null,
  primary key (tenant_id, attachment_id),
  foreign key (tenant_id, attachment_id) references incident_attachment
);
alter table incident_attachment_content alter column bytes set storage external;
call isolate('incident_attachment_content');
grant select, insert, delete on incident_attachment_content to vigie_app;
grant select, insert, delete on incident_attachment_content to vigie_system;

-- Both know of it: read it from either end.
create table incident_relation (
  tenant_id text not null,
  one text not null,
  other text not null,
  kind text not null check (kind in ('recurring', 'same-campaign', 'split', 'other')),
  reason text not null,
  related_at timestamptz not null,
  related_by text not null,
  ended_at timestamptz,
  ended_by text,
  primary key (tenant_id, one, other),
  foreign key (tenant_id, one) references incident,
  foreign key (tenant_id, other) references incident,
  check (one < other)
);
create index incident_relation_other on incident_relation (tenant_id, other);
call isolate('incident_relation');
grant select, insert, update on incident_relation to vigie_app;
grant select, insert, update, delete on incident_relation to vigie_system;
