// What is special with Redmine; what all connectors do is tested by the contract suite.
import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHttp, RemoteError } from "../../src/outbound/index.ts";
import type { Connector, NewTicket } from "../../src/requests/connectors/connector.ts";
import { redmine } from "../../src/requests/connectors/redmine/index.ts";
import { contractSuite } from "./contract.ts";
import { type FakeRedmine, redmineSide, startRedmine } from "./fakes/redmine.ts";

contractSuite("Redmine", redmineSide);

let fake: FakeRedmine;
let now = new Date();
const opened = (options: object = { keyField: 1 }): Connector =>
  redmine.open({
    http: (headers) => createHttp({ base: fake.url, guard: { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 8_000_000, timeoutMs: 5_000 }, headers, perMinute: 1_000_000 }),
    url: fake.url, options: redmine.options.parse(options), secrets: { apiKey: fake.apiKey }, now: () => now, ca: undefined,
  });
const ticket = (key: string, more: Partial<NewTicket> = {}): NewTicket => ({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please *block* it." }], queue: "SOC Requests", priority: null, asset: null, dueAt: null, ...more });
const refusal = async (asked: Promise<unknown>): Promise<RemoteError> => {
  const thrown = await asked.then(() => undefined, (error: unknown) => error);
  expect(thrown).toBeInstanceOf(RemoteError);
  return thrown as RemoteError;
};

beforeEach(async () => {
  fake = await startRedmine();
  now = new Date();
});
afterEach(() => fake.stop());

test("a private note is not sent where Redmine would show it to everybody", async () => {
  const connector = opened();
  const id = await connector.create(ticket("AM-R-1"));
  fake.traits.rights = fake.traits.rights.filter((right) => right !== "set_notes_private");
  const refused = await refusal(connector.comment(id, "between us", "internal", "AM-R-1#1"));
  expect(refused).toMatchObject({ problem: "refused", arrived: "no" });
  expect(refused.todo).toContain("Set notes as private");
  expect(fake.issues.get(Number(id))?.notes).toEqual([]);
});

test("a step that the workflow forbids is refused before, and by Redmine 4 seen afterwards", async () => {
  const connector = opened();
  const id = await connector.create(ticket("AM-R-1"));
  fake.traits.closedFrom = ["Resolved"];
  expect((await refusal(connector.transition(id, "Resolved", "", null))).words).toContain("it allows: New, In Progress, Feedback");
  expect(fake.asked.filter(({ method }) => method === "PUT")).toEqual([]);
  fake.traits.tellsAllowed = false;
  expect((await refusal(connector.transition(id, "Resolved", "", null))).todo).toContain("Workflow");
});

test("the time of the last change of state is told, whatever happened since", async () => {
  const connector = opened();
  const at = (text: string): Date => (fake.traits.frozenAt = new Date(text));
  const stateChangedAt = async (id: string): Promise<unknown> => {
    const reading = await connector.read(id);
    return reading.found === "yes" ? reading.ticket.stateChangedAt : reading.found;
  };
  const made = at("2026-03-01T10:00:00Z");
  const id = await connector.create(ticket("AM-R-1"));
  at("2026-03-01T10:01:00Z");
  fake.change({ id: 7, name: "Alice" }, Number(id), { notes: "on it" });
  expect(await stateChangedAt(id)).toEqual(made);
  const moved = at("2026-03-01T10:02:00Z");
  fake.change({ id: 7, name: "Alice" }, Number(id), { status_id: 2 });
  at("2026-03-01T10:03:00Z");
  fake.change({ id: 7, name: "Alice" }, Number(id), { subject: "Firewall" });
  expect(await stateChangedAt(id)).toEqual(moved);
});

test("a filter that Redmine does not know does not find every ticket", async () => {
  const connector = opened();
  await connector.create(ticket("AM-R-2"));
  fake.traits.hasField = false;
  expect(await connector.findByKey("AM-R-3")).toMatchObject({ found: "unknown" });
  expect(await opened({}).findByKey("AM-R-3")).toEqual({ found: "no" });
  expect(await opened({}).findByKey("AM-R-2")).toEqual({ found: "yes", id: "1" });
});

test("a ticket that a person renamed is found by its field, and a copy of it is not taken for it", async () => {
  const connector = opened();
  const id = await connector.create(ticket("AM-R-2"));
  await connector.create(ticket("AM-R-2"));
  fake.change({ id: 7, name: "Alice" }, Number(id), { subject: "Firewall" });
  expect(await connector.findByKey("AM-R-2")).toEqual({ found: "yes", id });
});

test("the probe says what is missing", async () => {
  const failing = async (): Promise<readonly string[]> => (await opened({ keyField: 1, tracker: "Incident" }).probe()).checks.filter(({ ok }) => !ok).map(({ words }) => words);
  await opened().create(ticket("AM-R-1"));
  fake.traits.rights = ["view_issues", "add_issues", "edit_issues"];
  fake.traits.hasField = false;
  expect(await failing()).toEqual([
    "In SOC Requests the account lacks: Add notes.", "In Network Team the account lacks: Add notes.",
    "Redmine does not filter by the custom field 1: create it for issues, as text, used as a filter, for the tracker and the projects.",
    "There is no tracker Incident; there are: Bug, Support.",
  ]);
});

test("a queue may be a group within one project", async () => {
  const connector = opened({ project: "SOC Requests", tracker: "Support", dueDate: true });
  const id = await connector.create(ticket("AM-R-1", { queue: "Network engineers", dueAt: new Date("2026-12-24T23:30:00Z") }));
  expect(fake.issues.get(Number(id))).toMatchObject({ project: { name: "SOC Requests" }, tracker: { name: "Support" }, due_date: "2026-12-24" });
  expect(await connector.read(id)).toMatchObject({ ticket: { queue: "Network engineers" } });
  await connector.update(id, { queue: "Alice Test" }, null);
  expect(await connector.read(id)).toMatchObject({ ticket: { queue: "Alice Test", assignee: "Alice Test" } });
  expect((await refusal(connector.create(ticket("AM-R-2", { queue: "Nobody" })))).words).toContain("there are: Network engineers, Alice Test");
});

test.each([["textile", "Please &#42;block&#42; it."], ["markdown", "Please \\*block\\* it."]])("texts are %s by option, and come back as words", async (text, want) => {
  const connector = opened({ text });
  const id = await connector.create(ticket("AM-R-1"));
  expect(fake.issues.get(Number(id))?.description).toBe(want);
  const comment = await connector.comment(id, "a *b* {{toc}}\n\n— AM-R-1#1", "public", "AM-R-1#1");
  expect(await connector.read(id)).toMatchObject({ ticket: { comments: [{ id: comment, text: "a *b* {{toc}}\n\n— AM-R-1#1" }] } });
});

test("changes: all of one second, over pages, while others come in, and quiet once they are settled", async () => {
  const connector = opened();
  fake.traits.frozenAt = now;
  for (let i = 1; i <= 620; i++) await connector.create(ticket(`AM-R-${i}`));
  let { cursor } = await connector.changes(null, []);
  fake.traits.frozenAt = new Date(now.getTime() + 5_000);
  for (let i = 1; i <= 620; i++) fake.change({ id: 7, name: "Alice" }, i, { notes: "x" });
  const round = async (): Promise<readonly string[]> => {
    const all: string[] = [];
    for (let more = true; more;) {
      const page = await connector.changes(cursor, []);
      all.push(...page.ids);
      ({ cursor, more } = page);
      // Somebody goes on working: what moves behind what was read is found in the next round.
      if (more) fake.change({ id: 7, name: "Alice" }, 1, { notes: `later ${all.length}` });
    }
    return all;
  };
  const all = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => String(i + 1));
  expect(await round()).toEqual(all(620));
  expect(await round()).toContain("1");
  for (let i = 0; i < 4; i++) {
    now = new Date(now.getTime() + 30_000);
    await round();
  }
  expect(await round()).toEqual([]);
  fake.change({ id: 7, name: "Alice" }, 9, { status_id: 2 });
  fake.traits.frozenAt = new Date(now.getTime() + 1_000);
  fake.change({ id: 7, name: "Alice" }, 8, { status_id: 2 });
  expect(await round()).toContain("8");
  expect((await refusal(connector.changes("nonsense", []))).problem).toBe("garbage");
});

test("tickets that are followed are read in turn, since nobody tells of removed ones", async () => {
  const connector = opened();
  let { cursor } = await connector.changes(null, []);
  const read = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const page = await connector.changes(cursor, ["91", "92", "93", "94", "95", "96", "97"]);
    for (const id of page.ids) read.add(id);
    ({ cursor } = page);
  }
  expect([...read].toSorted()).toEqual(["91", "92", "93", "94", "95", "96", "97"]);
});

test("a webhook is signed with the secret of its address", () => {
  const body = Buffer.from('{"type":"issue.updated"}');
  const header = (secret: string): string => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  expect(redmine.isSigned({ "x-redmine-signature-256": header("s") }, body, "s")).toBe(true);
  expect(redmine.isSigned({ "x-redmine-signature-256": header("other") }, body, "s")).toBe(false);
  expect(redmine.isSigned({}, body, "s")).toBe(false);
  expect(redmine.isSigned({ "x-redmine-signature-256": "sha256=" }, body, "")).toBe(false);
});
