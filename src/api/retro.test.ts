import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import Fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemCaller } from "../core/index.ts";
import { freshState } from "../../test/postgres.ts";
import { SAMPLES, startRetroStore, type RetroStore } from "../../test/retro.ts";
import { retro } from "../cli/retro.ts";
import { runCommand } from "../cli/command.ts";
import type { RetroEventList, RetroRun } from "../contract/retro.ts";
import { createRetroRunner, type RetroRunner } from "../retro/index.ts";
import { answerError } from "./errors.ts";
import { retroRoutes } from "./retro.ts";

const NOW = new Date("2026-11-25T08:00:00Z");
const SINCE = "2026-11-20T00:00:00Z";
const RUNS = "/v1/tenants/acme/retro-runs";
const RULE = `title: PowerShell
logsource: {product: windows, category: process_creation}
detection:
  s: {Image|endswith: '\\powershell.exe'}
  condition: s
`;

let store: RetroStore;
let runner: RetroRunner;
let app: FastifyInstance;
let url: string;
const folder = mkdtempSync(join(tmpdir(), "vigie-retro-cli-"));
let ids = 0;

beforeAll(async () => {
  const [started, state] = await Promise.all([startRetroStore(), freshState("acme", "other")]);
  store = started;
  await store.feed(SAMPLES.map((feed) => ({ ...feed, tenant: "acme" })));
  const { events, understanding, logsources } = store;
  runner = createRetroRunner({ state, events, understanding, technologies: understanding.technologies, logsources, name: "test", now: () => NOW, log: { info: () => {}, error: () => {} } });
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  await app.register(retroRoutes({ state, newId: () => `run-${++ids}`, callerOf: () => systemCaller("administrator", NOW) }));
  await app.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  await app.close();
  await runner.stop();
  await store.stop();
  rmSync(folder, { recursive: true });
});

async function ask(payload: object): Promise<RetroRun> {
  const answer = await app.inject({ method: "POST", url: RUNS, payload });
  expect([answer.statusCode, answer.body.slice(0, 200)]).toEqual([200, expect.any(String)]);
  return answer.json<RetroRun>();
}

describe("the routes", () => {
  test("a run is asked for, listed, looked at, and cancelled", async () => {
    const { id, ...asked } = await ask({ rule: { text: RULE }, since: SINCE });
    expect(asked).toMatchObject({ title: "PowerShell", state: "waiting", until: NOW.toISOString(), askedBy: "administrator", result: null });
    const second = await ask({ rule: { text: RULE }, since: SINCE });
    const page = (await app.inject({ url: `${RUNS}?limit=1` })).json<{ runs: RetroRun[]; next: string }>();
    expect(page.runs.map((run) => run.id)).toEqual([second.id]);
    expect((await app.inject({ url: `${RUNS}?limit=1&after=${page.next}` })).json<{ runs: RetroRun[] }>().runs[0]!.id).toBe(id);
    for (const run of [id, second.id]) expect((await app.inject({ method: "POST", url: `${RUNS}/${run}/cancel` })).json()).toMatchObject({ id: run, state: "cancelled" });
    expect((await app.inject({ method: "POST", url: `${RUNS}/${id}/cancel` })).statusCode).toBe(409);
  });

  test("tell what was found, in pages", async () => {
    runner.start();
    const { id } = await ask({ rule: { text: RULE }, since: SINCE });
    let run: RetroRun;
    do run = (await app.inject({ url: `${RUNS}/${id}` })).json<RetroRun>();
    while (run.state !== "done" && (await wait(50, true)));
    expect(run.result!.listed).toBe(run.progress.matched);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: RetroEventList = (await app.inject({ url: `${RUNS}/${id}/events?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}` })).json<RetroEventList>();
      seen.push(...page.events.map((event) => event.id));
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(run.progress.matched);
    expect(seen.length).toBe(run.progress.matched);
    for (const path of [id, `${id}/events`]) expect((await app.inject({ url: `/v1/tenants/other/retro-runs/${path}` })).statusCode).toBe(404);
    expect((await app.inject({ method: "POST", url: `/v1/tenants/other/retro-runs/${id}/cancel` })).statusCode).toBe(404);
    expect((await app.inject({ url: "/v1/tenants/other/retro-runs" })).json()).toEqual({ runs: [], next: null });
  });

  test.each([
    ["a rule that cannot be used", { rule: { text: RULE.replace("condition: s", "condition: t"), path: "mine.yml" }, since: SINCE }, 400, "mine.yml:"],
    ["neither text nor keys", { rule: {}, since: SINCE }, 400, ""],
    ["both", { rule: { text: RULE, keys: ["a"] }, since: SINCE }, 400, ""],
    ["no beginning", { rule: { text: RULE } }, 400, "since"],
    ["a beginning after the end", { rule: { text: RULE }, since: "2027-01-01T00:00:00Z" }, 400, "has to be before until"],
    ["a key that nobody has", { rule: { keys: ["nobody"] }, since: SINCE }, 404, "There is no rule nobody"],
  ])("refuse %s", async (_, payload, status, message) => {
    const answer = await app.inject({ method: "POST", url: RUNS, payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.json<{ detail: string }>().detail).toContain(message);
  });
});

describe("vigie retro", () => {
  const rule = join(folder, "new.yml");
  writeFileSync(rule, RULE);

  async function command(...args: readonly string[]) {
    const texts = { out: "", err: "" };
    const into = (name: keyof typeof texts) => new Writable({ write: (chunk: Buffer, _, done) => {
      texts[name] += chunk.toString();
      done();
    } });
    const code = await runCommand(retro, [...args, "--url", url, "--key", "k"], { out: Object.assign(into("out"), { columns: 100 }), err: into("err") });
    return { code, ...texts };
  }

  test("prints days, what to reckon with, and the newest events", async () => {
    runner.start();
    const { code, out, err } = await command("acme", rule, "--since", "2026-11-22", "--until", "2026-11-25T08:00:00Z", "--limit", "2");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatchInlineSnapshot(`
      "PowerShell: 2 matches in 4 events that could be some

      2026-11-22    0
      2026-11-23    0
      2026-11-24    2  ███████████████████████████████████████████████████████████████████████████████████
      2026-11-25*   0
      * a part of the day

      Alerts a day: 0 in the middle, at most 2 (from 3 whole days); without PC-ADV-07.fdr.example 0, at most 0

      Hosts: PC-ADV-07.fdr.example 2

      TIME (UTC)               HOST                          SOURCE                RULE
      2026-11-24 20:02:41.000  PC-ADV-07.fdr.example         pc-adv-07.winlogbea…  PowerShell
      2026-11-24 20:02:41.000  PC-ADV-07.fdr.example         office-to-lsass.in.…  PowerShell
      "
    `);
  });

  test("--json gives the run and its events a line each", async () => {
    const { out } = await command("acme", rule, "--since", "2026-11-22", "--until", "2026-11-25", "--json");
    const [run, ...events] = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { state?: string; rule?: string; result?: { listed: number } });
    expect(run).toMatchObject({ state: "done" });
    expect(events.length).toBe(Math.min(20, run!.result!.listed));
  });

  test.each([
    ["no rule", ["acme"], 2, "name the organisation, then a rule"],
    ["a file that is not there", ["acme", "/nowhere/a.yml"], 2, "cannot be read"],
    ["two files", ["acme", "a.yml", "b.yml"], 2, "give one file"],
    ["a time that is none", ["acme", rule, "--since", "yesterday"], 2, "--since yesterday"],
    ["a key that nobody has", ["acme", "nobody"], 2, "There is no rule nobody"],
  ])("refuses %s", async (_, args, code, message) => {
    const answer = await command(...args);
    expect([answer.code, answer.err]).toEqual([code, expect.stringContaining(message)]);
  });
});
