import { beforeAll, expect, test } from "vitest";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import { findIncident, takeIncident } from "../incidents/index.ts";
import { withTenant } from "../store/index.ts";

const ALL = "/v1/tenants/north/suspicions";
const BODY = { title: "Files of accounting cannot be opened", seen: "Since 09:40 they end in .locked", assets: ["SRV-FILE-01"], urgency: "now", seenAt: "2026-11-24T07:40:00Z" };

let api: TestApi;
let analyst: Cookies;
let lead: Cookies;
let auditor: Cookies;
let operations: Cookies;
let south: Cookies;
beforeAll(async () => {
  api = await apiOf("north", "south");
  const sign = async (email: string, tenant: string | null, role: "analyst" | "security" | "auditor" | "operations") => api.signIn(await api.person(email, [{ tenant, role }]));
  [analyst, lead, auditor, operations, south] = [await sign("a@p.example", null, "analyst"), await sign("l@north.example", "north", "security"), await sign("x@north.example", "north", "auditor"), await sign("o@north.example", "north", "operations"), await sign("s@south.example", "south", "security")];
});

const ask = (path: string, body?: object, cookies = lead) => api.ask({ url: path, ...(body === undefined ? {} : { body }), cookies });
const journal = (subject: string) => withTenant(api.state, "north", async (db) => (await db.sql.selectFrom("journal").select("action").where("subject", "=", subject).orderBy("id").execute()).map(({ action }) => action));

test("a suspicion opens an incident in the client's words, and the provider's clock runs", async () => {
  const declared = await ask(ALL, BODY);
  expect(declared.body).toMatchObject({ state: "declared", urgency: "now", severity: "high", assets: ["SRV-FILE-01"], due: { phase: "acknowledge", owner: "provider", state: "running" } });
  const { id, ref } = declared.body["incident"] as { readonly id: string; readonly ref: string };
  const incident = await withTenant(api.state, "north", (db) => findIncident(db, ref));
  expect(incident).toMatchObject({ id, origin: "client", title: BODY.title, summary: BODY.seen, severity: "high", openedSide: "client", occurredAt: new Date(BODY.seenAt) });
  expect(await journal(ref)).toEqual(["incident.opened", "suspicion.declared"]);
  const facts = await withTenant(api.state, "north", (db) => db.sql.selectFrom("outbox").select(["kind", "details"]).where("subject", "=", id).orderBy("id").execute());
  expect(facts.map(({ kind }) => kind)).toContain("suspicion.declared");
  expect((await ask(`${ALL}/${ref}`, undefined, analyst)).body["id"]).toBe(declared.body["id"]);
  const { provider } = (await ask("/v1/tenants/north/waiting")).body as unknown as Readonly<Record<string, { readonly items: readonly object[] }>>;
  expect(provider?.items).toMatchObject([{ verb: "take-up", title: BODY.title, subject: { kind: "incident", ref } }]);
});

test.each([["today", "medium"], ["can-wait", "low"]])("urgency %s is taken for %s until somebody knows more", async (urgency, severity) => {
  expect((await ask(ALL, { ...BODY, urgency })).body).toMatchObject({ severity });
});

test("pages of them, the newest first", async () => {
  const first = await ask(`${ALL}?limit=2`, undefined, auditor);
  expect(first.body["suspicions"]).toHaveLength(2);
  expect((await ask(`${ALL}?limit=2&after=${String(first.body["next"])}`)).body["suspicions"]).toHaveLength(1);
});

test("is declared by the client, of its own organisation, with what it saw, not in the future", async () => {
  for (const cookies of [analyst, auditor, operations]) expect((await ask(ALL, BODY, cookies)).status).toBe(403);
  expect((await api.ask({ url: ALL, body: BODY, key: api.key })).text).toContain("the provider opens an incident");
  expect((await ask(ALL, BODY, south)).status).toBe(404);
  expect((await ask(`${ALL}/none`)).status).toBe(404);
  expect((await ask("/v1/tenants/south/suspicions", undefined, south)).body["suspicions"]).toEqual([]);
  for (const body of [{ ...BODY, seen: "" }, { ...BODY, seenAt: "2027-01-01T00:00:00Z" }, { ...BODY, urgency: "yesterday" }]) expect((await ask(ALL, body)).status).toBe(400);
});

const declare = async (): Promise<{ readonly url: string; readonly ref: string }> => {
  const { body } = await ask(ALL, BODY);
  return { url: `${ALL}/${String(body["id"])}`, ref: (body["incident"] as { readonly ref: string }).ref };
};
const incidentOf = (ref: string) => withTenant(api.state, "north", (db) => findIncident(db, ref));

test("whoever takes it up has its incident, and the clock has stopped", async () => {
  const { url, ref } = await declare();
  expect((await ask(`${url}/acknowledge`, {}, analyst)).body).toMatchObject({ state: "acknowledged", decided: { words: null }, due: { phase: "qualify" } });
  expect((await incidentOf(ref)).owners.provider?.id).toMatch(/^person:/);
  expect((await ask(`${url}/acknowledge`, {}, analyst)).status).toBe(409);
  expect(await journal(ref)).toContain("suspicion.acknowledged");
});

test("to take its incident is to acknowledge it", async () => {
  const { url, ref } = await declare();
  await withTenant(api.state, "north", (db) => takeIncident(db, { who: "A.", id: "person:a", side: "provider", now: api.now() }, ref));
  expect((await ask(url)).body).toMatchObject({ state: "acknowledged" });
});

test("what it was, if it was none, the client reads in words; its incident is closed", async () => {
  const { url, ref } = await declare();
  expect((await ask(`${url}/refuse`, { reason: "" }, analyst)).status).toBe(400);
  const reason = "The archive job renames the files; it was announced on Friday.";
  expect((await ask(`${url}/refuse`, { reason }, analyst)).body).toMatchObject({ state: "refused", decided: { words: reason } });
  expect(await incidentOf(ref)).toMatchObject({ stage: "closed", verdict: { value: "false_positive" } });
  for (const verb of ["refuse", "merge"]) expect((await ask(`${url}/${verb}`, { reason, ...(verb === "merge" ? { into: ref } : {}) }, analyst)).status).toBe(409);
});

test("what belongs to an incident becomes part of it", async () => {
  const [one, other] = [await declare(), await declare()];
  expect((await ask(`${one.url}/merge`, { into: other.ref, reason: "the same files" }, analyst)).body).toMatchObject({ state: "merged", mergedInto: other.ref, decided: { words: "the same files" } });
  expect((await incidentOf(one.ref)).mergedInto).toBe((await incidentOf(other.ref)).id);
  expect((await ask(`${other.url}/merge`, { into: "NOR-2026-9999", reason: "the same files" }, analyst)).status).toBe(404);
});

test("what becomes of its incident by the incident's own verbs becomes of it, in words", async () => {
  const [one, other, kept] = [await declare(), await declare(), await declare()];
  const incidents = "/v1/tenants/north/incidents";
  expect((await ask(`${incidents}/${kept.ref}/merge`, { others: [one.ref], reason: "the same files" }, analyst)).status).toBe(200);
  expect((await ask(one.url)).body).toMatchObject({ state: "merged", mergedInto: kept.ref });
  const closing = { reason: "It was the backup.", verdict: "benign_positive", lessons: "Announce the backup." };
  const closed = await ask(`${incidents}/${other.ref}/close`, closing, analyst);
  expect([closed.status, closed.text]).toEqual([200, expect.any(String)]);
  expect((await ask(other.url)).body).toMatchObject({ state: "closed", decided: { words: "It was the backup." } });
});

test.each([["acknowledge", {}], ["refuse", { reason: "was none" }], ["merge", { into: "NOR-2026-0001", reason: "the same" }]])("%s is the provider's, and here", async (verb, body) => {
  const { url } = await declare();
  for (const cookies of [lead, auditor, operations]) expect((await ask(`${url}/${verb}`, body, cookies)).status).toBe(403);
  expect((await ask(`${url}/${verb}`, body, south)).status).toBe(404);
  expect((await ask(`${url.replace("north", "south")}/${verb}`, body, analyst)).status).toBe(404);
});
