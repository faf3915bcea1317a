-- Who was told what, when, how, and what came of it (PDIS IV.2.3.h–j): every notification, those that failed too.
create table notification (
  tenant_id text not null references tenant,
  -- Computed from the fact, the channel and the recipient: planning it again changes nothing.
  id text not null,
  -- What happened, in the outbox's words; and what it is about.
  fact_id bigint not null,
  fact_kind text not null,
  about_kind text not null,
  about_id text not null,
  ref text not null,
  -- Why it goes to these people: the fact of the notification matrix, or `thread` and the like for the portal.
  event text not null,
  channel text not null check (channel in ('portal', 'email', 'sms', 'phone', 'chat', 'itsm')),
  -- Key and name of a contact, a team, a webhook, or a side of the portal.
  recipient jsonb not null,
  address text not null,
  language text not null check (language in ('en', 'fr')),
  -- What may leave the portal, as the settings said when it was written.
  disclosure text not null,
  subject text not null,
  body text not null,
  -- manual: a person calls or writes, and says what came of it. unknown: it was cut between sending and hearing; whether
  -- it arrived nobody knows, and it is not sent again by itself.
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'manual', 'dropped')),
  attempts int not null default 0,
  next_attempt_at timestamptz,
  claimed_at timestamptz,
  created_at timestamptz not null,
  due_at timestamptz,
  ended_at timestamptz,
  result text,
  primary key (tenant_id, id)
);
create index notification_next on notification (next_attempt_at) where state = 'queued';
create index notification_claimed on notification (claimed_at) where state = 'sending';
create index notification_newest on notification (tenant_id, created_at desc, id);
create index notification_about on notification (tenant_id, about_kind, about_id, created_at);
create index notification_open on notification (tenant_id, created_at) where state in ('manual', 'unknown', 'failed');
call isolate('notification');
grant select, insert, update on notification to vigie_app;
grant select, insert, update, delete on notification to vigie_system;

-- Chat rooms and other receivers, by HTTPS.
create table webhook (
  tenant_id text not null references tenant,
  id text not null,
  name text not null,
  format text not null check (format in ('slack', 'teams', 'mattermost', 'json')),
  -- Sealed: whoever knows the address may write there.
  url bytea not null,
  host text not null,
  secret bytea not null,
  language text not null check (language in ('en', 'fr')),
  created_by text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index webhook_name on webhook (tenant_id, lower(name)) where removed_at is null;
call isolate('webhook');
grant select, insert, update on webhook to vigie_app;
grant select, insert, update, delete on webhook to vigie_system;

-- Tests of the means of notification: the code that was sent, told back by whoever received it (PDIS IV.2.3.b).
create table channel_test (
  tenant_id text not null references tenant,
  id text not null,
  channel text not null,
  contact text not null,
  -- SHA-256 of the code.
  code bytea not null check (length(code) = 32),
  asked_by text not null,
  asked_at timestamptz not null,
  wrong_answers int not null default 0,
  confirmed_by text,
  confirmed_at timestamptz,
  primary key (tenant_id, id)
);
create index channel_test_newest on channel_test (tenant_id, channel, confirmed_at desc);
call isolate('channel_test');
grant select, insert, update on channel_test to vigie_app;
grant select, insert, update, delete on channel_test to vigie_system;

-- What each person has read of what the portal told them: all up to a time.
create table notice_read (
  tenant_id text not null references tenant,
  person text not null,
  until timestamptz not null,
  primary key (tenant_id, person)
);
call isolate('notice_read');
grant select, insert, update on notice_read to vigie_app;
grant select, insert, update, delete on notice_read to vigie_system;
