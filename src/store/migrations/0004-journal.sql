-- The journal, made so that tampering shows: each entry gets a link of its tenant's hash chain. Links are made a moment
-- after the entries, by one process: a transaction that holds an entry for long must not hold up all others of its tenant.

alter table journal
  -- `person:<id>`, `key:<id>` or `system`; `who` is what they were called.
  add column caller text not null default 'system',
  add column side text not null default 'system' check (side in ('provider', 'client', 'system'));
create index journal_who on journal (tenant_id, who, id desc);
create index journal_action on journal (tenant_id, action, id desc);

create table journal_link (
  tenant_id text references tenant,
  -- Without gaps, from 1. It is the order in which entries became visible: one whose transaction ended late comes late.
  seq bigint not null check (seq > 0),
  journal_id bigint not null unique references journal,
  digest text not null check (length(digest) = 64),
  linked_at timestamptz not null,
  unique nulls not distinct (tenant_id, seq)
);
call isolate('journal_link');
grant select on journal_link to vigie_app;
grant select, insert on journal_link to vigie_system;

-- Entries that have no link yet, so that nobody has to look for them among all.
create table journal_unlinked (journal_id bigint primary key);
grant select, insert, delete on journal_unlinked to vigie_system;
insert into journal_unlinked select id from journal;

-- Runs as the owner of the tables: who writes an entry need not know of links.
create function queue_for_link() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into public.journal_unlinked (journal_id) values (new.id);
  return null;
end $$;
create trigger journal_to_link after insert on journal for each row execute function queue_for_link();
