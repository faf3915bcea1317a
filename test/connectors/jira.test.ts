// What is special with Jira; what all connectors do is tested by the contract suite.
import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { createHttp, RemoteError } from "../../src/outbound/index.ts";
import type { Connector, NewTicket, Ticket } from "../../src/requests/connectors/connector.ts";
import { jira } from "../../src/requests/connectors/jira/index.ts";
import { type FakeJira, startJira } from "./fakes/jira.ts";
import type { JiraFakeOptions } from "./fakes/jira-world.ts";

let fakes: FakeJira[] = [];
let now = new Date();
afterEach(async () => {
  for (const fake of fakes) await fake.stop();
  fakes = [];
  now = new Date();
});

const started = async (options: JiraFakeOptions): Promise<FakeJira> => {
  const fake = await startJira(options);
  fake.traits.lagMs = 0;
  fakes.push(fake);
  return fake;
};
const opened = (fake: FakeJira, options: object, token = fake.token): Connector =>
  jira.open({
    http: (headers) => createHttp({ base: fake.url, guard: { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 8_000_000, timeoutMs: 5_000 }, headers, perMinute: 1_000_000, sleep: async () => {} }),
    url: fake.url, options: jira.options.parse({ project: "SOC", ...options }), secrets: { token }, now: () => now, ca: undefined,
  });
const cloud = (fake: FakeJira, options: object = {}): Connector => opened(fake, { flavour: "cloud", user: fake.user, ...options });
const center = (fake: FakeJira, options: object = {}): Connector => opened(fake, { flavour: "data-center", ...options });
const desk = { service: { deskId: "4", requestTypeId: "25" } };
const ticketOf = (key: string, more: Partial<NewTicket> = {}): NewTicket => ({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please *block* it." }], queue: null, priority: null, asset: null, dueAt: null, ...more });
const readOf = async (connector: Connector, id: string): Promise<Ticket> => {
  const reading = await connector.read(id);
  if (reading.found !== "yes") throw new Error(`not found: ${reading.found}`);
  return reading.ticket;
};
const refusalOf = async (of: Promise<unknown>): Promise<RemoteError> => {
  const error = await of.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RemoteError);
  return error as RemoteError;
};

describe("Jira", () => {
  it("keeps the key in a property, and finds a ticket that a person renamed", async () => {
    const fake = await started({ flavour: "cloud" });
    const connector = cloud(fake);
    const id = await connector.create(ticketOf("AM-R-1"));
    await connector.create(ticketOf("AM-R-1/2"));
    expect(fake.issues.get(id)?.properties.get("vigie")).toEqual({ key: "AM-R-1" });
    fake.change(id, { summary: "Firewall (was AM-R-1)" });
    expect(await connector.findByKey("AM-R-1")).toEqual({ found: "yes", id });
    expect(await connector.findByKey("AM-R")).toEqual({ found: "no" });
    expect(await readOf(connector, id)).toMatchObject({ key: "AM-R-1", title: "Firewall (was AM-R-1)" });
  });

  it("finds what is not in a late index yet, by the next numbers", async () => {
    const fake = await started({ flavour: "cloud" });
    const connector = cloud(fake);
    await connector.create(ticketOf("AM-R-0"));
    fake.traits.lagMs = 60_000;
    const ids: string[] = [];
    for (let i = 1; i <= 230; i++) ids.push(await connector.create(ticketOf(`AM-R-${i}`)));
    for (const i of [1, 99, 230]) expect(await connector.findByKey(`AM-R-${i}`)).toEqual({ found: "yes", id: ids[i - 1] });
    expect(await connector.findByKey("AM-R-231")).toEqual({ found: "no" });
  });

  it("finds what it made lately where words are cut another way", async () => {
    const fake = await started({ flavour: "data-center" });
    const connector = center(fake);
    const id = await connector.create(ticketOf("AM-R-1"));
    fake.traits.findsNoWords = true;
    expect(await connector.findByKey("AM-R-1")).toEqual({ found: "yes", id });
    expect(await connector.findByKey("AM-R-2")).toEqual({ found: "no" });
  });

  it("follows a ticket into another project", async () => {
    const fake = await started({ flavour: "cloud" });
    const connector = cloud(fake, { site: "https://acme.atlassian.net/" });
    const id = await connector.create(ticketOf("AM-R-1"));
    fake.change(id, { key: "NET-7" });
    expect(await readOf(connector, id)).toMatchObject({ id, number: "NET-7", url: "https://acme.atlassian.net/browse/NET-7" });
  });

  it.each([["cloud", cloud], ["data-center", center]] as const)("walks the workflow of %s, and gives a screen what it asks for", async (flavour, open) => {
    const fake = await started({ flavour });
    const connector = open(fake);
    const id = await connector.create(ticketOf("AM-R-1"));
    await connector.transition(id, "done", "", null);
    expect(fake.issues.get(id)).toMatchObject({ status: "Done", resolution: "Done" });
    await connector.transition(id, "In Review", "", null);
    expect(fake.issues.get(id)).toMatchObject({ status: "In Review", resolution: null });
    expect(fake.issues.get(id)?.histories.map(({ items }) => String(items[0]?.toString))).toEqual(["In Progress", "Done", "To Do", "In Progress", "In Review"]);
    expect(await readOf(connector, id)).toMatchObject({ changedBy: "Vigie SOC", stateChangedAt: new Date(fake.issues.get(id)?.histories.at(-1)?.created ?? "") });
  });

  it("stops before the first step where there is no way, and says which steps there are", async () => {
    const fake = await started({ flavour: "data-center" });
    const connector = center(fake);
    const id = await connector.create(ticketOf("AM-R-1"));
    fake.change(id, { status: "Canceled" });
    expect(await refusalOf(connector.transition(id, "Done", "", null))).toMatchObject({ problem: "refused", arrived: "no", words: "the workflow leads from Canceled to nowhere, and not to Done" });
    const other = await refusalOf(connector.transition(id, "Backlog", "", null));
    expect(other.words).toBe("Backlog is no status of SOC; there are: To Do, In Progress, In Review, Done, Canceled");
  });

  it("says when a rule moves a ticket somewhere else", async () => {
    const fake = await started({ flavour: "cloud" });
    const connector = cloud(fake);
    const id = await connector.create(ticketOf("AM-R-1"));
    fake.traits.afterStep = "In Review";
    expect((await refusalOf(connector.transition(id, "In Progress", "", null))).words).toContain("is In Review, not In Progress");
  });

  it("sends no internal comment where everybody would see it", async () => {
    const fake = await started({ flavour: "cloud" });
    const id = await cloud(fake).create(ticketOf("AM-R-1"));
    expect(await refusalOf(cloud(fake).comment(id, "between us", "internal", "k"))).toMatchObject({ problem: "refused", arrived: "no" });
    expect(fake.issues.get(id)?.comments).toEqual([]);
    await cloud(fake, { internalRole: "Developers" }).comment(id, "between us", "internal", "k");
    expect(fake.issues.get(id)?.comments).toMatchObject([{ role: "Developers" }]);
  });

  it.each([["cloud", cloud], ["data-center", center]] as const)("says on a service desk of %s whether customers see a comment", async (flavour, open) => {
    const fake = await started({ flavour, isService: true });
    const connector = open(fake, desk);
    const id = await connector.create(ticketOf("AM-R-1", { queue: "Network", priority: "High" }));
    expect(fake.issues.get(id)).toMatchObject({ components: ["Network"], priority: "High", status: "Waiting for support" });
    expect(fake.issues.get(id)?.properties.get("vigie")).toEqual({ key: "AM-R-1" });
    await connector.comment(id, "for all", "public", "a");
    await connector.comment(id, "for us", "internal", "b");
    expect(fake.issues.get(id)?.comments.map(({ isInternal }) => isInternal)).toEqual([false, true]);
    expect((await readOf(connector, id)).comments.map(({ visibility, text }) => [visibility, text])).toEqual([["public", "for all"], ["internal", "for us"]]);
  });

  it.each([["cloud", cloud], ["data-center", center]] as const)("leaves the comment aside that a service desk of %s makes of a file", async (flavour, open) => {
    const fake = await started({ flavour, isService: true });
    const connector = open(fake, desk);
    const id = await connector.create(ticketOf("AM-R-1"));
    const file = await connector.attach(id, { name: 'a "b".txt', type: "text/plain", data: Buffer.from("x") }, "public");
    const ticket = await readOf(connector, id);
    expect(ticket.files.map((one) => [one.id, one.name])).toEqual([[file, 'a "b".txt']]);
    expect(ticket.comments.map(({ text }) => text)).toEqual([""]);
    await connector.attach(id, { name: "b.bin", type: "", data: new Uint8Array() }, "internal");
    expect((await readOf(connector, id)).comments).toHaveLength(1);
  });

  it("gives a request type's form no more than it takes, and says before use what it demands", async () => {
    const fake = await started({ flavour: "cloud", isService: true });
    fake.traits.form.push({ fieldId: "priority", required: false }, { fieldId: "customfield_10050", required: true });
    const failing = async (connector: Connector): Promise<readonly string[]> => (await connector.probe()).checks.filter(({ ok }) => !ok).map(({ words }) => words);
    expect(await failing(cloud(fake, desk))).toEqual(["The request type demands customfield_10050 (customfield_10050): name them under options.fields."]);
    const connector = cloud(fake, { ...desk, fields: { customfield_10050: { value: "Paris" } } });
    expect(await failing(connector)).toEqual([]);
    const id = await connector.create(ticketOf("AM-R-1", { queue: "Network", priority: "High" }));
    expect(fake.issues.get(id)).toMatchObject({ priority: "High", components: ["Network"], fields: { customfield_10050: { value: "Paris" } } });
    expect(fake.asked.find(({ path }) => path === "/rest/servicedeskapi/request")?.json["requestFieldValues"]).toMatchObject({ priority: { name: "High" } });
  });

  it("exchanges the first component, and keeps those that people added", async () => {
    const fake = await started({ flavour: "cloud" });
    const connector = cloud(fake);
    const id = await connector.create(ticketOf("AM-R-1", { queue: "Network" }));
    fake.issues.get(id)?.components.push("Beside");
    await connector.update(id, { queue: "Service Desk" }, null);
    expect(fake.issues.get(id)?.components.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["Beside", "Service Desk"]);
  });

  it("takes a field of one choice as the queue", async () => {
    const fake = await started({ flavour: "data-center" });
    const connector = center(fake, { queue: "customfield_10010" });
    const id = await connector.create(ticketOf("AM-R-1", { queue: "Network team" }));
    expect((await readOf(connector, id)).queue).toBe("Network team");
    await connector.update(id, { queue: "Other team", priority: "High" }, null);
    expect(await readOf(connector, id)).toMatchObject({ queue: "Other team", priority: "High" });
  });

  // In New York clocks went from 02:00 back to 01:00 at 2026-11-01 06:00 UTC, and forward at 2026-03-08 07:00 UTC.
  it.each(["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-01T05:59:59Z", "2026-03-08T06:58:00Z", "2026-03-08T07:01:00Z", "2026-07-01T12:00:00Z"])("misses nothing that changes at %s", async (at) => {
    const fake = await started({ flavour: "cloud", zone: "America/New_York" });
    const connector = cloud(fake);
    fake.traits.at = new Date(Date.parse(at) - 60_000);
    const id = await connector.create(ticketOf("AM-R-1"));
    now = fake.traits.at;
    const start = await connector.changes(null, [id]);
    const first = await connector.changes(start.cursor, [id]);
    fake.traits.at = new Date(at);
    fake.change(id, { status: "In Progress" });
    const found = await connector.changes(first.cursor, [id]);
    expect(found.ids).toEqual([id]);
    fake.traits.at = new Date(Date.parse(at) + 3_600_000);
    expect((await connector.changes(found.cursor, [id])).ids).toEqual([]);
    fake.change(id, { status: "In Review" });
    expect((await connector.changes(found.cursor, [id])).ids).toEqual([id]);
  });

  it.each(["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata"])("misses nothing where an account in %s does not tell its zone", async (zone) => {
    const fake = await started({ flavour: "data-center", zone });
    fake.traits.tellsZone = false;
    const connector = center(fake);
    const id = await connector.create(ticketOf("AM-R-1"));
    const start = await connector.changes(null, [id]);
    fake.change(id, { summary: "Other" });
    expect((await connector.changes(start.cursor, [id])).ids).toEqual([id]);
  });

  it.each([["cloud", cloud], ["data-center", center]] as const)("tells all of one minute in %s, over pages, and then is quiet", async (flavour, open) => {
    const fake = await started({ flavour });
    fake.traits.at = new Date("2026-11-24T10:00:00Z");
    const connector = open(fake);
    let { cursor } = await connector.changes(null, []);
    const ids: string[] = [];
    for (let i = 0; i < 350; i++) {
      fake.traits.at = new Date(Date.parse("2026-11-24T10:00:00Z") + (i < 60 ? 0 : 120_000 + i));
      ids.push(await connector.create(ticketOf(`AM-R-${i}`)));
    }
    const seen: string[] = [];
    for (let more = true; more;) {
      const page = await connector.changes(cursor, []);
      seen.push(...page.ids);
      ({ cursor, more } = page);
    }
    expect(new Set(seen)).toEqual(new Set(ids));
    expect((await connector.changes(cursor, ids)).ids).toEqual([]);
  });

  it("looks past a late index at what it follows", async () => {
    const fake = await started({ flavour: "cloud" });
    const connector = cloud(fake);
    const id = await connector.create(ticketOf("AM-R-1"));
    const start = await connector.changes(null, [id]);
    fake.traits.lagMs = 60_000;
    fake.change(id, { status: "In Progress" });
    expect((await connector.changes(start.cursor, [id])).ids).toEqual([id]);
  });

  it("cuts what is too long before its last line", async () => {
    const fake = await started({ flavour: "data-center" });
    const connector = center(fake);
    const id = await connector.create(ticketOf("AM-R-1", { text: [{ kind: "text", text: "*".repeat(40_000) }] }));
    await connector.comment(id, `${"*_-".repeat(7_000)}\n\n— AM-R-1#1`, "public", "AM-R-1#1");
    const [comment] = (await readOf(connector, id)).comments;
    expect(comment?.text.endsWith("— AM-R-1#1")).toBe(true);
    expect(comment?.text.length).toBeGreaterThan(13_000);
  });

  it("signs in as its flavour does", async () => {
    const onCloud = await started({ flavour: "cloud" });
    const onPremises = await started({ flavour: "data-center" });
    expect(await refusalOf(opened(onCloud, { flavour: "cloud", user: onCloud.user }, "old").read("10001"))).toMatchObject({ problem: "unauthorized", arrived: "no" });
    expect(await refusalOf(opened(onCloud, { flavour: "cloud", user: onCloud.user }, "").read("10001"))).toMatchObject({ problem: "unauthorized" });
    expect(await opened(onPremises, { flavour: "data-center", user: onPremises.user }).read("10001")).toEqual({ found: "no" });
    expect(jira.options.safeParse({ flavour: "cloud", project: "SOC" }).success).toBe(false);
    // The wrong flavour is told as it is, and no ticket is gone because of it.
    expect(await center(onPremises).read("../../../etc")).toEqual({ found: "no" });
    const { checks } = await opened(onPremises, { flavour: "data-center", user: onPremises.user }).probe();
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("says which rights are missing", async () => {
    const fake = await started({ flavour: "cloud" });
    fake.traits.denied.add("TRANSITION_ISSUES").add("CREATE_ATTACHMENTS");
    const { checks, account, version } = await cloud(fake, { issueType: "Bug" }).probe();
    expect({ account, version }).toEqual({ account: "Vigie SOC", version: "1001.0.0-SNAPSHOT" });
    expect(checks.filter(({ ok }) => !ok).map(({ words }) => words)).toEqual([
      "The account may not move tickets in SOC: give it TRANSITION_ISSUES.", "The account may not attach files in SOC: give it CREATE_ATTACHMENTS.", "SOC has no issue type Bug; there are: Task, Epic",
    ]);
  });

  it("knows its states and moves", () => {
    for (const options of [{}, { service: null }, desk]) for (const [meaning, state] of Object.entries({ ...jira.moves, ...jira.movesOf?.(options) })) expect(jira.states[state]).toBe(meaning);
  });

  it("takes a webhook that is signed with its secret", () => {
    const body = Buffer.from('{"webhookEvent":"jira:issue_updated"}');
    const header = `sha256=${createHmac("sha256", "s").update(body).digest("hex")}`;
    expect(jira.isSigned({ "x-hub-signature": header }, body, "s")).toBe(true);
    expect(jira.isSigned({ "x-hub-signature": header }, body, "other")).toBe(false);
    expect(jira.isSigned({}, body, "s")).toBe(false);
  });
});
