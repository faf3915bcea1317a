-- When the last line of the hour arrived: hours alone say that a source is silent up to an hour late. Null: not known.
alter table source_hour add column last_at timestamptz;
