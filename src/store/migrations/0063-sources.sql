-- Sources that somebody adds while the platform runs, beside those of the configuration.
create table source (
  tenant_id text not null references tenant,
  name text not null,
  technology text,
  timezone text not null,
  -- Network zone of the CMDB that its lines speak of.
  zone text,
  -- SHA-256 of what an HTTP sender shows; null: it has none.
  token_hash bytea unique check (length(token_hash) = 32),
  addresses text[] not null,
  hostnames text[] not null,
  listeners text[] not null,
  certificates text[] not null,
  created_at timestamptz not null,
  created_by text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, name)
);
call isolate('source');
grant select, insert, update, delete on source to vigie_app, vigie_system;

-- Whoever receives and reads lines takes changes up at once; an organisation that is archived takes its sources along.
create function sources_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('vigie_source', '');
  return null;
end $$;
create trigger source_changed after insert or update or delete on source for each statement execute function sources_changed();
create trigger tenant_changed after insert or update or delete on tenant for each statement execute function sources_changed();
