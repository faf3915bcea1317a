import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startHunting, type Given, type HuntStore } from "../../test/hunting.ts";
import { answerError } from "./errors.ts";
import { searchRoutes } from "./search.ts";

const NOW = Date.UTC(2026, 2, 10);
const EVENTS: readonly Given[] = Array.from({ length: 50 }, (_, i): Given => ({
  tenant: i % 2 === 0 ? "acme" : "other",
  timeMs: NOW - i * 60_000 - 1,
  document: { host: { name: `pc-${i % 3}` }, process: { args: [`-n${i % 10}`] }, message: `event number ${i}` },
}));

let running: HuntStore;
let app: FastifyInstance;
beforeAll(async () => {
  running = await startHunting(EVENTS, () => NOW);
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  await app.register(searchRoutes(running.hunting));
});
afterAll(async () => {
  await app.close();
  await running.stop();
});

const EVENTS_URL = "/v1/tenants/acme/events";

describe("the routes", () => {
  test.each([
    ["search", { query: "pc-1 or number", limit: 5 }, { complete: true }],
    ["histogram", { query: "host.name: pc-1" }, { total: 8, intervalMs: 1_800_000 }],
    ["top", { field: "host.name" }, { values: [{ value: "pc-0", count: 9 }, { value: "pc-1", count: 8 }, { value: "pc-2", count: 8 }] }],
    ["fields", {}, { total: 25, sampled: 25 }],
  ])("%s answers GET and POST alike", async (name, asked, answer) => {
    const posted = await app.inject({ method: "POST", url: `${EVENTS_URL}/${name}`, payload: asked });
    const got = await app.inject({ method: "GET", url: `${EVENTS_URL}/${name}`, query: Object.fromEntries(Object.entries(asked).map(([key, value]) => [key, String(value)])) });
    expect(posted.statusCode).toBe(200);
    expect(posted.json()).toMatchObject(answer);
    expect(got.json()).toEqual(posted.json());
  });

  test("around and export", async () => {
    const { events } = (await app.inject({ url: `${EVENTS_URL}/search?query=number&limit=3` })).json<{ events: { id: string }[] }>();
    const around = await app.inject({ url: `${EVENTS_URL}/around?id=${events[1]!.id}&by=all&before=1&after=1` });
    expect(around.json()).toMatchObject({ event: { id: events[1]!.id }, before: [{ id: events[2]!.id }], after: [{ id: events[0]!.id }] });
    const csv = await app.inject({ url: `${EVENTS_URL}/export?format=csv&fields=host.name,message&query=process.args:-n0` });
    expect(csv.headers).toMatchObject({ "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="events.csv"' });
    expect(csv.body.split("\r\n").slice(0, 2)).toEqual(["host.name,message", "pc-0,event number 0"]);
    const ndjson = await app.inject({ method: "POST", url: `${EVENTS_URL}/export`, payload: { limit: 2 } });
    expect(ndjson.body.trimEnd().split("\n").length).toBe(3);
  });

  test("indicators", async () => {
    const answer = await app.inject({ method: "POST", url: `${EVENTS_URL}/indicators`, payload: { indicators: [{ values: ["evil.example"] }] } });
    expect(answer.json()).toMatchObject({ hits: [], kinds: [{ kind: "domain", values: 1, found: 0, complete: true }], refused: [] });
  });
});

describe("a refusal", () => {
  test("of a query names its column", async () => {
    for (const path of ["search", "histogram", "fields", "export", "top"]) {
      const answer = await app.inject({ method: "POST", url: `${EVENTS_URL}/${path}`, payload: { query: "host.name: a b", ...(path === "top" ? { field: "host.name" } : {}) } });
      expect(answer.statusCode, path).toBe(400);
      expect(answer.json()).toMatchObject({ code: "invalid", column: 14 });
    }
  });

  test("of a request that does not fit is the server's own", async () => {
    const answer = await app.inject({ url: `${EVENTS_URL}/search?limit=100000` });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ detail: string }>().detail).toContain("limit");
  });

  test("of what the store could not take is one, too", async () => {
    const answer = await app.inject({ method: "POST", url: `${EVENTS_URL}/search`, payload: { query: `user.name: "${"é".repeat(15_000)}"` } });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ detail: string }>().detail).toContain("too long");
  });
});

test("a client that goes away ends its export", async () => {
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const gone = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}${EVENTS_URL}/export`, { signal: gone.signal });
  gone.abort();
  await expect(response.text()).rejects.toThrow();
  // The store is still there for others.
  expect((await app.inject({ url: `${EVENTS_URL}/search` })).statusCode).toBe(200);
});
