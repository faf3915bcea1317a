import { expect, test } from "vitest";
import { compareWithLogs, type SeenHost } from "./coverage.ts";
import type { AssetFacts } from "./facts.ts";

const asset = (id: string, names: readonly string[], ips: readonly string[] = [], more: Partial<AssetFacts> = {}): AssetFacts => ({
  id, name: id, kind: "server", criticality: 2, environment: null, team: null, exposure: null, lifecycle: "in_service", tags: [], services: [], names, addresses: ips.map((ip) => ({ ip, zone: null, from: null, until: null })), ...more,
});
const seen = (host: string, more: Partial<SeenHost> = {}): SeenHost => ({ source: "fw", host, events: 1, isRecent: true, ...more });

test.each([
  ["by its whole name", [asset("a", ["srv.acme.test"])], "SRV.acme.test.", ["a"]],
  ["by the first label, if logs have the short name", [asset("a", ["srv.acme.test"])], "srv", ["a"]],
  ["by the first label, if the inventory has the short name", [asset("a", ["srv"])], "srv.acme.test", ["a"]],
  ["not if both have a FQDN, and another", [asset("a", ["srv", "srv.acme.test"])], "srv.other.test", []],
  ["by an address that one asset has", [asset("a", [], ["10.0.0.1"])], "10.0.0.1", ["a"]],
  ["not by one that two have", [asset("a", [], ["10.0.0.1"]), asset("b", [], ["10.0.0.1"])], "10.0.0.1", []],
  ["by IPv6 in another spelling", [asset("a", [], ["2001:db8::1"])], "2001:DB8:0::1", ["a"]],
  ["both, if two are called so", [asset("a", ["srv"]), asset("b", ["srv"])], "srv", ["a", "b"]],
  ["not by a name that no host can have", [asset("a", ["srv"])], "__proto__", []],
] as const)("a host is found %s", (_, assets, host, found) => {
  const { unseen, unknown } = compareWithLogs(assets, [seen(host)]);
  expect(assets.map(({ id }) => id).filter((id) => !unseen.some((one) => one.id === id))).toEqual(found);
  expect(unknown.map((one) => one.host)).toEqual(found.length === 0 ? [host] : []);
});

test("who was never seen comes apart from who is quiet, the most critical first; what is not in service need not log", () => {
  const assets = [asset("loud", ["loud"]), asset("quiet", ["quiet"]), asset("never", ["never"], [], { criticality: 4 }), asset("stock", ["stock"], [], { lifecycle: "in_stock" })];
  const { unseen, seen: logging, assets: inService } = compareWithLogs(assets, [seen("loud"), seen("loud", { source: "edr", isRecent: false }), seen("quiet", { isRecent: false })]);
  expect(unseen.map(({ id, state }) => [id, state])).toEqual([["never", "never"], ["quiet", "quiet"]]);
  expect([logging, inService]).toEqual([2, 3]);
});

test("unknown hosts are counted over their sources, and each source for itself", () => {
  const { unknown, sources } = compareWithLogs([asset("a", ["a"])], [seen("x", { events: 5 }), seen("x", { source: "edr", events: 7, isRecent: false }), seen("a", { source: "edr" }), seen("y", { events: 2 })]);
  expect(unknown).toEqual([{ host: "x", events: 12, isRecent: true, sources: [{ source: "fw", events: 5 }, { source: "edr", events: 7 }] }, { host: "y", events: 2, isRecent: true, sources: [{ source: "fw", events: 2 }] }]);
  expect(sources).toEqual([{ source: "edr", hosts: 2, unknownHosts: 1, assets: 1 }, { source: "fw", hosts: 2, unknownHosts: 2, assets: 0 }]);
});
