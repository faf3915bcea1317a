// `npm run test:shippers`: real shippers of Debian's deliver 10,000 events each to a whole platform; each must be found
// by search, and none twice. `-- --only NAME` for some, `-- --events N` for another number.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { AUTHORITY, SERVER } from "../certificates.ts";
import { startTestPlatform, until, type TestPlatform } from "../platform/platform.ts";
import { SHIPPERS } from "./all.ts";
import type { Shipper } from "./shipper.ts";

const { values } = parseArgs({ options: { only: { type: "string" }, events: { type: "string", default: "10000" }, verbose: { type: "boolean", default: false } } });
const count = Number(values.events);
// A shipper that sends nothing more for so long has nothing more.
const QUIET_MS = 30_000;

const folder = mkdtempSync(join(tmpdir(), "vigie-shippers-"));
const input = join(folder, "numbered.log");
writeFileSync(input, Array.from({ length: count }, (_, n) => `event number=${n} of ${count}\n`).join(""));
writeFileSync(join(folder, "server.pem"), SERVER.cert);
writeFileSync(join(folder, "server.key"), SERVER.key);
writeFileSync(join(folder, "ca.pem"), AUTHORITY);

const wanted = SHIPPERS.filter(({ name }) => values.only === undefined || name.toLowerCase().includes(values.only.toLowerCase())).map((shipper, at) => ({ shipper, source: `s${at}` }));
const present = wanted.filter(({ shipper: { program } }) => spawnSync("which", [program]).status === 0);
const tokenOf = (source: string) => `shipper-test-token-${source}`;
const platform = await startTestPlatform(configuration(), { quiet: !values.verbose });
let failed = 0;
try {
  for (const { shipper, source } of present) if (!(await run(platform, shipper, source))) failed++;
} finally {
  await platform.stop();
  platform.remove();
  rmSync(folder, { recursive: true, force: true });
}
for (const { shipper } of wanted.filter((one) => !present.includes(one))) console.log(`skipped  ${shipper.name}: there is no ${shipper.program}; apt-get install ${shipper.packages.join(" ")}`);
console.log(`${present.length - failed} passed, ${failed} failed, ${wanted.length - present.length} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

function configuration(): string {
  const tls = `{cert: ${folder}/server.pem, key: ${folder}/server.key, ca: ${folder}/ca.pem, clientCertificates: optional}`;
  const listeners = present.map(({ shipper: { protocol = "http", isEncrypted = protocol === "syslog-tls" }, source }) =>
    `  - {name: ${source}, protocol: ${protocol}, host: 127.0.0.1, port: {port:${source}}${isEncrypted ? `, tls: ${tls}` : ""}}`);
  const sources = present.map(({ shipper: { protocol }, source }) => `      - {name: ${source}, claim: ${protocol === undefined ? `{token: ${tokenOf(source)}}` : `{listeners: [${source}]}`}}`);
  return ["api: {port: {port:api}}", "listeners:", ...listeners, "tenants:", "  - id: shippers", "    name: Shippers", "    sources:", ...sources, ""].join("\n");
}

async function run(on: TestPlatform, shipper: Shipper, source: string): Promise<boolean> {
  const dir = join(folder, source);
  mkdirSync(dir);
  for (const [name, text] of Object.entries(shipper.files ?? {})) writeFileSync(join(dir, name), text);
  const port = Number(new URL(on.addresses[source]!.replace(/^[a-z-]+:/, "http:")).port);
  const delivery = { port, token: tokenOf(source), input, dir };
  const config = join(dir, "shipper.conf");
  writeFileSync(config, shipper.config(delivery));
  const began = performance.now();
  const child = spawn(shipper.program, [...shipper.arguments(delivery, config)], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  await arrived(on, source);
  await end(child);
  const { lost, doubled } = await account(on, source);
  // UDP promises nothing; what does not come must not come twice either.
  const isWell = doubled === 0 && (lost === 0 || (shipper.protocol === "syslog-udp" && lost < count));
  console.log(`${isWell ? "ok      " : "FAILED  "} ${shipper.name.padEnd(28)} ${count - lost} found, ${lost} lost, ${doubled} twice, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (!isWell) console.log(said);
  return isWell;
}

/** Waits until all lines of a source are there, or nothing more comes. */
async function arrived(on: TestPlatform, source: string): Promise<void> {
  let last = -1;
  let changedAt = performance.now();
  await until(`the lines of ${source}`, async () => {
    const { sources } = (await (await on.ask("/v1/tenants/shippers/sources")).json()) as { sources: { name: string; lastDay: { received: number } | null }[] };
    const received = sources.find(({ name }) => name === source)?.lastDay?.received ?? 0;
    if (received !== last) changedAt = performance.now();
    last = received;
    return received >= count || performance.now() - changedAt > QUIET_MS ? true : undefined;
  }, 300_000);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

async function account(on: TestPlatform, source: string): Promise<{ readonly lost: number; readonly doubled: number }> {
  const query = encodeURIComponent(`vigie.source: ${source}`);
  const text = await (await on.ask(`/v1/tenants/shippers/events/export?format=ndjson&limit=10000000&since=2000-01-01T00:00:00Z&query=${query}`)).text();
  const numbers = text.split("\n").flatMap((line) => /number=(\d+)/.exec(line)?.[1] ?? []);
  return { lost: count - new Set(numbers).size, doubled: numbers.length - new Set(numbers).size };
}
