-- An organisation that was made up to look around in, and how far it is; null: a real one.
alter table tenant add column demonstration text check (demonstration in ('playing', 'ready'));
create unique index tenant_demonstration on tenant ((true)) where demonstration is not null and removed_at is null;
