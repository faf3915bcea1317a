// One reading of a source: all of it or what changed, compared and put in through the import, or worked out alone.
import { createHash } from "node:crypto";
import type { ImportMapping } from "../../contract/cmdb-import.ts";
import { DomainError, systemCaller } from "../../core/index.ts";
import { RemoteError } from "../../outbound/index.ts";
import { readTenant, type State, withTenant } from "../../store/index.ts";
import { digestOf, mapFile } from "../import/import.ts";
import { importRows } from "../import/import-rows.ts";
import type { AssetImport } from "../import/asset-import.ts";
import { readFile, readRecords } from "../import/read-file.ts";
import type { Snapshot } from "./kind.ts";
import { kindOf, openSource, type OutsideDeps } from "./open.ts";
import { settleOthers } from "./others/others.ts";
import { endReading, type Ended, selectSource, updateSource } from "./repo.ts";
import { nextReadAt, type Problem, problemOf, type Reading, type StoredSource } from "./source.ts";

export type RunDeps = OutsideDeps & { readonly state: State; readonly newId: () => string };

/** Does a reading that was taken, to its end: whatever becomes of it is kept. */
export async function runReading(deps: RunDeps, reading: Reading, signal?: AbortSignal): Promise<void> {
  const { state, now } = deps;
  const source = await readTenant(state, reading.tenant, (db) => selectSource(db, reading.source));
  if (source === undefined) return withTenant(state, reading.tenant, (db) => endReading(db, reading.id, nothing("failed", { at: now().toISOString(), problem: "not_found", words: "the source was removed", todo: "Nothing." }), now()));
  const startedAt = now();
  if (source.state !== "on" && !reading.dryRun) return withTenant(state, reading.tenant, (db) => endReading(db, reading.id, nothing("failed", { at: now().toISOString(), problem: "paused", words: `the source is ${source.state}`, todo: "Switch it on." }), now()));
  try {
    const snapshot = await read(deps, source, reading, signal);
    await settle(deps, { source, reading, snapshot, startedAt });
  } catch (error) {
    // What the other side said, or what its data are refused for; anything else is a mistake of ours, and the job's to log.
    if (!(error instanceof RemoteError) && !(error instanceof DomainError)) {
      await fail(deps, { source, reading, problem: { at: now().toISOString(), problem: "failing", words: "it broke off within the platform", todo: "It is tried again by itself; the log of the jobs says more." } });
      throw error;
    }
    await fail(deps, { source, reading, problem: problemOf(error, now()), afterMs: error instanceof RemoteError ? error.afterMs : undefined });
  }
}

async function read(deps: RunDeps, source: StoredSource, { mode }: Reading, signal: AbortSignal | undefined): Promise<Snapshot> {
  const reader = openSource(deps, source, signal);
  try {
    return mode === "changes" && reader.readChanges !== undefined && source.cursor !== null ? await reader.readChanges(source.cursor) : await reader.readAll();
  } finally {
    // What was read counts, whether or not the other side lets the session go.
    await reader.close?.().catch(() => {});
  }
}

type Settling = { readonly source: StoredSource; readonly reading: Reading; readonly snapshot: Snapshot; readonly startedAt: Date };

async function settle(deps: RunDeps, work: Settling): Promise<void> {
  const { source, reading, snapshot, startedAt } = work;
  const { state, now } = deps;
  const isFull = reading.mode === "full" || source.cursor === null || kindOf(source.kind).changes === "none";
  const digest = digestOfAll(source, snapshot);
  const counts = countsOf(snapshot);
  const isSame = isFull ? digest === source.digest && !reading.dryRun : isNothing(snapshot);
  const { done, notes } = isSame ? { done: undefined, notes: [] } : await put(deps, work, isFull);
  const ended: Ended = { state: done === undefined ? "unchanged" : done.state === "applied" ? "applied" : reading.dryRun ? "planned" : "refused", counts, notes: [...snapshot.notes, ...notes].slice(0, 100), importId: done?.id ?? null, problem: refusalOf(done, reading, now()) };
  await withTenant(state, reading.tenant, async (db) => {
    await endReading(db, reading.id, ended, now());
    // What was set otherwise meanwhile is read anew.
    if (reading.dryRun || (await selectSource(db, source.id, true))?.version !== source.version) return;
    const isRefused = ended.state === "refused";
    // A file that lies there for a week is a week old, however often it is read.
    const readAt = snapshot.asOf !== null && snapshot.asOf < startedAt ? snapshot.asOf : startedAt;
    const seen = isRefused ? {} : { readAt, cursor: snapshot.cursor ?? (isFull ? null : source.cursor), ...(isFull ? { fullReadAt: startedAt, digest } : { digest: done === undefined ? source.digest : null }) };
    await updateSource(db, source.id, { ...seen, problem: ended.problem, failures: isRefused ? source.failures + 1 : 0, nextReadAt: nextReadAt(source, now(), isRefused ? source.failures + 1 : 0) });
  });
}

/** Compares what was read, and puts it in. */
async function put({ state, newId, now }: RunDeps, { source, reading, snapshot }: Settling, isFull: boolean): Promise<{ readonly done: AssetImport | undefined; readonly notes: readonly string[] }> {
  const { settings } = source;
  const kind = kindOf(source.kind);
  const mapping = mappingOf(kind.mapping, settings.mapping);
  if (mapping === undefined) throw new DomainError("invalid", "The source has no mapping of its columns.");
  const file = snapshot.file === null ? readRecords(snapshot.assets) : await readFile(snapshot.file.bytes, mapping);
  const rows = settings.reads.includes("assets") ? await mapFile(file, mapping, snapshot.file === null ? columnsOf(mapping) : []) : { ...(await mapFile(readRecords([]), mapping, columnsOf(mapping))) };
  const part = isFull && settings.reads.includes("assets") ? "all" : "changes";
  const who = reading.askedBy === SCHEDULE ? `source ${source.name}` : reading.askedBy;
  const others = { source, snapshot, reads: new Set(settings.reads), part: isFull ? ("all" as const) : ("changes" as const), now: now(), newId };
  const { done, isKept } = await importRows({ state, newId }, systemCaller(who, now()), source.tenant, {
    id: newId(), source: source.name, sourceKind: settings.sourceKind, fileName: snapshot.file?.name ?? `${kind.product}, ${isFull ? "all" : "changes"}`, fileDigest: digestOf(snapshot.file?.bytes ?? JSON.stringify(snapshot.assets)), mapping,
    dryRun: reading.dryRun, allowShrink: reading.allowShrink, part, gone: snapshot.gone, maxStaleShare: settings.maxStaleShare, onShrink: "plan",
    also: (db, dryRun) => settleOthers(db, others, dryRun),
  }, rows);
  const leftOut = rows.rows.flatMap((row) => row.leftOut?.map((words) => `${row.key}: ${words}`) ?? []);
  return { done: isKept ? done : undefined, notes: leftOut.length === 0 ? [] : [`${leftOut.length} words were left out, as they are none of what they should be: ${leftOut.slice(0, 10).join("; ").slice(0, 1000)}`] };
}

/** Who asked for a reading that nobody asked for. */
export const SCHEDULE = "schedule";

/** The product's own mapping with what the source's settings say otherwise. */
function mappingOf(own: ImportMapping | null, given: ImportMapping | null): ImportMapping | undefined {
  if (own === null) return given ?? undefined;
  return given === null ? own : { ...own, key: given.key, dateOrder: given.dateOrder, timezoneOffset: given.timezoneOffset, columns: { ...own.columns, ...given.columns } };
}

const columnsOf = ({ key, columns }: ImportMapping): readonly string[] => [key, ...Object.values(columns).flatMap((column) => (typeof column === "string" ? [column] : (column.from ?? [])))];

async function fail({ state, now }: RunDeps, { source, reading, problem, afterMs }: { readonly source: StoredSource; readonly reading: Reading; readonly problem: Problem; readonly afterMs?: number | undefined }): Promise<void> {
  await withTenant(state, reading.tenant, async (db) => {
    await endReading(db, reading.id, nothing("failed", problem), now());
    if (!reading.dryRun) await updateSource(db, source.id, { problem, failures: source.failures + 1, nextReadAt: nextReadAt(source, now(), source.failures + 1, afterMs) });
  });
}

const nothing = (state: Reading["state"], problem: Problem | null): Ended => ({ state, counts: null, notes: [], importId: null, problem });

function refusalOf(done: AssetImport | undefined, { dryRun }: Reading, now: Date): Problem | null {
  if (done === undefined || done.refusal === null || dryRun) return null;
  return { at: now.toISOString(), problem: "shrunk", words: done.refusal, todo: `Look at what would go (asset-imports/${done.id}/rows?kind=stale). If it is meant, read it with allowShrink; else see why the other side gives less: a right that was taken, a filter, half a file.` };
}

const isNothing = ({ assets, file, gone, teams, services, networks, windows }: Snapshot): boolean => file === null && [assets, gone, teams, services, networks, windows].every(({ length }) => length === 0);

const countsOf = ({ assets, gone, teams, services, networks, windows }: Snapshot) => ({ assets: assets.length, gone: gone.length, teams: teams.length, services: services.length, networks: networks.length, windows: windows.length });

/** Of what was read, and of what makes assets of it. */
function digestOfAll({ settings, version }: StoredSource, { assets, file, teams, services, networks, windows }: Snapshot): string {
  const digest = createHash("sha256").update(JSON.stringify([version, settings.mapping, settings.reads]));
  if (file !== null) digest.update(file.bytes);
  for (const list of [assets, teams, services, networks, windows]) for (const one of list) digest.update(JSON.stringify(one));
  return digest.digest("base64url");
}
