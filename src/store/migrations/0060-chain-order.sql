-- Whoever watches several tenants needs one order over their chains. Links are made by one transaction at a time, so the
-- numbers rise in the order in which links became visible.
alter table journal_link add column place bigint generated always as identity;
create unique index journal_link_place on journal_link (place);
