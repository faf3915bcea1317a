import { beforeAll, expect, test } from "vitest";
import { apiOf, type TestApi } from "../../test/people.ts";

let api: TestApi;
beforeAll(async () => {
  api = await apiOf("north");
});

const invite = (email: string, key: string, bearer = api.key) => api.ask({ url: "/v1/tenants/north/invitations", body: { email, name: "X", roles: ["security"] }, key: bearer, headers: { "idempotency-key": key } });
const invited = async (): Promise<unknown[]> => (await api.ask({ url: "/v1/tenants/north/invitations", key: api.key })).body["invitations"] as unknown[];

test("a change that is sent again happens once, and is answered the same", async () => {
  const [first, again] = [await invite("a@example.com", "one"), await invite("a@example.com", "one")];
  expect(again).toMatchObject({ status: 200, body: first.body, headers: { "idempotency-replayed": "true" } });
  expect(await invited()).toHaveLength(1);
});

test("of two at once one is done", async () => {
  const statuses = (await Promise.all([invite("b@example.com", "two"), invite("b@example.com", "two")])).map(({ status }) => status);
  expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
  expect(await invited()).toHaveLength(2);
});

test("a key is for one request of one caller", async () => {
  expect(await invite("c@example.com", "one")).toMatchObject({ status: 409, body: { detail: expect.stringContaining("another request") as string } });
  const other = (await api.ask({ url: "/v1/keys", body: { name: "other", scopes: ["person:manage"] }, key: api.key })).body["text"] as string;
  expect(await invite("c@example.com", "one", other)).toMatchObject({ status: 200 });
  expect(await invite("d@example.com", "x".repeat(129))).toMatchObject({ status: 400 });
});

test("a refusal is kept, too, and everything is forgotten after a day", async () => {
  expect((await invite("not an address", "three")).status).toBe(400);
  api.pass(25 * 3_600_000);
  expect(await invite("e@example.com", "one")).toMatchObject({ status: 200, headers: {} });
});
