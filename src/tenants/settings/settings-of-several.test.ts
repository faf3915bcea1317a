import { expect, test } from "vitest";
import { freshState } from "../../../test/postgres.ts";
import { withSystem, withTenant } from "../../store/index.ts";
import { settingsAt, settingsOfSeveral } from "../index.ts";

const day = (n: number): Date => new Date(Date.UTC(2026, 10, n));
const TENANTS = ["north", "south", "west"];

test("several organisations at once have what each has by itself, at every time", async () => {
  const state = await freshState(...TENANTS);
  // Agreed, waiting, refused, and beginning later: west has nothing of its own.
  const versions = [
    ["north", 1, "handle", "in_force", 2], ["north", 2, "escalate", "refused", 3], ["north", 3, "escalate", "in_force", 6], ["south", 1, "handle", "in_force", 4], ["south", 2, "escalate", undefined, 5],
  ] as const;
  await withSystem(state, async (db) => {
    for (const [tenant_id, version, mode, outcome, from] of versions) {
      const by = { reason: "for a test", proposed_by: "a", proposed_by_id: "person:a", proposed_by_side: "provider", proposed_at: day(1), wanted_from: null } as const;
      await db.sql.insertInto("setting").values({ tenant_id, kind: "mode-matrix", version, document: JSON.stringify({ default: mode, cells: [] }), ...by }).execute();
      if (outcome === undefined) continue;
      const valid_from = outcome === "in_force" ? day(from) : null;
      await db.sql.insertInto("setting_decision").values({ tenant_id, kind: "mode-matrix", version, outcome, decided_by: "b", decided_by_id: "person:b", decided_by_side: "client", decided_at: day(1), valid_from, reason: null }).execute();
    }
  });
  for (const at of [1, 2, 3, 4, 5, 6, 7].map(day)) {
    const found = await withSystem(state, (db) => settingsOfSeveral(db, TENANTS, ["mode-matrix", "severity-scale"], at));
    expect([...found.keys()]).toEqual(TENANTS);
    for (const tenant of TENANTS) {
      const { documents } = await withTenant(state, tenant, (db) => settingsAt(db, at));
      expect(found.get(tenant)).toEqual({ "mode-matrix": documents["mode-matrix"], "severity-scale": documents["severity-scale"] });
    }
  }
});

test("for one organisation others have nothing", async () => {
  const state = await freshState("north", "south");
  const found = await withTenant(state, "north", (db) => settingsOfSeveral(db, [], ["mode-matrix"], day(1)));
  expect(found.size).toBe(0);
});
