-- An organisation that left is erased, and with it what otherwise may only be added to. docs/settings.md.

-- Lets rows of a table that may only be added to be erased: of organisations that are not at work any more, and of no other.
create procedure erasable(target regclass) language plpgsql as $$
begin
  execute format('grant delete on %s to vigie_system', target);
  execute format('create policy of_removed_alone on %s as restrictive for delete to vigie_system using (exists (select from tenant where tenant.id = %s.tenant_id and tenant.removed_at is not null))', target, target);
end $$;

-- The journal stays: it is the proof.
do $$
declare
  name regclass;
begin
  for name in
    select c.oid::regclass from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ('journal', 'journal_link') and not has_table_privilege('vigie_system', c.oid, 'delete')
    order by c.relname
  loop
    call erasable(name);
  end loop;
end $$;
