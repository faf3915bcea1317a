// `npm run demo`: starts the platform, replays an evening at two organisations through real sockets, and prints what was
// detected and one hunt. Then it goes on, so that the accounts work, until Ctrl-C; `-- --end` ends it at once.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { accounts, askClient, handleIncident, prepare } from "./stories.ts";
import { table } from "./table.ts";
import { EVENING_ENDS_MS, shiftTimes } from "./shift-times.ts";
import { linesOf, sendBulk, sendHec, sendSyslog } from "./send.ts";

const ROOT = join(import.meta.dirname, "../..");
const VIGIE = join(ROOT, "bin/vigie");
const SAMPLES = join(ROOT, "content/samples");
const TENANTS = [{ id: "fonderies", name: "Fonderies du Rhône" }, { id: "hosting", name: "Hébergement du Rhône" }] as const;
const START_MS = 120_000;

type Running = { readonly child: ChildProcess; readonly key: string; readonly addresses: Readonly<Record<string, string>> };

// Where nobody is there to press Ctrl-C it ends by itself.
const goesOn = !process.argv.includes("--end") && (process.stdin.isTTY || process.argv.includes("--keep"));
const data = mkdtempSync(join(tmpdir(), "vigie-demo-"));
const byMs = Date.now() - EVENING_ENDS_MS;
const platform = await start();
try {
  console.log("Letting people of both organisations and of the provider in…");
  const people = await prepare(platform.addresses["api"]!, platform.key);
  const lines = await replay(platform);
  await accounted(platform, lines);
  await show(platform);
  hunt(platform);
  console.log(`\nFonderies du Rhône was asked: ${await askClient(people)}`);
  console.log(`Hébergement du Rhône is being handled: ${await handleIncident(people)}`);
  console.log(`\nAccounts to look around with, over the API at ${platform.addresses["api"]} (docs/api.md):\n${accounts(people)}`);
  if (goesOn) {
    console.log(`\nVigie goes on with this: API ${platform.addresses["api"]}, key of the administrator ${platform.key}. Ctrl-C ends it and deletes its data.`);
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  } else console.log("\nVigie ends now and deletes its data, so these accounts are gone: `npm run demo -- --keep` goes on until Ctrl-C.");
} finally {
  platform.child.kill("SIGTERM");
  await once(platform.child, "exit");
  rmSync(data, { recursive: true, force: true });
}

async function start(): Promise<Running> {
  console.log("Starting the platform: database, event store, listeners, detection, API…");
  const log = createWriteStream(join(data, "vigie.log"));
  const child = spawn(VIGIE, ["start", "--config", join(import.meta.dirname, "vigie.yaml"), "--data", data], { stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.pipe(log);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  for (const deadline = performance.now() + START_MS; !text.includes("vigie is ready"); await wait(50)) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`vigie did not start: ${text}\n${readFileSync(join(data, "vigie.log"), "utf8")}`);
  }
  const addresses = Object.fromEntries([...text.matchAll(/^(\S+) +(\S+:\/\/\S+)$/gm)].map(([, name = "", address = ""]) => [name, address]));
  return { child, key: /shown this once: (\S+)/.exec(text)?.[1] ?? "", addresses };
}

/** Sends all samples; gives how many lines each organisation sent at least. */
async function replay({ addresses }: Running): Promise<Readonly<Record<string, number>>> {
  const [http = "", syslog = ""] = [addresses["http"], addresses["syslog"]];
  console.log(`Replaying an evening at two organisations through ${http} and ${syslog}…`);
  const read = (name: string) => shiftTimes(readFileSync(join(SAMPLES, name), "utf8"), byMs);
  const servers = linesOf(read("windows-servers.nxlog.jsonl"));
  const workstations = linesOf(read("pc-adv-07.winlogbeat.ndjson"));
  const identities = linesOf(read("entra-signins.jsonl"));
  await sendBulk(http, "demo-token-of-the-servers", servers);
  await sendBulk(http, "demo-token-of-the-workstations", workstations);
  await sendHec(http, "demo-token-of-the-identities", identities);
  const mail = importFile(http, "demo-token-of-the-mail", "m365-audit-export.csv", read("m365-audit-export.csv"));
  const network = readdirSync(join(SAMPLES, "zeek")).map((name) => importFile(http, "demo-token-of-the-network", join("zeek", name), read(join("zeek", name))));
  const linux = ["auth.log", "audit.log", "nginx-access.log"].map(read);
  for (const text of linux) await sendSyslog(syslog, text);
  const trail = readdirSync(SAMPLES).find((name) => name.startsWith("cloudtrail")) ?? "";
  const cloud = importFile(http, "demo-token-of-the-cloud", "cloudtrail.json", shiftTimes(gunzipSync(readFileSync(join(SAMPLES, trail))).toString(), byMs));
  return {
    fonderies: servers.length + workstations.length + identities.length + mail + network.reduce((sum, n) => sum + n, 0),
    hosting: linux.reduce((sum, text) => sum + linesOf(text).length, 0) + cloud,
  };
}

/** Sends a file as `vigie import` does; gives how many records it had. */
function importFile(http: string, token: string, name: string, text: string): number {
  const path = join(data, "import", name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  const { stderr, status } = spawnSync(VIGIE, ["import", "--url", http, "--token", token, path], { encoding: "utf8" });
  if (status !== 0) throw new Error(`import of ${name}: ${stderr}`);
  return Number(/([\d,]+) records? sent/.exec(stderr)?.[1]?.replaceAll(",", "") ?? 0);
}

type Hour = { readonly source: string } & Readonly<Record<"received" | "stored" | "quarantined" | "dropped" | "duplicates" | "events", number>>;

async function accounted(running: Running, lines: Readonly<Record<string, number>>): Promise<void> {
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

type Detection = { readonly time: string; readonly level: string | null; readonly host: string | null; readonly rule: { readonly title: string; readonly tags: readonly string[] } };

async function show(running: Running): Promise<void> {
  for (const { id, name } of TENANTS) {
    const { hours } = await ask<{ hours: readonly Hour[] }>(running, `/v1/tenants/${id}/collection/hours`);
    const sum = (of: "received" | "stored" | "quarantined" | "dropped" | "duplicates" | "events") => hours.reduce((total, hour) => total + hour[of], 0);
    const { detections } = await ask<{ detections: readonly Detection[] }>(running, `/v1/tenants/${id}/detections?limit=1000`);
    console.log(`\n${name}: ${sum("received")} lines = ${sum("stored")} stored + ${sum("quarantined")} in quarantine + ${sum("dropped")} dropped + ${sum("duplicates")} repeated; ${sum("events")} events, ${detections.length} detections`);
    console.log(table(detections.toReversed().map(({ time, level, host, rule }) => [time.slice(0, 19).replace("T", " "), level ?? "", host ?? "", rule.title, rule.tags.filter((tag) => /^attack\.t\d/.test(tag)).map((tag) => tag.slice(7).toUpperCase()).join(" ")])));
  }
}

function hunt({ addresses, key }: Running): void {
  const query = "process.name: rundll32.exe or process.name: vssadmin.exe";
  console.log(`\n$ vigie hunt fonderies '${query}'`);
  const { stdout, stderr } = spawnSync(VIGIE, ["hunt", "fonderies", query, "--limit", "5", "--url", addresses["api"]!, "--key", key], { encoding: "utf8" });
  console.log(`${stdout}${stderr}`.trimEnd());
}

async function ask<T>({ addresses, key }: Running, path: string): Promise<T> {
  const response = await fetch(new URL(path, addresses["api"]), { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
