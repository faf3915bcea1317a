-- The journal is read by time, the newest first, and in ranges of time: ids alone had to be walked from the newest on until
-- the range came, which took a quarter of a second for the middle of a year.
create index journal_in_order on journal (tenant_id, at desc, id desc);
create index journal_who_in_order on journal (tenant_id, who, at desc, id desc);
create index journal_action_in_order on journal (tenant_id, action, at desc, id desc);
drop index journal_tenant;
drop index journal_who;
drop index journal_action;
