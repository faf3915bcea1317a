// The verbs of requests on a real database: what is released by whom, what goes out, and what a crash leaves.
import { beforeEach, describe, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { openIncident } from "../incidents/index.ts";
import { createAsset, retireAsset, teams } from "../cmdb/index.ts";
import { readJournal, type State, type TenantDb, withSystem, withTenant } from "../store/index.ts";
import { agreeSetting, saveSetting } from "../tenants/index.ts";
import {
  acknowledgeRequest, approveRequest, type Asker, cancelRequest, checkRequest, claimDone, type Delivery, deliverDue, findRequest, lapseApprovals, limitAutomation, listRequests, type Look, makeRequest, openRequestsOf, type ReadBack,
  type Request, type RequestDraft, saveRoutes, sendAlone, sendRequest, settleDelivery, showRequest, stopAutomation, askApproval,
} from "./index.ts";

const START = new Date("2026-11-24T12:00:00Z");
const HOUR = 3_600_000;
const at = (ms: number): Date => new Date(START.getTime() + ms);
const analyst = (now = START): Asker => ({ who: "Analyst A.", id: "person:a", side: "provider", now, sees: "all" });
const client = (now = START): Asker => ({ who: "Client C.", id: "person:c", side: "client", now, sees: "all" });
const playbook = (now = START): Asker => ({ who: "playbooks", id: "system", side: "system", now, sees: "all" });

let state: State;
let incident: { readonly id: string; readonly ref: string };
let made = 0;

beforeEach(async () => {
  state = await freshState("north");
  made = 0;
  incident = await inNorth((db) => openIncident(db, analyst(), { title: "Malware", severity: "high", origin: "provider" }));
  await teams.create(state, analyst(), "north", { id: "ws", given: { name: "Workstations", contact: null, email: null, phone: null, itsmName: null } });
  for (const [id, criticality] of [["PC-1", 2], ["PC-2", 2], ["SRV-1", 4]] as const) await createAsset(state, analyst(), "north", { id, values: { name: id, kind: "workstation", criticality, team: "Workstations", tags: ["agreed"] } as never });
});

const inNorth = <T>(work: (db: TenantDb) => Promise<T>): Promise<T> => withTenant(state, "north", work);
const make = (over: Partial<RequestDraft> = {}): Promise<Request> => inNorth((db) => makeRequest(db, analyst(), { id: `r${++made}`, incident, severity: "high", action: "isolate-host", target: { kind: "asset", name: "PC-1" }, ...over }));
const stateOf = async (id: string): Promise<string> => (await inNorth((db) => findRequest(db, analyst(), id))).state;
const deliver = (now = START, deliveryOf?: () => Delivery) => deliverDue({ state, now: () => now, deliveryOf });

/** The client agrees beforehand to isolate what is tagged. */
async function agree(): Promise<void> {
  const document = { actions: [{ key: "isolate", action: "isolate-host", assets: { tags: ["agreed"], services: [], environments: [] }, except: [], conditions: "Malware is confirmed.", tell: [{ onCall: true as const }], agreedBy: "A. Martin", since: "2026-01-01", until: null }] };
  const saved = await saveSetting(state, analyst(), "north", "pre-authorised-actions", { document, reason: "agreed in the kick-off", seen: 0 });
  await agreeSetting(state, client(), { tenant: "north", kind: "pre-authorised-actions", version: saved.version });
}

const alone = (id: string, over: Partial<Parameters<typeof sendAlone>[3]> = {}, now = START) => inNorth((db) => sendAlone(db, playbook(now), id, { confirmed: "the scanner named the family", approval: { deadline: at(2 * HOUR), default: "do-nothing" }, ...over }));

describe("sent without a person", () => {
  test("what was agreed beforehand, with the word of whoever confirmed the conditions", async () => {
    await agree();
    const { id } = await make();
    expect(await alone(id)).toMatchObject({ state: "queued", releasedBy: "pre-authorisation", aloneAt: START });
    expect(await deliver()).toBe(1);
    expect(await stateOf(id)).toBe("sent");
    const [entry] = await inNorth((db) => readJournal(db, { limit: 1, action: "request.queue" }));
    expect(entry?.reason).toBe('"isolate", agreed by A. Martin since 2026-01-01. Conditions: Malware is confirmed. Met: the scanner named the family');
  });

  test("the client is asked where it was not agreed, or nobody confirmed the conditions, or the asset is critical", async () => {
    const before = await make();
    expect(await alone(before.id)).toMatchObject({ state: "awaiting_approval", releasedBy: null });
    await agree();
    const unconfirmed = await make();
    expect(await alone(unconfirmed.id, { confirmed: undefined })).toMatchObject({ state: "awaiting_approval" });
    const critical = await make({ target: { kind: "asset", name: "SRV-1" } });
    expect(await alone(critical.id, { approval: { deadline: at(HOUR), default: "approve" } })).toMatchObject({ state: "awaiting_approval", approval: { default: "do-nothing" } });
    expect(await deliver()).toBe(0);
  });

  test("no more than the cap within an hour; what is over it waits for a person", async () => {
    await agree();
    await inNorth((db) => limitAutomation(db, analyst(), { isDryRun: false, perHour: 2, perDay: 3, reason: "for a test" }));
    const results: string[] = [];
    for (let i = 0; i < 3; i++) results.push((await alone((await make()).id)).state);
    expect(results).toEqual(["queued", "queued", "draft"]);
    expect((await inNorth((db) => findRequest(db, analyst(), "r3"))).held).toBe("2 were sent without a person in the last hour, and 2 may be.");
    expect((await alone((await make()).id, {}, at(HOUR + 1))).state).toBe("queued");
    expect((await alone((await make()).id, {}, at(HOUR + 1))).held).toContain("in the last 24 hours");
    // A person is not capped.
    expect(await inNorth((db) => sendRequest(db, analyst(), "r3"))).toMatchObject({ state: "queued", held: null });
  });

  test("of many at once, no more than the cap", async () => {
    await agree();
    await inNorth((db) => limitAutomation(db, analyst(), { isDryRun: false, perHour: 3, perDay: 50, reason: "for a test" }));
    const drafts = [];
    for (let i = 0; i < 6; i++) drafts.push(await make());
    const results = await Promise.all(drafts.map(({ id }) => alone(id)));
    expect(results.filter((one) => one.state === "queued")).toHaveLength(3);
  });

  test("a dry run writes down what would be sent, and sends nothing", async () => {
    await agree();
    await inNorth((db) => limitAutomation(db, analyst(), { isDryRun: true, perHour: 10, perDay: 50, reason: "first week" }));
    const { id } = await make();
    expect(await alone(id)).toMatchObject({ state: "draft", held: expect.stringContaining("Dry run") as string });
    expect(await deliver()).toBe(0);
    expect((await inNorth((db) => showRequest(db, analyst(), id))).deliveries).toMatchObject([{ state: "dry_run" }]);
  });

  test("the switch holds also what is queued, but not what a person sent", async () => {
    await agree();
    const [byItself, byPerson] = [await make(), await make()];
    await alone(byItself.id);
    await inNorth((db) => sendRequest(db, analyst(), byPerson.id));
    await inNorth((db) => stopAutomation(db, client(), "something is wrong"));
    await deliver();
    expect([await stateOf(byItself.id), await stateOf(byPerson.id)]).toEqual(["draft", "sent"]);
    expect((await inNorth((db) => findRequest(db, analyst(), byItself.id))).held).toContain("stopped by Client C.");
    expect((await alone((await make()).id)).held).toContain("something is wrong");
  });
});

describe("silence", () => {
  const asked = async (outcome: "approve" | "refuse" | "do-nothing", over: Partial<RequestDraft> = {}): Promise<string> => {
    const { id } = await make(over);
    await inNorth((db) => askApproval(db, analyst(), id, { deadline: at(HOUR), default: outcome, person: null }));
    return id;
  };

  test.each([["approve", "queued"], ["refuse", "refused"], ["do-nothing", "draft"]] as const)("means %s if that was said", async (outcome, becomes) => {
    const id = await asked(outcome);
    expect(await lapseApprovals(state, at(HOUR - 1))).toBe(0);
    expect(await lapseApprovals(state, at(HOUR))).toBe(1);
    expect(await stateOf(id)).toBe(becomes);
    expect(await lapseApprovals(state, at(HOUR))).toBe(0);
    const moves = (await inNorth((db) => showRequest(db, analyst(), id))).moves;
    expect(moves.at(-1)).toMatchObject({ who: "approvals", side: "system", note: expect.stringContaining("Nobody decided until 2026-11-24T13:00:00.000Z") as string });
  });

  test("does not approve what is critical, nor anything once that is stopped", async () => {
    await expect(asked("approve", { target: { kind: "asset", name: "SRV-1" } })).rejects.toThrow("cannot be approved by silence");
    const id = await asked("approve");
    await inNorth((db) => stopAutomation(db, client(), "not now"));
    await lapseApprovals(state, at(HOUR));
    expect(await inNorth((db) => findRequest(db, analyst(), id))).toMatchObject({ state: "draft", held: expect.stringContaining("not now") as string });
  });

  test("whoever decided in time is heard", async () => {
    const id = await asked("refuse");
    await inNorth((db) => approveRequest(db, client(at(HOUR - 1)), id));
    expect(await lapseApprovals(state, at(HOUR))).toBe(0);
    expect(await stateOf(id)).toBe("queued");
  });
});

describe("delivery outside", () => {
  /** Another system, with what it holds by our key. */
  function system(behaves: { readonly send?: (put: () => string) => Promise<string>; readonly read?: () => ReadBack } = {}) {
    const held = new Map<string, string>();
    let tried = 0;
    const delivery: Delivery = {
      channel: "glpi",
      send: async (_sheet, key) => {
        tried += 1;
        // It knows no keys that are there already: whoever sends twice makes two.
        const put = (): string => {
          held.set(`${key}#${held.size + 1}`, key);
          return `GLPI ${held.size}`;
        };
        return { ok: true, remoteId: await (behaves.send?.(put) ?? Promise.resolve(put())) };
      },
      readBack: async (key) => behaves.read?.() ?? ([...held.values()].includes(key) ? { found: "yes", remoteId: "GLPI 1" } : { found: "no" }),
      comment: async () => ({ ok: true, remoteId: "1" }),
    };
    return { delivery, count: () => held.size, tried: () => tried };
  }
  const queued = async (): Promise<string> => {
    const { id } = await make();
    await inNorth((db) => sendRequest(db, analyst(), id));
    return id;
  };
  const last = async (id: string) => (await inNorth((db) => showRequest(db, analyst(), id))).deliveries.at(-1);

  test("arrives, and is known by the other system's name", async () => {
    const [id, glpi] = [await queued(), system()];
    await deliver(START, () => glpi.delivery);
    expect(await last(id)).toMatchObject({ state: "sent", channel: "glpi", remoteId: "GLPI 1", key: "NOR-R-0001/1" });
    expect([await stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("a lost answer is looked up: it is there once", async () => {
    const glpi = system({ send: async (put) => { put(); throw new Error("the connection broke"); } });
    const id = await queued();
    await deliver(START, () => glpi.delivery);
    expect([await stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("a crash after the write is looked up once the lease is over: never twice", async () => {
    const id = await queued();
    const glpi = system({ send: (put) => { put(); return new Promise(() => {}); } });
    void deliver(START, () => glpi.delivery);
    await expect.poll(glpi.count).toBe(1);
    expect(await deliver(at(60_000), () => glpi.delivery)).toBe(0);
    await deliver(at(6 * 60_000), () => glpi.delivery);
    expect([await stateOf(id), glpi.count(), glpi.tried()]).toEqual(["sent", 1, 1]);
  });

  test("a crash before the write is sent then: never lost", async () => {
    const id = await queued();
    const [dead, glpi] = [system({ send: () => new Promise(() => {}) }), system()];
    void deliver(START, () => dead.delivery);
    await expect.poll(dead.tried).toBe(1);
    await deliver(at(6 * 60_000), () => glpi.delivery);
    expect([await stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("what nobody can tell is shown as unknown, sent no more, and settled by a person", async () => {
    const glpi = system({ send: async () => { throw new Error("timeout"); }, read: () => ({ found: "unknown", why: "its search is behind" }) });
    const id = await queued();
    await deliver(START, () => glpi.delivery);
    expect(await last(id)).toMatchObject({ state: "unknown", problem: "Nobody can tell whether it arrived: its search is behind" });
    expect(await deliver(at(HOUR), () => glpi.delivery)).toBe(0);
    expect(await inNorth((db) => settleDelivery(db, analyst(), id, { arrived: true, reason: "I see it there" }))).toMatchObject({ state: "sent" });
  });

  test("sent anew where a person sees that it did not arrive", async () => {
    const glpi = system({ send: async () => { throw new Error("timeout"); }, read: () => ({ found: "unknown", why: "no search" }) });
    const id = await queued();
    await deliver(START, () => glpi.delivery);
    await inNorth((db) => settleDelivery(db, analyst(), id, { arrived: false, reason: "It is not there" }));
    await deliver();
    expect(await stateOf(id)).toBe("sent");
    expect((await last(id))?.key).toBe("NOR-R-0001/2");
  });

  test("a refusal is tried again with growing pauses, then shown as failed", async () => {
    const id = await queued();
    const glpi = system();
    const refusing: Delivery = { ...glpi.delivery, send: async () => ({ ok: false, problem: "503", retry: true }) };
    let tries = 0;
    for (let minutes = 0; minutes <= 240; minutes++) tries += await deliver(at(minutes * 60_000), () => refusing);
    expect([await last(id), tries]).toMatchObject([{ state: "failed", problem: "503", attempt: 8 }, 8]);
  });

  test("two processes at once send it once", async () => {
    const [id, glpi] = [await queued(), system()];
    await Promise.all([deliver(START, () => glpi.delivery), deliver(START, () => glpi.delivery), deliver(START, () => glpi.delivery)]);
    expect([await stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("what is cancelled before it goes out does not", async () => {
    const id = await queued();
    await inNorth((db) => cancelRequest(db, analyst(), id, { reason: "not needed" }));
    expect(await deliver()).toBe(0);
    expect((await last(id))?.state).toBe("withdrawn");
  });
});

test("the team is asked of the CMDB again when it is sent", async () => {
  await inNorth((db) => saveRoutes(db, analyst(), { routes: [{ scope: "fallback", team: "ws" }], reason: "for a test" }));
  const { id, routed } = await make();
  expect(routed.by).toBe("owner");
  await retireAsset(state, analyst(), "north", { id: "PC-1", reason: "scrapped" });
  expect(await inNorth((db) => sendRequest(db, analyst(), id))).toMatchObject({ routed: { by: "fallback", reason: "Workstations: takes what nobody else has; PC-1 is retired in the CMDB" } });
  expect((await inNorth((db) => showRequest(db, analyst(), id))).teamWarning).toBe("PC-1 was retired in the CMDB: is there still something to do?");
});

describe("verification", () => {
  const claimed = async (): Promise<string> => {
    const { id } = await make();
    await inNorth((db) => sendRequest(db, analyst(), id));
    await deliver();
    await inNorth((db) => acknowledgeRequest(db, client(), id));
    await inNorth((db) => claimDone(db, client(), id, { note: "Port closed" }));
    return id;
  };
  const seen = (id: string, source: string) => ({ id: id.repeat(32), time: at(HOUR / 2), source });
  const look = (ofHost: readonly ReturnType<typeof seen>[]): Look => ({
    events: async (_, query) => ({ complete: true, events: query.startsWith("vigie.source") ? [seen("b", "dc")] : ofHost }),
    sources: async () => ({ sources: ["dc"], complete: true }),
  });

  test("proven: verified by the platform, and no more open", async () => {
    const id = await claimed();
    expect(await inNorth((db) => openRequestsOf(db, incident.id))).toHaveLength(1);
    expect(await checkRequest({ state, look: look([]) }, playbook(at(HOUR)), "north", id)).toMatchObject({ state: "verified", verification: { outcome: "verified" }, checkAt: null });
    expect(await inNorth((db) => openRequestsOf(db, incident.id))).toEqual([]);
  });

  test("contradicted: reopened with the event, and the clocks run anew", async () => {
    const id = await claimed();
    const after = await checkRequest({ state, look: look([seen("a", "dc")]) }, playbook(at(HOUR)), "north", id);
    expect(after).toMatchObject({ state: "reopened", verification: { outcome: "contradicted", checks: [{ events: ["a".repeat(32)] }] } });
    expect(after.dueAt!.getTime()).toBeGreaterThan(at(HOUR).getTime());
    const facts = await withSystem(state, (db) => db.sql.selectFrom("outbox").select("details").where("kind", "=", "request.reopened").execute());
    expect(facts).toMatchObject([{ details: { events: ["a".repeat(32)] } }]);
  });

  test("not proven until the end: an analyst decides", async () => {
    const id = await claimed();
    const blind: Look = { events: async () => ({ events: [], complete: true }), sources: async () => ({ sources: [], complete: true }) };
    expect(await checkRequest({ state, look: blind }, playbook(at(25 * HOUR)), "north", id)).toMatchObject({ state: "claimed_done", checkAt: null, verification: { outcome: "cannot-tell", words: expect.stringContaining("an analyst decides") as string } });
  });
});

test("no walk of people leads to a count that does not balance", async () => {
  for (let i = 0; i < 6; i++) await make();
  for (const id of ["r1", "r2", "r3"]) await inNorth((db) => sendRequest(db, analyst(), id));
  await deliver();
  await inNorth((db) => cancelRequest(db, analyst(), "r4", { reason: "not needed" }));
  const { requests, counts } = await inNorth((db) => listRequests(db, analyst(), { view: "all", limit: 100 }));
  const open = Object.values(counts.byState).reduce((sum, n) => sum + n, 0);
  expect(open + counts.done).toBe(requests.length);
  expect(counts.byTeam.reduce((sum, team) => sum + team.open, 0)).toBe(open);
});
