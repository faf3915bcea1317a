// Both tables out of the store, a day at a time, and back into an empty one.
import { EVENT_COLUMNS, QUARANTINE_COLUMNS, quoted } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { PARTITIONS } from "../../spool/index.ts";
import { DomainError } from "../../core/index.ts";
import { readRows } from "../read/scope.ts";
import { TABLE_NAMES, type TableName } from "../schema.ts";
import { RowCutter } from "./rows.ts";

/** A column by its name and ClickHouse's type. */
export type StoredColumn = { readonly name: string; readonly type: string };

/** The rows of one table that arrived on one day: 20260131. */
export type StoredDay = { readonly table: TableName; readonly day: number; readonly rows: number };

/** By partition of the spool: the place up to which rows are wanted. What is stored behind it nobody knows of. */
export type Positions = ReadonlyMap<number, number>;

/** The columns of a table that hold what was stored, in the order in which they are copied: an earlier version made fewer. */
export async function columnsOf(db: Connection, table: TableName): Promise<readonly StoredColumn[]> {
  const rows = await readRows<[string]>(db, "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String}", { table });
  const stored = new Set(rows.map(([name]) => name));
  return knownColumns(table).filter(({ name }) => stored.has(name));
}

const knownColumns = (table: TableName): readonly StoredColumn[] => (table === "event" ? EVENT_COLUMNS : QUARANTINE_COLUMNS).map(({ name, type }) => ({ name, type }));

/** Which days there are, and how many rows up to these places each has. */
export async function storedDays(db: Connection, positions: Positions): Promise<readonly StoredDay[]> {
  const days: StoredDay[] = [];
  for (const table of TABLE_NAMES) {
    const rows = await readRows<[number, string]>(db, `SELECT toYYYYMMDD(arrived) AS day, count() FROM ${table} WHERE ${upTo(positions)} GROUP BY day ORDER BY day`, {});
    days.push(...rows.map(([day, count]) => ({ table, day, rows: Number(count) })));
  }
  return days;
}

/** A day to copy, with the columns of its table. */
export type DayToCopy = StoredDay & { readonly columns: readonly StoredColumn[] };

/** The rows of a day in RowBinary. Throws at its end if they are not as many as were counted. */
export async function* copyDay(db: Connection, { table, day, rows, columns }: DayToCopy, positions: Positions): AsyncGenerator<Buffer> {
  const cutter = new RowCutter(columns.map(({ type }) => type));
  let copied = 0;
  for await (const chunk of db.stream({ sql: `SELECT ${namesOf(columns)} FROM ${table} WHERE toYYYYMMDD(arrived) = ${day} AND ${upTo(positions)} FORMAT RowBinary` })) {
    copied += cutter.cut(chunk).count;
    yield chunk;
  }
  if (copied !== rows || !cutter.isWhole) throw new DomainError("conflict", `The event store gave ${copied} rows of ${table} of ${day}, and counted ${rows}: make the backup again.`);
}

const namesOf = (columns: readonly StoredColumn[]): string => columns.map(({ name }) => quoted(name)).join(", ");

function upTo(positions: Positions): string {
  const places = Array.from({ length: PARTITIONS }, (_, partition) => BigInt(positions.get(partition) ?? 0));
  return `seq <= CAST([${places.join(", ")}], 'Array(UInt64)')[seq % ${PARTITIONS} + 1]`;
}

// What is inserted at once becomes one part, and is held in memory.
const INSERT_BYTES = 32 << 20;

/** A day of a backup with its rows in RowBinary. */
export type DayToFill = DayToCopy & { readonly content: AsyncIterable<Buffer> };

/** Refuses a store that has rows, and columns that this version does not have. */
export async function requireEmptyStore(db: Connection, tables: readonly { readonly table: TableName; readonly columns: readonly StoredColumn[] }[]): Promise<void> {
  for (const { table, columns } of tables) {
    const [[count] = ["0"]] = await readRows<[string]>(db, `SELECT count() FROM ${table}`, {});
    if (Number(count) > 0) throw new DomainError("conflict", `The event store has rows already (${count} in ${table}): restore into an empty one.`);
    const ours = knownColumns(table);
    const unknown = columns.find(({ name, type }) => !ours.some((own) => own.name === name && own.type === type));
    if (unknown !== undefined) throw new DomainError("conflict", `The backup has a column ${unknown.name} of type ${unknown.type} in ${table}, which this version does not: restore it with the version that made it.`);
  }
}

/** Stores the rows of a day, so many at a time. */
export async function fillDay(db: Connection, { table, day, rows, columns, content }: DayToFill): Promise<void> {
  const cutter = new RowCutter(columns.map(({ type }) => type));
  const sql = `INSERT INTO ${table} (${namesOf(columns)}) FORMAT RowBinary`;
  let pieces: Buffer[] = [];
  let bytes = 0;
  let inserts = 0;
  let filled = 0;
  const store = async (): Promise<void> => {
    if (bytes === 0) return;
    await db.insert(sql, Buffer.concat(pieces), `restore-${table}-${day}-${++inserts}`);
    pieces = [];
    bytes = 0;
  };
  for await (const chunk of content) {
    const whole = cutter.cut(chunk);
    filled += whole.count;
    pieces.push(whole.bytes);
    bytes += whole.bytes.length;
    if (bytes >= INSERT_BYTES) await store();
  }
  if (filled !== rows || !cutter.isWhole) throw new DomainError("conflict", `The backup has ${filled} rows of ${table} of ${day}, and its manifest says ${rows}: it was altered.`);
  await store();
}
