-- What the client is asked to decide, what it suspects itself, and the links that lead it to the portal. docs/escalation.md.

create table escalation (
  tenant_id text not null references tenant,
  id text not null,
  subject_kind text not null check (subject_kind in ('alert', 'incident')),
  subject_id text not null,
  -- As people call the alert or incident.
  subject_ref text not null,
  alert_ids text[] not null,
  severity text not null,
  state text not null check (state in ('made', 'acknowledged', 'asked', 'qualified', 'responded', 'closed', 'withdrawn')),
  -- What the client reads: src/escalations/escalation.ts.
  text jsonb not null,
  event_ids bytea[] not null,
  -- Whom the notification matrix and the on-call order named.
  recipients jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  made_by_id text not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  -- How the client was reached, where the provider says that it was.
  reached text,
  question text,
  answer text check (answer in ('not-us', 'ours-allowed', 'wrong-alarm')),
  answer_words text,
  qualified_at timestamptz,
  qualified_by text,
  response text,
  responded_at timestamptz,
  responded_by text,
  ended_at timestamptz,
  ended_by text,
  end_words text,
  incident_id text,
  -- The next step of the ladder, and when.
  reminder_level smallint not null default 0,
  remind_at timestamptz,
  primary key (tenant_id, id),
  check ((state in ('closed', 'withdrawn')) = (ended_at is not null)),
  check ((answer is null) = (qualified_at is null)),
  check (state not in ('qualified', 'responded', 'closed') or answer is not null),
  check (remind_at is null or state = 'made')
);
-- Of one alert or incident one at a time.
create unique index escalation_open on escalation (tenant_id, subject_kind, subject_id) where ended_at is null;
create index escalation_newest on escalation (tenant_id, made_at desc, id desc);
create index escalation_open_newest on escalation (tenant_id, made_at desc, id desc) where ended_at is null;
create index escalation_subject on escalation (tenant_id, subject_id, made_at desc);
create index escalation_ref on escalation (tenant_id, subject_ref, made_at desc);
create index escalation_to_remind on escalation (remind_at) where remind_at is not null;
call isolate('escalation');
grant select, insert, update on escalation to vigie_app;
grant select, insert, update, delete on escalation to vigie_system;

-- Who of the client has opened it.
create table escalation_seen (
  tenant_id text not null,
  escalation_id text not null,
  person text not null,
  who text not null,
  at timestamptz not null,
  primary key (tenant_id, escalation_id, person),
  foreign key (tenant_id, escalation_id) references escalation on delete cascade
);
call isolate('escalation_seen');
grant select, insert on escalation_seen to vigie_app;
grant select, insert, update, delete on escalation_seen to vigie_system;

-- What the client saw and declared, in its own words; the incident is what both make of it.
create table suspicion (
  tenant_id text not null references tenant,
  id text not null,
  incident_id text not null,
  incident_ref text not null,
  title text not null,
  seen text not null,
  seen_at timestamptz,
  assets text[] not null,
  urgency text not null check (urgency in ('now', 'today', 'can-wait')),
  severity text not null,
  declared_at timestamptz not null,
  declared_by text not null,
  declared_by_id text not null,
  state text not null check (state in ('declared', 'acknowledged', 'refused', 'merged')),
  decided_at timestamptz,
  decided_by text,
  decided_words text,
  -- The incident that it was merged into.
  merged_into text,
  primary key (tenant_id, id),
  check ((state = 'declared') = (decided_at is null)),
  check ((state = 'merged') = (merged_into is not null))
);
create index suspicion_newest on suspicion (tenant_id, declared_at desc, id desc);
create index suspicion_declared on suspicion (tenant_id, declared_at) where state = 'declared';
call isolate('suspicion');
grant select, insert, update on suspicion to vigie_app;
grant select, insert, update, delete on suspicion to vigie_system;

-- Keys that sign the links in mails, sealed; a new one takes over while links of the last ones still count.
create table link_key (
  id text primary key check (id ~ '^[0-9a-f]{8}$'),
  sealed bytea not null,
  made_at timestamptz not null
);
grant select, insert, delete on link_key to vigie_system;
