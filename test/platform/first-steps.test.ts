// The first steps on an empty platform, without a restart: an administrator, an organisation, a source, its first event.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPlatform, until, type TestPlatform } from "./platform.ts";

const CONFIG = `
api: {port: {port:api}}
listeners:
  - {name: http, protocol: http, host: 127.0.0.1, port: {port:http}}
tenants: []
`;
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform(CONFIG);
}, 180_000);
afterAll(async () => {
  await platform.stop();
  platform.remove();
});

const post = async (path: string, body: object | undefined, method = "POST"): Promise<Readonly<Record<string, unknown>>> =>
  (await (await platform.ask(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) })).json()) as Readonly<Record<string, unknown>>;
const get = async (path: string): Promise<Readonly<Record<string, unknown>>> => (await (await platform.ask(path)).json()) as Readonly<Record<string, unknown>>;
const send = async (token: string, line: string): Promise<number> => (await fetch(`${platform.addresses["http"]!}/ingest`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "text/plain" }, body: `${line}\n` })).status;
const found = (word: string): Promise<Readonly<Record<string, unknown>>> =>
  until(`an event with ${word}`, async () => {
    const { events } = await post("/v1/tenants/acme/events/search", { query: word });
    return (events as readonly Readonly<Record<string, unknown>>[])[0];
  });
const errorLine = (word: string): string => `2026/11/24 07:59:00 [error] 31#31: *7 open() "/${word}" failed (2: No such file), client: 203.0.113.9, server: shop, request: "GET /${word} HTTP/1.1", host: "shop"`;

test("an administrator, an organisation, a source and its first event", async () => {
  expect(await get("/v1/set-up")).toEqual({ needed: true });
  await post("/v1/set-up", { email: "admin@example.com", name: "Ada", language: "en", password: "a sentence that nobody knows" });
  expect(await get("/v1/set-up")).toEqual({ needed: false });
  await post("/v1/tenants", { id: "acme", name: "Acme" });
  expect(await get("/v1/listeners")).toMatchObject({ listeners: [{ name: "http", protocol: "http", takesTokens: true, isEncrypted: false }] });
  const { token, source } = (await post("/v1/tenants/acme/sources", { name: "web1", technology: "nginx", timezone: "Europe/Paris" })) as { readonly token: string; readonly source: object };
  expect(source).toMatchObject({ name: "web1", technology: "nginx", claim: { hasToken: true } });
  expect(JSON.stringify(await get("/v1/tenants/acme/sources/web1/claim"))).not.toContain(token);

  await until("the token counts", async () => ((await send(token, errorLine("first"))) === 200 ? true : undefined));
  // Its time zone is known to whoever reads the line.
  expect(JSON.stringify(await found("first"))).toContain("2026-11-24T06:59:00.000Z");
  expect(await get("/v1/tenants/acme/sources/web1")).toMatchObject({ state: "healthy", origin: "api", technology: "nginx", total: { received: 1, stored: 1 } });
}, 120_000);

test("another token takes the place of the first, over a restart too; a source that is removed is nobody's", async () => {
  const { token: first } = (await post("/v1/tenants/acme/sources", { name: "web2", technology: "nginx" })) as { readonly token: string };
  await until("the token counts", async () => ((await send(first, errorLine("second"))) === 200 ? true : undefined));
  const { token } = (await post("/v1/tenants/acme/sources/web2/token", undefined)) as { readonly token: string };
  await until("the first token counts no more", async () => ((await send(first, errorLine("nobodys"))) === 401 ? true : undefined));
  await platform.kill();
  await platform.restart();
  expect(await send(token, errorLine("third"))).toBe(200);
  await found("third");
  await post("/v1/tenants/acme/sources/web2", undefined, "DELETE");
  await until("its token counts no more", async () => ((await send(token, errorLine("nobodys"))) === 401 ? true : undefined));
  // What it sent stays.
  await found("third");
  await post("/v1/tenants/acme/archive", { reason: "for a test" });
}, 240_000);
