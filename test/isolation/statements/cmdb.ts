import { selectImports, selectRegistered } from "../../../src/cmdb/import/repo.ts";
import { countRelationsOf, selectRows } from "../../../src/cmdb/register/repo.ts";
import { selectInventory } from "../../../src/cmdb/repo.ts";
import { assetsOfKeys, selectKnownRecords, selectRecords } from "../../../src/cmdb/sources/others/repo.ts";
import { selectDue, selectReadings, takeReading } from "../../../src/cmdb/sources/repo.ts";
import { findListByName, selectMatched } from "../../../src/enrich/indicators/repo.ts";
import { AFTER, AT, BEFORE, forNorth, forPlatform, southOnly, type Statement } from "./statement.ts";

/** Two rows of north behind each other; south has the second one's id at another place. */
const twoInARow = (table: string, column: string, more: Readonly<Record<string, unknown>> = {}) => (tenant: string) => ({ [table]: tenant === "north" ? [{ id: "first", [column]: AFTER, ...more }, { id: "last", [column]: AT, ...more }] : [{ id: "first", [column]: BEFORE, ...more }] });

export const CMDB: readonly Statement[] = [
  forNorth("src/cmdb/import/repo.ts selectRegistered", {
    rows: (tenant) => ({ team: { name: tenant, itsm_name: `${tenant} there` }, business_service: { name: tenant }, zone: { name: tenant } }),
    ask: selectRegistered, gives: { teams: new Set(["north", "north there"]), services: new Set(["north"]), zones: new Set(["north"]) },
  }),
  forNorth("src/cmdb/import/repo.ts selectImports", { rows: twoInARow("asset_import", "asked_at"), ask: async (db) => (await selectImports(db, { after: "first", limit: 10 })).map(({ id }) => id), gives: ["last"] }),
  forNorth("src/cmdb/register/repo.ts selectRows", {
    rows: (tenant) => ({ team: tenant === "north" ? [{ id: "first", name: "a" }, { id: "last", name: "b" }] : [{ id: "first", name: "c" }] }),
    ask: async (db) => (await selectRows(db, "team", "name", { after: "first", limit: 10 })).map(({ id }) => id), gives: ["last"],
  }),
  forNorth("src/cmdb/register/repo.ts countRelationsOf", { rows: () => ({ asset_relation: { id: "r", from_service: "s" } }), ask: (db) => countRelationsOf(db, "s"), gives: 1 }),
  forNorth("src/cmdb/repo.ts accountFacts", { rows: (tenant) => ({ account_of_interest: { id: "a", forms: [tenant] } }), ask: async (db) => (await selectInventory(db)).accounts.map(({ name }) => name), gives: ["north"] }),
  forNorth("src/cmdb/sources/others/repo.ts selectKnownRecords", { rows: (tenant) => ({ cmdb_record: { source_id: "s", noun: "team", key: tenant } }), ask: async (db) => [...(await selectKnownRecords(db, "s", "team")).keys()], gives: ["north"] }),
  forNorth("src/cmdb/sources/others/repo.ts selectRecords", { rows: (tenant) => ({ cmdb_record: { source_id: "s", noun: "team", key: tenant } }), ask: async (db) => (await selectRecords(db, "s", { limit: 10 })).map(({ key }) => key), gives: ["north"] }),
  forNorth("src/cmdb/sources/others/repo.ts assetsOfKeys", { rows: (tenant) => ({ asset_claim: { source: "s", key: tenant, asset_id: tenant } }), ask: async (db) => [...(await assetsOfKeys(db, "s", ["north", "south"])).keys()], gives: ["north"] }),
  forPlatform("src/cmdb/sources/repo.ts selectDue", {
    // What reads already is another tenant's source of that id.
    rows: (tenant) => (tenant === "north" ? { cmdb_source: { id: "s", state: "on", next_read_at: BEFORE } } : { cmdb_read: { id: "r", source_id: "s", state: "queued" } }),
    ask: async (db) => (await selectDue(db, AT, 10)).map(({ tenant }) => tenant), gives: ["north"],
  }),
  forPlatform("src/cmdb/sources/repo.ts takeReading", {
    rows: (tenant) => ({ cmdb_read: { id: "r", state: tenant === "north" ? "queued" : "failed" } }),
    ask: async (db) => (await takeReading(db, AT, new Date(AFTER)))?.tenant, gives: "north",
  }),
  forNorth("src/cmdb/sources/repo.ts selectReadings", { rows: twoInARow("cmdb_read", "asked_at", { source_id: "s" }), ask: async (db) => (await selectReadings(db, "s", { after: "first", limit: 10 })).map(({ id }) => id), gives: ["last"] }),
  forPlatform("src/enrich/indicators/repo.ts findListByName", { rows: southOnly({ indicator_list: { id: "l", name: "x" } }), ask: (db) => findListByName(db, "north", "x") }),
  forNorth("src/enrich/indicators/repo.ts selectMatched", {
    rows: (tenant) => ({ indicator_list: { id: tenant }, indicator: { list_id: tenant, value: tenant } }),
    ask: async (db) => (await selectMatched(db, AT)).map(({ value }) => value), gives: ["north"],
  }),
];
