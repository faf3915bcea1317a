// Fills an empty database with what a snapshot gave.
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { DomainError } from "../../core/index.ts";
import { type AppliedMigration, migrate, migrateTo } from "../migrate.ts";
import { copyIn } from "./copy-in.ts";
import { sequenceStates, type SequenceState, tablesInOrder, type TableShape } from "./tables.ts";

/** A table of a backup, its rows in COPY's text format. */
export type TableToFill = TableShape & { readonly rows: number; readonly open: () => Readable };

/** A state to be made again. */
export type StateToRestore = { readonly migrations: readonly AppliedMigration[]; readonly tables: readonly TableToFill[]; readonly sequences: readonly SequenceState[] };

/** Makes the tables as they were when the backup was made, fills them, and then brings them up to this version. All rows or none. */
export async function restoreState(url: string, { migrations, tables, sequences }: StateToRestore, onFilled: (table: string) => void): Promise<void> {
  const client = new Client({ connectionString: url, application_name: "vigie restore" });
  client.on("error", () => {});
  await client.connect();
  try {
    await requireEmpty(client);
    await migrateTo(url, migrations);
    const ours = await tablesInOrder(client);
    compare(ours, tables);
    await client.query("set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres'");
    await client.query("begin");
    // Rows that the migrations made are among those of the backup.
    await client.query(`truncate ${ours.map(({ name }) => client.escapeIdentifier(name)).join(", ")}`);
    for (const table of tables) {
      await fill(client, table);
      onFilled(table.name);
    }
    await setSequences(client, sequences);
    await raiseTransactionBase(client, ours);
    await client.query("commit");
    await client.query("analyze");
  } finally {
    await client.end().catch(() => {});
  }
  await migrate(url);
}

async function requireEmpty(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace order by relname limit 1");
  if (rows[0] !== undefined) throw new DomainError("conflict", `The database has tables already (${rows[0].name}): restore into an empty one.`);
}

function compare(ours: readonly TableShape[], theirs: readonly TableShape[]): void {
  const known = new Map(ours.map((table) => [table.name, new Set(table.columns)]));
  for (const { name, columns } of theirs) {
    const unknown = known.has(name) ? columns.find((column) => !known.get(name)!.has(column)) : "";
    if (unknown !== undefined) throw new DomainError("conflict", `The backup has ${unknown === "" ? `a table ${name}` : `a column ${unknown} of ${name}`}, which its migrations do not make: it was altered, or made of a database that was.`);
  }
  const given = new Set(theirs.map(({ name }) => name));
  const missing = ours.find(({ name }) => !given.has(name));
  if (missing !== undefined) throw new DomainError("conflict", `The backup lacks the table ${missing.name}, which its migrations make: it was altered.`);
}

// Row-level security takes no COPY, and triggers have done their work when the rows were first written. Both are as
// before once the transaction ends; until then nobody else sees the table.
async function fill(client: Client, { name, columns, rows, open }: TableToFill): Promise<void> {
  const table = client.escapeIdentifier(name);
  const { rows: [found] } = await client.query<{ secured: boolean }>("select relrowsecurity as secured from pg_class where oid = $1::regclass", [table]);
  const isSecured = found?.secured === true;
  await client.query(`${isSecured ? `alter table ${table} disable row level security;` : ""} alter table ${table} disable trigger user`);
  const stream = copyIn(client, `copy ${table} (${columns.map((column) => client.escapeIdentifier(column)).join(", ")}) from stdin`);
  await pipeline(open(), stream);
  if (stream.rows !== rows) throw new DomainError("conflict", `The table ${name} has ${stream.rows} rows, and the backup's manifest says ${rows}: it was altered.`);
  await client.query(`${isSecured ? `alter table ${table} enable row level security;` : ""} alter table ${table} enable trigger user`);
}

async function setSequences(client: Client, sequences: readonly SequenceState[]): Promise<void> {
  const ours = new Set((await sequenceStates(client)).map(({ name }) => name));
  for (const { name, last, isCalled } of sequences) {
    if (ours.has(name)) await client.query("select setval($1::regclass, $2::bigint, $3)", [client.escapeIdentifier(name), last, isCalled]);
  }
}

// This database gives its transactions numbers that the backed up one has used: what comes now must stand behind it.
async function raiseTransactionBase(client: Client, tables: readonly TableShape[]): Promise<void> {
  const numbered = tables.filter(({ columns }) => columns.includes("written_in"));
  if (numbered.length === 0) return; // a backup from before there were any
  const highest = numbered.map(({ name }) => `(select coalesce(max(written_in), 0) from ${client.escapeIdentifier(name)})`);
  await client.query(`select setval('transaction_base', greatest(${highest.join(", ")}) + 1)`);
}
