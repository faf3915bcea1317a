// The figures of a service over a time: each clock counts once, and the sums are those of what was put in.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { raised } from "../../test/alerts.ts";
import { apiWith, type TestApi } from "../../test/people.ts";
import { analyst, at, HOUR, type RequestWorld, requestWorld } from "../../test/requests.ts";
import type { Phase } from "../contract/setting-kinds.ts";
import { sendRequest } from "../requests/index.ts";
import { record, withSystem } from "../store/index.ts";
import { lastWeeks, weekEnd, weekName, weekOf } from "./weeks.ts";

let api: TestApi;
let world: RequestWorld;
const MINUTE = 60_000;

type Given = { readonly id: string; readonly phase?: Phase; readonly severity?: string; readonly started: number; readonly due: number; readonly stopped?: number; readonly isCancelled?: boolean; readonly pause?: readonly [number, number | null]; readonly tenant?: string };

/** A clock of an alert, in minutes from START; one hour by the calendar. */
async function clock({ id, phase = "qualify", severity = "high", started, due, stopped, isCancelled = false, pause, tenant = "north" }: Given): Promise<void> {
  const key = { tenant_id: tenant, subject_kind: "alert" as const, subject_id: id, phase, round: 1 };
  const time = (minutes: number): Date => at(minutes * MINUTE);
  await withSystem(world.state, async (db) => {
    await db.sql.insertInto("clock").values({ ...key, severity, target_minutes: 60, timing: "calendar", objectives_version: 0, hours_version: 0, holidays_version: 0, started_at: time(started), started_by: "test", due_at: time(due), warn_at: null, paused_at: pause?.[1] === null ? time(pause[0]) : null, stopped_at: stopped === undefined ? null : time(stopped), stopped_by: stopped === undefined ? null : "test", is_cancelled: isCancelled }).execute();
    if (pause !== undefined) await db.sql.insertInto("clock_pause").values({ ...key, paused_from: time(pause[0]), paused_until: pause[1] === null ? null : time(pause[1]), reason: "waits for an answer", side: "client", evidence: "e", paused_by: "p", resumed_by: pause[1] === null ? null : "p" }).execute();
  });
}

beforeAll(async () => {
  world = await requestWorld();
  api = await apiWith({ state: world.state, now: () => at(5 * HOUR) }, "north", "south");
  await withSystem(world.state, (db) => db.sql.insertInto("tenant").values({ id: "south", name: "South", since: at(0), removed_at: null }).onConflict((c) => c.doNothing()).execute());
  const first = await world.make();
  await world.make({ target: { kind: "asset", name: "PC-2" } });
  await world.inNorth((db) => sendRequest(db, analyst(), first.id, {}));
  await world.deliver();
  // The clocks that requests started by themselves are not what is counted here.
  await withSystem(world.state, (db) => db.sql.deleteFrom("clock").execute());
}, 60_000);

const ask = async (query = "", tenant = "north"): Promise<Readonly<Record<string, unknown>>> => {
  const { status, body, text } = await api.ask({ url: `/v1/tenants/${tenant}/service-state${query}`, key: api.key });
  if (status !== 200) throw new Error(text);
  return body;
};
const query = (from: number, to: number): string => `?from=${at(from * MINUTE).toISOString()}&to=${at(to * MINUTE).toISOString()}`;
type Objectives = { readonly total: number; readonly met: number; readonly metWithPauses: number; readonly list: readonly object[]; readonly pauses: readonly object[] };

describe("clocks", () => {
  beforeAll(async () => {
    for (const given of [
      { id: "met", started: 0, due: 60, stopped: 30 },
      { id: "stopped late", started: 0, due: 60, stopped: 90 },
      { id: "runs and is late", started: 10, due: 70 },
      { id: "runs", started: 290, due: 350 },
      { id: "paused", started: 10, due: 70, pause: [20, null] },
      { id: "met as pauses are deducted", started: 0, due: 120, stopped: 100, pause: [10, 70] },
      { id: "its reason went away", started: 0, due: 60, stopped: 50, isCancelled: true },
      { id: "of another kind", phase: "acknowledge", severity: "critical", started: 0, due: 60, stopped: 59 },
      { id: "of another tenant", started: 0, due: 60, stopped: 30, tenant: "south" },
      { id: "decided before", started: -100, due: -40, stopped: 30 },
    ] satisfies Given[]) await clock(given);
  });

  test("each is decided once: met when it stopped, late when it was due", async () => {
    const objectives = (await ask(query(0, 290)))["objectives"] as Objectives;
    expect(objectives).toMatchObject({ total: 5, met: 3, metWithPauses: 2, pauses: [{ side: "client", reason: "waits for an answer", n: 2 }] });
    expect(objectives.list).toMatchObject([
      { phase: "acknowledge", severity: "critical", owner: "provider", total: 1, met: 1, metWithPauses: 1, percent: null, isUnder: null },
      { phase: "qualify", severity: "high", total: 4, met: 2, metWithPauses: 1, percent: null },
    ]);
    expect((await ask(query(-100, 0)))["objectives"]).toMatchObject({ total: 1, met: 0 });
    expect((await ask(query(0, 290), "south"))["objectives"]).toMatchObject({ total: 1, met: 1, pauses: [] });
  });

  test("the parts of a range add up to the whole", async () => {
    const whole = (await ask(query(-120, 290)))["objectives"] as Objectives;
    const parts = await Promise.all([[-120, 30], [30, 60], [60, 71], [71, 290]].map(async ([from = 0, to = 0]) => (await ask(query(from, to)))["objectives"] as Objectives));
    for (const name of ["total", "met", "metWithPauses"] as const) expect(parts.reduce((sum, part) => sum + part[name], 0)).toBe(whole[name]);
  });

  test("from twenty on there is a percentage, and what was agreed beside it", async () => {
    for (let i = 0; i < 20; i++) await clock({ id: `many ${i}`, phase: "acknowledge", started: 1_000, due: 1_060, stopped: i < 19 ? 1_030 : 1_061 });
    const objectives = (await ask(query(1_000, 1_100)))["objectives"] as Objectives;
    expect(objectives.list).toMatchObject([{ phase: "acknowledge", severity: "high", total: 20, met: 19, percent: 95, percentWithPauses: 95 }]);
  });
});

test("requests by team, incidents, alerts and weeks", async () => {
  await raised(world.state, [{ n: 1, host: "h1" }, { n: 2, host: "h2" }]);
  await world.inNorth((db) => db.sql.insertInto("escalation").values({ tenant_id: "north", id: "e1", subject_kind: "alert", subject_id: "a", subject_ref: "NOR-A-1", alert_ids: [], severity: "high", state: "qualified", text: "{}", event_ids: [], recipients: "{}", made_at: at(0), made_by: "a", made_by_id: "person:a", answer: "not-us", qualified_at: at(HOUR), qualified_by: "c" }).execute());
  await world.inNorth((db) => record(db, analyst(), { action: "own-rule.saved", subject: "web.yml" }));
  const body = await ask(`?from=2026-11-23T00:00:00Z&to=2026-11-25T00:00:00Z`);
  expect(body["requests"]).toEqual([{ team: "ws", name: "Workstations", done: 0, open: 1, late: expect.any(Number) as number, medianMinutes: null }]);
  await withSystem(world.state, (db) => db.sql.updateTable("request").set({ state: "verified", state_since: at(3 * HOUR), claimed_at: at(2 * HOUR), sent_at: at(0) }).where("id", "=", "r1").execute());
  expect((await ask(`?from=2026-11-23T00:00:00Z&to=2026-11-25T00:00:00Z`))["requests"]).toEqual([{ team: "ws", name: "Workstations", done: 1, open: 0, late: 0, medianMinutes: 120 }]);
  expect(body).toMatchObject({ incidents: { opened: 1, closed: 0, open: 1 }, alerts: { raised: 2, judged: 0, closed: 0 }, detections: 2, escalations: { made: 1, answered: 1, true: 1 }, rulesChanged: 1 });
  const weeks = body["weeks"] as readonly { readonly name: string; readonly incidents: object; readonly raised: number }[];
  expect([weeks.length, weeks.at(-1)]).toMatchObject([13, { name: "2026-W48", incidents: { high: 1 }, raised: 2, closed: 0 }]);
  expect(weeks.slice(0, -1).filter(({ raised: n }) => n > 0)).toEqual([]);
  expect(await ask("", "south")).toMatchObject({ incidents: { opened: 0 }, alerts: { raised: 0 }, requests: [], detections: 0 });
});

test.each([["the end before the beginning", "?from=2026-11-25T00:00:00Z&to=2026-11-24T00:00:00Z"], ["more than 400 days", "?from=2024-11-25T00:00:00Z&to=2026-11-24T00:00:00Z"], ["no time", "?from=yesterday"]])("refused: %s", async (_, asked) => {
  expect((await api.ask({ url: `/v1/tenants/north/service-state${asked}`, key: api.key })).status).toBe(400);
});

describe("weeks", () => {
  test.each([["2026-11-24T12:00:00Z", "2026-W48"], ["2026-11-22T23:59:59Z", "2026-W47"], ["2027-01-01T00:00:00Z", "2026-W53"], ["2024-12-30T00:00:00Z", "2025-W01"], ["2021-01-03T12:00:00Z", "2020-W53"]])("%s is in %s", (time, name) => expect(weekName(weekOf(new Date(time)))).toBe(name));
  test("follow one another without gaps, and hold their time", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("1990-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }), (time) => {
        const weeks = lastWeeks(time, 13);
        expect(weeks.at(-1)!.getTime() <= time.getTime() && time < weekEnd(weeks.at(-1)!)).toBe(true);
        for (const [i, week] of weeks.entries()) expect([week.getUTCDay(), i === 0 ? week : weekEnd(weeks[i - 1]!)]).toEqual([1, week]);
      }),
    );
  });
});
