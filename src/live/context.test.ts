// The whole way of what is known around an event: inventory and indicators → columns, document, detection.
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCollection, type Collection } from "../../test/collection.ts";
import { createAsset, networks, zones } from "../cmdb/index.ts";
import { systemCaller } from "../core/index.ts";
import { listDetections } from "../detections/index.ts";
import { importIndicators, withdrawIndicators } from "../enrich/index.ts";
import { rebuild } from "./index.ts";
import { readTenant } from "../store/index.ts";

const NOW = new Date("2026-11-24T08:30:00Z");
const YAML = `
tenants:
  - {id: north, name: North, sources: [{name: dc1}, {name: paris, zone: Paris}]}
  - {id: south, name: South, sources: [{name: dc1}]}
`;
const RULE = { path: "failed.yml", pack: "test", packVersion: 1, digest: "d", text: "title: Failed\nid: 00000000-0000-4000-8000-00000000000a\nlogsource: {product: linux}\ndetection: {k: [Failed], condition: k}\nlevel: low\n" };
const caller = systemCaller("test", NOW);
const line = (n: number, ip: string): string => `<38>Nov 24 08:29:59 WEB1 sshd[${n}]: Failed password for root from ${ip} port 50022 ssh2`;
const RANGE = { sinceMs: 0, untilMs: NOW.getTime() + 60_000, filter: { sql: "1", params: {} } };
const LIMITS = { timeoutMs: 30_000 };

let at: Collection;
let ids = 0;
let lines = 0;
const newId = (): string => `id-${++ids}`;
const assetOf: Record<string, string> = {};
beforeAll(async () => {
  at = await startCollection(YAML, () => NOW, [RULE]);
  for (const tenant of ["north", "south"]) {
    const made = await createAsset(at.state, caller, tenant, { id: newId(), values: { name: `web1 of ${tenant}`, names: ["web1"], criticality: 4, addresses: [{ ip: "10.0.0.5", zone: null, from: null, until: null }] } });
    assetOf[tenant] = made.id;
  }
});
afterAll(() => at.stop());

async function take(tenant: string, ip: string, source = "dc1"): Promise<void> {
  await at.take({ from: { tenant, source } }, line(++lines, ip));
  await at.settled();
}

const top = async (tenant: string, column: string) => (await at.events.top(tenant, { ...RANGE, column, limit: 20 }, LIMITS)).values;
async function newest(tenant: string) {
  const { rows } = await at.events.search(tenant, { ...RANGE, limit: 100, after: undefined }, LIMITS);
  const row = rows.toSorted((a, b) => b.seq - a.seq)[0]!;
  return rebuild(at.understanding, tenant, row).document as { host?: { asset?: object }; source?: { asset?: object; geo?: object; zone?: object }; threat?: object; asset?: object };
}

test("each organisation's events have its own assets, in columns, document and detection", async () => {
  await take("north", "10.0.0.5");
  await take("south", "10.0.0.5");
  for (const [tenant, other] of [["north", "south"], ["south", "north"]] as const) {
    expect(await top(tenant, "host_asset_id")).toEqual([{ value: assetOf[tenant], count: 1 }]);
    expect(await top(tenant, "source_asset_id")).toEqual([{ value: assetOf[tenant], count: 1 }]);
    expect(await top(tenant, "asset.criticality")).toEqual([{ value: "4", count: 1 }]);
    const document = await newest(tenant);
    expect(document).toMatchObject({ host: { asset: { id: [assetOf[tenant]], name: [`web1 of ${tenant}`], criticality: 4, ambiguous: false } }, asset: { criticality: 4 } });
    const [detection] = await readTenant(at.state, tenant, (db) => listDetections(db, { limit: 10 }));
    expect(detection?.context).toMatchObject({ host: { asset: { name: [`web1 of ${tenant}`] } }, source: { asset: { id: [assetOf[tenant]] } } });
    expect(JSON.stringify([document, detection])).not.toContain(other);
  }
});

test("a public address has a country and a network; what is watched for hits, and after it was withdrawn no more", async () => {
  const file = { name: "feed", source: "CERT", format: "csv" as const, fileName: "f.csv", tlp: "GREEN" as const, confidence: 80, withSubdomains: false, validUntil: undefined, mapping: { delimiter: "," as const, value: "ioc", validUntil: "until" } };
  const list = await importIndicators({ state: at.state, newId }, caller, null, { ...file, file: "ioc,until\n8.8.8.8,\n8.8.4.4,2026-11-24T08:00:00Z\n" });
  const eventually = async (ip: string, hits: number): Promise<void> => {
    for (let tries = 0; ; tries++) {
      await take("north", ip);
      const found = await newest("north");
      if ((found.threat === undefined ? 0 : 1) === hits) return expect(found.source?.geo).toEqual({ country_iso_code: "US" });
      if (tries > 100) throw new Error(`still ${JSON.stringify(found.threat)}`);
      await wait(50);
    }
  };
  await eventually("8.8.8.8", 1);
  const before = (await top("north", "threat_indicator_name"))[0];
  expect(before).toMatchObject({ value: "8.8.8.8" });
  const [detection] = (await readTenant(at.state, "north", (db) => listDetections(db, { limit: 100 }))).filter(({ context }) => context?.["threat"] !== undefined);
  expect(detection?.context).toMatchObject({ threat: { enrichments: [{ indicator: { provider: "CERT", confidence: "High", marking: { tlp: "GREEN" } }, matched: { field: "source.ip", atomic: "8.8.8.8" } }] } });
  // Expired.
  await take("north", "8.8.4.4");
  expect((await newest("north")).threat).toBeUndefined();
  await withdrawIndicators(at.state, caller, null, list.id, { reason: "for a test", value: undefined });
  await eventually("8.8.8.8", 0);
});

test("where ranges overlap the zone of the source decides", async () => {
  const made = new Map<string, string>();
  for (const name of ["Paris", "Lyon"]) {
    const zone = await zones.create(at.state, caller, "north", { id: newId(), given: { name, description: null } });
    made.set(name, zone.id);
    await networks.create(at.state, caller, "north", { id: newId(), given: { zone: zone.id, cidr: "10.7.0.0/16", meaning: "offices", isInternal: true } });
    await createAsset(at.state, caller, "north", { id: newId(), values: { name: `pc-${name}`, names: [`pc-${name}`.toLowerCase()], addresses: [{ ip: "10.7.0.9", zone: name, from: null, until: null }] } });
  }
  for (let tries = 0; ; tries++) {
    await take("north", "10.7.0.9", "paris");
    const { source } = await newest("north");
    if (source?.zone !== undefined && source.asset !== undefined) {
      expect(source).toMatchObject({ zone: { name: ["Paris"], internal: true }, asset: { name: ["pc-Paris"], ambiguous: false } });
      break;
    }
    if (tries > 100) throw new Error("the inventory was not read anew");
    await wait(50);
  }
  await take("north", "10.7.0.9");
  expect((await newest("north")).source).toMatchObject({ zone: { name: expect.arrayContaining(["Paris", "Lyon"]) as unknown }, asset: { candidates: 2, ambiguous: true } });
});
