// The journal as both sides see it, and what becomes of one that was altered.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { apiOf, type TestApi } from "../../test/people.ts";
import { verifyExport } from "../cli/journal-verify.ts";
import { systemCaller } from "../core/index.ts";
import { linkJournal, record, withSystem, withTenant } from "../store/index.ts";

let api: TestApi;
let lines: readonly string[] = [];
beforeAll(async () => {
  api = await apiOf("north", "south");
  for (let i = 0; i < 20; i += 1) {
    await withTenant(api.state, i % 4 === 0 ? "south" : "north", (db) => record(db, systemCaller("vigie", api.now()), { action: "test", subject: `${i}`, reason: "é\u2028", details: { b: { z: 1, a: [i, { y: 2, x: null }] }, a: 0.5 } }));
  }
  while ((await linkJournal(api.state, api.now())) > 0);
  lines = (await exportOf("north")).trimEnd().split("\n");
});

const exportOf = async (tenant: string): Promise<string> => (await api.ask({ url: `/v1/tenants/${tenant}/journal/export`, key: api.key })).text;
const verify = (of: readonly string[], kept?: { seq: number; digest: string }) => verifyExport((async function* () { yield* of; })(), kept);

describe("the chain", () => {
  test("is without gaps, each tenant's by itself, and verifies", async () => {
    expect(lines).toHaveLength(16);
    expect(await verify(lines)).toMatchObject({ entries: 15, problems: [] });
    expect((await exportOf("south")).trimEnd().split("\n")).toHaveLength(6);
  });

  test("any change to an entry, and any entry removed, added or moved, shows", async () => {
    const names = ["id", "at", "who", "caller", "side", "action", "subject", "reason", "details", "digest", "seq", "tenant"] as const;
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 15 }), fc.constantFrom(...names), fc.constantFrom("change", "remove", "repeat", "swap"), async (at, name, how) => {
      const altered = [...lines];
      if (how === "remove") altered.splice(at, 1);
      else if (how === "repeat") altered.splice(at, 0, lines[at]!);
      else if (how === "swap") [altered[at], altered[at === 15 ? 14 : at + 1]] = [altered[at === 15 ? 14 : at + 1]!, altered[at]!];
      else altered[at] = JSON.stringify({ ...(JSON.parse(lines[at]!) as object), [name]: name === "details" ? { b: { z: 1, a: [0, { y: 2, x: 0 }] }, a: 0.5 } : name === "seq" || name === "id" ? 99 : "altered" });
      expect((await verify(altered)).problems).not.toEqual([]);
    }));
  });

  test("an older export is a beginning of a newer one, or history was written anew", async () => {
    const older = (await verify(lines)).head;
    await withTenant(api.state, "north", (db) => record(db, systemCaller("vigie", api.now()), { action: "test", subject: "later" }));
    await linkJournal(api.state, api.now());
    const newer = (await exportOf("north")).trimEnd().split("\n");
    expect((await verify(newer, older)).problems).toEqual([]);
    expect((await verify(lines, (await verify(newer)).head)).problems).toEqual([expect.stringContaining("the end is missing")]);
    expect((await verify(newer, { seq: older.seq, digest: "0".repeat(64) })).problems).toEqual([expect.stringContaining("written anew")]);
  });

  test("an entry whose transaction ends late comes late, and nobody waits for it", async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = withTenant(api.state, "south", async (db) => {
      await record(db, systemCaller("vigie", api.now()), { action: "slow", subject: "begun first" });
      await held;
    });
    await withTenant(api.state, "south", (db) => record(db, systemCaller("vigie", api.now()), { action: "fast", subject: "ended first" }));
    await linkJournal(api.state, api.now());
    release();
    await slow;
    await linkJournal(api.state, api.now());
    const entries = (await exportOf("south")).trimEnd().split("\n");
    expect(entries.slice(-2).map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(["fast", "slow"]);
    expect((await verify(entries)).problems).toEqual([]);
  });

  test("nobody of the program may alter an entry or a link", async () => {
    for (const table of ["journal", "journal_link"] as const) {
      await expect(withSystem(api.state, (db) => db.sql.deleteFrom(table).execute())).rejects.toThrow("permission denied");
      await expect(withTenant(api.state, "north", (db) => db.sql.deleteFrom(table).execute())).rejects.toThrow("permission denied");
    }
  });
});

describe("accesses", () => {
  test("a client sees who looked at its data, what they asked, and who was refused", async () => {
    const analyst = await api.signIn(await api.person("ann@example.com", [{ tenant: null, role: "analyst" }]));
    const auditor = await api.signIn(await api.person("aud@example.com", [{ tenant: "north", role: "auditor" }]));
    await api.ask({ url: "/v1/tenants/north/detections?limit=3", cookies: analyst });
    await api.ask({ url: "/v1/tenants/north/detections?limit=3", cookies: analyst });
    await api.ask({ url: "/v1/tenants/north/invitations", body: { email: "q@example.com", name: "Q", roles: ["auditor"] }, cookies: auditor });
    await api.ask({ url: "/v1/tenants/south/journal", cookies: auditor });
    const entries = (await api.ask({ url: "/v1/tenants/north/journal?action=access*", cookies: auditor })).body["entries"] as { who: string; side: string; action: string; subject: string; details: object }[];
    const told = entries.map(({ side, action, subject }) => `${side} ${action} ${subject}`);
    expect(told.filter((line) => line.includes("journal"))).toEqual(["client access.read GET /v1/tenants/north/journal", "provider access.read GET /v1/tenants/north/journal/export"]);
    expect(told).toContain("client access.refused POST /v1/tenants/north/invitations");
    const platform = (await api.ask({ url: "/v1/journal?action=access.refused", key: api.key })).body["entries"] as { subject: string }[];
    expect(platform.map(({ subject }) => subject)).toEqual(["GET /v1/tenants/south/journal"]);
  });
});

describe("pages", () => {
  test("of any size hold each entry once, the newest first, though some were written late", async () => {
    const when = (i: number): Date => new Date(Date.UTC(2026, 0, 1) + ((i * 7) % 10) * 60_000);
    for (let i = 0; i < 30; i += 1) await withTenant(api.state, "north", (db) => record(db, systemCaller("late", when(i)), { action: i % 3 === 0 ? "page.third" : "page.other", subject: `${i}` }));
    type Entry = { readonly id: number; readonly at: string; readonly action: string };
    const page = async (query: string): Promise<readonly Entry[]> => (await api.ask({ url: `/v1/tenants/north/journal?${query}`, key: api.key })).body["entries"] as readonly Entry[];
    const all = await page("who=late");
    expect(all).toHaveLength(30);
    expect(all).toEqual(all.toSorted((a, b) => b.at.localeCompare(a.at) || b.id - a.id));
    for (const [filter, isIn] of [["", () => true], ["&action=page.third", ({ action }: Entry) => action === "page.third"], ["&action=page.*&until=2026-01-01T00:05:00Z", ({ at }: Entry) => at < "2026-01-01T00:05"]] as const) {
      for (const limit of [1, 4, 30]) {
        const found: Entry[] = [];
        for (let last: readonly Entry[] = await page(`who=late${filter}&limit=${limit}`); last.length > 0; last = await page(`who=late${filter}&limit=${limit}&before=${found.at(-1)!.id}`)) found.push(...last);
        expect(found).toEqual(all.filter(isIn));
      }
    }
  });

  test("behind an entry of another tenant there are none", async () => {
    const { entries } = (await api.ask({ url: "/v1/tenants/south/journal?limit=1", key: api.key })).body as { entries: readonly { readonly id: number }[] };
    expect((await api.ask({ url: `/v1/tenants/north/journal?before=${entries[0]!.id}`, key: api.key })).body).toEqual({ entries: [] });
  });
});
