-- What happened, for those who react to it; numbers that people say aloud; and the thread of what is handled together.

-- Rows that are read in the order of their transactions carry the number of the one that wrote them: readers take only
-- rows of transactions before which all have ended, so that none is passed over. A restored database counts its
-- transactions from the start again: the base, which restoring raises above all that is there, keeps the order.
create sequence transaction_base minvalue 0 start with 0;
grant select on transaction_base to vigie_app, vigie_system;
create function transaction_number() returns bigint language sql as
  'select last_value + pg_current_xact_id()::text::bigint from transaction_base';
-- All transactions with smaller numbers have ended.
create function transactions_ended() returns bigint language sql as
  'select last_value + pg_snapshot_xmin(pg_current_snapshot())::text::bigint from transaction_base';

-- A verb writes here what happened, in the transaction that makes it happen. Readers have places of their own.
create table outbox (
  id bigint generated always as identity primary key,
  written_in bigint not null default transaction_number(),
  tenant_id text references tenant,
  kind text not null,
  subject text not null,
  at timestamptz not null,
  who text not null,
  caller text not null,
  side text not null check (side in ('provider', 'client', 'system')),
  details jsonb not null default '{}'
);
create index outbox_in_order on outbox (written_in, id);
create index outbox_tenant on outbox (tenant_id);
create index outbox_age on outbox (at);
call isolate('outbox');
grant select, insert on outbox to vigie_app;
grant select, insert, delete on outbox to vigie_system;

create table outbox_reader (
  name text primary key,
  written_in bigint not null default 0,
  id bigint not null default 0,
  read_at timestamptz
);
grant select, insert, update on outbox_reader to vigie_system;

create function tell_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('vigie_outbox', '');
  return null;
end $$;
create trigger outbox_told after insert on outbox for each statement execute function tell_outbox();

-- The last number given, by kind and year (0: numbers that do not begin anew each year).
create table number_given (
  tenant_id text not null references tenant,
  kind text not null,
  year int not null,
  last bigint not null check (last > 0),
  primary key (tenant_id, kind, year)
);
call isolate('number_given');
grant select, insert, update, delete on number_given to vigie_app, vigie_system;

-- Capital letters that stand in references: FDR-2026-0042. Given once, kept for ever: people quote them.
alter table tenant add column code text check (code ~ '^[A-Z][A-Z0-9]{1,7}$');
create unique index tenant_code on tenant (code);

-- Initials of a name of several words, else the first three letters; with a digit where another has them.
create function code_of_tenant(name text, id text) returns text language plpgsql as $$
declare
  words text[] := regexp_split_to_array(trim(regexp_replace(upper(translate(normalize(name, NFD), E'\u0300\u0301\u0302\u0303\u0308\u0327', '')), '[^A-Z0-9]+', ' ', 'g')), ' ');
  stem text := case when array_length(words, 1) > 1 then (select string_agg(left(word, 1), '' order by place) from unnest(words) with ordinality as w (word, place)) else words[1] end;
  digit int := 1;
  candidate text;
begin
  stem := regexp_replace(coalesce(stem, ''), '^[^A-Z]+', '');
  if length(stem) < 2 then stem := regexp_replace(upper(id), '[^A-Z]', '', 'g'); end if;
  if length(stem) < 2 then stem := 'ORG'; end if;
  stem := case when array_length(words, 1) > 1 then left(stem, 6) else left(stem, 3) end;
  candidate := stem;
  while exists (select from tenant where code = candidate) loop
    digit := digit + 1;
    candidate := stem || digit;
  end loop;
  return candidate;
end $$;

create function give_tenant_code() returns trigger language plpgsql as $$
begin
  -- One at a time: two that begin at once must not take the same.
  perform pg_advisory_xact_lock(86431912);
  if new.code is null then new.code := code_of_tenant(new.name, new.id); end if;
  return new;
end $$;
create trigger tenant_code_given before insert on tenant for each row execute function give_tenant_code();

set local role vigie_system;
do $$
declare
  one record;
begin
  for one in select id, name from tenant where code is null order by since, id loop
    update tenant set code = code_of_tenant(one.name, one.id) where id = one.id;
  end loop;
end $$;
reset role;

-- The thread of an alert, an incident, a request or an escalation. It is only added to; where it hangs may change when
-- subjects are merged or split.
create table timeline_entry (
  tenant_id text not null references tenant,
  id bigint generated always as identity,
  subject_kind text not null check (subject_kind in ('alert', 'incident', 'request', 'escalation')),
  subject_id text not null,
  type text not null check (type in ('message', 'fact', 'action', 'decision', 'call')),
  -- Internal: seen by the writer's side alone.
  visibility text not null check (visibility in ('internal', 'shared')),
  at timestamptz not null,
  -- When it happened in the world, where that is another time than when it was written down.
  event_time timestamptz,
  author text not null,
  author_id text not null,
  side text not null check (side in ('provider', 'client', 'system')),
  text text not null check (length(text) between 1 and 20000),
  details jsonb not null default '{}',
  -- Where it was written first.
  origin_kind text not null,
  origin_id text not null,
  primary key (tenant_id, id)
);
create index timeline_entry_subject on timeline_entry (tenant_id, subject_kind, subject_id, id);
call isolate('timeline_entry');
grant select, insert on timeline_entry to vigie_app;
grant update (subject_kind, subject_id) on timeline_entry to vigie_app;
grant select, insert, update, delete on timeline_entry to vigie_system;
