import fc from "fast-check";
import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "kysely";
import { type Given, idOf, keep, NOON, raised, RAISING } from "../../../test/alerts.ts";
import { freshState } from "../../../test/postgres.ts";
import { type State, withSystem, withTenant } from "../../store/index.ts";
import { alertId } from "../grouping/board.ts";
import { judge, raiseAlerts, reopenAlerts } from "../index.ts";
import { hexOf } from "../suppress/suppressed.ts";

const MINUTE = 60_000;
const NOW = new Date(NOON + 10 * MINUTE);
const ANALYST = { who: "Analyst A.", id: "person:a", side: "provider", now: NOW } as const;
let state: State;

const alertsOf = (tenant = "north") => withTenant(state, tenant, (db) => db.sql.selectFrom("alert").selectAll().where("tenant_id", "=", tenant).orderBy("number").execute());
const partsOf = () => withSystem(state, (db) => db.sql.selectFrom("alert_detection").innerJoin("alert", (join) => join.onRef("alert.id", "=", "alert_detection.alert_id").onRef("alert.tenant_id", "=", "alert_detection.tenant_id")).select(["alert_detection.tenant_id as tenant", "detection_id", "alert_id", "alert.status", "alert.detections"]).execute());

describe("examples", () => {
  beforeEach(async () => {
    state = await freshState("north", "south");
  });

  test("what one rule finds on one host within the hour is one alert, with a number, a score and clocks", async () => {
    await raised(state, [{ n: 1 }, { n: 2, timeMs: NOON + 50 * MINUTE }, { n: 3, timeMs: NOON + 105 * MINUTE }, { n: 4, host: "srv-2" }, { n: 5, tenant: "south" }]);
    expect(await alertsOf()).toMatchObject([
      { number: 1, detections: 3, strategy: "rule-and-entity", entity: "srv-1", score: 66, level: "high", status: "new", verdict: null, due_phase: "acknowledge", techniques: ["T1003.001"] },
      { number: 2, detections: 1, entity: "srv-2" },
    ]);
    expect(await alertsOf("south")).toMatchObject([{ number: 1, detections: 1 }]);
    const told = await withTenant(state, "north", (db) => db.sql.selectFrom("outbox").select(["kind", "details"]).orderBy("id").execute());
    expect(told).toMatchObject([{ kind: "alert.raised", details: { ref: "NOR-A-1" } }, { kind: "alert.raised" }]);
    const journal = await withTenant(state, "north", (db) => db.sql.selectFrom("journal").select(["action", "details"]).execute());
    expect(journal).toMatchObject([{ action: "alerts.raised", details: { count: 2, from: "NOR-A-1", to: "NOR-A-2" } }]);
  });

  test("informational and low ones of a machine are one alert a day, whatever the rule; a level that is not named is not low", async () => {
    await raised(state, [{ n: 1, level: "low" }, { n: 2, level: "informational", rule: "r2", timeMs: NOON + 11 * 60 * MINUTE }, { n: 3, level: "low", timeMs: NOON + 13 * 60 * MINUTE }, { n: 4, level: null }]);
    expect(await alertsOf()).toMatchObject([{ strategy: "entity-and-time", detections: 2, rule_level: "low" }, { strategy: "entity-and-time", detections: 1 }, { strategy: "rule-and-entity", rule_level: null, score: 45 }]);
  });

  test("a correlation takes in the open alerts of its events, before and after it; their numbers stay as links", async () => {
    await raised(state, [{ n: 1, rule: "a" }, { n: 2, rule: "b" }, { n: 3, rule: "c" }]);
    await raised(state, [{ n: 4, rule: "chain", isCorrelation: true, events: [1, 2] }, { n: 5, rule: "d", events: [2] }, { n: 6, rule: "a", timeMs: NOON + MINUTE }]);
    const all = await alertsOf();
    const chain = all.find(({ strategy }) => strategy === "correlation-chain");
    expect(chain).toMatchObject({ number: 4, detections: 5 });
    expect(all.filter(({ merged_into: into }) => into === chain?.id)).toMatchObject([{ number: 1, status: "closed" }, { number: 2, status: "closed" }]);
    expect(all.find(({ number }) => number === 3)).toMatchObject({ status: "new", merged_into: null });
    expect((await partsOf()).filter(({ alert_id: id }) => id === chain?.id)).toHaveLength(5);
  });

  test("a closed alert is opened again; one that was judged harmless only if it comes with other values", async () => {
    await raised(state, [{ n: 1, fields: { Image: "a.exe" } }, { n: 2, host: "srv-2" }]);
    const [harmless, real] = await alertsOf();
    await withTenant(state, "north", async (db) => {
      await judge(db, ANALYST, [harmless!.id], { verdict: "false_positive", reason: "rule-too-broad" });
      await judge(db, ANALYST, [real!.id], { verdict: "true_positive", reason: "attack-confirmed", closes: true });
    });
    await raised(state, [{ n: 3, fields: { Image: "a.exe" } }, { n: 4, host: "srv-2" }]);
    expect(await alertsOf()).toMatchObject([
      { status: "closed", verdict: "false_positive", detections: 2, repeated: 1, reopened: 0, due_phase: null },
      { status: "new", verdict: null, detections: 2, reopened: 1, reopened_why: expect.stringContaining("judged true positive") as string, due_phase: "acknowledge" },
    ]);
    await raised(state, [{ n: 5, fields: { Image: "b.exe" } }]);
    expect((await alertsOf())[0]).toMatchObject({ status: "new", verdict: null, detections: 3, repeated: 1, reopened: 1 });
  });

  test("the first time of a rule on an entity in 90 days counts once", async () => {
    await raised(state, [{ n: 1 }, { n: 2, timeMs: NOON + 3 * 60 * MINUTE }]);
    await raised(state, [{ n: 3, timeMs: NOON + 6 * 60 * MINUTE }, { n: 4, timeMs: NOON + 100 * 24 * 60 * MINUTE }]);
    expect((await alertsOf()).map(({ score }) => score)).toEqual([65, 60, 60, 65]);
  });

  test("what is suppressed is counted with its reason, and is read no more", async () => {
    const suppressions = { check: async () => new Map([[hexOf(idOf(2)), { kind: "exception", id: "x1", owner: "Analyst A.", reason: "The backup." } as const]]) };
    await raised(state, [{ n: 1 }, { n: 2 }, { n: 3 }], { ...RAISING, suppressions });
    expect(await alertsOf()).toMatchObject([{ detections: 2 }]);
    const rows = await withTenant(state, "north", (db) => db.sql.selectFrom("suppressed_detection").select(["kind", "by_id", "owner", "reason", "rule_key"]).execute());
    expect(rows).toEqual([{ kind: "exception", by_id: "x1", owner: "Analyst A.", reason: "The backup.", rule_key: "r1" }]);
    // The exception has ended: what it hid does not come back.
    expect(await raiseAlerts(state, RAISING)).toBe(0);
    await raised(state, [{ n: 4 }]);
    expect(await alertsOf()).toMatchObject([{ detections: 3 }]);
  });

  test("two who raise at once read each detection once", async () => {
    await keep(state, Array.from({ length: 40 }, (_, n) => ({ n: n + 1, host: `h${n % 7}` })));
    await raiseAlerts(state, RAISING, 1);
    await Promise.all([raiseAlerts(state, RAISING, 15), raiseAlerts(state, RAISING, 15)]);
    while ((await raiseAlerts(state, RAISING, 15)) > 0);
    expect(await partsOf()).toHaveLength(40);
    expect(await alertsOf()).toHaveLength(7);
  });

  test("reopened by hand, then by a detection: each is counted, and says why", async () => {
    await raised(state, [{ n: 1 }]);
    const [alert] = await alertsOf();
    await withTenant(state, "north", async (db) => {
      await judge(db, ANALYST, [alert!.id], { verdict: "true_positive", reason: "attack-confirmed", closes: true });
      await reopenAlerts(db, ANALYST, [alert!.id], { why: "New evidence." });
    });
    expect((await alertsOf())[0]).toMatchObject({ status: "new", reopened: 1, reopened_why: "New evidence." });
    await raised(state, [{ n: 2 }]);
    expect((await alertsOf())[0]).toMatchObject({ reopened: 1, detections: 2 });
  });
});

describe("any detections", () => {
  beforeAll(async () => {
    state = await freshState("north", "south");
  });

  const detection = fc.record({
    tenant: fc.constantFrom("north", "south"), rule: fc.constantFrom("a", "b"), level: fc.constantFrom("low", "high", null), host: fc.constantFrom("h1", "h2"),
    timeMs: fc.integer({ min: 0, max: 40 }).map((step) => NOON + step * 10 * MINUTE), isCorrelation: fc.boolean(), event: fc.integer({ min: 1, max: 6 }), other: fc.integer({ min: 1, max: 6 }),
  });

  test("are grouped as the definition says, however they are cut into batches, and each is somewhere once", async () => {
    let next = 1;
    await fc.assert(fc.asyncProperty(fc.array(detection, { minLength: 1, maxLength: 24 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 5 }), async (drawn, batch, share) => {
      const base = next * 100;
      const given = drawn.map(({ event, other, isCorrelation, ...one }, i): Given => ({ ...one, n: next + i, isCorrelation: isCorrelation && i % share === 0, events: isCorrelation && i % share === 0 ? [...new Set([base + event, base + other])] : [base + event] }));
      next += given.length;
      await withSystem(state, async (db) => {
        for (const table of ["alert_event", "alert_detection", "suppressed_detection", "detection_quarter", "clock"] as const) await db.sql.deleteFrom(table).execute();
        await db.sql.updateTable("alert").set({ merged_into: null }).execute();
        await db.sql.deleteFrom("alert").execute();
        await sql`delete from detection`.execute(db.sql);
      });
      for (const one of given) await keep(state, [one]);
      while ((await raiseAlerts(state, RAISING, batch)) > 0);
      const found = await partsOf();
      expect(found.length).toBe(given.length);
      for (const tenant of ["north", "south"]) {
        const groups = Map.groupBy(found.filter((one) => one.tenant === tenant), ({ alert_id: id }) => id);
        const sets = [...groups.values()].map((rows) => rows.map(({ detection_id: id }) => hexOf(id)).toSorted().join()).toSorted();
        expect(sets).toEqual(defined(given.filter((one) => one.tenant === tenant)).map((group) => group.map(({ n }) => hexOf(idOf(n))).toSorted().join()).toSorted());
        for (const rows of groups.values()) expect(rows.every(({ status, detections }) => status !== "closed" && detections === rows.length)).toBe(true);
      }
    }), { numRuns: 40 });
  });
});

type Slow = { readonly kind: string; readonly key: string; readonly chain: boolean; readonly daily: boolean; mine: Given[]; all: Given[]; into: Slow | undefined };

/** The definition, by looking at every alert for every detection. */
function defined(given: readonly Given[]): readonly (readonly Given[])[] {
  const alerts: Slow[] = [];
  const times = (alert: Slow): readonly number[] => alert.mine.map(({ timeMs }) => timeMs!);
  const last = (some: readonly Slow[]): Slow | undefined => {
    const latest = Math.max(...some.map((alert) => Math.max(...times(alert))));
    const of = some.filter((alert) => Math.max(...times(alert)) === latest);
    if (of.length > 1) return of.toSorted((a, b) => (slowId(a) < slowId(b) ? -1 : 1))[0];
    return of[0];
  };
  for (const one of given) {
    const daily = one.isCorrelation !== true && one.level === "low";
    const kind = one.isCorrelation === true ? "correlation-chain" : daily ? "entity-and-time" : "rule-and-entity";
    const key = JSON.stringify([kind, daily ? String(Math.floor(one.timeMs! / 86_400_000)) : one.rule, "host", one.host]);
    const shares = (alert: Slow): boolean => alert.all.some(({ events }) => events!.some((event) => one.events!.includes(event)));
    const chain = one.isCorrelation === true ? undefined : last(alerts.filter((alert) => alert.chain && alert.into === undefined && shares(alert)));
    let group = chain ?? last(alerts.filter((alert) => alert.key === key && (daily || (one.timeMs! >= Math.min(...times(alert)) - 3_600_000 && one.timeMs! <= Math.max(...times(alert)) + 3_600_000))));
    if (group === undefined) alerts.push((group = { kind, key, chain: kind === "correlation-chain", daily, mine: [], all: [], into: undefined }));
    if (group !== chain) group.mine.push(one);
    let alert = group;
    while (alert.into !== undefined) alert = alert.into;
    const taken = one.isCorrelation === true ? alerts.filter((other) => other !== alert && other.into === undefined && !other.daily && shares(other)) : [];
    alert.all.push(one);
    for (const other of taken) {
      alert.all.push(...other.all);
      other.all = [];
      other.into = alert;
    }
  }
  return alerts.filter(({ into }) => into === undefined).map(({ all }) => all);
}

/** Of two alerts of the same time the one with the smaller id counts. */
const slowId = ({ mine, key }: Slow): string => alertId(mine[0]!.tenant!, createHash("sha256").update(key).digest("hex").slice(0, 32), hexOf(idOf(mine[0]!.n)));
