// What is released by whom: agreed beforehand, held by guards, or decided by silence.
import { beforeEach, describe, expect, test } from "vitest";
import { analyst, at, client, HOUR, playbook, requestWorld, type RequestWorld, START } from "../../../test/requests.ts";
import { accounts, changeAsset } from "../../cmdb/index.ts";
import { readJournal } from "../../store/index.ts";
import { approveRequest, askApproval, findRequest, lapseApprovals, limitAutomation, type RequestDraft, saveRoutes, sendAlone, sendRequest, showRequest, stopAutomation } from "../index.ts";

let world: RequestWorld;
beforeEach(async () => {
  world = await requestWorld();
});

const alone = (id: string, over: Partial<Parameters<typeof sendAlone>[3]> = {}, now = START) => world.inNorth((db) => sendAlone(db, playbook(now), id, { confirmed: "the scanner named the family", approval: { deadline: at(2 * HOUR), default: "do-nothing" }, ...over }));

describe("sent without a person", () => {
  test("what was agreed beforehand, with the word of whoever confirmed the conditions", async () => {
    await world.agree();
    const { id } = await world.make();
    expect(await alone(id)).toMatchObject({ state: "queued", releasedBy: "pre-authorisation", aloneAt: START });
    expect(await world.deliver()).toBe(1);
    expect(await world.stateOf(id)).toBe("sent");
    const [entry] = await world.inNorth((db) => readJournal(db, { limit: 1, action: "request.queue" }));
    expect(entry?.reason).toBe('"isolate", agreed by A. Martin since 2026-01-01. Conditions: Malware is confirmed. Met: the scanner named the family');
  });

  test("the client is asked where it was not agreed, or nobody confirmed the conditions, or the asset is critical", async () => {
    const before = await world.make();
    expect(await alone(before.id)).toMatchObject({ state: "awaiting_approval", releasedBy: null });
    await world.agree();
    const unconfirmed = await world.make();
    expect(await alone(unconfirmed.id, { confirmed: undefined })).toMatchObject({ state: "awaiting_approval" });
    const critical = await world.make({ target: { kind: "asset", name: "SRV-1" } });
    expect(await alone(critical.id, { approval: { deadline: at(HOUR), default: "approve" } })).toMatchObject({ state: "awaiting_approval", approval: { default: "do-nothing" } });
    expect(await world.deliver()).toBe(0);
  });

  test("no more than the cap within an hour; what is over it waits for a person", async () => {
    await world.agree();
    await world.inNorth((db) => limitAutomation(db, analyst(), { isDryRun: false, perHour: 2, perDay: 3, reason: "for a test" }));
    const results: string[] = [];
    for (let i = 0; i < 3; i++) results.push((await alone((await world.make()).id)).state);
    expect(results).toEqual(["queued", "queued", "draft"]);
    expect((await world.inNorth((db) => findRequest(db, analyst(), "r3"))).held).toBe("2 were sent without a person in the last hour, and 2 may be.");
    expect((await alone((await world.make()).id, {}, at(HOUR + 1))).state).toBe("queued");
    expect((await alone((await world.make()).id, {}, at(HOUR + 1))).held).toContain("in the last 24 hours");
    // A person is not capped.
    expect(await world.inNorth((db) => sendRequest(db, analyst(), "r3"))).toMatchObject({ state: "queued", held: null });
  });

  test("of many at once, no more than the cap", async () => {
    await world.agree();
    await world.inNorth((db) => limitAutomation(db, analyst(), { isDryRun: false, perHour: 3, perDay: 50, reason: "for a test" }));
    const drafts = [];
    for (let i = 0; i < 6; i++) drafts.push(await world.make());
    const results = await Promise.all(drafts.map(({ id }) => alone(id)));
    expect(results.filter((one) => one.state === "queued")).toHaveLength(3);
  });

  test("a dry run writes down what would be sent, and sends nothing", async () => {
    await world.agree();
    await world.inNorth((db) => limitAutomation(db, analyst(), { isDryRun: true, perHour: 10, perDay: 50, reason: "first week" }));
    const { id } = await world.make();
    expect(await alone(id)).toMatchObject({ state: "draft", held: expect.stringContaining("Dry run") as string });
    expect(await world.deliver()).toBe(0);
    expect((await world.inNorth((db) => showRequest(db, analyst(), id))).deliveries).toMatchObject([{ state: "dry_run" }]);
  });

  test("the switch holds also what is queued, but not what a person sent", async () => {
    await world.agree();
    const [byItself, byPerson] = [await world.make(), await world.make()];
    await alone(byItself.id);
    await world.inNorth((db) => sendRequest(db, analyst(), byPerson.id));
    await world.inNorth((db) => stopAutomation(db, client(), "something is wrong"));
    await world.deliver();
    expect([await world.stateOf(byItself.id), await world.stateOf(byPerson.id)]).toEqual(["draft", "sent"]);
    expect((await world.inNorth((db) => findRequest(db, analyst(), byItself.id))).held).toContain("stopped by Client C.");
    expect((await alone((await world.make()).id)).held).toContain("something is wrong");
  });
});

describe("silence", () => {
  const asked = async (outcome: "approve" | "refuse" | "do-nothing", over: Partial<RequestDraft> = {}): Promise<string> => {
    const { id } = await world.make(over);
    await world.inNorth((db) => askApproval(db, analyst(), id, { deadline: at(HOUR), default: outcome, person: null }));
    return id;
  };

  test.each([["approve", "queued"], ["refuse", "refused"], ["do-nothing", "draft"]] as const)("means %s if that was said", async (outcome, becomes) => {
    const id = await asked(outcome);
    expect(await lapseApprovals(world.state, at(HOUR - 1))).toBe(0);
    expect(await lapseApprovals(world.state, at(HOUR))).toBe(1);
    expect(await world.stateOf(id)).toBe(becomes);
    expect(await lapseApprovals(world.state, at(HOUR))).toBe(0);
    const moves = (await world.inNorth((db) => showRequest(db, analyst(), id))).moves;
    expect(moves.at(-1)).toMatchObject({ who: "approvals", side: "system", note: expect.stringContaining("Nobody decided until 2026-11-24T13:00:00.000Z") as string });
  });

  test("does not approve what is critical, nor anything once that is stopped", async () => {
    await expect(asked("approve", { target: { kind: "asset", name: "SRV-1" } })).rejects.toThrow("cannot be approved by silence");
    const id = await asked("approve");
    await world.inNorth((db) => stopAutomation(db, client(), "not now"));
    await lapseApprovals(world.state, at(HOUR));
    expect(await world.inNorth((db) => findRequest(db, analyst(), id))).toMatchObject({ state: "draft", held: expect.stringContaining("not now") as string });
  });

  test.each<[string, RequestDraft["action"], RequestDraft["target"]]>([
    ["its long name", "isolate-host", { kind: "asset", name: "SRV-1.corp.example" }],
    ["its name with a dot at the end", "isolate-host", { kind: "asset", name: "srv-1." }],
    ["its address", "isolate-host", { kind: "asset", name: "10.9.8.7" }],
    ["an indicator", "isolate-host", { kind: "indicator", name: "srv-1" }],
    ["an address to block", "block-address", { kind: "indicator", name: "10.9.8.7" }],
    ["its account", "disable-account", { kind: "account", name: "CORP\\SRV-1$" }],
    ["what nobody knows", "isolate-host", { kind: "asset", name: "ghost" }],
    ["an address with an interface", "isolate-host", { kind: "asset", name: "fe80::1%eth0" }],
    ["a hostile name", "isolate-host", { kind: "asset", name: "%_\u0000'; drop table asset; --." }],
    ["a hostile account", "disable-account", { kind: "account", name: "\u0000\\@$" }],
    ["an account of which nobody knows what it may", "disable-account", { kind: "account", name: "CORP\\j.martin" }],
  ])("does not approve what is critical by %s", async (_, action, target) => {
    await world.inNorth((db) => saveRoutes(db, analyst(), { routes: [{ scope: "fallback", team: "ws" }], reason: "for a test" }));
    await changeAsset(world.state, analyst(), "north", { id: "SRV-1", set: { addresses: [{ ip: "10.9.8.7", zone: null, from: null, until: null }] } });
    await expect(asked("approve", { action, target })).rejects.toThrow(/cannot be approved by silence/);
    // Nor was it safe to ask so before the CMDB knew it.
    const { id } = await world.make({ action, target });
    await world.inNorth((db) => askApproval(db, playbook(), id, { deadline: at(HOUR), default: "approve", person: null }));
    await lapseApprovals(world.state, at(HOUR));
    expect(await world.stateOf(id)).toBe("draft");
  });

  test("approves an ordinary account where the accounts of interest are registered, and no privileged one", async () => {
    await world.inNorth((db) => saveRoutes(db, analyst(), { routes: [{ scope: "fallback", team: "ws" }], reason: "for a test" }));
    await accounts.create(world.state, analyst(), "north", { id: "adm", given: { name: "adm.martin", forms: ["CORP\\adm.martin"], kind: "privileged", asset: null, owner: null, note: null } });
    const disable = (name: string) => asked("approve", { action: "disable-account", target: { kind: "account", name } });
    await expect(disable("adm.martin@corp.example")).rejects.toThrow("adm.martin@corp.example is a privileged account: it cannot be approved by silence");
    const id = await disable("CORP\\j.martin");
    await lapseApprovals(world.state, at(HOUR));
    expect(await world.stateOf(id)).toBe("queued");
  });

  test("whoever decided in time is heard", async () => {
    const id = await asked("refuse");
    await world.inNorth((db) => approveRequest(db, client(at(HOUR - 1)), id));
    expect(await lapseApprovals(world.state, at(HOUR))).toBe(0);
    expect(await world.stateOf(id)).toBe("queued");
  });
});
