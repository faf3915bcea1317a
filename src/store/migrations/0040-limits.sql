-- The limit of a rule counts by machine: one that goes wild does not hide the rule on the others. The empty entity counts how
-- many machines there were.
drop table suppression_hour;
create table suppression_hour (
  tenant_id text not null references tenant,
  rule_key text not null,
  entity text not null check (length(entity) <= 64),
  -- As people know it.
  name text not null,
  hour timestamptz not null,
  passed int not null,
  over int not null,
  -- The alert that says so.
  told_on text,
  primary key (tenant_id, rule_key, hour, entity)
);
create index suppression_hour_age on suppression_hour (hour);
create index suppression_hour_to_tell on suppression_hour (hour) where over > 0 and told_on is null;
call isolate('suppression_hour');
grant select on suppression_hour to vigie_app;
grant select, insert, update, delete on suppression_hour to vigie_system;
