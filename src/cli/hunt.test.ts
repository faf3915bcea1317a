import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import Fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startHunting, type Given, type HuntStore } from "../../test/hunting.ts";
import { answerError } from "../api/errors.ts";
import { searchRoutes } from "../api/search.ts";
import { runCommand } from "./command.ts";
import { hunt } from "./hunt.ts";

const NOW = Date.UTC(2026, 2, 10);
const EVENTS: readonly Given[] = Array.from({ length: 1200 }, (_, i): Given => ({
  tenant: "acme",
  timeMs: NOW - i * 60_000 - 1,
  document: { host: { name: `pc-${i % 3}` }, process: { args: [`-n${i % 10}`] }, message: `event number ${i}` },
}));

let running: HuntStore;
let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  running = await startHunting(EVENTS, () => NOW);
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  await app.register(searchRoutes(running.hunting));
  await app.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  await running.stop();
});

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const [code, told, said] = await Promise.all([
    runCommand(hunt, ["--url", url, "--key", "k", "--since", "2026-03-01", "--until", "2026-03-10", "acme", ...args], { out, err }).finally(() => {
      out.end();
      err.end();
    }),
    text(out),
    text(err),
  ]);
  return { code, out: told, err: said };
}

describe("vigie hunt", () => {
  test("prints a row an event, newest first, and says that there are more", async () => {
    const { code, out, err } = await run("host.name: pc-1", "--limit", "2");
    expect(out.split("\n").map((row) => row.trimEnd())).toEqual([
      "TIME (UTC)               HOST                  TECHNOLOGY      WHAT",
      "2026-03-09 23:58:59.999  pc-1                  test            event number 1",
      "2026-03-09 23:55:59.999  pc-1                  test            event number 4",
      "",
    ]);
    expect(err).toMatch(/there are more/);
    expect(code).toBe(0);
  });

  test("fetches page after page as JSON", async () => {
    const { out, err } = await run("number", "--json", "--limit", "1150");
    const events = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { event: { message: string } });
    expect(events.map(({ event }) => event.message)).toEqual(EVENTS.slice(0, 1150).map((_, i) => `event number ${i}`));
    expect(err).toMatch(/there are more/);
  });

  test("draws how many there are by time", async () => {
    const { out } = await run("process.args: -n3", "--histogram");
    expect(out).toMatch(/^120 events$/m);
    expect(out).toMatch(/^2026-03-09 \d\d:00 +\d+ {2}█/m);
  });

  test("shows where a query is wrong", async () => {
    const { code, err } = await run("host.name: a b");
    expect(code).toBe(2);
    expect(err).toContain("column 14: write and or or before this");
    expect(err).toContain("host.name: a ▶b");
  });

  test("says that there is nothing, and what it cannot understand", async () => {
    expect(await run("host.name: nobody")).toMatchObject({ code: 0, out: "no events\n" });
    expect((await run("host.nam: nobody")).err).toContain("note: host.nam has no column, so events are taken apart for it; did you mean host.name?");
    expect((await run("a", "b")).err).toContain("put the query in quotes");
    expect((await run("a", "--limit", "0")).err).toContain("--limit 0: give a number from 1");
    expect((await run("a", "--until", "tomorrow")).err).toContain("--until tomorrow: write 24h, 7d");
  });
});
