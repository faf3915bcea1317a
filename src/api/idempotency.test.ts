import { beforeAll, expect, test } from "vitest";
import { apiOf, type TestApi } from "../../test/people.ts";
import { ruleText, uuid } from "../../test/rule-text.ts";

let api: TestApi;
beforeAll(async () => {
  api = await apiOf("north");
});

const drop = (title: string, key: string, bearer = api.key) => api.ask({ url: "/v1/tenants/north/drop-rules", body: { rule: ruleText({ title, id: uuid(title.charCodeAt(0)) }), reason: "asked for" }, key: bearer, headers: { "idempotency-key": key } });
const dropped = async (): Promise<unknown[]> => (await api.ask({ url: "/v1/tenants/north/drop-rules", key: api.key })).body["rules"] as unknown[];

test("a change that is sent again happens once, and is answered the same", async () => {
  const [first, again] = [await drop("a", "one"), await drop("a", "one")];
  expect(again).toMatchObject({ status: 200, body: first.body, headers: { "idempotency-replayed": "true" } });
  expect(await dropped()).toHaveLength(1);
});

test("of two at once one is done", async () => {
  const statuses = (await Promise.all([drop("b", "two"), drop("b", "two")])).map(({ status }) => status);
  expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
  expect(await dropped()).toHaveLength(2);
});

test("a key is for one request of one caller", async () => {
  expect(await drop("c", "one")).toMatchObject({ status: 409, body: { detail: expect.stringContaining("another request") as string } });
  const other = (await api.ask({ url: "/v1/keys", body: { name: "other", scopes: ["drop-rule:change"] }, key: api.key })).body["text"] as string;
  expect(await drop("c", "one", other)).toMatchObject({ status: 200 });
  expect(await drop("d", "x".repeat(129))).toMatchObject({ status: 400 });
});

test("a refusal is kept, too, and everything is forgotten after a day", async () => {
  expect((await api.ask({ url: "/v1/tenants/north/drop-rules", body: { rule: "no rule" }, key: api.key, headers: { "idempotency-key": "three" } })).status).toBe(400);
  api.pass(25 * 3_600_000);
  expect(await drop("e", "one")).toMatchObject({ status: 200, headers: {} });
});

test("a secret is shown once, and is nowhere kept", async () => {
  const ask = () => api.ask({ url: "/v1/keys", body: { name: "shipper", scopes: ["asset:read"] }, key: api.key, headers: { "idempotency-key": "secret" } });
  const text = (await ask()).body["text"] as string;
  expect(text).toMatch(/^vigie_/);
  expect(await ask()).toMatchObject({ status: 409, body: { detail: expect.stringContaining("shown once") as string } });
});
