-- Requests: one remediation asked of one operational team of the client. docs/requests.md.

-- Who of the client's people works in which team. Whoever has no other role sees the requests of these teams alone.
create table team_member (
  tenant_id text not null references tenant,
  team_id text not null,
  person_id text not null references person on delete cascade,
  since timestamptz not null,
  primary key (tenant_id, team_id, person_id),
  foreign key (tenant_id, team_id) references team on delete cascade
);
create index team_member_person on team_member (person_id, tenant_id);

-- Which team gets what the owner of an asset does not say: by network, zone or kind of action, and what is left over.
create table request_route (
  tenant_id text not null references tenant,
  scope text not null check (scope in ('network', 'zone', 'action', 'fallback')),
  -- The network's range, the zone's name, the action; empty for the fallback.
  name text not null check ((scope = 'fallback') = (name = '')),
  team_id text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, scope, name),
  foreign key (tenant_id, team_id) references team on delete cascade
);

create table request (
  tenant_id text not null references tenant,
  id text not null,
  number bigint not null,
  incident_id text not null,
  incident_ref text not null,
  alerts text[] not null,
  -- Of the organisation's scale.
  severity text not null,
  action text not null,
  target_kind text not null check (target_kind in ('asset', 'account', 'indicator')),
  target text not null,
  -- On which asset of the CMDB it is done, where one is known.
  asset_id text,
  asset_criticality smallint,
  title text not null,
  steps text[] not null,
  place text,
  care text,
  why text,
  proofs jsonb not null,
  -- Names are kept: the team may be gone when somebody reads this.
  team_id text,
  team_name text,
  -- owner, service, network, zone, action, fallback, person
  team_by text,
  team_reason text not null,
  state text not null check (state in ('draft', 'awaiting_approval', 'queued', 'sent', 'acknowledged', 'in_progress', 'claimed_done', 'verified', 'refused', 'reopened', 'cancelled')),
  state_since timestamptz not null,
  -- Raised by every change.
  version int not null,
  -- How it may go to the team: approved by the client, pre-authorised, or by the decision of a person of the provider.
  released_by text check (released_by in ('approval', 'pre-authorisation', 'person')),
  -- When it was sent, or in a dry run would have been, without a person: what the rate cap counts.
  alone_at timestamptz,
  -- Why it was not sent by itself; null: nothing holds it.
  held text,
  -- {asked_at, deadline, default, person}
  approval jsonb,
  approval_deadline timestamptz,
  -- A question of the team is open: the SOC's turn.
  question_at timestamptz,
  -- {until, note}: the team has planned it.
  planned jsonb,
  due_at timestamptz,
  sent_at timestamptz,
  claimed_at timestamptz,
  -- What the last check of the proofs came to, when to look again, and until when.
  verification jsonb,
  check_at timestamptz,
  check_until timestamptz,
  origin text not null check (origin in ('person', 'playbook')),
  -- Which run and step of a playbook.
  origin_id text,
  made_by text not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, incident_id) references incident,
  -- Nothing is with a team that nobody released.
  check (state in ('draft', 'awaiting_approval', 'refused', 'cancelled') or released_by is not null)
);
create index request_incident on request (tenant_id, incident_id);
-- What is open, due first: the default lists.
create index request_open on request (tenant_id, coalesce(due_at, 'infinity'::timestamptz), id) where state not in ('verified', 'refused', 'cancelled');
create index request_team_open on request (tenant_id, team_id, coalesce(due_at, 'infinity'::timestamptz), id) where state not in ('verified', 'refused', 'cancelled');
create index request_ended on request (tenant_id, state_since desc, id desc) where state in ('verified', 'refused', 'cancelled');
create index request_alone on request (tenant_id, alone_at) where alone_at is not null;
create index request_approval_due on request (approval_deadline) where state = 'awaiting_approval';
create index request_check_due on request (check_at) where state = 'claimed_done';

-- Each step from one state to the next.
create table request_move (
  tenant_id text not null,
  request_id text not null,
  seq int not null,
  verb text not null,
  from_state text not null,
  to_state text not null,
  at timestamptz not null,
  who text not null,
  side text not null check (side in ('provider', 'client', 'system')),
  note text,
  primary key (tenant_id, request_id, seq),
  foreign key (tenant_id, request_id) references request
);

-- What goes out. Written with the change that it tells of, so it is never lost; a key makes that it is never made twice.
create table request_delivery (
  tenant_id text not null,
  request_id text not null,
  -- Of this request; a reopened one is sent anew.
  round int not null,
  channel text not null,
  key text not null,
  -- due: to be sent; sending: somebody is at it, or broke down while at it; unknown: it may have arrived, and nobody can tell.
  state text not null check (state in ('due', 'sending', 'sent', 'unknown', 'failed', 'dry_run', 'withdrawn')),
  attempt int not null,
  due_at timestamptz not null,
  tried_at timestamptz,
  ended_at timestamptz,
  -- What the other system calls it.
  remote_id text,
  problem text,
  content jsonb not null,
  primary key (tenant_id, request_id, round),
  unique (key),
  foreign key (tenant_id, request_id) references request
);
create index request_delivery_open on request_delivery (due_at) where state in ('due', 'sending');

-- What keeps the platform from sending too much by itself; none: the defaults.
create table automation_guard (
  tenant_id text primary key references tenant,
  is_dry_run boolean not null,
  per_hour int not null check (per_hour between 0 and 1000),
  per_day int not null check (per_day between 0 and 10000),
  stopped_at timestamptz,
  stopped_by text,
  stop_reason text,
  changed_at timestamptz not null
);
-- The same switch for all organisations; at most one row.
create table automation_stop (
  only_one boolean primary key check (only_one),
  stopped_at timestamptz not null,
  stopped_by text not null,
  stop_reason text not null
);

call isolate('team_member');
call isolate('request_route');
call isolate('request');
call isolate('request_move');
call isolate('request_delivery');
call isolate('automation_guard');
grant select, insert, update, delete on team_member, request_route to vigie_app, vigie_system;
grant select, insert, update on request, request_delivery, automation_guard to vigie_app, vigie_system;
grant select, insert on request_move to vigie_app, vigie_system;
grant select on automation_stop to vigie_app;
grant select, insert, update, delete on automation_stop to vigie_system;
