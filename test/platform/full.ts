// The spool is full: senders are refused, nothing acknowledged is lost, and it goes on when there is room again.
import { numberedEvent, numberOf } from "./numbered-events.ts";
import { startTestPlatform, until, type TestPlatform } from "./platform.ts";

const TOKEN = "full-test-token-0123456789";
const CONFIG = `
api: {port: {port:api}}
listeners:
  - {name: http, protocol: http, host: 127.0.0.1, port: {port:http}}
tenants:
  - id: acme
    name: Acme
    sources:
      - {name: workstations, claim: {token: ${TOKEN}}}
spool: {quotaMb: 16}
`;
const BATCH = 1_000;
// Four times the quota.
const MOST = 100_000;

/** What went wrong; nothing if all is well. */
export async function fillTheSpool(): Promise<readonly string[]> {
  const platform = await startTestPlatform(CONFIG);
  try {
    // Whatever makes room is held up.
    process.kill(platform.processes()["detect-0"]!, "SIGSTOP");
    let acknowledged = 0;
    let status = 200;
    for (; status === 200 && acknowledged < MOST; status === 200 && (acknowledged += BATCH)) status = await send(platform, acknowledged);
    if (status !== 429) return [`the spool was never full: ${acknowledged} events were taken, the last answer was ${status}`];
    const refusedAt = acknowledged;
    process.kill(platform.processes()["detect-0"]!, "SIGCONT");
    await until("there is room again", async () => ((await send(platform, refusedAt)) === 200 ? true : undefined));
    const wanted = refusedAt + BATCH;
    const numbers = await until("all is stored", async () => {
      const text = await (await platform.ask("/v1/tenants/acme/events/export?format=ndjson&limit=10000000")).text();
      const found = text.split("\n").flatMap((line) => numberOf(line) ?? []);
      return new Set(found).size >= wanted ? found : undefined;
    });
    console.log(JSON.stringify({ refusedAfter: refusedAt, stored: numbers.length }));
    return numbers.length === wanted ? [] : [`${numbers.length} events are stored of ${wanted}`];
  } finally {
    await platform.stop();
    platform.remove();
  }
}

async function send({ addresses }: TestPlatform, first: number): Promise<number> {
  const body = Array.from({ length: BATCH }, (_, i) => `{"create":{}}\n${numberedEvent(first + i)}\n`).join("");
  const response = await fetch(`${addresses["http"]}/logs/_bulk`, { method: "POST", headers: { authorization: `ApiKey ${TOKEN}`, "content-type": "application/x-ndjson" }, body });
  await response.text();
  return response.status;
}
