-- Who took the role of the platform sees all rows. The planner took the comparison for one that a row in two hundred passes,
-- and chose plans that read whole tables; in a query of its own it is asked once, and says nothing of rows.
create or replace procedure isolate(target regclass, tenant_column text default 'tenant_id') language plpgsql as $$
declare
  own text := format('%I = nullif(current_setting(''app.tenant'', true), '''')', tenant_column);
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy one_tenant on %s to vigie_app using (%s) with check (%s)', target, own, own);
  -- The owner may be a member who has what its roles have; only who took the role itself sees all.
  execute format('create policy all_tenants on %s to vigie_system using ((select current_user = ''vigie_system'')) with check ((select current_user = ''vigie_system''))', target);
end $$;

do $$
declare
  target regclass;
begin
  for target in select c.oid::regclass from pg_policy join pg_class c on c.oid = polrelid where polname = 'all_tenants' and c.relnamespace = current_schema()::regnamespace loop
    execute format('alter policy all_tenants on %s using ((select current_user = ''vigie_system'')) with check ((select current_user = ''vigie_system''))', target);
  end loop;
end $$;
