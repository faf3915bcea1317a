import { revokeKeysOf } from "../../../src/identity/key-repo.ts";
import { selectCalls } from "../../../src/notify/repo.ts";
import { findWebhook } from "../../../src/notify/webhooks/repo.ts";
import { overridesOfTenants } from "../../../src/rulesets/registry/repo.ts";
import { readJournal } from "../../../src/store/journal.ts";
import { readLinked } from "../../../src/store/journal-link.ts";
import { readChanges, readChangesAmong } from "../../../src/store/journal-tail.ts";
import { AFTER, AT, BEFORE, forNorth, forPlatform, southOnly, type Statement } from "./statement.ts";

/** An entry of the same id in both journals, at another place of each chain. */
const entries = (tenant: string) => ({ journal: { id: 1, action: "a", subject: tenant, caller: "c", side: "system", at: AT }, journal_link: { journal_id: 1, seq: tenant === "north" ? 1 : 2, digest: tenant } });

export const PLATFORM: readonly Statement[] = [
  forPlatform("src/identity/key-repo.ts revokeKeysOf", { rows: (tenant) => ({ api_key: { id: tenant, hash: `\\x${tenant === "north" ? "01" : "02"}`, for_tenant: tenant } }), ask: (db) => revokeKeysOf(db, "north", AT), gives: 1 }),
  forNorth("src/notify/repo.ts selectCalls", { rows: (tenant) => ({ notification: { id: "n", state: "manual", subject: tenant } }), ask: async (db) => (await selectCalls(db, 10)).map(({ subject }) => subject), gives: ["north"] }),
  forNorth("src/notify/webhooks/repo.ts findWebhook", { rows: southOnly({ webhook: { id: "w" } }), ask: (db) => findWebhook(db, "w") }),
  forPlatform("src/rulesets/registry/repo.ts overridesOfTenants", { rows: () => ({ rule_override: { rule_key: "r", change: { level: "low" } } }), ask: async (db) => [...(await overridesOfTenants(db, ["north"])).keys()], gives: ["north\nr"] }),
  forPlatform("src/store/journal-link.ts readLinked", {
    rows: (tenant) => (tenant === "north" ? entries(tenant) : { journal: { ...entries(tenant).journal, id: 2 }, journal_link: { ...entries(tenant).journal_link, journal_id: 2 } }),
    ask: async (db) => (await readLinked(db, "north", 0, 10)).map(({ seq, subject }) => [seq, subject]), gives: [[1, "north"]],
  }),
  forNorth("src/store/journal-tail.ts readChanges", { rows: entries, ask: async (db) => (await readChanges(db, { after: 0, until: 10, limit: 10 })).changes.map(({ seq, subject }) => [seq, subject]), gives: [[1, "north"]] }),
  forPlatform("src/store/journal-tail.ts readChangesAmong", {
    rows: (tenant) => (tenant === "north" ? entries(tenant) : { journal: { ...entries(tenant).journal, id: 2 }, journal_link: { ...entries(tenant).journal_link, journal_id: 2 } }),
    ask: async (db) => (await readChangesAmong(db, ["north"], { after: 0, until: Number.MAX_SAFE_INTEGER, limit: 1_000_000 })).changes.map(({ tenant }) => tenant), gives: ["north"],
  }),
  forNorth("src/store/journal.ts readJournal", {
    // The entry behind which the page begins is at another time in south's.
    rows: (tenant) => ({ ...entries(tenant), journal: [{ ...entries(tenant).journal, at: tenant === "north" ? AT : BEFORE }, { ...entries(tenant).journal, id: 2, at: AFTER }] }),
    ask: async (db) => [(await readJournal(db, { limit: 10 })).map(({ id, seq, subject }) => [id, seq, subject]), (await readJournal(db, { limit: 10, before: 2 })).map(({ id }) => id)],
    gives: [[[2, null, "north"], [1, 1, "north"]], [1]],
  }),
];
