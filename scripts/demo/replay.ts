// An evening at two organisations, sent as their shippers would send it.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { ask, VIGIE, type Running } from "./platform.ts";
import { linesOf, sendBulk, sendHec, sendSyslog } from "./send.ts";
import { EVENING_ENDS_MS, shiftTimes } from "../../src/demonstration/index.ts";

const CONTENT = join(import.meta.dirname, "../../content");
const SAMPLES = join(CONTENT, "samples");
export const TENANTS = [{ id: "fonderies", name: "Fonderies du Rhône" }, { id: "hosting", name: "Hébergement du Rhône" }] as const;

export type Hour = { readonly source: string } & Readonly<Record<"received" | "stored" | "quarantined" | "dropped" | "duplicates" | "events", number>>;

/** Sends all samples, as if the evening ended now, and waits until every line is accounted for. */
export async function replay(running: Running): Promise<void> {
  const lines = await send(running);
  for (const { id } of TENANTS) {
    for (const deadline = performance.now() + 60_000; ; await wait(100)) {
      const { hours } = await ask<{ hours: readonly Hour[] }>(running, `/v1/tenants/${id}/collection/hours`);
      if (hours.reduce((sum, { received }) => sum + received, 0) >= lines[id]!) break;
      if (performance.now() > deadline) throw new Error(`not all lines of ${id} were accounted for`);
    }
  }
  // Correlations wait a moment for hits that may come late.
  await wait(7_000);
}

/** Gives how many lines each organisation sent at least. */
async function send({ addresses, data }: Running): Promise<Readonly<Record<string, number>>> {
  const [http = "", syslog = "", unknown = ""] = [addresses["http"], addresses["syslog"], addresses["dmz"]];
  const byMs = Date.now() - EVENING_ENDS_MS;
  const read = (name: string) => shiftTimes(readFileSync(join(SAMPLES, name), "utf8"), byMs);
  const importFile = (token: string, name: string, text: string) => importAs({ http, token, path: join(data, "import", name) }, text);
  const servers = linesOf(read("windows-servers.nxlog.jsonl"));
  const workstations = linesOf(read("pc-adv-07.winlogbeat.ndjson"));
  const identities = linesOf(read("entra-signins.jsonl"));
  await sendBulk(http, "demo-token-of-the-servers", servers);
  await sendBulk(http, "demo-token-of-the-workstations", workstations);
  await sendHec(http, "demo-token-of-the-identities", identities);
  const mail = importFile("demo-token-of-the-mail", "m365-audit-export.csv", read("m365-audit-export.csv"));
  const network = readdirSync(join(SAMPLES, "zeek")).map((name) => importFile("demo-token-of-the-network", join("zeek", name), read(join("zeek", name))));
  const linux = ["auth.log", "audit.log", "nginx-access.log"].map(read);
  for (const text of linux) await sendSyslog(syslog, text);
  // A firewall that nobody has told the platform of: its lines wait until somebody says whose it is.
  if (unknown !== "") await sendSyslog(unknown, readFileSync(join(CONTENT, "technologies/cisco-asa/samples/connections.log"), "utf8"));
  const trail = readdirSync(SAMPLES).find((name) => name.startsWith("cloudtrail")) ?? "";
  const cloud = importFile("demo-token-of-the-cloud", "cloudtrail.json", shiftTimes(gunzipSync(readFileSync(join(SAMPLES, trail))).toString(), byMs));
  return {
    fonderies: servers.length + workstations.length + identities.length + mail + network.reduce((sum, n) => sum + n, 0),
    hosting: linux.reduce((sum, text) => sum + linesOf(text).length, 0) + cloud,
  };
}

/** Sends a file as `vigie import` does; gives how many records it had. */
function importAs({ http, token, path }: { readonly http: string; readonly token: string; readonly path: string }, text: string): number {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  const { stderr, status } = spawnSync(VIGIE, ["import", "--url", http, "--token", token, path], { encoding: "utf8" });
  if (status !== 0) throw new Error(`import of ${path}: ${stderr}`);
  return Number(/([\d,]+) records? sent/.exec(stderr)?.[1]?.replaceAll(",", "") ?? 0);
}
