// A demonstration from one request to the other, over the real pipeline.
import { expect, test } from "vitest";
import { raised } from "../../test/alerts.ts";
import { wholeApi } from "../../test/isolation/whole-api.ts";
import { withTenant } from "../store/index.ts";
import { demonstrationJobs } from "./index.ts";

const PATH = "/v1/demonstration";

test("it is made, its lines are understood, somebody works on its alerts, and it is removed whole", async () => {
  const { api, at } = await wholeApi("tenants:\n  - {id: north, name: North, sources: []}", new Date("2026-11-24T08:00:00Z"));
  const ask = async (url: string, method: "GET" | "POST" | "DELETE" = "GET") => api.ask({ method, url, key: api.key });
  expect((await ask(PATH)).body).toEqual({ demonstration: null });
  expect((await ask(PATH, "DELETE")).status).toBe(404);
  expect((await ask(PATH, "POST")).body).toMatchObject({ tenant: "demonstration", state: "playing" });
  expect((await ask(PATH, "POST")).status).toBe(409);
  await at.settled();
  const { total, sources } = (await ask("/v1/tenants/demonstration/source-health")).body as { readonly total: { readonly received: number; readonly stored: number }; readonly sources: readonly { readonly source: string }[] };
  expect([total.received > 500, total.stored, sources.length]).toEqual([true, total.received, 6]);

  let minutes = 0;
  const [job] = demonstrationJobs({ state: at.state, now: () => new Date(api.now().getTime() + minutes * 60_000), newId: () => "a-request" });
  const run = () => job!.run();
  minutes = 1;
  await run();
  expect((await ask(PATH)).body).toMatchObject({ demonstration: { state: "playing" } });
  await raised(at.state, [{ tenant: "demonstration", n: 1, host: "web01", title: "Web shell" }, { tenant: "demonstration", n: 2, host: "DC01" }]);
  await run();
  await run();
  expect((await ask(PATH)).body).toMatchObject({ demonstration: { state: "ready" } });
  const incidents = await withTenant(at.state, "demonstration", (db) => db.sql.selectFrom("incident").selectAll().execute());
  const requests = await withTenant(at.state, "demonstration", (db) => db.sql.selectFrom("request").select(["target", "team_name", "state"]).execute());
  expect([incidents.length, requests]).toEqual([1, [{ target: "web01", team_name: "Systems", state: "queued" }]]);

  // Several lines of an audit event are one.
  const { body: removed } = await ask(PATH, "DELETE");
  expect([removed["tenant"], Number(removed["lines"]) > 1_000, Number(removed["lines"]) <= total.stored]).toEqual(["demonstration", true, true]);
  expect((await ask("/v1/tenants/demonstration/incidents")).status).toBe(404);
  expect(await withTenant(at.state, "demonstration", (db) => db.sql.selectFrom("incident").select("id").execute())).toEqual([]);
  expect((await ask(PATH, "POST")).body).toMatchObject({ tenant: "demonstration-2" });
  expect((await ask("/v1/tenants/north/incidents")).body).toMatchObject({ incidents: [] });
}, 180_000);
