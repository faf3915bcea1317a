import { beforeAll, expect, test } from "vitest";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";

let api: TestApi;
let analyst: Cookies;
let security: Cookies;
let auditor: Cookies;
let operations: Cookies;
let south: Cookies;
let incident = "";
let run = "";

const north = "/v1/tenants/north";
const ask = (path: string, body?: object, cookies = analyst) => api.ask({ url: `${north}${path}`, cookies, ...(body === undefined ? {} : { body }) });

beforeAll(async () => {
  api = await apiOf("north", "south");
  const signIn = async (role: "analyst" | "security" | "auditor" | "operations", tenant: string | null) => api.signIn(await api.person(`${role}.${tenant ?? "soc"}@example.com`, [{ tenant, role }]));
  [analyst, security, auditor, operations, south] = await Promise.all([signIn("analyst", null), signIn("security", "north"), signIn("auditor", "north"), signIn("operations", "north"), signIn("security", "south")]);
  const { body } = await ask("/incidents", { title: "Sign-ins from two countries", severity: "high", category: "identity-theft" });
  incident = String(body["ref"]);
  await ask(`/incidents/${incident}/parts`, { kind: "account", name: "r.manip", role: "victim", visibility: "shared" });
});

test("texts in both languages", async () => {
  const { body } = await api.ask({ url: "/v1/playbooks", cookies: analyst });
  expect(body["playbooks"]).toHaveLength(12);
  const one = await api.ask({ url: "/v1/playbooks/impossible-travel", cookies: analyst });
  expect(one.body).toMatchObject({ title: { en: "Impossible travel", fr: "Voyage impossible" }, sections: [{ key: "understand", title: { fr: "Comprendre" }, steps: [{ id: "compare", query: expect.stringContaining("{accounts}") as string }, {}, {}, { kind: "question", by: "client" }] }, {}, {}, {}] });
  expect(await api.ask({ url: "/v1/playbooks/none", cookies: analyst })).toMatchObject({ status: 404 });
});

test("those that fit, with why and with what comes first; to the client how the provider works is not told", async () => {
  const { body } = await ask(`/incidents/${incident}/playbooks`);
  expect(body).toMatchObject({ runs: [], next: { run: null, number: 1 } });
  expect((body["proposals"] as { playbook: { name: string } }[]).map(({ playbook }) => playbook.name)).toContain("impossible-travel");
  expect((await ask(`/incidents/${incident}/playbooks`, undefined, security)).body).toEqual({ runs: [], proposals: [], next: null });
});

test("from the start to a request that the client approves", async () => {
  const started = await ask(`/incidents/${incident}/playbooks`, { playbook: "impossible-travel", language: "fr" });
  run = String(started.body["id"]);
  expect(started.body).toMatchObject({ state: "running", playbook: { version: 1 }, newest: 1, progress: { done: 0 }, next: { step: "compare", number: 1 }, sections: [{ steps: [{ id: "compare", status: "now", hunt: { query: 'user.name: ("r.manip") and event.category: authentication', missing: [] }, verbs: ["do", "skip"] }, { id: "usual", status: "not-reached" }, { id: "guess", choices: [{ key: "stolen" }, { key: "unclear" }, { key: "vpn" }] }, {}] }, {}, {}, {}] });
  expect(await ask(`/incidents/${incident}/playbooks`, { playbook: "impossible-travel" })).toMatchObject({ status: 409 });
  const step = (name: string, verb: string, body: object, cookies = analyst) => ask(`/playbook-runs/${run}/steps/${name}/${verb}`, body, cookies);
  await step("compare", "do", { note: "same laptop model as at another client" });
  expect(await step("guess", "answer", { choice: "stolen" })).toMatchObject({ status: 409, body: { detail: expect.stringContaining("is not reached yet") as string } });
  await step("usual", "skip", { reason: "no events so far back" });
  const asked = await step("guess", "answer", { choice: "stolen" });
  expect(asked.body).toMatchObject({ sections: [{ steps: [{ status: "done", note: "same laptop model as at another client" }, { status: "skipped" }, { status: "done", outcome: "stolen" }, { status: "waiting" }] }, { steps: [{ id: "sessions-at-once", status: "waiting", requests: [{ state: "awaiting_approval", title: "Fermer toutes les sessions de r.manip" }] }, {}, {}, {}, {}] }, {}, {}] });

  const seen = await ask(`/playbook-runs/${run}`, undefined, security);
  expect(seen.body).toMatchObject({ next: { step: "person" }, canFinish: false, canUndo: false });
  expect(seen.text).not.toContain("another client");
  const waiting = await ask("/waiting", undefined, security);
  expect(waiting.body).toMatchObject({ client: { items: expect.arrayContaining([expect.objectContaining({ verb: "answer", title: "Cette personne s’est-elle connectée depuis les deux lieux ?", subject: { kind: "playbook", id: run, ref: incident } })]) as unknown } });
  expect(await step("person", "answer", { choice: "one" })).toMatchObject({ status: 403 });
  expect((await step("person", "answer", { choice: "one", note: "Not me!" }, security)).status).toBe(200);
  expect(await ask(`/playbook-runs/${run}/undo`, { reason: "wrong line" })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("they may undo it") as string } });
});

test("whoever may not is refused, and to others it is not there", async () => {
  const act = (cookies: Cookies, verb = "do") => ask(`/playbook-runs/${run}/steps/done-with-it/${verb}`, verb === "do" ? {} : { choice: "a" }, cookies);
  expect(await act(security)).toMatchObject({ status: 403 });
  expect(await act(auditor, "answer")).toMatchObject({ status: 403 });
  expect(await ask(`/playbook-runs/${run}`, undefined, auditor)).toMatchObject({ status: 200 });
  expect(await ask(`/playbook-runs/${run}`, undefined, operations)).toMatchObject({ status: 403 });
  expect(await ask(`/playbook-runs/${run}`, undefined, south)).toMatchObject({ status: 404 });
  expect(await api.ask({ url: `/v1/tenants/south/playbook-runs/${run}`, cookies: south })).toMatchObject({ status: 404 });
  expect(await ask(`/playbook-runs/${run}/stop`, { reason: "not needed" }, security)).toMatchObject({ status: 403 });
  const { body } = await ask("/journal?action=playbook.*");
  expect((body["entries"] as { action: string }[]).map(({ action }) => action)).toContain("playbook.answer");
  expect(await ask(`/playbook-runs/${run}/stop`, { reason: "not needed" })).toMatchObject({ status: 200, body: { state: "stopped", next: null } });
});
