-- What a client organisation has: its assets, who looks after them, where they stand, what they carry. docs/cmdb.md.

-- How the sources of one tenant's inventory are weighed; none: the platform's own order.
create table cmdb_setting (
  tenant_id text primary key references tenant,
  -- Kinds of sources, the one that counts most first.
  precedence text[] not null,
  -- An import that would make a larger share of its source's assets stale is refused.
  max_stale_share real not null check (max_stale_share between 0 and 1),
  changed_at timestamptz not null
);
-- Raised by every change, so that whoever keeps the inventory in memory knows that theirs is old.
create table inventory_version (
  tenant_id text primary key references tenant,
  version bigint not null
);

create table team (
  tenant_id text not null references tenant,
  id text not null,
  name text not null,
  contact text,
  email text,
  phone text,
  -- What the resolver group is called in the client's ITSM.
  itsm_name text,
  source text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index team_name on team (tenant_id, lower(name));

create table zone (
  tenant_id text not null references tenant,
  id text not null,
  name text not null,
  description text,
  source text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index zone_name on zone (tenant_id, lower(name));

-- Ranges of two zones may overlap: an address means something only within its zone.
create table network (
  tenant_id text not null references tenant,
  id text not null,
  zone_id text not null,
  cidr cidr not null,
  meaning text not null,
  is_internal boolean not null,
  source text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, zone_id, cidr),
  foreign key (tenant_id, zone_id) references zone
);

create table business_service (
  tenant_id text not null references tenant,
  id text not null,
  name text not null,
  description text,
  criticality smallint not null check (criticality between 1 and 4),
  team text,
  contact text,
  source text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index business_service_name on business_service (tenant_id, lower(name));

-- The values that count of all that sources say. It follows from asset_claim: src/cmdb/assets/merge.ts.
create table asset (
  tenant_id text not null references tenant,
  id text not null,
  name text not null,
  kind text not null,
  serial text,
  os text,
  team text,
  contact text,
  -- 1 low, 2 normal, 3 high, 4 critical.
  criticality smallint not null check (criticality between 1 and 4),
  environment text,
  location text,
  exposure text,
  lifecycle text not null,
  tags text[] not null,
  services text[] not null,
  external_ids text[] not null,
  -- In lower case, what a search by text looks into.
  search text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- Since when no source that is imported names it any more.
  stale_since timestamptz,
  primary key (tenant_id, id)
);
create index asset_in_order on asset (tenant_id, name, id);
create index asset_serial on asset (tenant_id, lower(serial)) where serial is not null;
create index asset_tags on asset using gin (tags);

-- What one source says of one asset.
create table asset_claim (
  tenant_id text not null,
  asset_id text not null,
  source text not null,
  source_kind text not null check (source_kind in ('manual', 'itsm', 'csv', 'logs')),
  -- What the source itself knows the asset by.
  key text not null,
  -- Of the values: two that are equal need not be compared.
  digest text not null,
  "values" jsonb not null,
  -- Field -> when it took its value, where that was after given_at.
  changed jsonb not null,
  given_at timestamptz not null,
  -- The source did not name it in an import; it stays until somebody decides otherwise.
  stale_since timestamptz,
  primary key (tenant_id, source, key),
  unique (tenant_id, asset_id, source),
  foreign key (tenant_id, asset_id) references asset
);

create table asset_name (
  tenant_id text not null,
  asset_id text not null,
  -- In lower case.
  name text not null,
  form text not null check (form in ('host', 'fqdn')),
  primary key (tenant_id, name, asset_id),
  foreign key (tenant_id, asset_id) references asset
);
create index asset_name_asset on asset_name (tenant_id, asset_id);
create table asset_address (
  tenant_id text not null,
  asset_id text not null,
  ip inet not null,
  zone text,
  valid_from timestamptz,
  valid_until timestamptz,
  unique nulls not distinct (tenant_id, asset_id, ip, zone, valid_from),
  foreign key (tenant_id, asset_id) references asset
);
create index asset_address_ip on asset_address (tenant_id, ip);
create table asset_mac (
  tenant_id text not null,
  asset_id text not null,
  mac macaddr not null,
  primary key (tenant_id, mac, asset_id),
  foreign key (tenant_id, asset_id) references asset
);
create index asset_mac_asset on asset_mac (tenant_id, asset_id);

-- `a runs_on b`: read from left to right. Either end is an asset or a service.
create table asset_relation (
  tenant_id text not null,
  id text not null,
  type text not null check (type in ('runs_on', 'depends_on', 'part_of', 'connects_to', 'backed_up_by')),
  from_asset text,
  from_service text,
  to_asset text,
  to_service text,
  source text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  check (num_nonnulls(from_asset, from_service) = 1 and num_nonnulls(to_asset, to_service) = 1),
  unique nulls not distinct (tenant_id, type, from_asset, from_service, to_asset, to_service),
  foreign key (tenant_id, from_asset) references asset,
  foreign key (tenant_id, to_asset) references asset,
  foreign key (tenant_id, from_service) references business_service,
  foreign key (tenant_id, to_service) references business_service
);
create index asset_relation_from on asset_relation (tenant_id, from_asset);
create index asset_relation_to on asset_relation (tenant_id, to_asset);

-- When work on assets is planned. What it covers: these assets, and all of these services and tags.
create table maintenance_window (
  tenant_id text not null references tenant,
  id text not null,
  title text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  assets text[] not null,
  services text[] not null,
  tags text[] not null,
  reason text not null,
  source text not null,
  created_by text not null,
  changed_at timestamptz not null,
  cancelled_at timestamptz,
  primary key (tenant_id, id)
);
create index maintenance_window_ends on maintenance_window (tenant_id, ends_at, id);

-- Accounts that may do much, or that no person should use.
create table account_of_interest (
  tenant_id text not null references tenant,
  id text not null,
  name text not null,
  -- In lower case, all ways in which logs write it, the name too: name, DOMAIN\name, name@domain, SID.
  forms text[] not null,
  kind text not null check (kind in ('privileged', 'service')),
  -- Where it belongs to, if it is a local one.
  asset_id text,
  owner text,
  note text,
  source text not null,
  changed_at timestamptz not null,
  retired_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, asset_id) references asset
);
create index account_of_interest_in_order on account_of_interest (tenant_id, name, id);

create table asset_import (
  tenant_id text not null references tenant,
  id text not null,
  source text not null,
  source_kind text not null,
  -- planned: a dry run.
  state text not null check (state in ('planned', 'applied')),
  file_name text not null,
  file_digest text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  -- Encoding, delimiter, columns: how the file was read.
  reading jsonb not null,
  mapping jsonb not null,
  counts jsonb not null,
  primary key (tenant_id, id)
);
create index asset_import_asked on asset_import (tenant_id, asked_at desc, id desc);

-- The difference that an import made, or would make, and the changes that people made by hand.
create table asset_change (
  tenant_id text not null references tenant,
  seq bigint generated always as identity,
  import_id text,
  is_planned boolean not null,
  at timestamptz not null,
  who text not null,
  source text not null,
  kind text not null check (kind in ('added', 'changed', 'stale', 'revived', 'retired', 'refused', 'conflict')),
  -- Null: a row that became no asset.
  asset_id text,
  name text not null,
  -- Of the imported file.
  line int,
  details jsonb not null,
  primary key (tenant_id, seq),
  foreign key (tenant_id, import_id) references asset_import on delete cascade
);
create index asset_change_asset on asset_change (tenant_id, asset_id, seq desc) where not is_planned;
create index asset_change_import on asset_change (tenant_id, import_id, seq);

call isolate('cmdb_setting');
call isolate('inventory_version');
call isolate('team');
call isolate('zone');
call isolate('network');
call isolate('business_service');
call isolate('asset');
call isolate('asset_claim');
call isolate('asset_name');
call isolate('asset_address');
call isolate('asset_mac');
call isolate('asset_relation');
call isolate('maintenance_window');
call isolate('account_of_interest');
call isolate('asset_import');
call isolate('asset_change');
grant select, insert, update, delete on cmdb_setting, inventory_version, team, zone, network, business_service, asset, asset_claim, asset_name, asset_address,
  asset_mac, asset_relation, maintenance_window, account_of_interest to vigie_app, vigie_system;
-- What was done stays; only dry runs go.
grant select, insert, delete on asset_import, asset_change to vigie_app, vigie_system;
