// A backup of everything, while the platform works. docs/backup.md says why in this order.
import { createReadStream, existsSync } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DomainError, systemCaller } from "../../core/index.ts";
import { columnsOf, Connection, copyDay, type StoredColumn, storedDays, TABLE_NAMES } from "../../events/index.ts";
import { copySpool, spoolFile } from "../../spool/index.ts";
import { checkMigrations, openState, record, type StateSnapshot, withSnapshot, withSystem } from "../../store/index.ts";
import type { Urls } from "../databases.ts";
import { connectionTo } from "../events-address.ts";
import { spoolPath } from "../ingest.ts";
import { type Place, withDatabases } from "./databases.ts";
import { type Contents, FORMAT, MANIFEST, writtenManifest } from "./manifest.ts";
import { type Part, writePart } from "./parts.ts";
import { refuseUnfinished } from "./unfinished.ts";

/** How far a backup or a restore is. */
export type BackupStep = { readonly what: string; readonly done: number; readonly of: number };

export type BackupOptions = Place & {
  /** Where the backup goes: a folder that is not there yet, or is empty. */
  readonly folder: string;
  readonly version: string;
  /** Who makes it, for the journal. */
  readonly by: string;
  readonly now: () => Date;
  readonly onStep: (step: BackupStep) => void;
};

/** What a backup holds. */
export type Made = { readonly rows: number; readonly events: number; readonly quarantined: number; readonly bytes: number; readonly digest: string; readonly hasKeys: boolean };

/** Makes a backup. The folder has its manifest once everything is on the disk, and not before. */
export async function makeBackup(options: BackupOptions): Promise<Made> {
  const { config, data, folder } = options;
  // Nothing is to be made where nothing was.
  const sign = config.postgres.url === undefined ? "postgres" : "spool";
  if (!existsSync(join(data, sign))) throw new DomainError("not_found", `${data} is no data directory of vigie: name the one that it is started with, --data.`);
  refuseUnfinished(data);
  await emptyFolder(folder, "a backup goes into a folder of its own");
  return withDatabases(options, async (urls) => {
    await tellJournal(urls.postgres, options);
    const contents = await copyAll(urls, options);
    const digest = await finish(folder, contents);
    const { state, events, parts } = contents;
    const rowsIn = (table: string): number => sum(events.days.filter((day) => day.table === table).map(({ rows }) => rows));
    return {
      rows: sum(state.tables.map(({ rows }) => rows)), events: rowsIn("event"), quarantined: rowsIn("quarantine"),
      bytes: sum(parts.map(({ bytes }) => bytes)), digest, hasKeys: parts.some(({ name }) => name === KEYS),
    };
  });
}

/** The part with what opens sealed secrets. */
export const KEYS = "keys/secrets.json.zst";
/** The part with the lines that wait to be stored. */
export const SPOOL = "spool/data.mdb.zst";

// Before it is compressed. Without a dot: LMDB takes a name with one for a file's.
const SPOOL_COPY = "spool-copy";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Makes a folder that only we can read, or refuses one that holds something. */
export async function emptyFolder(folder: string, why: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new DomainError("conflict", `${folder} is not empty, and ${why}: name another.`);
}

// Whoever takes everything away is to be found in the journal, and in the backup's own too.
async function tellJournal(url: string, { folder, by, now }: BackupOptions): Promise<void> {
  const state = openState({ url, connections: 1, onError: () => {} });
  try {
    await withSystem(state, (db) => record(db, systemCaller("vigie backup", now()), { action: "backup.begun", subject: "backup", details: { folder, by } }));
  } finally {
    await state.close();
  }
}

async function copyAll(urls: Urls, options: BackupOptions): Promise<Contents> {
  const { data, folder, version, now } = options;
  const madeAt = now().toISOString();
  const parts = await copyKeys(options);
  let contents: Contents | undefined;
  await withSnapshot(urls.postgres, {
    // The lines that wait must begin where the state ends. The state's own commit is held up for no longer than this takes.
    still: async ({ migrations }) => {
      await checkMigrations(migrations);
      options.onStep({ what: "spool", done: 0, of: 1 });
      await copySpool(spoolPath(data), join(folder, SPOOL_COPY));
    },
    moving: async (snapshot) => {
      parts.push(...(await compressSpool(folder)));
      const state = await copyState(snapshot, options, parts);
      contents = { format: FORMAT, vigie: version, madeAt, state, events: await copyEvents(urls, snapshot, options, parts), parts };
    },
  });
  if (contents === undefined) throw new Error("a snapshot ended without having been read");
  return contents;
}

// Where files were read to is copied before anything else: what is read twice is known to be the same, what is left out is lost.
async function copyKeys({ data, folder }: BackupOptions): Promise<Part[]> {
  const parts: Part[] = [];
  const tails = join(data, "tail");
  const names = existsSync(tails) ? (await readdir(tails)).filter((name) => name.endsWith(".json")) : [];
  for (const name of names) parts.push(await writePart(folder, `tail/${name}.zst`, createReadStream(join(tails, name))));
  const secrets = join(data, "secrets.json");
  if (existsSync(secrets)) parts.push(await writePart(folder, KEYS, createReadStream(secrets)));
  return parts;
}

async function compressSpool(folder: string): Promise<readonly Part[]> {
  const copy = join(folder, SPOOL_COPY);
  if (!existsSync(copy)) return [];
  const part = await writePart(folder, SPOOL, createReadStream(spoolFile(copy)));
  await rm(copy, { recursive: true });
  return [part];
}

async function copyState({ tables, migrations, sequences, copy }: StateSnapshot, { folder, onStep }: BackupOptions, parts: Part[]): Promise<Contents["state"]> {
  const copied: Contents["state"]["tables"] = [];
  for (const [i, table] of tables.entries()) {
    onStep({ what: "state", done: i, of: tables.length });
    const rows = copy(table);
    const part = await writePart(folder, `state/${table.name}.copy.zst`, rows);
    parts.push(part);
    copied.push({ name: table.name, columns: [...table.columns], rows: rows.rows, part: part.name });
  }
  return { migrations: migrations.map(({ number, name, digest }) => ({ number, name, digest })), tables: copied, sequences: sequences.map((sequence) => ({ ...sequence })) };
}

async function copyEvents({ events, eventsPassword }: Urls, { positions }: StateSnapshot, { folder, onStep }: BackupOptions, parts: Part[]): Promise<Contents["events"]> {
  const db = new Connection(connectionTo(events, eventsPassword));
  try {
    const columns = new Map<string, readonly StoredColumn[]>();
    for (const table of TABLE_NAMES) columns.set(table, await columnsOf(db, table));
    const days = await storedDays(db, positions);
    const of = sum(days.map(({ rows }) => rows));
    const copied: Contents["events"]["days"] = [];
    for (const day of days) {
      onStep({ what: "events", done: sum(copied.map(({ rows }) => rows)), of });
      const part = await writePart(folder, `events/${day.table}-${day.day}.rows.zst`, copyDay(db, { ...day, columns: columns.get(day.table) ?? [] }, positions));
      parts.push(part);
      copied.push({ ...day, part: part.name });
    }
    return { tables: TABLE_NAMES.map((table) => ({ table, columns: (columns.get(table) ?? []).map((column) => ({ ...column })) })), days: copied };
  } finally {
    db.close();
  }
}

async function finish(folder: string, contents: Contents): Promise<string> {
  const { text, digest } = writtenManifest(contents);
  const path = join(folder, MANIFEST);
  const file = await open(`${path}.new`, "wx", 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  const directory = await open(folder);
  await directory.sync();
  await directory.close();
  return digest;
}
