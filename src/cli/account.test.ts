import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pino } from "pino";
import { systemCaller } from "../core/index.ts";
import { startCollection, type Collection } from "../../test/collection.ts";
import { listeningApi } from "../../test/api.ts";
import { accountRoutes } from "../api/account.ts";
import { claimsOf, parseConfig } from "../config/index.ts";
import { runCli } from "./index.ts";

const NOW = new Date("2026-11-24T08:30:00Z");
const SSHD = "<38>Nov 24 08:29:59 web1 sshd[811]: Failed password for root from 203.0.113.9 port 50022 ssh2";
const YAML = `
tenants:
  - {id: north, name: North, sources: [{name: dc1, technology: windows}, {name: fw}]}
`;

let at: Collection;
let api: { readonly url: string; readonly key: string };
let claims: ReturnType<typeof claimsOf>;
beforeAll(async () => {
  at = await startCollection(YAML, () => NOW);
  const { state, events, config, understanding, handIn } = at;
  claims = claimsOf(config);
  const [log, now, tenants] = [pino({ level: "silent" }), () => NOW, () => config.tenants];
  const routes = accountRoutes({ state, now, log, tenants, events, understanding, handIn, callerOf: () => systemCaller("alice", NOW), ofSender: (sender) => claims.ofSender(sender) });
  api = await listeningApi(state, { now, tenants, routes: [() => routes] });
  await at.take({ from: { tenant: "north", source: "dc1" } }, SSHD, "%% unread \u001b[31m 1 %%", "%% mended 2 %%");
  await at.take({ from: undefined, peer: "198.51.100.7" }, SSHD, "\u001b]0;title\u0007 second");
  await at.settled();
});
afterAll(() => at.stop());

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const [code, told, said] = await Promise.all([
    runCli([...args, "--url", api.url, "--key", api.key], { out, err }).finally(() => {
      out.end();
      err.end();
    }),
    text(out),
    text(err),
  ]);
  return { code, out: told, err: said };
}

test("sources tells each source in a row", async () => {
  const { code, out } = await run("sources", "north");
  expect([code, out]).toEqual([
    0,
    `SOURCE                    HEARD                    LINES TODAY   QUARANTINED       DROPPED  TECHNOLOGY
dc1                       within the hour                    3             2             0  windows
fw                        never                              0             0             0  
`,
  ]);
  expect(JSON.parse((await run("sources", "north", "--json")).out)).toMatchObject({ sources: [{ source: "dc1" }, { source: "fw" }] });
});

test("unclaimed senders come with what to write, and are adopted", async () => {
  const { out } = await run("sources", "--unclaimed");
  expect(out.replace(/\(\d+ %\)/, "(100 %)")).toBe(`web1 (198.51.100.7, through syslog): 2 lines that look like sshd (100 %), the last at 2026-11-24T08:30:00.000Z
  ${SSHD}
    - name: web1
      technology: sshd
      claim:
        addresses:
          - 198.51.100.7
        listeners:
          - syslog

`);
  claims = claimsOf(parseConfig(YAML.replace("{name: fw}", "{name: fw, claim: {addresses: [198.51.100.7]}}"), "test"));
  expect(await run("sources", "--adopt")).toMatchObject({ code: 0, out: "2 lines to north/fw\n2 of 2 unclaimed lines found their source\n" });
  expect((await run("sources", "--unclaimed")).out).toBe("every sender is claimed\n");
});

test("reparse looks first, then does it", async () => {
  await at.settled();
  at.mend("mended");
  const dry = await run("reparse", "north", "--dry-run", "--source", "dc1");
  expect(dry.out).toContain("        1 of 1 can be read: dc1: no technology recognised in this line\n          %% mended 0 %%\n");
  expect(dry.out).not.toContain("\u001b");
  expect(dry.out).toContain("1 of 2 lines would become events\n");
  expect((await run("reparse", "north", "--source", "dc1")).out).toContain("1 of 2 lines became events, 1 stay\n");
  const lines = (await run("reparse", "north", "--json", "--since", "2026-11-24", "--until", "2026-11-25")).out.trimEnd().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ type: "result", handedIn: 0 });
});

test("verify says ok, or what differs, and exits with 1", async () => {
  await at.settled();
  expect(await run("verify", "north")).toMatchObject({ code: 0, out: expect.stringMatching(/^ok: \d events? in \d batch(?:es)?\n$/) as unknown });
  await at.connection.run({ sql: "ALTER TABLE event UPDATE raw = 'x' WHERE tenant = 'north' AND source = 'dc1' SETTINGS mutations_sync = 2" });
  const { code, out } = await run("verify", "north");
  expect([code, out]).toEqual([1, expect.stringMatching(/^batch \d+: event [0-9a-f]{32} .* is not what was stored under this id\n(?:.*\n)*not ok: in \d batch(?:es)? something differs; /)]);
  expect((await run("verify", "north", "--json")).out).toContain('"type":"result","ok":false');
});

test.each([
  ["no organisation", ["verify"], /name one organisation/],
  ["one that there is not", ["verify", "nobody"], /no tenant nobody/],
  ["two questions at once", ["sources", "north", "--adopt"], /name one organisation, or/],
  ["a time that is none", ["reparse", "north", "--since", "yesterday"], /--since yesterday: write/],
  ["an unknown option", ["reparse", "north", "--force"], /force/],
])("refuses %s", async (_, args, message) => {
  expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringMatching(message) as unknown });
});
