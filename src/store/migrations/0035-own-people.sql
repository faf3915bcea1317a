-- Who let whom in, and on whose side that was: what both sides agree on, nobody agrees to for the client whom the provider sent.

alter table invitation add column invited_by_side text check (invited_by_side in ('provider', 'client', 'system'));

-- Null: from before this was kept.
alter table membership
  add column invited_by text,
  add column invited_by_side text check (invited_by_side in ('provider', 'client', 'system'));

-- Since when somebody had a role of the provider for the first time; it stays when they have none any more.
alter table person add column of_provider_since timestamptz;

alter table setting_decision
  -- Who let in the one who decided.
  add column invited_by text,
  add column invited_by_side text check (invited_by_side in ('provider', 'client', 'system'));

set local role vigie_system;
update person set of_provider_since = held.since
from (
  select p.id, min(h.since) as since
  from person p join (
    select person_id, null::text as email, since from membership where tenant_id is null
    union all
    -- Whose roles were taken back since: the journal keeps that they had them.
    select null, subject, at from journal where tenant_id is null and action in ('person.added', 'person.role-granted')
  ) h on h.person_id = p.id or h.email = p.email
  group by p.id
) held where held.id = person.id;
reset role;
