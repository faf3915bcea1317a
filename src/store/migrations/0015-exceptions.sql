-- What keeps detections from people: exceptions with their versions and backtests, and what suppression remembers. Then
-- what an organisation adds to rules that others write: values of placeholders, overrides, markings, retro-runs.

-- An exception as it is now. Nothing of it is ever deleted.
create table alert_exception (
  tenant_id text not null references tenant,
  id text not null,
  version int not null check (version > 0),
  state text not null check (state in ('draft', 'proposed', 'approved', 'refused', 'ended', 'withdrawn')),
  title text not null check (length(title) between 1 and 200),
  -- Its scope: this rule, and assets that have one of each list; null and empty lists admit all.
  rule_key text,
  tags text[] not null,
  services text[] not null,
  environments text[] not null,
  -- A Sigma selection, or a whole Sigma detection, as JSON text: the order in which it was written counts for people.
  conditions text not null check (length(conditions) <= 65536),
  -- SHA-256 over scope and conditions, in hexadecimal: what a backtest was made of.
  digest text not null check (length(digest) = 64),
  justification text not null,
  -- Who wrote this text: never the one who approves it.
  author text not null,
  author_id text not null,
  author_side text not null check (author_side in ('provider', 'client', 'system')),
  -- The alert that it was written from.
  alert_id text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  expires_at timestamptz not null,
  -- Why it needs a second person, and whether that has to be one of the client; empty while it needs none.
  needs jsonb not null default '{"reasons": [], "client": false}',
  backtest_id text,
  approved_by text,
  approved_by_id text,
  approved_side text,
  approved_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  check (state != 'approved' or (approved_by is not null and approved_at is not null))
);
create index alert_exception_in_force on alert_exception (tenant_id, rule_key) where state = 'approved';
create index alert_exception_expires on alert_exception (expires_at) where state = 'approved';
create index alert_exception_listed on alert_exception (tenant_id, changed_at desc, id desc);
call isolate('alert_exception');
grant select, insert, update on alert_exception to vigie_app, vigie_system;

-- Each step of an exception, with the text that it was about.
create table alert_exception_version (
  tenant_id text not null references tenant,
  exception_id text not null,
  version int not null,
  verb text not null check (verb in ('draft', 'revise', 'propose', 'approve', 'refuse', 'withdraw', 'end')),
  state text not null,
  text jsonb not null,
  who text not null,
  caller text not null,
  side text not null,
  at timestamptz not null,
  reason text,
  primary key (tenant_id, exception_id, version),
  foreign key (tenant_id, exception_id) references alert_exception
);
call isolate('alert_exception_version');
grant select, insert on alert_exception_version to vigie_app, vigie_system;

-- What a text would have hidden. An exception is saved within an hour of one of its very text.
create table exception_backtest (
  tenant_id text not null references tenant,
  id text not null,
  digest text not null,
  asked_by text not null,
  at timestamptz not null,
  since timestamptz not null,
  until timestamptz not null,
  result jsonb not null,
  primary key (tenant_id, id)
);
create index exception_backtest_digest on exception_backtest (tenant_id, digest, at desc);
create index exception_backtest_age on exception_backtest (at);
call isolate('exception_backtest');
grant select, insert on exception_backtest to vigie_app;
grant select, insert, delete on exception_backtest to vigie_system;

-- The detection whose repetitions are duplicates: the last one of the same rule and values that was not suppressed.
create table suppression_anchor (
  tenant_id text not null references tenant,
  -- 16 bytes of SHA-256 over rule, host and values.
  key bytea not null check (length(key) = 16),
  detection_id bytea not null,
  time timestamptz not null,
  primary key (tenant_id, key)
);
create index suppression_anchor_age on suppression_anchor (time);
call isolate('suppression_anchor');
grant select, insert, update, delete on suppression_anchor to vigie_system;

-- How many detections of a rule went to people in an hour, and how many were over its limit.
create table suppression_hour (
  tenant_id text not null references tenant,
  rule_key text not null,
  hour timestamptz not null,
  passed int not null,
  over int not null,
  -- The alert that says so.
  told_on text,
  primary key (tenant_id, rule_key, hour)
);
create index suppression_hour_age on suppression_hour (hour);
call isolate('suppression_hour');
grant select on suppression_hour to vigie_app;
grant select, insert, update, delete on suppression_hour to vigie_system;

-- What a placeholder (%backup_accounts%) stands for here. Rows are only added; `values` is null where it was withdrawn.
create table rule_placeholder (
  tenant_id text not null references tenant,
  name text not null check (name ~ '^[[:alnum:]_.-]{1,100}$'),
  ruleset_version bigint not null references ruleset_version,
  version int not null,
  values text[],
  author text not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (tenant_id, name, version)
);
call isolate('rule_placeholder');
grant select, insert on rule_placeholder to vigie_app, vigie_system;

-- What an organisation changes of a rule that others write, by the rule's key, so that it survives the next version of the
-- pack. `change` is null where it was taken back.
create table rule_override (
  tenant_id text not null references tenant,
  rule_key text not null,
  ruleset_version bigint not null references ruleset_version,
  version int not null,
  change jsonb,
  author text not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (tenant_id, rule_key, version)
);
call isolate('rule_override');
grant select, insert on rule_override to vigie_app, vigie_system;

-- What PDIS IV.2.1.h wants to be said of a rule, beside what its text says: by the provider for all, and by one organisation.
create table provider_rule_marking (
  rule_key text not null,
  version int not null,
  ruleset_version bigint not null references ruleset_version,
  marking jsonb not null,
  author text not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (rule_key, version)
);
grant select on provider_rule_marking to vigie_app;
grant select, insert on provider_rule_marking to vigie_system;

create table rule_marking (
  tenant_id text not null references tenant,
  rule_key text not null,
  version int not null,
  ruleset_version bigint not null references ruleset_version,
  marking jsonb not null,
  author text not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (tenant_id, rule_key, version)
);
call isolate('rule_marking');
grant select, insert on rule_marking to vigie_app, vigie_system;

-- The rules that were at work when the registry last looked, and the runs over past events that each change was followed by
-- (PDIS IV.2.1.i, dd). A rule that is not at work any more keeps its row.
create table rule_in_force (
  tenant_id text not null references tenant,
  rule_key text not null,
  -- What it was: the text's digest, the values and the override that it was at work with.
  digest text not null,
  title text not null,
  pack text not null,
  pack_version int not null,
  first_at timestamptz not null,
  since timestamptz not null,
  until timestamptz,
  ruleset_version bigint not null,
  retro_run text,
  retro_asked_at timestamptz,
  retro_refused text,
  primary key (tenant_id, rule_key, since)
);
create index rule_in_force_now on rule_in_force (tenant_id, rule_key) where until is null;
call isolate('rule_in_force');
grant select on rule_in_force to vigie_app;
grant select, insert, update on rule_in_force to vigie_system;

-- Up to which version of the rule sets the registry has looked.
create table rule_registry_place (
  tenant_id text primary key references tenant,
  ruleset_version bigint not null,
  looked_at timestamptz not null,
  -- When dates will change what is at work.
  changes_at timestamptz
);
call isolate('rule_registry_place');
grant select on rule_registry_place to vigie_app;
grant select, insert, update on rule_registry_place to vigie_system;
