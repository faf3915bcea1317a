// A backup becomes a data directory again.
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { DomainError, systemCaller } from "../../core/index.ts";
import { connectEvents, Connection, fillDay, requireEmptyStore } from "../../events/index.ts";
import { spoolFile } from "../../spool/index.ts";
import { checkMigrations, openState, record, restoreState, withSystem } from "../../store/index.ts";
import type { Urls } from "../databases.ts";
import { connectionTo } from "../events-address.ts";
import { spoolPath } from "../ingest.ts";
import { lockOwner } from "../lock.ts";
import { type BackupOptions, emptyFolder, KEYS, SPOOL } from "./make.ts";
import { withStarted } from "./databases.ts";
import { type Contents, type Manifest, readManifest } from "./manifest.ts";
import { checkParts, openPart } from "./parts.ts";
import { markUnfinished, refuseUnfinished } from "./unfinished.ts";

export type RestoreOptions = Omit<BackupOptions, "version"> & {
  /** The manifest's digest as it was told when the backup was made. */
  readonly digest?: string | undefined;
};

/** Looks at the whole backup, then makes the data directory out of it. Gives what it was made of. */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { folder, data, digest, onStep } = options;
  const manifest = await readManifest(folder);
  const { contents } = manifest;
  if (digest !== undefined && digest !== manifest.digest) throw new DomainError("conflict", `The backup in ${folder} has the digest ${manifest.digest}, not the one that was given: it is another, or was altered. Nothing was restored.`);
  await checkMigrations(contents.state.migrations);
  await requireFree(data);
  const of = sum(contents.parts.map(({ bytes }) => bytes));
  let read = 0;
  await checkParts(folder, contents, (bytes) => onStep({ what: "checking", done: (read += bytes), of }));
  await emptyFolder(data, "what is there is not written over");
  const finished = markUnfinished(data);
  try {
    await restoreFiles(options, contents);
    await withStarted(options, async (urls) => {
      await fillDatabases(urls, options, contents);
      await tellJournal(urls.postgres, options, manifest);
    });
  } catch (error) {
    // It was empty, and half of a backup is good for nothing.
    for (const name of await readdir(data)) await rm(join(data, name), { recursive: true, force: true });
    throw error;
  }
  finished();
  return manifest;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

async function requireFree(data: string): Promise<void> {
  const owner = lockOwner(data);
  if (owner !== undefined) throw new DomainError("conflict", `${data} is in use by process ${owner}: restore into another folder, or stop that vigie and move the folder away.`);
  refuseUnfinished(data);
  if (existsSync(data) && (await readdir(data)).length > 0) throw new DomainError("conflict", `${data} is not empty, and what is there is not written over: name another folder, or move it away.`);
}

async function restoreFiles({ folder, data }: RestoreOptions, { parts }: Contents): Promise<void> {
  for (const { name } of parts) {
    const path = pathOf(data, name);
    if (path === undefined) continue;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await pipeline(openPart(folder, name), createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }));
  }
}

// Where a part that is a file lies in a data directory.
function pathOf(data: string, name: string): string | undefined {
  if (name === KEYS) return join(data, "secrets.json");
  if (name === SPOOL) return spoolFile(spoolPath(data));
  return name.startsWith("tail/") ? join(data, name.slice(0, -".zst".length)) : undefined;
}

async function fillDatabases(urls: Urls, { folder, onStep }: RestoreOptions, { state, events }: Contents): Promise<void> {
  const address = connectionTo(urls.events, urls.eventsPassword);
  const store = connectEvents(address);
  const db = new Connection(address);
  try {
    await store.prepare();
    await requireEmptyStore(db, events.tables);
    let filled = 0;
    const tables = state.tables.map((table) => ({ ...table, open: () => openPart(folder, table.part) }));
    await restoreState(urls.postgres, { ...state, tables }, () => onStep({ what: "state", done: ++filled, of: tables.length }));
    const of = sum(events.days.map(({ rows }) => rows));
    let done = 0;
    for (const day of events.days) {
      onStep({ what: "events", done, of });
      const columns = events.tables.find(({ table }) => table === day.table)?.columns ?? [];
      await fillDay(db, { ...day, columns, content: openPart(folder, day.part) });
      done += day.rows;
    }
  } finally {
    db.close();
    store.close();
  }
}

async function tellJournal(url: string, { by, now }: RestoreOptions, { contents, digest }: Manifest): Promise<void> {
  const state = openState({ url, connections: 1, onError: () => {} });
  try {
    await withSystem(state, (db) => record(db, systemCaller("vigie restore", now()), { action: "backup.restored", subject: "backup", details: { madeAt: contents.madeAt, digest, by } }));
  } finally {
    await state.close();
  }
}
