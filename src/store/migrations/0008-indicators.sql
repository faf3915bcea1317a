-- Indicators of compromise, and what was known around an event when something was detected in it. docs/context.md.

create table indicator_list (
  id text primary key,
  -- Null: the provider's, matched for every organisation.
  tenant_id text references tenant,
  name text not null,
  source text not null,
  -- Traffic Light Protocol 2.0. The lists of the provider are matched in the events of others, whom a match tells what
  -- was matched: what may not be told them may not be in such a list.
  tlp text not null check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  confidence smallint not null check (confidence between 0 and 100),
  file_name text not null,
  file_digest text not null,
  format text not null check (format in ('csv', 'misp', 'stix')),
  imported_by text not null,
  imported_at timestamptz not null,
  -- Of the last import: how many rows became what, and why some were refused.
  counts jsonb not null,
  withdrawn_at timestamptz,
  check (tenant_id is not null or tlp in ('CLEAR', 'GREEN', 'AMBER'))
);
-- A list that was withdrawn leaves its name to another.
create unique index indicator_list_name on indicator_list (tenant_id, lower(name)) nulls not distinct where withdrawn_at is null;

create table indicator (
  list_id text not null references indicator_list,
  tenant_id text references tenant,
  type text not null check (type in ('ipv4-addr', 'ipv6-addr', 'domain-name', 'url', 'file', 'email-addr')),
  -- In the one way to write it: src/enrich/indicators/indicator.ts.
  value text not null,
  tlp text not null check (tlp in ('CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED')),
  confidence smallint not null check (confidence between 0 and 100),
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  tags text[] not null,
  -- What the source knows it by.
  reference text,
  added_at timestamptz not null,
  -- The last import of its list did not name it any more.
  gone_at timestamptz,
  -- Somebody took it out by hand; an import does not bring it back.
  withdrawn_at timestamptz,
  primary key (list_id, type, value),
  check (tenant_id is not null or tlp in ('CLEAR', 'GREEN', 'AMBER'))
);

call isolate('indicator_list');
call isolate('indicator');
-- Of the provider's own, an organisation sees what may be told to everybody of the trade; AMBER shows where it matches.
create policy provider_wide on indicator_list for select to vigie_app using (tenant_id is null and tlp in ('CLEAR', 'GREEN'));
create policy provider_wide on indicator for select to vigie_app using (tenant_id is null and tlp in ('CLEAR', 'GREEN'));
grant select, insert, update on indicator_list to vigie_app, vigie_system;
grant select, insert, update, delete on indicator to vigie_app, vigie_system;

-- What the CMDB and the indicators said of the event when it was detected; null before, and where nothing was known.
alter table detection add column context jsonb;
