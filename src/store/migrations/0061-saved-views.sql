-- What somebody looks at again: a search, a queue with its filters. tenant_id null: over all organisations.
create table saved_view (
  id text primary key,
  tenant_id text references tenant,
  page text not null,
  name text not null check (length(name) between 1 and 100),
  view text not null check (length(view) <= 8192),
  -- With the people of the owner's side.
  shared boolean not null,
  owner text not null,
  owner_name text not null,
  side text not null check (side in ('provider', 'client', 'system')),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique nulls not distinct (tenant_id, owner, page, name),
  -- Over all organisations there are people of several clients: they share with nobody.
  check (not shared or tenant_id is not null or side = 'provider')
);
create index saved_view_shared on saved_view (tenant_id, side) where shared;
call isolate('saved_view');
grant select, insert, update, delete on saved_view to vigie_app, vigie_system;
