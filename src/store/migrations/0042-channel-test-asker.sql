-- Who asked for a test does not answer it. Null for those that were asked for before.
alter table channel_test add column asked_by_id text;
