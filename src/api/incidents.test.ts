import { beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import type { AttachedFile, Incident, IncidentList, IncidentThread } from "../contract/incidents.ts";
import { readJournal, withTenant } from "../store/index.ts";

let api: TestApi;
const as = new Map<string, Cookies>();
const north = "/v1/tenants/north/incidents";
beforeAll(async () => {
  api = await apiOf("north", "south");
  for (const [role, tenant] of [["analyst", null], ["security", "north"], ["auditor", "north"], ["operations", "north"], ["security", "south"]] as const) {
    as.set(`${role} ${tenant ?? ""}`.trim(), await api.signIn(await api.person(`${role}.${tenant ?? "provider"}@example.com`, [{ tenant, role }])));
  }
});

const ask = (who: string, url: string, body?: object, method?: "PATCH") => api.ask({ url, ...(method === undefined ? {} : { method }), ...(body === undefined ? {} : { body }), cookies: as.get(who)! });
/** One incident, a list, a thread or a file: whatever the route answers with. */
type Page = z.infer<typeof Incident> & z.infer<typeof IncidentList> & z.infer<typeof IncidentThread> & z.infer<typeof AttachedFile>;
async function page(who: string, url: string, body?: object, method?: "PATCH"): Promise<Page> {
  const answer = await ask(who, url, body, method);
  expect([url, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([url, 200, ""]);
  return answer.body as unknown as Page;
}
const opened = (over: object = {}) => page("analyst", north, { title: "Beacon from a workstation", category: "malware-spread", severity: "high", ...over });

test("is opened with its number, its clocks and its first entry, and found by id and reference", async () => {
  const incident = await opened({ summary: "every 61 s", severityReasons: { "asset-criticality": "a medical device" } });
  expect(incident.ref).toMatch(/^NOR-2026-\d{4}$/);
  expect(incident).toMatchObject({ stage: "open", mode: "escalate", origin: "provider", verdict: null, turn: { side: "provider" }, severityReasons: { "asset-criticality": "a medical device" } });
  expect(incident.clocks.map(({ phase, state }) => `${phase} ${state}`).toSorted()).toEqual(["acknowledge running", "contain-advice running", "notify running", "qualify running"]);
  expect((await page("analyst", `${north}/${incident.ref}`)).id).toBe(incident.id);
  expect((await page("analyst", north)).incidents.map(({ id }) => id)).toContain(incident.id);
  expect((await page("analyst", "/v1/incidents")).incidents.map(({ id }) => id)).toContain(incident.id);
});

describe("the two sides", () => {
  test("each sees what is shared and its own; the client's page has nothing that the provider keeps", async () => {
    const { ref } = await opened();
    await page("analyst", `${north}/${ref}/entries`, { text: "same hash at another organisation" });
    await page("analyst", `${north}/${ref}/entries`, { text: "We advise you to isolate it.", visibility: "shared", isAdvice: true });
    await page("security north", `${north}/${ref}/entries`, { text: "Radiology needs ten minutes." });
    await page("analyst", `${north}/${ref}/parts`, { kind: "indicator", name: "kept.example", type: "domain", visibility: "internal" });
    await page("analyst", `${north}/${ref}/parts`, { kind: "account", name: "r.manip", role: "victim", visibility: "shared" });
    const texts = async (who: string): Promise<string[]> => (await page(who, `${north}/${ref}/entries`)).entries.map(({ text }) => text);
    expect(await texts("security north")).not.toContain("same hash at another organisation");
    expect(await texts("security north")).toContain("We advise you to isolate it.");
    expect(await texts("analyst")).toEqual(expect.arrayContaining(["same hash at another organisation", "Radiology needs ten minutes."]));
    const theirs = await ask("security north", `${north}/${ref}`);
    expect(theirs.text).not.toContain("kept.example");
    expect(theirs.text).toContain("r.manip");
    const clocks = (theirs.body as unknown as Page).clocks;
    expect(clocks.filter(({ phase }) => phase === "notify" || phase === "contain-advice").map(({ state }) => state)).toEqual(["met", "met"]);
  });

  test("each has somebody who has it; the acknowledgement is the provider's", async () => {
    const { ref } = await opened();
    await page("security north", `${north}/${ref}/take`, {});
    const after = await page("analyst", `${north}/${ref}/take`, {});
    expect(after.owners).toMatchObject({ provider: { who: expect.any(String) as unknown }, client: { who: expect.any(String) as unknown } });
    expect(after.clocks.find(({ phase }) => phase === "acknowledge")?.state).toBe("met");
    expect((await ask("analyst", `${north}/${ref}/take`, {})).status).toBe(409);
  });
});

describe("is closed", () => {
  test("only with verdict and lessons, told at once; then changes no more, and comes back with a reason", async () => {
    const { ref } = await opened({ severity: "critical" });
    const refused = await ask("analyst", `${north}/${ref}/close`, { reason: "all is done" });
    expect([refused.status, refused.text]).toEqual([409, expect.stringMatching(/verdict.*lessons/) as unknown]);
    await page("security north", `${north}/${ref}/qualify`, { verdict: "true_positive", words: "it was not us" });
    for (const stage of ["contained", "eradicated", "recovered"]) await page("analyst", `${north}/${ref}/stage`, { stage });
    const closed = await page("analyst", `${north}/${ref}/close`, { reason: "all is done", lessons: "block the domain sooner" });
    expect(closed).toMatchObject({ stage: "closed", verdict: "true_positive", lessons: "block the domain sooner", turn: null });
    expect(closed.clocks.every(({ stoppedAt }) => stoppedAt !== null)).toBe(true);
    expect((await ask("analyst", `${north}/${ref}/stage`, { stage: "open", reason: "again" })).status).toBe(409);
    expect(await page("analyst", `${north}/${ref}/reopen`, { reason: "the beacon is back" })).toMatchObject({ stage: "open", verdict: null, reopened: 1 });
  });
});

test("merging keeps both histories: parts and entries move, the merged one points to its survivor", async () => {
  const [one, two] = [await opened({ title: "first of two" }), await opened({ title: "second of two" })];
  await page("analyst", `${north}/${two.ref}/parts`, { kind: "account", name: "moved.account", visibility: "shared" });
  await page("analyst", `${north}/${two.ref}/entries`, { text: "said in the second" });
  const survivor = await page("analyst", `${north}/${one.ref}/merge`, { others: [two.ref], reason: "the same attack" });
  expect(survivor.parts.map(({ document }) => document["name"])).toContain("moved.account");
  expect(survivor.merged.map(({ ref }) => ref)).toEqual([two.ref]);
  expect((await page("analyst", `${north}/${one.ref}/entries`)).entries.map(({ text }) => text)).toContain("said in the second");
  expect(await page("analyst", `${north}/${two.ref}`)).toMatchObject({ stage: "closed", mergedInto: one.id });
});

test("splitting takes parts along and relates the two", async () => {
  const { ref } = await opened();
  const { parts } = await page("analyst", `${north}/${ref}/parts`, { kind: "account", name: "split.account", visibility: "shared" });
  await page("analyst", `${north}/${ref}/split`, { title: "another attack", reason: "other people", parts: [parts[0]!.id] });
  const from = await page("analyst", `${north}/${ref}`);
  expect(from.related).toMatchObject([{ title: "another attack", kind: "split" }]);
  expect((await page("analyst", `${north}/${from.related[0]!.ref}`)).parts.map(({ document }) => document["name"])).toEqual(["split.account"]);
});

test("files are kept and hashed, and given back as bytes to save", async () => {
  const { ref } = await opened();
  const html = "<script>alert(1)</script>";
  const { id, ...file } = await page("analyst", `${north}/${ref}/files`, { name: "../../evil\".html", content: Buffer.from(html).toString("base64"), visibility: "shared" });
  expect(file).toMatchObject({ size: html.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
  const got = await ask("security north", `${north}/${ref}/files/${Number(id)}`);
  expect([got.text, got.headers["content-type"], got.headers["content-security-policy"]]).toEqual([html, "application/octet-stream", "sandbox"]);
  expect(String(got.headers["content-disposition"])).toMatch(/^attachment; filename\*=UTF-8''[^/]+$/);
  await page("analyst", `${north}/${ref}/files/${Number(id)}/remove`, { reason: "not needed" });
  expect((await ask("analyst", `${north}/${ref}/files/${Number(id)}`)).status).toBe(404);
});

describe("who may", () => {
  test.each([
    ["auditor north", "take", {}], ["auditor north", "entries", { text: "x y z" }], ["security north", "stage", { stage: "contained" }], ["security north", "close", { reason: "done now" }], ["security north", "merge", { others: ["x"], reason: "same" }], ["operations north", "take", {}],
  ] as const)("%s may not %s", async (who, verb, body) => {
    const { ref } = await opened();
    expect((await ask(who, `${north}/${ref}/${verb}`, body)).status).toBe(403);
  });

  test("another organisation finds nothing, by its own path neither", async () => {
    const { id, ref } = await opened();
    expect((await ask("security south", `${north}/${ref}`)).status).toBe(404);
    for (const name of [id, ref]) expect((await ask("security south", `/v1/tenants/south/incidents/${name}`)).status).toBe(404);
    expect((await page("security south", "/v1/tenants/south/incidents")).incidents).toEqual([]);
  });
});

test("every verb is in the journal", async () => {
  const { ref } = await opened();
  await page("analyst", `${north}/${ref}`, { title: "Renamed for the journal" }, "PATCH");
  await page("analyst", `${north}/${ref}/severity`, { severity: "low", reason: "a test machine" });
  await page("analyst", `${north}/${ref}/waiting`, { on: "client", reason: "an answer" });
  await page("analyst", `${north}/${ref}/aware`, { at: api.now().toISOString(), evidence: "the call of ten" });
  const journal = await withTenant(api.state, "north", (db) => readJournal(db, { limit: 50, action: "incident.*" }));
  expect(journal.filter(({ subject }) => subject === ref).map(({ action }) => action).toSorted()).toEqual(["incident.aware", "incident.changed", "incident.opened", "incident.severity-changed", "incident.waiting"]);
});
