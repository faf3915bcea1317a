// The client against the real API, and against whatever else may answer.
import { beforeAll, describe, expect, test } from "vitest";
import { apiOf, type TestApi } from "../../test/people.ts";
import { ApiProblem, createClient, type Client, type Fetch } from "./client.ts";

let api: TestApi;
let client: Client;
const asked: { readonly url: URL; readonly init: RequestInit }[] = [];

// The real server behind fetch's form; what was asked is kept.
const throughApi: Fetch = async (url, init) => {
  asked.push({ url, init });
  const { pathname, search } = url;
  const response = await api.app.inject({ method: init.method as "GET", url: `${pathname}${search}`, headers: Object.fromEntries(new Headers(init.headers)), ...(init.body === undefined ? {} : { payload: init.body as string }) });
  return new Response(response.statusCode === 204 ? null : response.body, { status: response.statusCode, headers: { "content-type": String(response.headers["content-type"]) } });
};
beforeAll(async () => {
  api = await apiOf("north", "south");
  client = createClient({ fetch: throughApi, url: "https://vigie.example.org", key: api.key });
});

const problemOf = (answer: Promise<unknown>): Promise<ApiProblem> => answer.then(() => Promise.reject(new Error("it was answered")), (error: unknown) => (error instanceof ApiProblem ? error : Promise.reject(error as Error)));

describe("asks", () => {
  test("with parameters of path and query, and gets what the contract says", async () => {
    const { entries } = await client.get("/v1/tenants/{tenant}/journal", { path: { tenant: "north" }, query: { limit: 3, who: undefined, action: "a&b=c" } });
    expect(entries).toEqual([]);
    expect(asked.at(-1)?.url.href).toBe("https://vigie.example.org/v1/tenants/north/journal?limit=3&action=a%26b%3Dc");
    expect((await client.get("/v1/tenants")).tenants.map(({ id }) => id)).toEqual(["north", "south"]);
  });

  test("for a change, once for one key", async () => {
    const register = () => client.post("/v1/tenants/{tenant}/teams", { path: { tenant: "north" }, body: { name: "Network" }, idempotencyKey: "one-team" });
    const [first, second] = [await register(), await register()];
    expect(second).toEqual(first);
    const changed = await client.put("/v1/tenants/{tenant}/teams/{id}", { path: { tenant: "north", id: first.id }, body: { name: "Réseau" } });
    expect(changed).toMatchObject({ id: first.id, name: "Réseau" });
    expect((await client.get("/v1/tenants/{tenant}/teams", { path: { tenant: "north" } })).teams).toEqual([changed]);
  });

  test("for lines, and gets them as they come", async () => {
    const response = await client.get("/v1/tenants/{tenant}/journal/export", { path: { tenant: "north" } });
    expect(await response.text()).toContain('"vigie":"journal"');
  });

  test("as a session, whose token goes with changes alone", async () => {
    let token = "first";
    const page = createClient({ fetch: throughApi, url: "https://vigie.example.org", csrf: () => token });
    const sent = (): string | null => new Headers(asked.at(-1)?.init.headers).get("x-csrf-token");
    await problemOf(page.get("/v1/me"));
    expect(sent()).toBeNull();
    token = "second";
    await problemOf(page.post("/v1/me/sign-out"));
    expect(sent()).toBe("second");
  });
});

describe("is refused", () => {
  test("in the API's own words", async () => {
    const { problem, message } = await problemOf(client.get("/v1/tenants/{tenant}/journal", { path: { tenant: "west/../north" } }));
    expect(problem).toMatchObject({ code: "not_found", status: 404 });
    expect(message).toBe("There is no tenant west/../north.");
  });

  test.each(["", ".", ".."])("what would be another address: %j", async (tenant) => {
    const before = asked.length;
    expect((await problemOf(client.get("/v1/tenants/{tenant}", { path: { tenant } }))).problem.code).toBe("not_found");
    expect(asked).toHaveLength(before);
  });

  test.each<[string, () => Promise<Response>, string]>([
    ["nothing", () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") })), "does not answer (ECONNREFUSED)"],
    ["a proxy", async () => new Response("<html>", { status: 502 }), "answered 502"],
    ["a problem of another kind", async () => Response.json({ type: "about:blank", code: "__proto__" }, { status: 400 }), "answered 400"],
  ])("where %s answers", async (_name, answer, told) => {
    const { problem } = await problemOf(createClient({ fetch: answer, url: "http://127.0.0.1:1" }).get("/v1/me"));
    expect(problem).toMatchObject({ code: "unavailable", detail: expect.stringContaining(told) as string });
  });

  test("and hears how long to wait", async () => {
    const busy = async (): Promise<Response> => Response.json({ type: "urn:vigie:problem:too_many_attempts", title: "t", status: 429, detail: "wait", code: "too_many_attempts" }, { status: 429, headers: { "retry-after": "7" } });
    expect((await problemOf(createClient({ fetch: busy, url: "http://127.0.0.1:1" }).get("/v1/me"))).retryAfterSeconds).toBe(7);
  });

  test("but whoever withdraws the question gets their own reason", async () => {
    const leaving = new AbortController();
    leaving.abort(new Error("the page was closed"));
    const never: Fetch = async (_url, init) => Promise.reject(init.signal?.reason as Error);
    await expect(createClient({ fetch: never, url: "http://127.0.0.1:1" }).get("/v1/me", { signal: leaving.signal })).rejects.toThrow("the page was closed");
  });
});
