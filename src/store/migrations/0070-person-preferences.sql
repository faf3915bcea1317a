-- How somebody wants pages to look and to work; a browser that is cleared forgets nothing.
alter table person add column preferences jsonb not null default '{}'::jsonb;
