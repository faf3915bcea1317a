-- Retro-runs: what a run is made of, so that it can begin again in another process, and who is at it.

alter table retro_run
  -- Keys of the rules and correlations whose matches are asked for.
  add column wanted text[] not null default '{}',
  -- All files that they need, each with path, text, pack, version and digest.
  add column files jsonb not null default '[]',
  add column ruleset_version bigint not null default 0,
  -- Whether matches are kept as detections.
  add column raise boolean not null default false,
  -- The process that is at it, and when it last said so: one that says nothing any more loses the run to another.
  add column runner text,
  add column heard_at timestamptz;
create index retro_run_open on retro_run (asked_at) where state in ('waiting', 'running');

-- Correlations match several events: each is listed once, with how it came into the list.
alter table retro_event add column rule_key text not null default '';
