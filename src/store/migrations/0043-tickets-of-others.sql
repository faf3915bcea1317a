-- A ticket that is followed may be out of sight for a while, or turn out to be another's: docs/connectors.md, "Whose ticket it is".
alter table connector_ticket drop constraint connector_ticket_state_check;
-- foreign: what stands there under its id is not the ticket that was made for the request.
alter table connector_ticket add constraint connector_ticket_state_check check (state in ('open', 'ended', 'gone', 'foreign'));
-- Since when, and in how many readings, it was not to be seen.
alter table connector_ticket add column missing_since timestamptz;
alter table connector_ticket add column missing_times int not null default 0;
-- It may be another's since then: nothing is written into it before it was seen to be ours.
alter table connector_ticket add column doubted_at timestamptz;
-- Merged there into one that bears another key.
alter table connector_ticket add column is_merged boolean not null default false;
-- Why it is not followed as it should be, for people.
alter table connector_ticket add column problem text;

-- note: a comment that was internal there when it was seen, and did not come over.
alter table connector_item drop constraint connector_item_kind_check;
alter table connector_item add constraint connector_item_kind_check check (kind in ('comment', 'file', 'note'));
