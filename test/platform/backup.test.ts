// A backup of a platform that is being sent to, and what becomes of it.
import { execFile } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { zstdDecompressSync } from "node:zlib";
import { generate } from "otplib";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "../../src/config/index.ts";
import { restoreBackup } from "../../src/roles/index.ts";
import { BulkClient } from "./bulk-client.ts";
import { ATTACK, isAttack, numberedEvent, numberOf } from "./numbered-events.ts";
import { startTestPlatform, until, type TestPlatform } from "./platform.ts";

const VIGIE = join(import.meta.dirname, "../../bin/vigie");
const TENANTS = ["acme", "globex"] as const;
const tokenOf = (tenant: string): string => `backup-test-token-of-${tenant}`;
const CONFIG = `
api: {port: {port:api}}
listeners:
  - {name: http, protocol: http, host: 127.0.0.1, port: {port:http}}
tenants:
${TENANTS.map((id) => `  - {id: ${id}, name: ${id}, sources: [{name: workstations, technology: windows, claim: {token: ${tokenOf(id)}}}]}`).join("\n")}
`;
const BATCH = 20;
const PASSWORD = "a sentence that nobody knows";
const ASSET = "PC-01, \"l'accueil\"\t\\N";

const folder = mkdtempSync(join(tmpdir(), "vigie-backup-"));
// The included PostgreSQL may run as another user, who has to pass.
chmodSync(folder, 0o711);
const platforms: TestPlatform[] = [];
afterAll(async () => {
  for (const platform of platforms) {
    await platform.stop();
    platform.remove();
  }
  rmSync(folder, { recursive: true, force: true });
});

type Manifest = { readonly digest: string; readonly state: { readonly tables: readonly { readonly name: string; readonly rows: number; readonly part: string }[] }; readonly events: { readonly days: readonly { readonly rows: number }[] }; readonly parts: readonly { readonly name: string }[] };
const manifestOf = (backup: string): Manifest => JSON.parse(readFileSync(join(backup, "manifest.json"), "utf8")) as Manifest;
const read = (backup: string, part: string): string => zstdDecompressSync(readFileSync(join(backup, part))).toString();

const run = async (...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> => promisify(execFile)(VIGIE, args);

/** Sends numbered events of both tenants until told to stop; how many were acknowledged stands in the clients. */
function send(on: TestPlatform) {
  const clients = TENANTS.map((tenant) => new BulkClient(on.addresses["http"]!, tokenOf(tenant)));
  let isOver = false;
  const sending = Promise.all(clients.map(async (client) => {
    for (let next = 0; !isOver; next += BATCH) {
      await client.send(Array.from({ length: BATCH }, (_, i) => numberedEvent(next + i)));
      await wait(50);
    }
  }));
  return { acknowledged: () => clients.map((client) => client.acknowledged), stop: async () => { isOver = true; await sending; } };
}

const post = (body: object): RequestInit => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const answer = async (response: Response): Promise<Record<string, string>> => (await response.json()) as Record<string, string>;

/** Signs in with a code of the step of time that is so many behind the present one: each counts once. */
async function signIn(on: TestPlatform, email: string, secret: string | undefined, stepsAhead: number): Promise<string> {
  const api = on.addresses["api"]!;
  const begun = await answer(await fetch(`${api}/v1/sign-in`, post({ email, password: PASSWORD })));
  const known = secret ?? begun["secret"]!;
  const code = await generate({ secret: known, epoch: Math.floor(Date.now() / 1000) + stepsAhead * 30 });
  const done = await fetch(`${api}/v1/sign-in/code`, post({ step: begun["step"]!, code }));
  expect(done.status).toBe(200);
  return known;
}

async function check(on: TestPlatform, tenant: string, least: number): Promise<void> {
  type Hour = Readonly<Record<"received" | "stored" | "quarantined" | "dropped" | "duplicates", number>>;
  const numbers = await until("what was acknowledged is stored", async () => {
    const text = await (await on.ask(`/v1/tenants/${tenant}/events/export?format=ndjson&limit=10000000`)).text();
    const found = text.split("\n").flatMap((line) => numberOf(line) ?? []);
    return found.length >= least ? found : undefined;
  });
  // Nothing is lost on the way and nothing is there twice: they are the first so many.
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i));
  const { hours } = (await (await on.ask(`/v1/tenants/${tenant}/collection/hours`)).json()) as { hours: readonly Hour[] };
  const sum = (name: keyof Hour): number => hours.reduce((total, hour) => total + hour[name], 0);
  expect([sum("received"), sum("stored"), sum("duplicates")]).toEqual([numbers.length, numbers.length, 0]);
  const { detections } = (await (await on.ask(`/v1/tenants/${tenant}/detections?limit=1000`)).json()) as { detections: readonly { readonly rule: { readonly title: string } }[] };
  expect(detections.filter(({ rule }) => rule.title === ATTACK).length).toBe(numbers.filter(isAttack).length);
  const { stdout } = await run("verify", tenant, "--url", on.addresses["api"]!, "--key", on.key);
  expect(stdout).toMatch(/^ok: /);
}

async function restoredData(backup: string): Promise<string> {
  const data = join(folder, `restored-${platforms.length}`);
  await run("restore", "--data", data, "--digest", manifestOf(backup).digest, backup);
  return data;
}

async function startedOn(data: string): Promise<TestPlatform> {
  const platform = await startTestPlatform(CONFIG, { data, key });
  platforms.push(platform);
  return platform;
}

// Several platforms are started one after the other, on a machine that may be busy.
const SLOW = { timeout: 300_000 };
const EMAIL = "ciso@acme.example";
const working = join(folder, "working");
const standing = join(folder, "standing");
let key: string;
let secret: string;
/** By tenant: how many lines were acknowledged before each backup began. */
let acknowledged: Readonly<Record<"working" | "standing", readonly number[]>>;

test("a platform is backed up while it is sent to, with workers at work and with workers that stand still", SLOW, async () => {
  const platform = await startTestPlatform(CONFIG);
  platforms.push(platform);
  ({ key } = platform);
  const { token } = await answer(await platform.ask("/v1/tenants/acme/invitations", post({ email: EMAIL, name: "Ève", roles: ["manager"] })));
  await platform.ask("/v1/invitations/accept", post({ token: token!, password: PASSWORD }));
  secret = await signIn(platform, EMAIL, undefined, -1);
  await platform.ask("/v1/tenants/acme/assets", post({ name: ASSET, kind: "workstation", reason: "for the test" }));
  const sender = send(platform);
  const more = async (count: number): Promise<readonly number[]> => {
    const from = sender.acknowledged();
    return until("more are acknowledged", async () => (sender.acknowledged().every((now, i) => now >= from[i]! + count) ? sender.acknowledged() : undefined));
  };
  const first = await more(200);
  const { stderr } = await run("backup", "--data", platform.data, working);
  expect(stderr).toMatch(/^spool: 1 file\nstate: \d+ tables\nevents: [\d,]+ events\n$/);
  process.kill(platform.processes()["detect-0"]!, "SIGSTOP");
  acknowledged = { working: first, standing: await more(200) };
  await run("backup", "--data", platform.data, standing);
  process.kill(platform.processes()["detect-0"]!, "SIGCONT");
  await sender.stop();
  await platform.stop();
});

test("what is restored is what was backed up; started, it has lost and doubled nothing, and people sign in as before", SLOW, async () => {
  const data = await restoredData(working);
  const again = join(folder, "again");
  await run("backup", "--data", data, again);
  const tablesOf = (backup: string) => Object.fromEntries(manifestOf(backup).state.tables.map(({ name, part }) => [name, read(backup, part)]));
  const [was, is] = [tablesOf(working), tablesOf(again)];
  expect(Object.keys(is)).toEqual(Object.keys(was));
  // The journal tells of the restore, and of this backup.
  const goesOn = new Set(["journal", "journal_unlinked"]);
  for (const name of Object.keys(was)) {
    if (goesOn.has(name)) expect(is[name]!.startsWith(was[name]!), name).toBe(true);
    else expect(is[name], name).toBe(was[name]);
  }
  expect(is["journal"]!.slice(was["journal"]!.length)).toMatch(/backup\.restored[^]*backup\.begun/);
  expect(manifestOf(again).events).toEqual(manifestOf(working).events);
  expect(read(again, "keys/secrets.json.zst")).toBe(read(working, "keys/secrets.json.zst"));

  const platform = await startedOn(data);
  for (const [i, tenant] of TENANTS.entries()) await check(platform, tenant, acknowledged.working[i]!);
  await signIn(platform, EMAIL, secret, 0);
  expect(await (await platform.ask("/v1/tenants/acme/assets")).text()).toContain(JSON.stringify(ASSET).slice(1, -1));
  await platform.stop();
});

test("lines that waited to be stored are stored after the restore, once", SLOW, async () => {
  const platform = await startedOn(await restoredData(standing));
  for (const [i, tenant] of TENANTS.entries()) await check(platform, tenant, acknowledged.standing[i]!);
  await expect(run("restore", "--data", platform.data, standing)).rejects.toThrow(/is in use by process \d+: restore into another folder/);
  await platform.stop();
});

test("one byte changed in any part, one that is missing, and one that was cut are told by name; nothing is written", async () => {
  const data = join(folder, "never");
  const restore = async (from: string, digest?: string) => restoreBackup({ config: await readConfig(undefined, {}), data, folder: from, digest, log: pino({ level: "silent" }), by: "test", now: () => new Date(), onStep: () => {} });
  const copy = join(folder, "altered");
  const refused = async (name: string, alter: (path: string) => void, why: string): Promise<void> => {
    cpSync(working, copy, { recursive: true });
    alter(join(copy, name));
    await expect(restore(copy), name).rejects.toThrow(why);
    rmSync(copy, { recursive: true });
  };
  const flip = (path: string): void => {
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
  };
  const files = readdirSync(working, { recursive: true, encoding: "utf8" }).filter((name) => name.includes(".")).toSorted();
  const { parts, digest } = manifestOf(working);
  expect(files).toEqual([...parts.map(({ name }) => name), "manifest.json"].toSorted());
  expect(new Set(parts.map(({ name }) => name.split("/")[0]))).toEqual(new Set(["state", "events", "keys", "spool"]));
  for (const { name } of parts) await refused(name, flip, `${name} was altered`);
  await refused("manifest.json", flip, "manifest.json is not what the backup wrote");
  await refused("manifest.json", (path) => rmSync(path), "is no backup, or one that was not finished");
  await refused("spool/data.mdb.zst", (path) => rmSync(path), "spool/data.mdb.zst is missing");
  await refused("keys/secrets.json.zst", (path) => truncateSync(path, 10), "keys/secrets.json.zst has 10 bytes in place of");
  await expect(restore(working, digest.replace(/^./, (first) => (first === "0" ? "1" : "0")))).rejects.toThrow("not the one that was given");
  expect(existsSync(data)).toBe(false);
});

test("a folder that holds something and a restore that was not finished are left alone", async () => {
  const { data } = platforms[0]!;
  await expect(run("backup", "--data", data, working)).rejects.toThrow("is not empty, and a backup goes into a folder of its own");
  await expect(run("restore", "--data", data, working)).rejects.toThrow("is not empty, and what is there is not written over");
  const config = join(folder, "elsewhere.yaml");
  writeFileSync(config, "clickhouse: {url: 'http://127.0.0.1:9'}\n");
  await expect(run("restore", "--config", config, "--data", join(folder, "half"), working)).rejects.toThrow("did not answer");
  expect(readdirSync(join(folder, "half"))).toEqual([]);
  await expect(run("backup", "--data", join(folder, "nothing"), join(folder, "none"))).rejects.toThrow("is no data directory of vigie");
  writeFileSync(join(data, "restore.unfinished"), "");
  await expect(run("start", "--data", data)).rejects.toThrow("was not finished: remove the folder and restore again");
  await expect(run("backup", "--data", data, join(folder, "none"))).rejects.toThrow("was not finished: remove the folder and restore again");
});
