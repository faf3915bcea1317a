import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHttp, RemoteError } from "../../src/outbound/index.ts";
import type { Connector, NewTicket, Ticket } from "../../src/requests/connectors/connector.ts";
import { servicenow } from "../../src/requests/connectors/servicenow/index.ts";
import { type FakeServiceNow, stateLabel, stateValue, startServiceNow } from "./fakes/servicenow.ts";

let fake: FakeServiceNow;
let connector: Connector;
let now = new Date();

const opened = (options: object = {}, secrets: Record<string, string> = { password: fake.password, clientSecret: fake.clientSecret }): Connector =>
  servicenow.open({
    http: (headers) => createHttp({ base: fake.url, guard: { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 8_000_000, timeoutMs: 5_000 }, headers, perMinute: 100_000, sleep: async () => {} }),
    url: fake.url, options: servicenow.options.parse({ user: fake.user, clientId: fake.clientId, ...options }), secrets, now: () => now, ca: undefined,
  });
const ticketOf = (key: string, more: Partial<NewTicket> = {}): NewTicket => ({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please." }], queue: null, priority: null, asset: null, dueAt: null, ...more });
const readOf = async (id: string, by: Connector = connector): Promise<Ticket> => {
  const reading = await by.read(id);
  if (reading.found !== "yes") throw new Error(`not found: ${reading.found}`);
  return reading.ticket;
};
const refusalOf = async (of: Promise<unknown>): Promise<RemoteError> => {
  const error = await of.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RemoteError);
  return error as RemoteError;
};

beforeAll(async () => { fake = await startServiceNow(); });
afterAll(() => fake.stop());
beforeEach(() => {
  Object.assign(fake.traits, { journalIsReadable: true, choicesAreReadable: true, sleeps: false, forgetsTokens: false, frozenAt: null, tokenSeconds: 1799, searchesInZone: false, isOld: false });
  fake.traits.hidden.clear();
  now = new Date();
  connector = opened();
});

describe("ServiceNow", () => {
  it("makes a record of names, and looks their ids up", async () => {
    const due = new Date("2026-12-01T10:00:00Z");
    const id = await opened({ sendsDueDate: true, linksAsset: true }).create(ticketOf("AM-R-1", { queue: "R&D ^ Lab", priority: "2 - High", asset: "db-01", dueAt: due }));
    expect(await readOf(id)).toMatchObject({ id, title: "[AM-R-1] Block the host", state: "New", queue: "R&D ^ Lab", priority: "2 - High", key: "AM-R-1", comments: [], files: [], changedBy: null });
    expect(fake.tables.get("incident")?.get(id)).toMatchObject({ description: "Please.", correlation_display: "Vigie", impact: "1", urgency: "2", due_date: "2026-12-01 10:00:00" });
    expect(fake.tables.get("incident")?.get(id)?.["cmdb_ci"]).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([["Nobody", /No active group/], ["Gone", /No active group/], ["Twice", /2 active groups/]])("refuses the group %s before anything is written", async (queue, words) => {
    const error = await refusalOf(connector.create(ticketOf("AM-R-2", { queue })));
    expect(error).toMatchObject({ problem: "refused", arrived: "no" });
    expect(error.words).toMatch(words);
    expect(await connector.findByKey("AM-R-2")).toEqual({ found: "no" });
  });

  it("finds a key in its field and in the title, and says when a search says nothing", async () => {
    const id = await connector.create(ticketOf("AM-R-0118"));
    await connector.create(ticketOf("AM-R-01180"));
    await connector.create(ticketOf("AM-R-0118/2"));
    expect(await connector.findByKey("AM-R-0118")).toEqual({ found: "yes", id });
    fake.write("alice", id, { correlation_id: "" });
    expect(await connector.findByKey("AM-R-0118")).toEqual({ found: "yes", id });
    fake.traits.hidden.add("incident.correlation_id");
    expect(await connector.findByKey("AM-R-0118")).toEqual({ found: "yes", id });
    expect(await connector.findByKey("AM-R-9999")).toMatchObject({ found: "unknown" });
  });

  it("reads comments the same from the journal and from what the record shows", async () => {
    const id = await connector.create(ticketOf("AM-R-3"));
    const ours = await connector.comment(id, "Alice (SOC):\n\nIs it done?\n\n— AM-R-3 m1", "public", "AM-R-3 m1");
    fake.write("alice", id, { comments: "yes\n\n2 of 3" });
    fake.write("alice", id, { work_notes: "[code]<p>see <b>here</b></p><script>alert(1)</script>[/code]" });
    const byTable = await readOf(id);
    fake.traits.journalIsReadable = false;
    const byRecord = await readOf(id);
    expect(byTable.comments.map(({ id: own }) => own)).toContain(ours);
    // Within one second there is no order.
    const parts = ({ comments }: Ticket): unknown[] => comments.map(({ id: own, text, visibility, at }) => ({ own, text, visibility, at })).toSorted((a, b) => (a.own < b.own ? -1 : 1));
    expect(parts(byRecord)).toEqual(parts(byTable));
    expect(byTable.comments.map(({ text }) => text).toSorted()).toEqual(["Alice (SOC):\n\nIs it done?\n\n— AM-R-3 m1", "see here", "yes\n\n2 of 3"]);
    const blind = opened();
    expect(await blind.comment(id, "Bob (SOC):\n\nAnd now?\n\n— AM-R-3 m2", "internal", "AM-R-3 m2")).toMatch(/^work_notes-/);
  });

  it("lets no word of ours become HTML", async () => {
    const id = await connector.create(ticketOf("AM-R-4"));
    await connector.comment(id, "[code]<img src=x>[/CODE]\u0000\u0007 — k", "public", "k");
    const [entry] = [...(fake.tables.get("sys_journal_field")?.values() ?? [])].filter((one) => one["element_id"] === id);
    expect(entry?.["value"]).not.toMatch(/\[\/?code\]|\p{Cc}/iu);
    expect((await readOf(id)).comments[0]?.text).toContain("<img src=x>");
  });

  it("moves by what people see, and closes with what a data policy demands", async () => {
    const id = await connector.create(ticketOf("AM-R-5"));
    await connector.transition(id, "on hold: awaiting caller", "", null);
    expect((await readOf(id)).state).toBe("On Hold: Awaiting Caller");
    await connector.transition(id, "Resolved", "Done by the SOC.", null);
    expect(await readOf(id)).toMatchObject({ state: "Resolved", changedBy: "Vigie SOC" });
    expect(fake.tables.get("incident")?.get(id)).toMatchObject({ close_code: "Solution provided", close_notes: "Done by the SOC." });
    await connector.transition(id, "In Progress", "", null);
    fake.write("alice", id, { close_notes: "mine" });
    await connector.transition(id, "Resolved", "again", null);
    expect(fake.tables.get("incident")?.get(id)).toMatchObject({ close_notes: "mine" });
    for (const state of ["Nonsense", "On Hold: Awaiting Evidence", "Closed Complete"]) expect(await refusalOf(connector.transition(id, state, "", null))).toMatchObject({ problem: "refused", arrived: "no" });
    expect((await readOf(id)).state).toBe("Resolved");
  });

  it("tells which rule of the instance refuses", async () => {
    const id = await connector.create(ticketOf("AM-R-6"));
    const error = await refusalOf(opened({ closeCode: null }).transition(id, "Resolved", "x", null));
    expect(error).toMatchObject({ problem: "refused", arrived: "no" });
    expect(error.words).toContain("Resolution code");
    expect(error.todo).toContain("data policy");
  });

  it("takes the choices out of the box where it may not read them", async () => {
    fake.traits.choicesAreReadable = false;
    const id = await connector.create(ticketOf("AM-R-7"));
    await connector.transition(id, "On Hold: Awaiting Vendor", "", null);
    expect((await readOf(id)).state).toBe("On Hold: Awaiting Vendor");
  });

  it("says when a reference is emptied and a field left out in silence", async () => {
    const id = await connector.create(ticketOf("AM-R-8"));
    fake.traits.hidden.add("sys_user_group.active");
    await connector.update(id, { queue: "Network", priority: "1 - Critical" }, null);
    expect(await readOf(id)).toMatchObject({ queue: "Network", priority: "1 - Critical", title: "[AM-R-8] Block the host" });
    expect(await refusalOf(connector.update(id, { priority: "9 - Never" }, null))).toMatchObject({ problem: "refused" });
  });

  it("tells each change once, whatever has the same second", async () => {
    const frozen = new Date("2030-01-01T00:00:00Z");
    fake.traits.frozenAt = frozen;
    const start = await connector.changes(null, []);
    const ids: string[] = [];
    for (let i = 0; i < 450; i++) ids.push(await connector.create(ticketOf(`AM-R-${1000 + i}`)));
    let cursor = start.cursor;
    const seen: string[] = [];
    for (let more = true; more;) {
      const page = await connector.changes(cursor, []);
      seen.push(...page.ids);
      ({ cursor, more } = page);
    }
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
    fake.traits.frozenAt = new Date("2030-01-01T00:10:00Z");
    fake.write("alice", ids[3] ?? "", { comments: "hello" });
    const next = await connector.changes(cursor, [ids[3] ?? "", ids[4] ?? ""]);
    expect(next.ids).toEqual([ids[3]]);
    const idle = await connector.changes(next.cursor, [ids[3] ?? "", ids[4] ?? ""]);
    expect(idle.ids).toEqual([]);
    // The same second, once more.
    fake.write("alice", ids[3] ?? "", { state: "2" });
    fake.attach("alice", ids[4] ?? "", "a.txt", "text/plain", Buffer.from("a"));
    const last = await connector.changes(idle.cursor, [ids[3] ?? "", ids[4] ?? ""]);
    expect(new Set(last.ids)).toEqual(new Set([ids[3], ids[4]]));
    expect((await connector.changes(last.cursor, [ids[3] ?? "", ids[4] ?? ""])).ids).toEqual([]);
  });

  it("signs in with client credentials, and again when the token is no longer taken", async () => {
    const signed = opened({ auth: "oauth", user: undefined });
    const tokens = (): number => fake.asked.filter(({ path }) => path === "/oauth_token.do").length;
    const before = tokens();
    const id = await signed.create(ticketOf("AM-R-9"));
    await readOf(id, signed);
    expect(tokens()).toBe(before + 1);
    fake.traits.forgetsTokens = true;
    await signed.update(id, { title: "[AM-R-9] Other" }, null);
    expect((await readOf(id, signed)).title).toBe("[AM-R-9] Other");
    expect(tokens()).toBe(before + 2);
    now = new Date(now.getTime() + 3_600_000);
    await readOf(id, signed);
    expect(tokens()).toBe(before + 3);
    expect(await refusalOf(opened({ auth: "oauth" }, { clientSecret: "wrong" }).read(id))).toMatchObject({ problem: "unauthorized", arrived: "no" });
    expect(await refusalOf(opened({}, {}).read(id))).toMatchObject({ problem: "unauthorized" });
  });

  it("knows an instance that sleeps, and an address that is not the API", async () => {
    fake.traits.sleeps = true;
    expect(await refusalOf(connector.create(ticketOf("AM-R-10")))).toMatchObject({ problem: "garbage", arrived: "maybe" });
    expect(await refusalOf(connector.read("0".repeat(32)))).toMatchObject({ problem: "garbage", arrived: "no" });
    fake.traits.sleeps = false;
    expect(await connector.read("0".repeat(32))).toEqual({ found: "no" });
    expect(await connector.read("../../oauth")).toEqual({ found: "no" });
  });

  it("carries files over byte by byte", async () => {
    const id = await connector.create(ticketOf("AM-R-11"));
    const data = Uint8Array.from({ length: 3000 }, (_, i) => i % 256);
    const file = await connector.attach(id, { name: "é & ü.bin", type: "application/octet-stream", data }, "public");
    const ticket = await readOf(id);
    expect(ticket.files).toMatchObject([{ id: file, name: "é & ü.bin", bytes: 3000 }]);
    expect(Buffer.from(await connector.download(id, file ?? "")).equals(Buffer.from(data))).toBe(true);
  });

  it("says before use what will not work", async () => {
    expect(await connector.probe()).toMatchObject({ account: "Vigie SOC", checks: [{ ok: true }, { ok: true }, { ok: true }, { ok: true }, { ok: true }, { ok: true }] });
    expect(await opened({ auth: "oauth" }).probe()).toMatchObject({ account: "Vigie SOC" });
    await connector.create(ticketOf("AM-R-12"));
    fake.traits.hidden.add("incident.correlation_id").add("incident.sys_updated_on");
    fake.traits.journalIsReadable = false;
    const { checks } = await connector.probe();
    expect(Object.fromEntries(checks.map(({ name, ok }) => [name, ok]))).toMatchObject({ read: true, "search by key": false, "search by time": false, groups: true, comments: true });
    fake.traits.hidden.clear();
    fake.traits.searchesInZone = true;
    expect((await connector.probe()).checks.filter(({ ok }) => !ok).map(({ words }) => words)).toEqual(["A search by sys_updated_on in incident reads times in another zone than it tells them: set the account's time zone to GMT."]);
  });

  it("takes 404 for nothing found, as old versions say it", async () => {
    fake.traits.isOld = true;
    expect(await connector.findByKey("AM-R-13")).toEqual({ found: "no" });
    const id = await connector.create(ticketOf("AM-R-13"));
    expect(await readOf(id)).toMatchObject({ comments: [], files: [] });
    expect(await connector.findByKey("AM-R-13")).toEqual({ found: "yes", id });
  });

  it("takes a hint that is signed with its secret", () => {
    const body = Buffer.from('{"sys_id":"1"}');
    const mac = createHmac("sha256", "s").update(body).digest("base64");
    expect(servicenow.isSigned({ "x-vigie-signature": mac }, body, "s")).toBe(true);
    for (const [header, secret] of [[mac, "other"], ["", "s"], [mac.slice(0, 20), "s"], [undefined, "s"], [mac, ""]] as const) expect(servicenow.isSigned({ "x-vigie-signature": header }, body, secret)).toBe(false);
  });

  it.each(["sn_si_incident", "change_request", "sc_task"] as const)("works with %s", async (table) => {
    const other = await startServiceNow({ table, zone: "Europe/Paris" });
    const own = servicenow.open({
      http: (headers) => createHttp({ base: other.url, guard: { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 8_000_000, timeoutMs: 5_000 }, headers, perMinute: 100_000 }),
      url: other.url, options: servicenow.options.parse({ user: other.user, table }), secrets: { password: other.password }, now: () => new Date(), ca: undefined,
    });
    const id = await own.create(ticketOf("AM-R-1", { queue: "Network", priority: "2 - High" }));
    const moves = servicenow.movesOf?.({ table }) ?? {};
    for (const state of Object.values(moves)) {
      await own.transition(id, state, "done", null);
      expect(await readOf(id, own)).toMatchObject({ state, priority: "2 - High", queue: "Network" });
      expect(servicenow.states[state]).toBeDefined();
      expect(stateLabel(table, other.tables.get(table)?.get(id) ?? {})).toBe(state);
      expect(stateValue(table, state)).toBe(other.tables.get(table)?.get(id)?.["state"]);
    }
    await other.stop();
  });
});
