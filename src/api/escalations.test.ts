import { beforeAll, describe, expect, test } from "vitest";
import { NOON, raised } from "../../test/alerts.ts";
import { apiOf, type Cookies, type TestApi, type TestPerson } from "../../test/people.ts";
import { judge, mergeAlerts } from "../alerts/index.ts";
import { systemCaller } from "../core/index.ts";
import { escalationJobs } from "../escalations/index.ts";
import { createKey } from "../identity/index.ts";
import { findIncident, openIncident } from "../incidents/index.ts";
import { withTenant } from "../store/index.ts";
import { saveSetting } from "../tenants/index.ts";

const MINUTE = 60_000;
const ALL = "/v1/tenants/north/escalations";
const TEXT = {
  title: "Someone copied passwords from a domain controller's memory", technical: "LSASS memory dumped on SRV-AD-02 · T1003.001", question: "Did your team copy LSASS on SRV-AD-02?",
  what: "At 10:38 the account svc-backup wrote the memory of LSASS to a file.", moments: [{ at: "2026-11-24T09:35:00Z", text: "remote service from PC-ADM-03", level: "medium" }],
  speaksFor: ["First time on this server in 90 days"], speaksAgainst: ["The account is yours, for backups"], doFirst: ["Disable svc-backup. Backups stop until it is replaced."],
};

let api: TestApi;
let analyst: Cookies;
let lead: Cookies;
let auditor: Cookies;
let operations: Cookies;
let south: Cookies;
let leadPerson: TestPerson;
let made = 0;
beforeAll(async () => {
  api = await apiOf("north", "south");
  const sign = async (email: string, tenant: string | null, role: "analyst" | "security" | "auditor" | "operations") => api.signIn(await api.person(email, [{ tenant, role }]));
  leadPerson = await api.person("l@north.example", [{ tenant: "north", role: "security" }]);
  [analyst, lead, auditor, operations, south] = [await sign("a@p.example", null, "analyst"), await api.signIn(leadPerson), await sign("x@north.example", "north", "auditor"), await sign("o@north.example", "north", "operations"), await sign("s@south.example", "south", "security")];
  const person = (key: string, language: string) => ({ key, name: `Contact ${key}`, roles: ["security"], email: `${key}@north.example`, phone: "+33 1 23 45 67 89", language });
  await saveSetting(api.state, systemCaller("test", api.now()), "north", "contacts", { document: { people: [person("first", "fr"), person("second", "en")], onCall: ["first", "second"] }, reason: "for a test", seen: 0 });
});

/** The reference of an alert that nobody has seen yet. */
async function alert(): Promise<string> {
  made += 1;
  await raised(api.state, [{ n: made, rule: `rule-${made}`, host: `srv-${made}`, timeMs: NOON }]);
  const row = await withTenant(api.state, "north", (db) => db.sql.selectFrom("alert").select("number").orderBy("number", "desc").limit(1).executeTakeFirstOrThrow());
  return `NOR-A-${row.number}`;
}

const ask = (path: string, body?: object, cookies = analyst) => api.ask({ url: path, ...(body === undefined ? {} : { body }), cookies });
const make = async (): Promise<{ readonly ref: string; readonly url: string; readonly id: string }> => {
  const ref = await alert();
  const answer = await ask(ALL, { about: { kind: "alert", id: ref }, text: TEXT });
  if (answer.status !== 200) throw new Error(answer.text);
  return { ref, id: String(answer.body["id"]), url: `${ALL}/${String(answer.body["id"])}` };
};
const clocks = (body: Readonly<Record<string, unknown>>) => Object.fromEntries((body["clocks"] as readonly { readonly phase: string; readonly state: string; readonly usedMinutes: number }[]).map(({ phase, state, usedMinutes }) => [phase, [state, Math.round(usedMinutes)]]));
const alertOf = async (ref: string) => withTenant(api.state, "north", (db) => db.sql.selectFrom("alert").select(["status", "verdict", "closure_reason", "judged_side"]).where("number", "=", Number(ref.split("-")[2])).executeTakeFirstOrThrow());
const journal = (subject: string) => withTenant(api.state, "north", async (db) => (await db.sql.selectFrom("journal").select("action").where("subject", "=", subject).orderBy("id").execute()).map(({ action }) => action));
const told = (id: string) => withTenant(api.state, "north", async (db) => (await db.sql.selectFrom("outbox").select(["kind", "details"]).where("subject", "=", id).orderBy("id").execute()));

describe("an escalation", () => {
  test("goes from the alert to the client and back: asked, answered, qualified, responded, closed", async () => {
    const { ref, url, id } = await make();
    expect(await alertOf(ref)).toMatchObject({ status: "escalated", verdict: null });
    const seen = await ask(url, undefined, lead);
    expect(seen.body).toMatchObject({ state: "made", waitsOn: "client", severity: "high", verbs: ["acknowledge", "ask", "qualify"], recipients: [{ contact: "first", channel: "email" }, { contact: "second", channel: "email" }], due: { phase: "client-acknowledge" } });
    api.pass(5 * MINUTE);
    expect((await ask(`${url}/acknowledge`, {}, lead)).body).toMatchObject({ state: "acknowledged" });
    api.pass(5 * MINUTE);
    const asked = await ask(`${url}/qualify`, { answer: "not-sure", words: "Does a backup run at this hour?" }, lead);
    expect(asked.body).toMatchObject({ state: "asked", waitsOn: "provider", openQuestion: "Does a backup run at this hour?", turn: { en: expect.stringContaining("The client’s clock stands meanwhile.") as unknown } });
    expect(clocks(asked.body)).toEqual({ "client-acknowledge": ["met", 5], "client-qualify": ["paused", 10], acknowledge: ["running", 0] });
    api.pass(20 * MINUTE);
    const answered = await ask(`${url}/answer`, { text: "None is in your calendar." });
    expect(clocks(answered.body)).toEqual({ "client-acknowledge": ["met", 5], "client-qualify": ["running", 10], acknowledge: ["met", 20] });
    api.pass(16 * MINUTE);
    const qualified = await ask(`${url}/qualify`, { answer: "not-us", words: "Nobody here did." }, lead);
    expect(qualified.body).toMatchObject({ state: "qualified", answer: "not-us", waitsOn: "client" });
    expect(clocks(qualified.body)).toMatchObject({ "client-qualify": ["met", 26] });
    expect(await alertOf(ref)).toEqual({ status: "escalated", verdict: "true_positive", closure_reason: "attack-confirmed", judged_side: "client" });
    expect((await ask(`${url}/close`, {})).status).toBe(409);
    expect((await ask(`${url}/respond`, { done: "svc-backup was disabled.", by: "Infrastructure" }, lead)).body).toMatchObject({ state: "responded", waitsOn: "provider", responded: { by: "Infrastructure" } });
    expect((await ask(`${url}/close`, { words: "Nothing more was seen." })).body).toMatchObject({ state: "closed", waitsOn: null, verbs: [] });
    const incident = await withTenant(api.state, "north", (db) => findIncident(db, String(qualified.body["incident"])));
    expect(incident).toMatchObject({ title: TEXT.title, severity: "high", openedSide: "client", origin: "alert", verdict: { value: "true_positive", words: "Nobody here did.", side: "client" } });
    expect(incident).toMatchObject({ severityReasons: { stage: `${ref}: credential-access` }, aware: { evidence: `The client was asked about ${ref}, and said that it was none of its own: Nobody here did.` } });
    expect(((await ask(`/v1/tenants/north/incidents/${incident.ref}/clocks`)).body["clocks"] as readonly { readonly phase: string }[]).map(({ phase }) => phase)).not.toContain("notify");
    // What belongs to an incident is closed with it.
    expect(await alertOf(ref)).toMatchObject({ status: "new", verdict: "true_positive" });
    expect((await journal(ref)).filter((action) => action.startsWith("escalation."))).toEqual(["made", "acknowledged", "asked", "answered", "qualified", "responded", "closed"].map((verb) => `escalation.${verb}`));
    expect((await told(id)).map(({ kind }) => kind).filter((kind) => kind.startsWith("escalation."))).toEqual(["made", "acknowledged", "asked", "answered", "qualified", "responded", "closed"].map((verb) => `escalation.${verb}`));
  });

  test("of one alert one is open at a time; its reference names the newest", async () => {
    const { ref, url } = await make();
    expect(await ask(ALL, { about: { kind: "alert", id: ref }, text: TEXT })).toMatchObject({ status: 409, text: expect.stringContaining("is with the client already") as unknown });
    expect((await ask(`${url}/withdraw`, { reason: "we found the change request" })).body).toMatchObject({ state: "withdrawn" });
    expect(clocks((await ask(url)).body)).toEqual({ "client-acknowledge": ["cancelled", 0], "client-qualify": ["cancelled", 0] });
    expect(await alertOf(ref)).toMatchObject({ status: "new", verdict: null });
    const again = await ask(ALL, { about: { kind: "alert", id: ref }, text: TEXT });
    expect((await ask(`${ALL}/${ref}`, undefined, lead)).body["id"]).toBe(again.body["id"]);
    expect((await ask(`${ALL}?state=all&about=${ref}`)).body["escalations"]).toMatchObject([{ id: again.body["id"], state: "made" }, { state: "withdrawn" }]);
  });

  test.each([["ours-allowed", "benign_positive", "authorised-activity"], ["wrong-alarm", "false_positive", "rule-too-broad"]])("%s closes the alert as %s, unacknowledged or not", async (answer, verdict, reason) => {
    const { ref, url } = await make();
    expect((await ask(`${url}/qualify`, { answer }, lead)).body).toMatchObject({ state: "qualified", waitsOn: "provider", acknowledged: expect.anything() as unknown });
    expect(await alertOf(ref)).toEqual({ status: "closed", verdict, closure_reason: reason, judged_side: "client" });
    expect((await ask(`${url}/close`, {})).body).toMatchObject({ state: "closed" });
  });

  test("the client may say otherwise, with words, until it is closed; its word counts over the provider's", async () => {
    const { ref, url } = await make();
    await ask(`${url}/qualify`, { answer: "ours-allowed" }, lead);
    expect((await ask(`${url}/qualify`, { answer: "ours-allowed" }, lead)).status).toBe(409);
    expect((await ask(`${url}/qualify`, { answer: "not-us" }, lead)).status).toBe(400);
    expect((await ask(`${url}/qualify`, { answer: "not-us", words: "the change was not ours after all" }, lead)).body).toMatchObject({ state: "qualified", answer: "not-us" });
    expect(await alertOf(ref)).toMatchObject({ verdict: "true_positive" });
  });

  test("an attack that needs no incident is closed with its escalation", async () => {
    const { ref, url } = await make();
    expect((await ask(`${url}/qualify`, { answer: "not-us", opensIncident: false }, lead)).body).toMatchObject({ incident: null });
    await ask(`${url}/respond`, { done: "The account was disabled." }, lead);
    await ask(`${url}/close`, {});
    expect(await alertOf(ref)).toMatchObject({ status: "closed", verdict: "true_positive" });
  });

  test("what became of the alert meanwhile: put into an incident, or merged; the answer reaches it", async () => {
    const [linked, merged, survivor] = [await make(), await make(), await alert()];
    const caller = systemCaller("test", api.now());
    const { id } = await withTenant(api.state, "north", (db) => openIncident(db, caller, { origin: "alert", alerts: [linked.ref] }));
    expect((await ask(`${linked.url}/qualify`, { answer: "not-us" }, lead)).body).toMatchObject({ incident: id });
    // Nothing takes away what the client is being asked, nor answers for it.
    const refused = await withTenant(api.state, "north", (db) => mergeAlerts(db, caller, [merged.ref], { into: survivor }));
    expect(refused.refused).toMatchObject([{ code: "conflict", why: expect.stringContaining("withdraw the escalation first") as unknown }]);
    const judging = await withTenant(api.state, "north", (db) => judge(db, caller, [merged.ref], { verdict: "false_positive", reason: "rule-too-broad" }));
    expect(judging.refused).toMatchObject([{ code: "conflict", why: expect.stringContaining("withdraw the escalation first") as unknown }]);
    await withTenant(api.state, "north", (db) => mergeAlerts(db, caller, [survivor], { into: merged.ref }));
    expect((await ask(`${merged.url}/qualify`, { answer: "wrong-alarm" }, lead)).status).toBe(200);
    expect(await alertOf(merged.ref)).toMatchObject({ status: "closed", verdict: "false_positive", judged_side: "client" });
  });

  test("the client's clock is not let run by those for whose answer it waits", async () => {
    const { url } = await make();
    await ask(`${url}/ask`, { text: "Which account?" }, lead);
    expect(await ask(`${url}/clocks/resume`, { reason: "time goes by" })).toMatchObject({ status: 409, text: expect.stringContaining("answer its question") as unknown });
    expect((await ask(`${url}/clocks/resume`, {})).status).toBe(400);
  });

  describe("about an incident", () => {
    const incidents = "/v1/tenants/north/incidents";
    const open = async (severity: string): Promise<{ readonly id: string; readonly ref: string }> => (await ask(incidents, { title: "Beacon", severity })).body as { id: string; ref: string };
    const asked = async (ref: string) => `${ALL}/${String((await ask(ALL, { about: { kind: "incident", id: ref }, text: TEXT })).body["id"])}`;
    const close = (ref: string) => ask(`${incidents}/${ref}/close`, { reason: "it was nothing", verdict: "false_positive", lessons: "none" });

    test("that the client is being asked about is not closed; what it says later opens it again", async () => {
      const { id, ref } = await open("high");
      const url = await asked(ref);
      expect(await close(ref)).toMatchObject({ status: 409, text: expect.stringContaining("the client is being asked") as unknown });
      await ask(`${url}/qualify`, { answer: "wrong-alarm" }, lead);
      expect((await close(ref)).status).toBe(200);
      expect((await ask(`${url}/qualify`, { answer: "not-us", words: "We looked again." }, lead)).body).toMatchObject({ incident: id });
      expect((await ask(`${incidents}/${ref}`)).body).toMatchObject({ stage: "open", reopened: 1, verdict: "true_positive", qualified: { side: "client" } });
    });

    test("that is merged: severity, whom it waits on and the shorter times go along, and the answer reaches the survivor", async () => {
      const low = await open("low");
      const critical = await open("critical");
      const url = await asked(critical.ref);
      const due = ((await ask(`${incidents}/${critical.ref}`)).body["due"] as { at: string }).at;
      const survivor = await ask(`${incidents}/${low.ref}/merge`, { others: [critical.ref], reason: "the same attack" });
      expect(survivor.body).toMatchObject({ severity: "critical", waits: { on: "client" }, due: { at: due } });
      expect(await close(low.ref)).toMatchObject({ status: 409, text: expect.stringContaining("the client is being asked") as unknown });
      expect((await ask(`${url}/qualify`, { answer: "not-us", words: "Not ours." }, lead)).body).toMatchObject({ incident: low.id });
      expect((await ask(`${incidents}/${low.ref}`)).body).toMatchObject({ verdict: "true_positive", waits: null });
      const other = await open("low");
      await ask(`${incidents}/${other.ref}/qualify`, { verdict: "false_positive", words: "a test of ours" });
      expect(await ask(`${incidents}/${low.ref}/merge`, { others: [other.ref], reason: "the same" })).toMatchObject({ status: 409, text: expect.stringContaining("qualify them alike first") as unknown });
    });
  });

  test("an incident can be asked about, too: it waits on the client until it is answered", async () => {
    const ref = await alert();
    const { ref: named, id } = await withTenant(api.state, "north", (db) => openIncident(db, systemCaller("test", api.now()), { origin: "alert", alerts: [ref] }));
    const about = await ask(ALL, { about: { kind: "incident", id: named }, text: TEXT });
    expect(about.body).toMatchObject({ subject: { kind: "incident", id, ref: named }, incident: id, alerts: [expect.any(String)] });
    const waits = async () => (await withTenant(api.state, "north", (db) => findIncident(db, id))).waits?.on ?? null;
    expect([await waits(), (await alertOf(ref)).status]).toEqual(["client", "escalated"]);
    expect((await ask(`${ALL}/${named}/qualify`, { answer: "not-us" }, lead)).body).toMatchObject({ state: "qualified", incident: id });
    expect([await waits(), await alertOf(ref)]).toMatchObject([null, { status: "new", verdict: "true_positive" }]);
  });

  test("reached by phone: the provider records it, and cannot say more for the client", async () => {
    const { url } = await make();
    expect((await ask(`${url}/reached`, { reason: "no" })).status).toBe(400);
    expect((await ask(`${url}/reached`, { reason: "Called Contact first at 11:02, who looks into it." })).body).toMatchObject({ state: "acknowledged", reached: "Called Contact first at 11:02, who looks into it." });
    expect((await api.ask({ url: `${url}/qualify`, body: { answer: "not-us" }, key: api.key })).text).toContain("for the client to say");
    // A key of the organisation was made by the provider.
    const { text } = await createKey(api.state, systemCaller("test", api.now()), { name: "portal", scopes: ["alert:read", "alert:qualify", "incident:qualify"], tenant: "north", expiresAt: null });
    expect(await api.ask({ url: `${url}/qualify`, body: { answer: "wrong-alarm" }, key: text })).toMatchObject({ status: 403, text: expect.stringContaining("a key cannot decide") as unknown });
  });

  test("the thread: both sides read what is shared, each keeps its own; who opened it stands there once", async () => {
    const { url } = await make();
    await ask(`${url}/seen`, {}, lead);
    await ask(`${url}/seen`, {}, lead);
    await ask(`${url}/seen`, {}, analyst);
    await ask(`${url}/notes`, { text: "looks like a backup" });
    await ask(`${url}/notes`, { text: "Your on-call was called too.", visibility: "shared" });
    await ask(`${url}/entries`, { text: "No backup in daytime." }, lead);
    const texts = async (cookies: Cookies) => ((await ask(`${url}/entries`, undefined, cookies)).body["entries"] as readonly { readonly text: string; readonly isYou: boolean }[]).map(({ text, isYou }) => (isYou ? `you: ${text}` : text));
    expect(await texts(lead)).toEqual(["Escalated by Some Body.", "you: Seen by Some Body.", "Your on-call was called too.", "you: No backup in daytime."]);
    expect(await texts(analyst)).toContain("you: looks like a backup");
  });

  test("a pause has a reason for both; the clock of the side that is waited for goes on", async () => {
    const { url } = await make();
    const pause = { reason: "the client's on-call is on a plane", side: "provider", evidence: "call of 11:02" };
    expect(clocks((await ask(`${url}/clocks/pause`, pause)).body)).toMatchObject({ "client-qualify": ["paused", 0] });
    expect((await ask(`${url}/clocks/pause`, pause)).status).toBe(409);
    expect((await ask(`${url}/clocks`, undefined, lead)).text).toContain("on a plane");
    expect((await ask(`${url}/clocks/resume`, { reason: "they called back" }, lead)).status).toBe(403);
    expect((await ask(`${url}/clocks/resume`, { reason: "they called back" })).status).toBe(200);
    expect((await ask(`${url}/clocks/resume`, { reason: "they called back" })).status).toBe(409);
  });
});

describe("is refused", () => {
  const VERBS: readonly (readonly [string, object, "client" | "provider"])[] = [["acknowledge", {}, "client"], ["ask", { text: "what?" }, "client"], ["qualify", { answer: "not-us" }, "client"], ["respond", { done: "disabled it" }, "client"], ["answer", { text: "this" }, "provider"], ["close", {}, "provider"], ["withdraw", { reason: "not needed" }, "provider"], ["reached", { reason: "by phone" }, "provider"]];

  test.each(VERBS)("%s in a wrong state, by the wrong side, from elsewhere", async (verb, body, side) => {
    const { url } = await make();
    await ask(`${url}/withdraw`, { reason: "for a test" });
    const [own, other] = side === "client" ? [lead, analyst] : [analyst, lead];
    expect((await ask(`${url}/${verb}`, body, own)).status).toBe(409);
    for (const cookies of [other, auditor, operations]) expect((await ask(`${url}/${verb}`, body, cookies)).status).toBe(403);
    expect((await ask(`${url}/${verb}`, body, south)).status).toBe(404);
    expect((await ask(`${url.replace("north", "south")}/${verb}`, body, side === "client" ? south : analyst)).status).toBe(404);
  });

  test("an alert that there is not, or that is closed; an incident that there is not", async () => {
    const { ref, url } = await make();
    await ask(`${url}/qualify`, { answer: "wrong-alarm" }, lead);
    await ask(`${url}/close`, {});
    expect((await ask(ALL, { about: { kind: "alert", id: ref }, text: TEXT })).status).toBe(409);
    for (const about of [{ kind: "alert", id: "NOR-A-999" }, { kind: "incident", id: "NOR-2026-9999" }]) expect((await ask(ALL, { about, text: TEXT })).status).toBe(404);
    expect((await ask(ALL, { about: { kind: "alert", id: ref }, text: TEXT }, lead)).status).toBe(403);
    expect((await ask(`${ALL}/none`)).status).toBe(404);
  });
});

test("two at once: one escalation is made, one answer counts", async () => {
  const ref = await alert();
  const both = await Promise.all([0, 1].map(() => ask(ALL, { about: { kind: "alert", id: ref }, text: TEXT })));
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const answered = await Promise.all([0, 1].map(() => ask(`${ALL}/${ref}/qualify`, { answer: "not-us" }, lead)));
  expect(answered.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect((await journal(ref)).filter((action) => action === "escalation.qualified")).toHaveLength(1);
});

test("what is proposed about an alert can be sent as it is, in the client's language", async () => {
  const ref = await alert();
  const draft = await ask(`/v1/tenants/north/escalation-draft?alert=${ref}&language=en`);
  expect(draft.body).toMatchObject({ about: { kind: "alert", ref }, text: { title: `Rule rule-${made}`, question: `Was it your team, on srv-${made}?`, technical: expect.stringContaining("T1003.001") as unknown, moments: [{ level: "high" }], speaksFor: ["First time here in 90 days"] }, events: [expect.stringMatching(/^[0-9a-f]{32}$/)] });
  expect((await ask(`/v1/tenants/north/escalation-draft?alert=${ref}`)).text).toContain("Est-ce votre équipe");
  expect((await ask(ALL, draft.body)).status).toBe(200);
  expect((await ask("/v1/tenants/north/escalation-draft?alert=NOR-A-999")).status).toBe(404);
});

test("what is proposed shows what a log says as it is shown everywhere: no override of direction, and a question that stays one", async () => {
  for (const host of ["\u202egnp.exe\u202c héhé", "x".repeat(5000)]) {
    made += 1;
    await raised(api.state, [{ n: made, rule: `rule-${made}`, host, timeMs: NOON }]);
    const { number } = await withTenant(api.state, "north", (db) => db.sql.selectFrom("alert").select("number").orderBy("number", "desc").limit(1).executeTakeFirstOrThrow());
    const { text } = (await ask(`/v1/tenants/north/escalation-draft?alert=NOR-A-${number}&language=en`)).body as { readonly text: { readonly question: string; readonly technical: string } };
    expect(`${text.question} ${text.technical}`).not.toMatch(/[\u202a-\u202e]/);
    expect(text.question).toMatch(/^Was it your team, on .{10,130}\?$/);
    expect(text.technical).toContain("T1003.001");
  }
});

test("lists say whose turn it is and until when, page by page", async () => {
  const first = await ask(`${ALL}?state=all&limit=2`, undefined, lead);
  expect(first.body["escalations"]).toHaveLength(2);
  expect(first.body["counts"]).toMatchObject({ open: { made: expect.any(Number) as unknown }, ended: expect.any(Number) as unknown });
  const rows: unknown[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page = await ask(`${ALL}?state=all&limit=5${after === "" ? "" : `&after=${after}`}`);
    rows.push(...(page.body["escalations"] as unknown[]));
    after = page.body["next"] as string | null;
  }
  expect(new Set(rows.map((row) => (row as { readonly id: string }).id)).size).toBe(rows.length);
  expect((await ask("/v1/tenants/south/escalations?state=all")).body["escalations"]).toEqual([]);
});

test("nobody acknowledges: the next contacts, the second channel, then the service manager; each once", async () => {
  const { id, url } = await make();
  const [job] = escalationJobs({ state: api.state, now: api.now });
  const reminded = async () => (await told(id)).filter(({ kind }) => kind === "escalation.reminded").map(({ details: { level, to, contact, channel } }) => [level, to, contact, channel]);
  api.pass(29 * MINUTE);
  await job?.run();
  expect(await reminded()).toEqual([]);
  for (let i = 0; i < 8; i += 1) {
    api.pass(16 * MINUTE);
    await job?.run();
    await job?.run();
  }
  expect(await reminded()).toEqual([[1, "client", "first", "phone"], [2, "client", "second", "phone"], [3, "service-manager", null, null]]);
  lead = await api.signIn(leadPerson);
  const clockIs = (state: string): object => ({ clocks: expect.arrayContaining([expect.objectContaining({ phase: "client-acknowledge", state })]) as unknown });
  expect((await ask(url, undefined, lead)).body).toMatchObject({ reminders: { level: 3, nextAt: null }, ...clockIs("late") });
  const calls = async () => ((await ask("/v1/tenants/north/waiting?limit=200", undefined, lead)).body["provider"] as { readonly items: readonly { readonly verb: string; readonly subject: { readonly id: string } }[] }).items.filter(({ verb, subject }) => verb === "call" && subject.id === id);
  expect(await calls()).toMatchObject([{ about: expect.stringContaining("the service manager calls whoever decides") as unknown }]);
  expect((await ask(`${url}/acknowledge`, {}, lead)).body).toMatchObject(clockIs("stopped-late"));
  expect(await calls()).toEqual([]);
});
