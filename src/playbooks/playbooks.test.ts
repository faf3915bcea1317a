import { beforeEach, describe, expect, test } from "vitest";
import { account, indicator, playbookWorld, victim, type PlaybookWorld } from "../../test/playbooks.ts";
import { analyst, at, client, HOUR, playbook as platform } from "../../test/requests.ts";
import { accounts } from "../cmdb/index.ts";
import { closeIncident, findIncident, mergeIncidents } from "../incidents/index.ts";
import { approveRequest, cancelRequest, cannotDo, claimDone, limitAutomation, reopenRequest, saveRoutes, verifyByHand } from "../requests/index.ts";
import { readJournal, withSystem } from "../store/index.ts";
import { agreeSetting, saveSetting } from "../tenants/index.ts";
import { listEntries } from "../timeline/index.ts";
import { followFacts } from "./follow.ts";
import { finishRun, nextStepOf, type Playbook, playbookNamed, proposePlaybooks, runsOf, shippedPlaybooks, showRun, stopRun, takeStep, undoStep } from "./index.ts";
import { lapsePlaybooks } from "./lapse.ts";

let world: PlaybookWorld;
beforeEach(async () => {
  world = await playbookWorld();
});

const both = (en: string) => ({ en, fr: `${en} (fr)` });
const section = (...steps: readonly object[]) => ({ done: [both("Done")], steps });
/** A short one: look, approve, isolate, wait. */
const SHORT = {
  name: "short", version: 1, title: both("Short"), summary: both("Short"), for: { categories: ["other"], techniques: [], tags: [] }, done: [both("Done")],
  sections: {
    understand: section({ id: "look", kind: "do", title: both("Look"), shared: false }),
    contain: section(
      { id: "agree", kind: "approval", title: both("Cut it off"), minutes: 30, default: "refuse" },
      { id: "isolate", kind: "request", when: { agree: ["approved"] }, action: "isolate-host", each: { kind: "asset", roles: ["victim"], optional: false }, title: both("Isolate {target}"), steps: [both("Pull the cable of {target}")], approval: { minutes: 60, default: "do-nothing" } },
      { id: "wait", kind: "wait", when: { agree: ["approved"] }, title: both("Wait"), for: ["isolate"] },
    ),
    recover: section({ id: "failed", kind: "do", when: { wait: ["refused"] }, title: both("Find another way"), shared: false }),
    learn: section({ id: "lesson", kind: "do", title: both("Write it down"), shared: false }),
  },
} as unknown as Playbook;

const follow = async (now = at(0), playbooks = shippedPlaybooks): Promise<void> => {
  while ((await followFacts({ state: world.state, now: () => now, newId: world.newId, playbooks })) > 0);
};
const lapse = (now: Date): Promise<number> => lapsePlaybooks({ state: world.state, now, newId: world.newId });
const approve = (run: string) => world.inNorth((db) => takeStep(db, client(), run, { verb: "approve", step: "agree" }, world));
const factsOf = (kind: string) => withSystem(world.state, (db) => db.sql.selectFrom("outbox").select(["subject", "details"]).where("kind", "=", kind).execute());
const journal = async (): Promise<readonly string[]> => (await world.inNorth((db) => readJournal(db, { limit: 100, action: "playbook.*" }))).map(({ action }) => action).toReversed();

describe("teams are asked", () => {
  const confirm = async (): Promise<string> => {
    const { id } = await world.start("malware-on-host");
    await world.do(id, "first-host");
    await world.do(id, "process-story");
    await world.do(id, "is-malware", { verb: "answer", choice: "confirmed" });
    await world.do(id, "spread");
    await world.do(id, "vital", { verb: "answer", choice: "no", note: "Mrs Martin on the telephone" });
    return id;
  };

  test("without a person where the client agreed to it beforehand, and an analyst said that its conditions are met", async () => {
    await world.agree();
    const run = await confirm();
    const [isolate, ...more] = await world.requests();
    expect(isolate).toMatchObject({ action: "isolate-host", target: { name: "PC-1" }, title: "Isolate PC-1 from the network", state: "queued", releasedBy: "pre-authorisation", origin: { kind: "playbook", id: `${run}/isolate` } });
    expect(more).toEqual([]);
    expect(await world.statuses(run)).toMatchObject({ isolate: "waiting", "block-domain": "done", accounts: "now", "false-alarm": "off-branch", contained: "not-reached" });
    expect(await journal()).toEqual(["playbook.started", "playbook.do", "playbook.do", "playbook.answer", "playbook.do", "playbook.ask", "playbook.pass", "playbook.pass", "playbook.answer", "playbook.make"]);
  });

  test("else the client is asked, with deadline and default", async () => {
    await confirm();
    expect(await world.requests()).toMatchObject([{ state: "awaiting_approval", approval: { deadline: at(HOUR / 2).toISOString(), default: "do-nothing" } }]);
  });

  test("guards hold what the playbook would send", async () => {
    await world.agree();
    await world.inNorth((db) => limitAutomation(db, analyst(), { isDryRun: true, perHour: 10, perDay: 50, reason: "for a test" }));
    const run = await confirm();
    expect(await world.requests()).toMatchObject([{ state: "draft", held: expect.stringContaining("Dry run") as string }]);
    expect(await world.statuses(run)).toMatchObject({ isolate: "waiting" });
  });

  test("each victim, each indicator; the same is not asked twice", async () => {
    await world.add([victim("PC-2"), indicator("domain", "cdn-stat.example"), indicator("ip", "198.51.100.7"), account("r.manip")]);
    await world.make({ target: { kind: "asset", name: "PC-1" } });
    const run = await confirm();
    expect((await world.requests()).map(({ action, target }) => `${action} ${target.name}`).toSorted()).toEqual(["block-address 198.51.100.7", "block-domain cdn-stat.example", "isolate-host PC-1", "isolate-host PC-2"]);
    const { sections } = await world.inNorth((db) => showRun(db, analyst(), run));
    expect(sections[1]!.steps.find(({ step }) => step.id === "isolate")).toMatchObject({ targets: expect.arrayContaining(["PC-1", "PC-2"]) as unknown, requests: [{}, {}] });
  });

  test("of something that is not there nobody is asked: an analyst says what it is", async () => {
    const { id: incident } = await world.open();
    const { id } = await world.start(SHORT, { incident });
    await world.do(id, "look");
    await approve(id);
    expect(await world.statuses(id)).toMatchObject({ isolate: "now", wait: "not-reached" });
    const page = await world.inNorth((db) => showRun(db, analyst(), id));
    expect(page.next).toMatchObject({ step: { id: "isolate" }, below: { en: "The incident has no such asset yet: add it there with its role or type, then take this step." } });
    await expect(world.do(id, "isolate")).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("no such asset") as string });
    await world.add([victim("PC-2")], incident);
    await world.do(id, "isolate");
    expect(await world.requests(incident)).toMatchObject([{ target: { name: "PC-2" }, state: "awaiting_approval" }]);
    expect(await world.statuses(id)).toMatchObject({ isolate: "waiting" });
  });
});

describe("approvals", () => {
  const asked = async (): Promise<string> => {
    const { id } = await world.start(SHORT);
    await world.do(id, "look");
    return id;
  };

  test("are asked of the client with their deadline, and told of", async () => {
    const run = await asked();
    expect(await factsOf("playbook.approval-asked")).toMatchObject([{ subject: run, details: { about: "incident", incident: world.incident.id, step: "agree", deadline: at(HOUR / 2).toISOString() } }]);
    const page = await world.inNorth((db) => showRun(db, client(), run));
    expect(page.next).toMatchObject({ step: { id: "agree" }, below: { en: "Approver: the client, until 13:30, else refused" }, verbs: ["approve", "refuse"] });
  });

  test("are the client's alone", async () => {
    const run = await asked();
    await expect(world.inNorth((db) => takeStep(db, analyst(), run, { verb: "approve", step: "agree", note: "by telephone" }, world))).rejects.toMatchObject({ code: "forbidden" });
    await approve(run);
    expect(await world.requests()).toHaveLength(1);
    await expect(approve(run)).rejects.toMatchObject({ code: "conflict", message: '"Cut it off" is done: undo it first if that was wrong.' });
    await expect(world.inNorth((db) => undoStep(db, client(), run, {}, world))).rejects.toMatchObject({ code: "conflict" });
  });

  test("silence does what was said when it was asked, once", async () => {
    const run = await asked();
    expect(await lapse(at(HOUR / 2 - 1))).toBe(0);
    expect(await lapse(at(HOUR / 2))).toBe(1);
    expect(await lapse(at(HOUR))).toBe(0);
    expect(await world.statuses(run)).toMatchObject({ agree: "done", isolate: "off-branch", lesson: "now" });
    expect(await world.requests()).toEqual([]);
    const [decided] = await factsOf("playbook.decided");
    expect(decided).toMatchObject({ details: { step: "agree", outcome: "refused" } });
    expect(await journal()).toContain("playbook.lapse");
  });
});

describe("a wait", () => {
  const waiting = async (): Promise<{ readonly run: string; readonly request: string }> => {
    const { id } = await world.start(SHORT);
    await world.do(id, "look");
    await approve(id);
    const [request] = await world.requests();
    await world.inNorth((db) => approveRequest(db, client(), request!.id));
    await world.deliver();
    return { run: id, request: request!.id };
  };

  test("goes on once its requests are verified, and waits again for one that is reopened", async () => {
    const { run, request } = await waiting();
    await world.inNorth((db) => claimDone(db, client(at(HOUR)), request, { note: "Cable is out" }));
    await follow(at(HOUR));
    expect(await world.statuses(run)).toMatchObject({ isolate: "waiting", wait: "now", lesson: "not-reached" });
    await world.inNorth((db) => verifyByHand(db, analyst(at(HOUR)), request, { note: "Seen on the switch", events: [] }));
    await follow(at(HOUR));
    await follow(at(HOUR));
    expect(await world.statuses(run)).toMatchObject({ isolate: "done", wait: "done", failed: "off-branch", lesson: "now" });
    await world.inNorth((db) => reopenRequest(db, analyst(at(2 * HOUR)), request, { reason: "It talks again" }));
    await follow(at(2 * HOUR));
    expect(await world.statuses(run)).toMatchObject({ isolate: "waiting", wait: "done" });
  });

  test("what a team cannot do leads another way", async () => {
    const { run, request } = await waiting();
    await world.inNorth((db) => cannotDo(db, client(at(HOUR)), request, { reason: "It is in an operating theatre" }));
    await follow(at(HOUR));
    expect(await world.statuses(run)).toMatchObject({ wait: "done", failed: "now" });
  });
});

describe("undo", () => {
  test("takes back a draft that followed, and refuses where a team was asked", async () => {
    const { id } = await world.start("malware-on-host");
    await world.do(id, "first-host");
    const before = await world.statuses(id);
    await world.do(id, "process-story");
    const undone = await world.inNorth((db) => undoStep(db, analyst(), id, { reason: "the wrong line" }, world));
    expect(await world.statuses(id)).toEqual(before);
    expect(undone.moves.at(-1)).toMatchObject({ step: "process-story", isUndone: true });
    await expect(world.inNorth((db) => undoStep(db, client(), id, {}, world))).rejects.toMatchObject({ code: "forbidden", message: "The last step was taken by Analyst A.: they may undo it." });
  });

  test("an answer because of which a team was asked stands until that is cancelled", async () => {
    await world.add([account("r.manip")]);
    const { id } = await world.start("brute-force");
    await world.do(id, "pattern", { verb: "answer", choice: "guessing" });
    await world.do(id, "success", { verb: "answer", choice: "password" });
    const [reset] = await world.requests();
    expect(reset).toMatchObject({ action: "reset-password", state: "awaiting_approval" });
    const undo = () => world.inNorth((db) => undoStep(db, analyst(), id, {}, world));
    await expect(undo()).rejects.toMatchObject({ code: "conflict", message: `${reset!.ref} was asked for because of that: cancel it first, then undo.` });
    await world.inNorth((db) => cancelRequest(db, analyst(), reset!.id, { reason: "a wrong answer" }));
    await undo();
    await world.do(id, "success", { verb: "answer", choice: "no" });
    expect(await world.statuses(id)).toMatchObject({ reset: "off-branch", contained: "done", exposure: "waiting" });
  });
});

describe("a run", () => {
  test("keeps its text, is at work once, and ends when all is behind it", async () => {
    const { id } = await world.start(SHORT);
    await expect(world.start({ ...SHORT, version: 2 })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("is at work on") as string });
    await expect(world.inNorth((db) => finishRun(db, analyst(), id, {}))).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining('"Look"') as string });
    await world.do(id, "look");
    await world.inNorth((db) => takeStep(db, client(), id, { verb: "refuse", step: "agree", note: "not at night" }, world));
    await world.do(id, "lesson", { verb: "skip", note: "done in another run" });
    expect(await world.inNorth((db) => finishRun(db, analyst(), id, { note: "all quiet" }))).toMatchObject({ state: "finished", playbook: { version: 1 } });
    await expect(world.do(id, "look")).rejects.toMatchObject({ code: "conflict" });
    expect((await world.start({ ...SHORT, version: 2 })).playbook.version).toBe(2);
  });

  test("stops when its incident is closed, and goes along when it is merged", async () => {
    const other = await world.open();
    const third = await world.open();
    const moving = await world.start(SHORT, { incident: other.id });
    const closing = await world.start(SHORT, { incident: third.id });
    await world.inNorth((db) => mergeIncidents(db, analyst(), world.incident.id, [other.id], "the same"));
    await world.inNorth((db) => closeIncident(db, analyst(), third.id, { reason: "nothing of it", verdict: "false_positive", lessons: "None are needed here." }, async () => ({ requests: [], escalations: [] })));
    await follow();
    expect(await world.inNorth((db) => runsOf(db, world.incident.id))).toMatchObject([{ id: moving.id, state: "running" }]);
    expect(await world.inNorth((db) => runsOf(db, third.id))).toMatchObject([{ id: closing.id, state: "stopped", ended: { reason: "The incident was closed." } }]);
    await follow();
    await expect(world.inNorth((db) => stopRun(db, analyst(), closing.id, { reason: "again" }))).rejects.toMatchObject({ code: "conflict" });
  });

  test("shows the client what concerns it, and nothing that analysts write for each other", async () => {
    const { id } = await world.start("phishing");
    await world.do(id, "read-message", { note: "seen at another client, too" });
    await world.do(id, "receivers");
    await world.do(id, "clicks");
    await world.do(id, "nature", { verb: "answer", choice: "password", note: "kit of a known group" });
    const page = await world.inNorth((db) => showRun(db, client(), id));
    expect(page.sections.flatMap(({ steps }) => steps.map(({ step }) => step.id))).not.toContain("read-message");
    expect(JSON.stringify([page.sections, page.next])).not.toMatch(/another client|known group/);
    expect(page.next).toMatchObject({ step: { id: "entered" }, verbs: ["answer"] });
    await world.inNorth((db) => takeStep(db, client(), id, { verb: "answer", step: "entered", choice: "yes", note: "Two of us" }, world));
    const thread = await world.inNorth((db) => listEntries(db, { subjects: [{ kind: "incident", id: world.incident.id }], side: "provider", limit: 100 }));
    expect(thread.map(({ text }) => text)).toContain("Did anybody enter a password or start a payment?\nYes\nTwo of us");
    expect((await world.inNorth((db) => showRun(db, analyst(), id))).sections[0]!.steps.at(-1)).toMatchObject({ outcome: "yes", by: "Client C.", note: "Two of us", below: { en: "Yes · Client C., 13:00" } });
  });
});

describe("proposals", () => {
  const concern = { techniques: [], tactics: [], category: null } as const;

  test("by technique before category before tactic, with why", async () => {
    const all = await shippedPlaybooks();
    const [first] = proposePlaybooks(all, { ...concern, techniques: ["T1505.003"], tactics: ["persistence"], category: "persistence" });
    expect(first).toMatchObject({ playbook: { name: "web-shell" }, points: 7, why: [{ en: "It is for T1505.003, seen here." }, {}, {}] });
    // A technique stands for those below it, not for those above.
    expect(proposePlaybooks(all, { ...concern, techniques: ["T1078"] })).toEqual([]);
    expect(proposePlaybooks(all, concern)).toEqual([]);
  });

  test("every category but `other` has one", async () => {
    const all = await shippedPlaybooks();
    for (const category of ["vulnerability-exploitation", "privilege-escalation", "data-exfiltration", "malware-spread", "persistence", "denial-of-service", "unauthorised-access", "identity-theft", "policy-breach"] as const) {
      expect(proposePlaybooks(all, { ...concern, category }), category).not.toEqual([]);
    }
  });

  test("the next step is of the run, else of what fits best", async () => {
    const all = await shippedPlaybooks();
    const { id: incident } = await world.open({ category: "denial-of-service" });
    const next = () => world.inNorth((db) => nextStepOf(db, incident, all));
    expect(await next()).toMatchObject({ run: null, playbook: { name: "denial-of-service" }, step: "measure", number: 1, text: { en: expect.stringMatching(/^Next, 1 of \d+: Measure it/) as string, fr: expect.stringMatching(/^Ensuite, 1 sur \d+ : Mesurer/) as string } });
    const { id } = await world.start(playbookNamed(all, "lost-device"), { incident });
    expect(await next()).toMatchObject({ run: id, step: "add-parts", number: 2 });
  });
});

describe("by itself", () => {
  const opened = async (technique: string, mode: "handle" | "escalate"): Promise<string> => {
    const { id } = await world.open({ category: "malware-spread" });
    await world.add([{ kind: "technique", document: { technique, note: "" }, visibility: "shared" }], id);
    await world.inNorth((db) => db.sql.updateTable("incident").set({ mode }).where("id", "=", id).execute());
    return id;
  };

  test("the playbook that says so begins where the provider handles the incident, once", async () => {
    const incident = await opened("T1486", "handle");
    await follow();
    expect(await world.inNorth((db) => runsOf(db, incident))).toMatchObject([{ playbook: { name: "ransomware-signs" }, isAutomatic: true, moves: [] }]);
    // As if the process had broken down before it knew how far it had read.
    await withSystem(world.state, (db) => db.sql.updateTable("outbox_reader").set({ written_in: 0, id: 0 }).where("name", "=", "playbooks").execute());
    await follow();
    expect(await world.inNorth((db) => runsOf(db, incident))).toHaveLength(1);
    expect(await world.requests(incident)).toEqual([]);
  });

  test("in the language of whom the service calls first there; others hear of its beginning and of its end", async () => {
    const person = { key: "first", name: "A. First", roles: ["security"], email: "a@north.example", phone: null, language: "en" };
    await saveSetting(world.state, analyst(), "north", "contacts", { document: { people: [person], onCall: ["first"] }, reason: "for a test", seen: 0 });
    const english = await opened("T1486", "handle");
    await follow();
    const [run] = await world.inNorth((db) => runsOf(db, english));
    expect(run).toMatchObject({ language: "en", isAutomatic: true });
    await world.inNorth((db) => stopRun(db, analyst(), run!.id, { reason: "It does not fit." }));
    const told = await world.inNorth(async (db) => (await db.sql.selectFrom("outbox").select(["kind", "details"]).where("subject", "=", run!.id).orderBy("id").execute()));
    expect(told).toMatchObject([{ kind: "playbook.started" }, { kind: "playbook.stopped", details: { incident: english, playbook: "ransomware-signs", reason: "It does not fit." } }]);
  });

  test.each([["T1486", "escalate"], ["T1018", "handle"]] as const)("not at %s in mode %s", async (technique, mode) => {
    const incident = await opened(technique, mode);
    await follow();
    expect(await world.inNorth((db) => runsOf(db, incident))).toEqual([]);
    expect((await world.inNorth((db) => findIncident(db, incident))).stage).toBe("open");
  });
});

test("accounts that an alert only named are asked of the client; those of the system of nobody", async () => {
  const named = (name: string, role: "related" | "victim") => ({ ...account(name), document: { name, role, state: "" } }) as ReturnType<typeof account>;
  await world.add([named("r.manip", "victim"), named("svc-print", "related"), named("NT AUTHORITY\\SYSTEM", "related"), named("NORTH\\PC-1$", "related"), named("root", "victim")]);
  const document = { actions: [{ key: "reset", action: "reset-password", assets: { tags: [], services: [], environments: [] }, except: [], conditions: "The password is known to others.", tell: [{ onCall: true }], agreedBy: "A. Martin", since: "2026-01-01", until: null }] };
  const { version } = await saveSetting(world.state, analyst(), "north", "pre-authorised-actions", { document, reason: "agreed", seen: 0 });
  await agreeSetting(world.state, client(), { tenant: "north", kind: "pre-authorised-actions", version });
  await world.inNorth((db) => saveRoutes(db, analyst(), { routes: [{ scope: "fallback", team: "ws" }], reason: "for a test" }));
  // Where nobody said which accounts are privileged, none is reset without a person.
  await accounts.create(world.state, analyst(), "north", { id: "adm", given: { name: "adm", forms: [], kind: "privileged", asset: null, owner: null, note: null } });
  const { id } = await world.start("brute-force");
  await world.do(id, "pattern", { verb: "answer", choice: "guessing" });
  await world.do(id, "success", { verb: "answer", choice: "password" });
  expect((await world.requests()).map(({ target, state }) => `${target.name} ${state}`).toSorted()).toEqual(["r.manip queued", "svc-print awaiting_approval"]);
});

test("at a closed incident nothing is done any more", async () => {
  const { id: incident } = await world.open();
  const { id } = await world.start(SHORT, { incident });
  await world.inNorth((db) => closeIncident(db, analyst(), incident, { reason: "nothing of it", verdict: "false_positive", lessons: "None are needed here." }, async () => ({ requests: [], escalations: [] })));
  await expect(world.do(id, "look")).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("is closed") as string });
});

test("the platform itself cannot say that conditions are met", async () => {
  await world.agree();
  const { id } = await world.start(SHORT);
  await world.do(id, "look");
  await approve(id);
  expect(await world.requests()).toMatchObject([{ state: "awaiting_approval", releasedBy: null }]);
  await expect(world.inNorth((db) => takeStep(db, platform(), id, { verb: "approve", step: "agree" }, world))).rejects.toMatchObject({ code: "forbidden" });
});
