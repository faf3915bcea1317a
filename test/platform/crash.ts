// `npm run test:crash`: kills each process of the platform in turn with -9 while a client sends, and looks whether an
// acknowledged event is lost, or one stored or detected twice. `-- --kills N` for another number of kills.
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ATTACK, isAttack, numberedEvent, numberOf } from "./numbered-events.ts";
import { BulkClient } from "./bulk-client.ts";
import { fillTheSpool } from "./full.ts";
import { startTestPlatform, until, type TestPlatform } from "./platform.ts";

const TOKEN = "crash-test-token-0123456789";
const CONFIG = `
api: {port: {port:api}}
listeners:
  - {name: http, protocol: http, host: 127.0.0.1, port: {port:http}}
tenants:
  - id: acme
    name: Acme
    sources:
      - {name: workstations, technology: windows, claim: {token: ${TOKEN}}}
`;
const VICTIMS = ["ingest", "detect-0", "events", "postgres", "jobs", "api", "start"] as const;
const BATCH = 200;

const { values } = parseArgs({ options: { kills: { type: "string", default: "50" }, verbose: { type: "boolean", default: false } } });
const kills = Number(values.kills);

const platform = await startTestPlatform(CONFIG, { quiet: !values.verbose });
let failures: string[];
try {
  const sent = await sendWhileKilling(platform, kills);
  failures = [...(await check(platform, sent))];
} finally {
  await platform.stop();
}
if (failures.length === 0) platform.remove();
else console.log(`the data stay in ${platform.data}`);
failures.push(...(await fillTheSpool()));
for (const failure of failures) console.log(`FAILED: ${failure}`);
console.log(`${failures.length === 0 ? kills + 1 : 0} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Gives how many events were acknowledged: numbers 0 up to it. */
async function sendWhileKilling(on: TestPlatform, times: number): Promise<number> {
  const client = new BulkClient(on.addresses["http"]!, TOKEN);
  let isOver = false;
  const sending = (async () => {
    for (let next = 0; !isOver; next += BATCH) {
      await client.send(Array.from({ length: BATCH }, (_, i) => numberedEvent(next + i)));
      await wait(20);
    }
  })();
  for (let kill = 0; kill < times; kill++) {
    await wait(300 + ((kill * 577) % 1500));
    await killOne(on, VICTIMS[kill % VICTIMS.length]!);
    if (process.stdout.isTTY || kill % 10 === 9) console.log(`${kill + 1} of ${times} kills, ${client.acknowledged} events acknowledged in ${client.attempts} requests`);
  }
  isOver = true;
  await sending;
  return client.acknowledged;
}

async function killOne(on: TestPlatform, victim: (typeof VICTIMS)[number]): Promise<void> {
  if (victim === "start") {
    await on.kill();
    await on.restart();
    return;
  }
  const pid = on.processes()[victim];
  if (pid === undefined) throw new Error(`there is no process ${victim}: ${JSON.stringify(on.processes())}`);
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It died a moment ago of what was killed before it, and is about to be started again.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

type Detection = { readonly rule: { readonly title: string }; readonly eventIds: readonly string[] };
type Hour = { readonly received: number; readonly stored: number; readonly quarantined: number; readonly dropped: number; readonly duplicates: number };

async function check(on: TestPlatform, sent: number): Promise<readonly string[]> {
  const failed: string[] = [];
  const events = await until("all events are stored", async () => {
    const numbers = await storedNumbers(on);
    return new Set(numbers).size >= sent ? numbers : undefined;
  }, 120_000).catch(() => storedNumbers(on));
  const unique = new Set(events);
  if (unique.size < sent) failed.push(`${sent - unique.size} of ${sent} acknowledged events are lost`);
  if (events.length > unique.size) failed.push(`${events.length - unique.size} events are stored twice`);
  const detections = (await detectionsOf(on)).filter(({ rule }) => rule.title === ATTACK);
  const detected = new Set(detections.flatMap(({ eventIds }) => eventIds));
  const attacks = [...unique].filter(isAttack).length;
  if (detections.length !== attacks) failed.push(`${detections.length} detections of ${attacks} attacks`);
  if (detected.size !== detections.length) failed.push(`${detections.length - detected.size} detections are doubled`);
  const { hours } = (await (await on.ask("/v1/tenants/acme/collection/hours")).json()) as { hours: readonly Hour[] };
  const sum = (name: keyof Hour) => hours.reduce((total, hour) => total + hour[name], 0);
  if (sum("stored") !== events.length) failed.push(`${sum("stored")} lines are told as stored, ${events.length} are`);
  if (sum("received") !== sum("stored") + sum("quarantined") + sum("dropped") + sum("duplicates")) failed.push("received is not the sum of what became of the lines");
  console.log(JSON.stringify({ acknowledged: sent, stored: events.length, lost: sent - unique.size, doubled: events.length - unique.size, detections: detections.length, attacks, repeated: sum("duplicates") }));
  return failed;
}

async function storedNumbers(on: TestPlatform): Promise<number[]> {
  const text = await (await on.ask("/v1/tenants/acme/events/export?format=ndjson&limit=10000000")).text();
  return text.split("\n").flatMap((line) => {
    const number = numberOf(line);
    return number === undefined ? [] : [number];
  });
}

async function detectionsOf(on: TestPlatform): Promise<readonly Detection[]> {
  const all: Detection[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = (await (await on.ask(`/v1/tenants/acme/detections?limit=1000${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`)).json()) as { detections: Detection[]; next: string | null };
    all.push(...page.detections);
    cursor = page.next;
  }
  return all;
}
