// Which tables there are, what they refer to, and where their numbers stand: asked of the database itself, so that a
// new table needs nothing here.
import type { Client } from "pg";

/** A table with the columns that hold what was stored. */
export type TableShape = { readonly name: string; readonly columns: readonly string[] };

/** A sequence: the last number it gave, or the next one where `isCalled` is false. */
export type SequenceState = { readonly name: string; readonly last: string; readonly isCalled: boolean };

// It tells which migrations were applied: a restore applies them, and writes it anew.
const MIGRATIONS = "migration";

/** All tables, each behind those that it refers to. */
export async function tablesInOrder(client: Client): Promise<readonly TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array(
      select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
    ) as columns
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> $1 order by c.relname`, [MIGRATIONS]);
  const { rows: references } = await client.query<{ from: string; to: string }>(`
    select f.relname as from, t.relname as to from pg_constraint
    join pg_class f on f.oid = conrelid join pg_class t on t.oid = confrelid
    where contype = 'f' and connamespace = current_schema()::regnamespace and conrelid <> confrelid`);
  return inOrder(rows, references);
}

function inOrder(tables: readonly TableShape[], references: readonly { readonly from: string; readonly to: string }[]): readonly TableShape[] {
  const ordered: TableShape[] = [];
  const done = new Set<string>();
  while (ordered.length < tables.length) {
    const free = tables.filter(({ name }) => !done.has(name) && references.every(({ from, to }) => from !== name || done.has(to)));
    if (free.length === 0) throw new Error(`the tables ${tables.map(({ name }) => name).filter((name) => !done.has(name)).join(", ")} refer to each other in a circle: none can be filled first`);
    for (const table of free) done.add(table.name);
    ordered.push(...free);
  }
  return ordered;
}

/** Where each sequence stands. Not part of a snapshot: what was given out since is skipped. */
export async function sequenceStates(client: Client): Promise<readonly SequenceState[]> {
  const { rows } = await client.query<{ name: string }>("select relname as name from pg_class where relkind = 'S' and relnamespace = current_schema()::regnamespace order by relname");
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const { rows: [state] } = await client.query<{ last: string; called: boolean }>(`select last_value::text as last, is_called as called from ${client.escapeIdentifier(name)}`);
    if (state !== undefined) states.push({ name, last: state.last, isCalled: state.called });
  }
  return states;
}
