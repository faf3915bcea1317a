// Parts that are changed, incidents that leave as files, and the register.
import { beforeAll, describe, expect, test } from "vitest";
import { raised } from "../../test/alerts.ts";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import type { IncidentExport, Register } from "../contract/incident-export.ts";
import type { z } from "zod";
import { incidentJobs } from "../incidents/index.ts";
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
const got = async <Answer>(who: string, url: string, body?: object, method?: "PATCH"): Promise<Answer> => {
  const answer = await ask(who, url, body, method);
  expect([url, answer.status, answer.status === 200 ? "" : answer.text]).toEqual([url, 200, ""]);
  return answer.body as Answer;
};
type Page = IncidentExport["incident"];
const opened = (over: object = {}) => got<Page>("analyst", north, { title: "Beacon from a workstation", category: "malware-spread", severity: "high", ...over });
const added = async (ref: string, part: object): Promise<Page["parts"][number]> => (await got<Page>("analyst", `${north}/${ref}/parts`, { visibility: "shared", ...part })).parts.at(-1)!;

describe("a part", () => {
  test.each([
    [{ kind: "account", name: "r.manip" }, { role: "victim", state: "disabled" }, { role: "victim", state: "disabled" }],
    [{ kind: "indicator", name: "evil.example", type: "domain" }, { verdict: "benign", note: "ours" }, { verdict: "benign", note: "ours", value: "evil.example" }],
    [{ kind: "technique", name: "T1071.001" }, { note: "every 61 s" }, { note: "every 61 s", technique: "T1071.001" }],
    [{ kind: "task", name: "Ask the driver", who: "Support" }, { isDone: true, order: 2 }, { text: "Ask the driver", who: "Support", order: 2, doneBy: expect.any(String) as string, doneAt: expect.any(String) as string }],
  ])("%j is changed, and thread and journal say what it was", async (part, change, then) => {
    const { ref } = await opened();
    const { id } = await added(ref, part);
    const after = await got<Page>("security north", `${north}/${ref}/parts/${id}`, change, "PATCH");
    expect(after.parts.find((one) => one.id === id)?.document).toMatchObject(then);
    const { entries } = await got<{ entries: readonly { text: string }[] }>("security north", `${north}/${ref}/entries`);
    expect(entries.at(-1)?.text).toMatch(/^Changed .*: /);
    const journal = await withTenant(api.state, "north", (db) => readJournal(db, { limit: 3, action: "incident.part-changed" }));
    expect(journal[0]).toMatchObject({ subject: ref, reason: expect.stringContaining(Object.keys(change)[0] === "isDone" ? "done" : "instead of") as string });
    expect((await ask("security north", `${north}/${ref}/parts/${id}`, change, "PATCH")).status).toBe(409);
  });

  test("a technique is one of ATT&CK's", async () => {
    const { ref } = await opened();
    for (const name of ["T1486\u202e", "T1486 <script>", "__proto__", "T148", "t1486", "T1486.1"]) expect((await ask("analyst", `${north}/${ref}/parts`, { kind: "technique", name })).status, name).toBe(400);
  });

  test("has what its kind has, is seen before it is changed, and is not brought back", async () => {
    const { ref } = await opened();
    const { id } = await added(ref, { kind: "indicator", name: "x.example", type: "domain" });
    const kept = await added(ref, { kind: "account", name: "kept", visibility: "internal" });
    const change = (who: string, part: number, body: object) => ask(who, `${north}/${ref}/parts/${part}`, body, "PATCH");
    expect(await change("analyst", id, { role: "victim" })).toMatchObject({ status: 400, body: { detail: expect.stringContaining("verdict, isPassedOn, note") as string } });
    expect((await change("security north", kept.id, { role: "victim" })).status).toBe(404);
    expect((await change("auditor north", id, { note: "x" })).status).toBe(403);
    expect((await ask("security south", `/v1/tenants/south/incidents/${ref}/parts/${id}`, { note: "x" }, "PATCH")).status).toBe(404);
    await got("analyst", `${north}/${ref}/parts/${kept.id}`, { visibility: "shared" }, "PATCH");
    expect((await change("security north", kept.id, { role: "victim" })).status).toBe(200);
    await got("analyst", `${north}/${ref}/parts/${id}/remove`, { reason: "a mistake" });
    expect((await change("analyst", id, { note: "x" })).status).toBe(404);
  });

  test("of the whole, lessons are written anew, and what they were stays to be read", async () => {
    const { ref } = await opened();
    await got("analyst", `${north}/${ref}`, { lessons: "Block sooner." }, "PATCH");
    await got("analyst", `${north}/${ref}`, { lessons: "" }, "PATCH");
    const { entries } = await got<{ entries: readonly { text: string }[] }>("analyst", `${north}/${ref}/entries`);
    expect(entries.at(-1)?.text).toContain("Before, lessons: Block sooner.");
  });
});

const HOSTILE = "\u202egnp.exe <img src=x onerror=alert(1)> [click](http://evil.example) `x`\n# not a heading";

describe("leaves the platform", () => {
  test("as JSON and Markdown, each side with what it may see, and the journal says so", async () => {
    await raised(api.state, [{ n: 901, title: "Credential dumping", host: HOSTILE, fields: { User: HOSTILE, CommandLine: HOSTILE }, context: undefined }]);
    const { ref } = await opened({ alerts: ["NOR-A-1"], title: HOSTILE, summary: HOSTILE });
    await added(ref, { kind: "indicator", name: "kept.example", type: "domain", visibility: "internal" });
    const gone = await added(ref, { kind: "account", name: "wrong.one" });
    await got("analyst", `${north}/${ref}/parts/${gone.id}/remove`, { reason: "another person" });
    await got("analyst", `${north}/${ref}/entries`, { type: "fact", text: "It began.", eventTime: "2026-11-23T22:00:00Z", visibility: "shared" });
    const theirs = await got<IncidentExport>("security north", `${north}/${ref}/export`);
    expect(JSON.stringify(theirs)).not.toContain("kept.example");
    expect(theirs).toMatchObject({ vigie: "incident", side: "client", isWhole: true, incident: { ref, title: HOSTILE.trim() } });
    // PDIS IV.2.1.w.
    expect(theirs.incident.alerts).toMatchObject([{ rules: [{ key: "r1", version: 3 }], sources: [{ source: "dc1", collector: "col-1" }], eventIds: [expect.stringMatching(/^[0-9a-f]{32}$/)], firstTime: expect.any(String) as string, detectedAt: expect.any(String) as string }]);
    expect(theirs.incident.parts.find(({ id }) => id === gone.id)?.removed).toMatchObject({ reason: "another person" });
    expect((await got<IncidentExport>("analyst", `${north}/${ref}/export`)).incident.parts.map(({ document }) => document["value"])).toContain("kept.example");
    const { text, headers } = await ask("security north", `${north}/${ref}/export/markdown?language=en`);
    expect(headers["content-type"]).toContain("text/markdown");
    expect(text).toContain("version 3");
    expect(text).toContain("`dc1`");
    expect(text).not.toContain("kept.example");
    for (const alive of ["<img", "](http", "\n# not", "\u202e"]) expect(text.replaceAll(/(`+)[^`].*?[^`]\1(?!`)/g, "").replaceAll(/\\[!-/:-@[-`{-~]/g, "")).not.toContain(alive);
    expect(text.indexOf("It began")).toBeLessThan(text.indexOf("Opened the incident"));
    // The organisation has named nobody: French.
    expect((await ask("security north", `${north}/${ref}/export/markdown`)).text).toContain("## Chronologie");
    const journal = await withTenant(api.state, "north", (db) => readJournal(db, { limit: 9, action: "incident.exported" }));
    expect(journal.filter(({ subject }) => subject === ref).map(({ details }) => details?.["format"])).toEqual(["markdown", "markdown", "json", "json"]);
    expect((await ask("operations north", `${north}/${ref}/export`)).status).toBe(403);
    expect((await ask("security south", `/v1/tenants/south/incidents/${ref}/export/markdown`)).status).toBe(404);
  });

  test("all of them, as the register, page by page and as one file", async () => {
    for (let i = 0; i < 3; i++) await opened({ title: `=1+${i}` });
    const register = "/v1/tenants/north/incident-register";
    const refs: string[] = [];
    for (let after = ""; ; ) {
      const page = await got<z.infer<typeof Register>>("security north", `${register}?limit=2${after}`);
      refs.push(...page.incidents.map(({ ref }) => ref));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(refs).toEqual(refs.toSorted());
    expect(new Set(refs).size).toBe(refs.length);
    const csv = (await ask("auditor north", `${register}/csv`)).text;
    expect(csv.split("\r\n")[0]).toMatch(/^ref,title,/);
    for (const ref of refs) expect(csv).toContain(`\r\n${ref},`);
    expect(csv).toContain(",'=1+2,");
    expect((await got<z.infer<typeof Register>>("security south", "/v1/tenants/south/incident-register")).incidents).toEqual([]);
    expect((await got<z.infer<typeof Register>>("analyst", `${register}?until=2020-01-01T00:00:00Z`)).incidents).toEqual([]);
  });
});

test("an attack that comes back after its incident was closed is on the clock again, and the incident says so", async () => {
  await raised(api.state, [{ n: 951, rule: "back", host: "srv-back" }]);
  const row = () => withTenant(api.state, "north", (db) => db.sql.selectFrom("alert").select(["status", "reopened", "due_phase"]).where("number", "=", 2).executeTakeFirst());
  const { ref } = await opened({ alerts: ["NOR-A-2"], severity: "low" });
  await got("analyst", `${north}/${ref}/close`, { reason: "all is done", verdict: "true_positive", alertsAs: "attack-confirmed" });
  await raised(api.state, [{ n: 952, rule: "back", host: "srv-back", fields: { User: "another" } }]);
  expect(await row()).toEqual({ status: "new", reopened: 1, due_phase: "acknowledge" });
  for (const job of incidentJobs({ state: api.state, now: api.now })) while (await job.run());
  const { entries } = await got<{ entries: readonly { text: string }[] }>("security north", `${north}/${ref}/entries`);
  expect(entries.at(-1)?.text).toContain("NOR-A-2 came back after this incident was closed");
  // Open again, it is handled there.
  await got("analyst", `${north}/${ref}/reopen`, { reason: "the same attack" });
  expect(await row()).toEqual({ status: "new", reopened: 1, due_phase: null });
});

test("what is due beside it follows its clocks when they are paused and go on", async () => {
  const { ref } = await opened();
  const job = incidentJobs({ state: api.state, now: api.now })[0]!;
  const due = async (): Promise<Page["due"]> => {
    while (await job.run());
    return (await got<Page>("analyst", `${north}/${ref}`)).due;
  };
  const before = await due();
  await got("analyst", `${north}/${ref}/clocks/pause`, { reason: "waits for the driver", side: "client", evidence: "entry 1" });
  api.pass(600_000);
  await got("analyst", `${north}/${ref}/clocks/resume`, { reason: "the driver called" });
  expect(Date.parse((await due())?.at ?? "")).toBe(Date.parse(before?.at ?? "") + 600_000);
});
