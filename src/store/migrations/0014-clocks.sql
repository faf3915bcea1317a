-- Within which time something has to be done, and when it was. docs/clocks.md.

create table clock (
  tenant_id text not null references tenant,
  subject_kind text not null check (subject_kind in ('alert', 'incident', 'request', 'escalation')),
  subject_id text not null,
  phase text not null check (phase in ('acknowledge', 'qualify', 'notify', 'contain-advice', 'client-acknowledge', 'client-qualify', 'request-acknowledge', 'request-done')),
  -- What was reopened runs again: each time a clock of its own.
  round smallint not null check (round > 0),
  severity text not null,
  target_minutes int not null check (target_minutes > 0),
  timing text not null check (timing in ('service-hours', 'calendar')),
  -- The settings of the start, which hold to the end; 0: the platform's default.
  objectives_version int not null,
  hours_version int not null,
  holidays_version int not null,
  started_at timestamptz not null,
  started_by text not null,
  -- With the pauses that have ended; null: its hours never come. While a pause is open both are as of its beginning.
  due_at timestamptz,
  warn_at timestamptz,
  -- Since when a pause is open.
  paused_at timestamptz,
  stopped_at timestamptz check (stopped_at >= started_at),
  stopped_by text,
  -- Its reason went away: it was neither met nor late.
  is_cancelled boolean not null default false,
  warned_at timestamptz,
  breached_at timestamptz,
  primary key (tenant_id, subject_kind, subject_id, phase, round),
  check ((stopped_at is null) = (stopped_by is null)),
  check (paused_at is null or stopped_at is null)
);
create unique index clock_running on clock (tenant_id, subject_kind, subject_id, phase) where stopped_at is null;
create index clock_to_warn on clock (warn_at) where stopped_at is null and paused_at is null and warned_at is null;
create index clock_to_breach on clock (due_at) where stopped_at is null and paused_at is null and breached_at is null;
call isolate('clock');
grant select, insert, update on clock to vigie_app;
grant select, insert, update, delete on clock to vigie_system;

-- Time that does not count, with why: both sides see it.
create table clock_pause (
  tenant_id text not null,
  subject_kind text not null,
  subject_id text not null,
  phase text not null,
  round smallint not null,
  paused_from timestamptz not null,
  paused_until timestamptz check (paused_until >= paused_from),
  reason text not null,
  -- On which side the reason lies, which is never the one whose clock it is.
  side text not null check (side in ('provider', 'client')),
  evidence text not null,
  paused_by text not null,
  resumed_by text,
  primary key (tenant_id, subject_kind, subject_id, phase, round, paused_from),
  foreign key (tenant_id, subject_kind, subject_id, phase, round) references clock on delete cascade
);
create unique index clock_pause_open on clock_pause (tenant_id, subject_kind, subject_id, phase, round) where paused_until is null;
call isolate('clock_pause');
grant select, insert, update on clock_pause to vigie_app;
grant select, insert, update, delete on clock_pause to vigie_system;
