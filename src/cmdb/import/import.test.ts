// Files put into a real database, one after the other as a client's exports come.
import { beforeEach, expect, test } from "vitest";
import { freshState } from "../../../test/postgres.ts";
import { ImportMapping } from "../../contract/cmdb-import.ts";
import { systemCaller } from "../../core/index.ts";
import { readJournal, readTenant, type State, withTenant } from "../../store/index.ts";
import { assetImportRows, changeAsset, createAsset, importAssets, inventoryVersion, listAssetImports, listAssets, readInventory, retireAsset, showAsset } from "../index.ts";

let state: State;
let clock: number;
let ids: number;
beforeEach(async () => {
  state = await freshState("north", "south");
  clock = Date.UTC(2026, 10, 24, 8);
  ids = 0;
});

const caller = () => systemCaller("test", new Date((clock += 60_000)));
const newId = () => `id-${String(++ids).padStart(3, "0")}`;
const MAPPING = { key: "id", columns: { name: "host", addresses: "ip", serial: "sn", os: "os", zone: { constant: "LAN" } } };
const put = (lines: readonly string[], more: { source?: string; sourceKind?: "csv" | "itsm" | "logs"; dryRun?: boolean; allowShrink?: boolean; mapping?: object; tenant?: string } = {}) => {
  const { tenant = "north", mapping = MAPPING, ...asked } = more;
  return importAssets({ state, newId }, caller(), tenant, { id: newId(), source: "inventory", sourceKind: "csv", fileName: "a.csv", dryRun: false, allowShrink: false, ...asked, bytes: Buffer.from(["id;host;ip;sn;os", ...lines].join("\n")), mapping: ImportMapping.parse(mapping) });
};
const rowsOf = async (id: string) => (await assetImportRows(state, "north", id, { limit: 100 })).map(({ kind, name, line, details }) => ({ kind, name, line, details }));
const assets = async () => listAssets(state, "north", { limit: 100 });
const SIX = ["1;a;10.0.0.1;S1;x", "2;b;10.0.0.2;S2;x", "3;c;10.0.0.3;S3;x", "4;d;10.0.0.4;S4;x", "5;e;10.0.0.5;S5;x", "6;f;10.0.0.6;S6;x"];

test("a dry run changes nothing, an import what the dry run said, and a second one nothing again", async () => {
  const dry = await put(SIX, { dryRun: true });
  expect(dry).toMatchObject({ state: "planned", counts: { rows: 6, added: 6 }, refusal: null });
  expect(await assets()).toEqual([]);
  expect(await readTenant(state, "north", inventoryVersion)).toBe(0);
  const done = await put(SIX);
  expect(done).toMatchObject({ state: "applied", counts: dry.counts });
  expect((await rowsOf(done.id)).map(({ kind, name, line }) => [kind, name, line])).toEqual([["added", "a", 2], ["added", "b", 3], ["added", "c", 4], ["added", "d", 5], ["added", "e", 6], ["added", "f", 7]]);
  expect((await put(SIX)).counts).toMatchObject({ rows: 6, unchanged: 6, added: 0, changed: 0, stale: 0 });
  expect(await readTenant(state, "north", inventoryVersion)).toBe(1);
  // The dry run went with the import that followed it; each import wrote one row of the journal.
  expect((await listAssetImports(state, "north", { limit: 10 })).map((one) => one.state)).toEqual(["applied", "applied"]);
  const journal = await readTenant(state, "north", (db) => readJournal(db, { limit: 10 }));
  expect(journal.map(({ action, subject }) => [action, subject])).toEqual([["asset-import.applied", "inventory"], ["asset-import.applied", "inventory"], ["asset-import.planned", "inventory"]]);
});

test("what changed is told with before and after", async () => {
  await put(SIX);
  const done = await put(["1;a;10.0.0.9;S1;y", ...SIX.slice(1)]);
  expect(await rowsOf(done.id)).toEqual([{ kind: "changed", name: "a", line: 2, details: { key: "1", changes: { os: { before: "x", after: "y" }, addresses: { before: [{ ip: "10.0.0.1", zone: "LAN", from: null, until: null }], after: [{ ip: "10.0.0.9", zone: "LAN", from: null, until: null }] } } } }]);
  expect((await readTenant(state, "north", readInventory)).assets.find(({ name }) => name === "a")?.addresses).toEqual([{ ip: "10.0.0.9", zone: "LAN", from: null, until: null }]);
});

test("what a person entered stays, and what the file says instead is shown", async () => {
  await put(SIX);
  const [a] = await assets();
  await changeAsset(state, caller(), "north", { id: a!.id, set: { os: "by hand" } });
  const done = await put(["1;a;10.0.0.1;S1;z", ...SIX.slice(1)]);
  expect(done.counts).toMatchObject({ changed: 1, withheld: 1 });
  expect(await rowsOf(done.id)).toEqual([{ kind: "changed", name: "a", line: 2, details: { key: "1", changes: {}, withheld: { os: { given: "z", kept: "by hand", by: "manual" } } } }]);
  const shown = await showAsset(state, "north", a!.id, caller().now);
  expect(shown.os).toBe("by hand");
  expect(shown.said["os"]?.map(({ source, value }) => [source, value])).toEqual([["manual", "by hand"], ["inventory", "z"]]);
  // Taken back, the file's word counts.
  expect((await changeAsset(state, caller(), "north", { id: a!.id, set: { os: null } })).os).toBe("z");
});

test("what is absent is stale, with its date, and comes back; nothing is deleted", async () => {
  await put(SIX);
  const without = await put(SIX.slice(1));
  expect(without.counts).toMatchObject({ stale: 1, unchanged: 5 });
  expect((await rowsOf(without.id))[0]).toMatchObject({ kind: "stale", name: "a" });
  expect((await assets()).map(({ name, staleSince }) => [name, staleSince === null])).toEqual([["a", false], ["b", true], ["c", true], ["d", true], ["e", true], ["f", true]]);
  expect((await put(SIX.slice(1))).counts).toMatchObject({ stale: 0, unchanged: 5 });
  expect((await put(SIX)).counts).toMatchObject({ revived: 1, unchanged: 5 });
  expect((await assets())[0]?.staleSince).toBeNull();
});

test("a file that would shrink the inventory is refused, unless somebody says that it is meant", async () => {
  await put(SIX);
  await expect(put(SIX.slice(2))).rejects.toThrow("Of the 6 assets that this source named, 2 are not in the file: more than 20 %");
  expect((await put(SIX.slice(2), { dryRun: true })).refusal).toContain("more than 20 %");
  expect((await assets()).every(({ staleSince }) => staleSince === null)).toBe(true);
  expect((await put(SIX.slice(2), { allowShrink: true })).counts.stale).toBe(2);
});

test("rows that cannot be understood are refused with line and reason, and their assets are not stale", async () => {
  await put(SIX);
  const done = await put(["1;a;10.0.0.300;S1;x", ";g;10.0.0.7;S7;x", ...SIX.slice(1)]);
  expect(done.counts).toMatchObject({ rows: 7, refused: 2, unchanged: 5, stale: 0 });
  expect((await rowsOf(done.id)).map(({ kind, line, details }) => [kind, line, details["reason"]])).toEqual([["refused", 2, '"10.0.0.300" is no IP address'], ["refused", 3, '"id" is empty, and it is the key']]);
});

test("doubles: the same said twice counts once; one key or one serial number with two meanings is refused", async () => {
  const done = await put(["1;a;;S1;x", "1;a;;S1;x", "2;b;;S2;x", "2;other;;S2;x", "3;c;;S9;x", "4;d;;s9;x"]);
  expect(done.counts).toMatchObject({ rows: 6, added: 1, duplicates: 1, refused: 4 });
  expect((await rowsOf(done.id)).filter(({ kind }) => kind === "refused").map(({ line, details }) => [line, details["reason"]])).toEqual([
    [3, "it says the same as line 2"],
    [4, "lines 4, 5 have the key 2, and say different things"], [5, "lines 4, 5 have the key 2, and say different things"],
    [6, "lines 6, 7 have one serial number, s9, under different keys"], [7, "lines 6, 7 have one serial number, s9, under different keys"],
  ]);
});

test("an address that two assets have in one zone at one time is told; in two zones it is none", async () => {
  const done = await put(["1;a;10.0.0.1;S1;x", "2;b;10.0.0.1;S2;x"]);
  expect(done.counts.conflicts).toBe(2);
  expect((await rowsOf(done.id)).filter(({ kind }) => kind === "conflict").map(({ name, details }) => [name, (details["with"] as { name: string }[]).map((other) => other.name)])).toEqual([["a", ["b"]], ["b", ["a"]]]);
  const other = await put(["9;z;10.0.0.1;S9;x"], { source: "site-two", mapping: { ...MAPPING, columns: { ...MAPPING.columns, zone: { constant: "DMZ" } } } });
  expect(other.counts.conflicts).toBe(0);
  const third = await put(["8;y;10.0.0.1;S8;x"], { source: "site-three" });
  expect((await rowsOf(third.id))[0]).toMatchObject({ kind: "conflict", name: "y", details: { with: [{ name: "a" }, { name: "b" }] } });
});

test("a second source tells of the same assets: by serial number, then FQDN, then host name, never between two that fit", async () => {
  await put(["1;srv-a.acme.test;;S1;x", "2;srv-b;;;x", "3;twin;;S3;x", "4;twin;;S4;x"]);
  const done = await put(["A;renamed;;s1;y", "B;srv-b;;S2;y", "C;twin;;;y", "D;new;;;y"], { source: "itop", sourceKind: "itsm" });
  expect(done.counts).toMatchObject({ added: 1, changed: 2, refused: 1 });
  const told = await rowsOf(done.id);
  expect(told.map(({ kind, line, details }) => [kind, line, details["joinedBy"]])).toEqual([["refused", 4, undefined], ["changed", 2, "serial"], ["changed", 3, "name"], ["added", 5, undefined]]);
  expect(told[0]?.details["reason"]).toMatch(/^it may be twin \(id-\d+\) or twin \(id-\d+\), which have the same name$/);
  expect((await assets()).map(({ name, os }) => [name, os])).toEqual([["new", "y"], ["renamed", "y"], ["srv-b", "y"], ["twin", "x"], ["twin", "x"]]);
});

test("an asset whose key is another in its source stays one asset", async () => {
  await put(SIX);
  const done = await put(["1-new;a;10.0.0.1;S1;x", ...SIX.slice(1)]);
  expect(done.counts).toMatchObject({ added: 0, changed: 1, stale: 0 });
  expect((await put(["1-new;a;10.0.0.1;S1;x", ...SIX.slice(1)])).counts).toMatchObject({ unchanged: 6 });
  expect(await assets()).toHaveLength(6);
});

test("a retired asset stays retired though a file names it, and context does not have it", async () => {
  await put(SIX);
  const [a] = await assets();
  await retireAsset(state, caller(), "north", { id: a!.id, reason: "sold" });
  await put(["1;a;10.0.0.1;S1;new", ...SIX.slice(1)]);
  expect((await readTenant(state, "north", readInventory)).assets.map(({ name }) => name)).toEqual(["b", "c", "d", "e", "f"].toSorted());
  expect(await showAsset(state, "north", a!.id, caller().now)).toMatchObject({ lifecycle: "retired", os: "new" });
});

test("a source has one kind, and none is called manual", async () => {
  await put(SIX);
  await expect(put(SIX, { sourceKind: "itsm" })).rejects.toMatchObject({ code: "conflict" });
  await expect(put(SIX, { source: "manual" })).rejects.toMatchObject({ code: "invalid" });
});

test("two organisations have the same keys, serial numbers and addresses, and nothing to do with each other", async () => {
  await put(SIX);
  const done = await put(SIX, { tenant: "south" });
  expect(done.counts).toMatchObject({ added: 6, conflicts: 0 });
  await expect(createAsset(state, caller(), "south", { id: newId(), values: { name: "x", serial: "S1" } })).rejects.toMatchObject({ code: "conflict" });
  await createAsset(state, caller(), "south", { id: newId(), values: { name: "only-south", serial: "S99" } });
  await createAsset(state, caller(), "north", { id: newId(), values: { name: "only-north", serial: "S99" } });
  // A query without `where` sees one tenant's rows all the same.
  expect(await withTenant(state, "south", (db) => db.sql.selectFrom("asset_claim").select("tenant_id").distinct().execute())).toEqual([{ tenant_id: "south" }]);
});

test("imports at the same time do not meet", async () => {
  const done = await Promise.all([put(SIX), put(SIX), put(SIX)]);
  expect(done.map(({ counts }) => counts.added).toSorted((a, b) => a - b)).toEqual([0, 0, 6]);
});
