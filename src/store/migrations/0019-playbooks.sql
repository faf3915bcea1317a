-- Playbooks at work: what is done at an incident, step by step. docs/playbooks.md says how.

create table playbook_run (
  tenant_id text not null references tenant,
  id text not null,
  incident_id text not null,
  playbook text not null,
  version int not null check (version > 0),
  -- The playbook as it was when the run began: what is written anew later does not change what people work by.
  -- json, not jsonb: the order of choices is kept.
  document json not null,
  -- In which language teams read its requests.
  language text not null check (language in ('en', 'fr')),
  state text not null check (state in ('running', 'finished', 'stopped')),
  -- Raised by every change.
  revision int not null,
  is_automatic boolean not null,
  started_at timestamptz not null,
  started_by text not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  end_reason text,
  -- The nearest deadline of an approval that nobody has decided.
  approval_deadline timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, incident_id) references incident,
  check ((state = 'running') = (ended_at is null)),
  check (approval_deadline is null or state = 'running')
);
create index playbook_run_incident on playbook_run (tenant_id, incident_id);
create unique index playbook_run_once on playbook_run (tenant_id, incident_id, playbook) where state = 'running';
create index playbook_run_due on playbook_run (approval_deadline) where approval_deadline is not null;
call isolate('playbook_run');

-- What was done with its steps. Only added to, and undone.
create table playbook_move (
  tenant_id text not null,
  run_id text not null,
  seq int not null,
  verb text not null check (verb in ('do', 'skip', 'answer', 'decide', 'approve', 'refuse', 'ask', 'make', 'pass', 'settle', 'reopen', 'lapse')),
  step text not null,
  outcome text not null,
  at timestamptz not null,
  who text not null,
  side text not null check (side in ('provider', 'client', 'system')),
  note text,
  requests text[] not null default '{}',
  deadline timestamptz,
  undone_at timestamptz,
  undone_by text,
  primary key (tenant_id, run_id, seq),
  foreign key (tenant_id, run_id) references playbook_run,
  check ((undone_at is null) = (undone_by is null))
);
create index playbook_move_requests on playbook_move using gin (requests) where requests <> '{}';
call isolate('playbook_move');
grant select, insert, update on playbook_run, playbook_move to vigie_app;
grant select, insert, update, delete on playbook_run, playbook_move to vigie_system;
