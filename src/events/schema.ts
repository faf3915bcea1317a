import { EVENT_COLUMNS, INDEXED_BY_MERGES, QUARANTINE_COLUMNS, quoted, type Column } from "./columns.ts";
import type { Connection } from "./connection.ts";

/** The tables of the event store. */
export const TABLE_NAMES = ["event", "quarantine"] as const;

export type TableName = (typeof TABLE_NAMES)[number];

// Files of merged and of removed rows stay so long: until then the kernel has written the files that replace them.
const KEEPS_REMOVED_SECONDS = 60;
// How long the cleaning of an idle table sleeps at most: this is ClickHouse's own.
const CLEANS_AFTER_SECONDS = 600;

/** When the bytes of removed rows are off the disk at the latest. */
export const BYTES_GONE_MS = (KEEPS_REMOVED_SECONDS + CLEANS_AFTER_SECONDS) * 1000;

type Table = {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly indexes: readonly string[];
  readonly order: string;
  readonly settings: readonly string[];
};

// A batch that comes twice is recognised among this many batches before it, also after a restart.
const REMEMBERED_BATCHES = 10_000;

const SETTINGS = [
  `non_replicated_deduplication_window = ${REMEMBERED_BATCHES}`,
  // An insert that was acknowledged is on the disk.
  "fsync_after_insert = 1",
  "fsync_part_directory = 1",
  "index_granularity_bytes = 2097152",
  `old_parts_lifetime = ${KEEPS_REMOVED_SECONDS}`,
  // Below this size all columns of a part share one file: a part of five thousand rows has no use for a hundred files,
  // and writing them takes four times the time.
  "min_bytes_for_wide_part = 104857600",
];

const TABLES: readonly Table[] = [
  {
    name: "event",
    columns: EVENT_COLUMNS,
    indexes: [
      "INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX by_seq seq TYPE minmax GRANULARITY 1",
      "INDEX by_batch batch TYPE minmax GRANULARITY 1",
      `INDEX ${INDEXED_BY_MERGES} lower(raw) TYPE text(tokenizer = 'splitByNonAlpha', posting_list_codec = 'bitpacking')`,
    ],
    order: "PRIMARY KEY (tenant, time) ORDER BY (tenant, time, id)",
    settings: SETTINGS,
  },
  {
    name: "quarantine",
    columns: QUARANTINE_COLUMNS,
    indexes: ["INDEX by_seq seq TYPE minmax GRANULARITY 1"],
    order: "PRIMARY KEY (tenant, arrived) ORDER BY (tenant, arrived, id)",
    settings: SETTINGS,
  },
];

/** Makes the tables where they are absent, and adds the columns that they lack. */
export async function ensureSchema(db: Connection): Promise<void> {
  for (const table of TABLES) {
    await db.run({ sql: createTable(table) });
    const existing = new Set((await db.read({ sql: "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} FORMAT TSV", params: { table: table.name } })).toString().split("\n"));
    const missing = table.columns.filter(({ name }) => !existing.has(name));
    if (missing.length === 0) continue;
    await db.run({ sql: `ALTER TABLE ${table.name} ${missing.map((column) => `ADD COLUMN IF NOT EXISTS ${definition(column)}`).join(", ")}` });
  }
}

function createTable({ name, columns, indexes, order, settings }: Table): string {
  return `CREATE TABLE IF NOT EXISTS ${name} (${[...columns.map(definition), ...indexes].join(", ")}) ENGINE = MergeTree PARTITION BY toYYYYMMDD(arrived) ${order} SETTINGS ${settings.join(", ")}`;
}

const definition = ({ name, type, codec }: Column): string => `${quoted(name)} ${type}${codec === undefined ? "" : ` CODEC(${codec})`}`;
