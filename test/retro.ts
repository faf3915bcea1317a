// Lines stored and detected as the live stream does it, in a real event store: what retro-runs are held against.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { LogSourceMap } from "../src/detect/index.ts";
import type { NewDetection } from "../src/detections/index.ts";
import { correlatedDetections } from "../src/detections/index.ts";
import { connectEvents, startStore, type EventStore } from "../src/events/index.ts";
import type { ActiveRules } from "../src/live/active-rules.ts";
import { LiveBatch } from "../src/live/batch.ts";
import { raisedBy } from "../src/live/detections.ts";
import { ArrivalReader } from "../src/live/read-arrival.ts";
import { RecentIds } from "../src/live/recent-ids.ts";
import { compileRules, correlationsOf, type TenantAtWork } from "../src/live/rules-at-work.ts";
import { readShippedLogSources } from "../src/packs/index.ts";
import { understandingOf } from "../src/roles/index.ts";
import type { Packet } from "../src/spool/index.ts";

/** Lines of one source. */
export type Feed = { readonly tenant: string; readonly source: string; readonly format: "json" | "text"; readonly lines: readonly (string | Uint8Array)[] };

export type RetroStore = {
  readonly events: EventStore;
  readonly understanding: Awaited<ReturnType<typeof understandingOf>>;
  readonly logsources: readonly LogSourceMap[];
  /** Stores lines, and gives what the rules detected in the stream. */
  readonly feed: (feeds: readonly Feed[], active?: ActiveRules) => Promise<readonly NewDetection[]>;
  readonly stop: () => Promise<void>;
};

/** Without rules: nothing is detected. */
const NO_RULES: ActiveRules = { version: 0, digest: "", files: [], off: [], drops: [], changesAt: null };

/** When the samples were written. */
export const ARRIVED_MS = Date.UTC(2026, 10, 25);

const PACKET_LINES = 1_000;

/** Starts an empty event store. */
export async function startRetroStore(): Promise<RetroStore> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-retro-"));
  const running = await startStore({ dataDir: join(folder, "events"), memoryBytes: 1 << 30, threads: 2, listen: { socket: join(folder, "store.sock") }, password: "test" });
  const events = connectEvents({ url: running.url, password: "test" });
  await events.prepare();
  const understanding = await understandingOf({ tenants: [] });
  const logsources = await readShippedLogSources();
  let place = 0;
  const feed = async (feeds: readonly Feed[], active = NO_RULES): Promise<readonly NewDetection[]> => {
    const compiled = compileRules(active, logsources, undefined);
    const works = new Map<string, TenantAtWork>();
    const tenantAtWork = (tenant: string): TenantAtWork => {
      const known = works.get(tenant) ?? { tenant, rulesetVersion: active.version, compiled, correlations: correlationsOf(compiled, undefined, ARRIVED_MS), drops: undefined };
      works.set(tenant, known);
      return known;
    };
    const batch = new LiveBatch({ reader: new ArrivalReader(understanding.hintOf), understanding, recent: new RecentIds(1_000), tenantAtWork, nowMs: () => ARRIVED_MS });
    // Each turn of its work is done at once: nobody else waits for the event loop here.
    for (const packet of packetsOf(feeds)) for (const _ of batch.add({ ...packet, place: ++place }));
    batch.finish();
    await events.insert(batch.events);
    const late = [...works.values()].flatMap((work) => correlatedDetections(raisedBy(work), work.correlations.tick(ARRIVED_MS + 86_400_000), ARRIVED_MS));
    return [...batch.detections, ...late];
  };
  const stop = async (): Promise<void> => {
    events.close();
    await running.stop();
    rmSync(folder, { recursive: true });
  };
  return { events, understanding, logsources, feed, stop };
}

function* packetsOf(feeds: readonly Feed[]): Generator<Omit<Packet, "place">> {
  for (const { tenant, source, format, lines } of feeds) {
    for (let i = 0; i < lines.length; i += PACKET_LINES) {
      yield { from: { tenant, source }, transport: "syslog-tcp", collector: "tests", peer: "", arrivedMs: ARRIVED_MS, format, lines: lines.slice(i, i + PACKET_LINES).map((line) => Buffer.from(line)) };
    }
  }
}

const ROOT = join(import.meta.dirname, "..");

/** The sample logs that are files of lines, each as a source of its own. */
export const SAMPLES: readonly Omit<Feed, "tenant">[] = [
  ["content/samples/audit.log", "text"], ["content/samples/auth.log", "text"], ["content/samples/entra-signins.jsonl", "json"], ["content/samples/nginx-access.log", "text"],
  ["content/samples/pc-adv-07.winlogbeat.ndjson", "json"], ["content/samples/windows-servers.nxlog.jsonl", "json"], ["test/cases/office-to-lsass.in.ndjson", "json"],
  ["test/cases/audit-reverse-shell.in.log", "text"], ["test/cases/log-cleared.in.xml", "text"],
  ["content/samples/cloudtrail-111122223333-eu-west-3.json.gz", "json"],
].map(([path, format]) => ({ source: path!.split("/").at(-1)!, format: format as Feed["format"], lines: linesOf(join(ROOT, path!)) }));

function linesOf(path: string): readonly string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  // CloudTrail's files and exports of the event log hold several records in one document.
  if (path.endsWith(".json.gz")) return [JSON.stringify(JSON.parse(text))];
  if (path.endsWith(".xml")) return text.match(/<Event[ >][^]*?<\/Event>/g) ?? [];
  return text.split("\n").filter((line) => line !== "");
}
