import { expect, test } from "vitest";
import { type AssetOwners, chooseTeam } from "./choose.ts";

const team = (name: string) => ({ id: name.toLowerCase(), name });
const asset: AssetOwners = {
  id: "a1", name: "PC-RAD-102", criticality: 2, environment: null, location: null, isRetired: false, tags: [], services: ["PACS"], team: team("Workstations"), unknownTeam: null,
  ofServices: [{ service: "PACS", team: team("Imaging") }], ofNetworks: [{ network: "10.8.4.0/24", team: team("Lan") }], ofZones: [{ zone: "Hospital", team: team("Site") }], read: "read 3 days ago, stale",
};
const isolate = { action: "isolate-host", target: { kind: "asset", name: "PC-RAD-102" }, ofAction: undefined, fallback: team("Desk") } as const;

test.each<[string, Partial<AssetOwners> | undefined, string]>([
  ["its owner", {}, "Workstations: owner of PC-RAD-102 in the CMDB, read 3 days ago, stale"],
  ["its service", { team: null }, "Imaging: looks after the service PACS, which PC-RAD-102 carries, read 3 days ago, stale"],
  ["its network", { team: null, ofServices: [] }, "Lan: looks after the network 10.8.4.0/24, in which PC-RAD-102 stands, read 3 days ago, stale"],
  ["its zone", { team: null, ofServices: [], ofNetworks: [] }, "Site: looks after the zone Hospital, in which PC-RAD-102 stands, read 3 days ago, stale"],
  ["what is left over", { team: null, ofServices: [], ofNetworks: [], ofZones: [] }, "Desk: takes what nobody else has; PC-RAD-102 has no team in the CMDB"],
  ["left over, as its team is not registered", { team: null, unknownTeam: "Ghosts", ofServices: [], ofNetworks: [], ofZones: [] }, "Desk: takes what nobody else has; PC-RAD-102 names the team Ghosts, which nobody registered"],
  ["left over, as it is retired", { isRetired: true }, "Desk: takes what nobody else has; PC-RAD-102 is retired in the CMDB"],
  ["left over, as nobody knows it", undefined, "Desk: takes what nobody else has; the CMDB does not know PC-RAD-102"],
])("by %s", (_, over, reason) => expect(chooseTeam({ ...isolate, asset: over === undefined ? undefined : { ...asset, ...over } }).reason).toBe(reason));

test("what is not done on an asset goes to whoever does it, whoever owns the machine", () => {
  const block = { action: "block-address", target: { kind: "indicator", name: "203.0.113.9" }, asset, ofAction: team("Firewall"), fallback: undefined } as const;
  expect(chooseTeam(block)).toMatchObject({ team: "firewall", by: "action" });
  expect(chooseTeam({ ...block, ofAction: undefined })).toMatchObject({ team: "workstations", by: "owner" });
});

test("without any team it says what is missing", () => expect(chooseTeam({ ...isolate, asset: undefined, fallback: undefined })).toEqual({ team: null, name: null, by: null, reason: "No team: the CMDB does not know PC-RAD-102, and the organisation has no fallback. Choose one." }));

