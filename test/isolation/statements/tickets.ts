import { visibleRequests } from "../../../src/requests/repo.ts";
import { forgetCursor } from "../../../src/requests/sync/setup/repo.ts";
import { countShared, doubtTickets, endTickets, markStale, requestOfTicket, wasAnyRead } from "../../../src/requests/sync/ticket/repo.ts";
import { dropOpen, hastenWrites } from "../../../src/requests/sync/write/repo.ts";
import { AFTER, AT, BEFORE, forNorth, southOnly, type Statement } from "./statement.ts";

const TICKET = { connector_id: "c", key: "k", state: "open" };
const WRITE = { id: 1, connector_id: "c", ticket_key: "k", state: "queued" };

export const TICKETS: readonly Statement[] = [
  forNorth("src/requests/repo.ts visibleRequests", {
    // A team hears neither of what was let be before it was sent, nor of what is about to be sent to it again.
    rows: (tenant) => ({
      team_member: { team_id: "t", person_id: "p" },
      request: [{ id: `${tenant} sent`, number: 1, state: "sent", team_id: "t", sent_at: BEFORE }, { id: `${tenant} let be`, number: 2, state: "cancelled", team_id: "t" }, { id: `${tenant} again`, number: 3, state: "queued", team_id: "t", sent_at: BEFORE }],
    }),
    ask: async (db) => (await visibleRequests(db, { side: "client", sees: { person: "p" } }).execute()).map(({ id }) => id), gives: ["north sent"],
  }),
  forNorth("src/requests/sync/setup/repo.ts forgetCursor", { rows: () => ({ connector: { id: "c", cursor: "x" } }), ask: (db) => forgetCursor(db, "c") }),
  forNorth("src/requests/sync/ticket/repo.ts endTickets", { rows: () => ({ connector_ticket: TICKET }), ask: (db) => endTickets(db, "c") }),
  forNorth("src/requests/sync/ticket/repo.ts requestOfTicket", { rows: southOnly({ connector_ticket: TICKET }), ask: (db) => requestOfTicket(db, "c", "k") }),
  forNorth("src/requests/sync/ticket/repo.ts doubtTickets", { rows: () => ({ connector_ticket: TICKET }), ask: (db) => doubtTickets(db, "c", { now: AT }) }),
  forNorth("src/requests/sync/ticket/repo.ts markStale", {
    // Of each tenant one ticket is stale, and the other one is of that key.
    rows: (tenant) => ({ connector_ticket: [{ ...TICKET, key: "k1", read_at: tenant === "north" ? BEFORE : AFTER }, { ...TICKET, key: "k2", read_at: tenant === "north" ? AFTER : BEFORE }] }),
    ask: async (db) => {
      await markStale(db, "c", { readBefore: AT, now: AT, limit: 10 });
      return (await db.sql.selectFrom("connector_ticket").select("key").where("tenant_id", "=", "north").where("unread_since", "is not", null).execute()).map(({ key }) => key);
    },
    gives: ["k1"],
  }),
  forNorth("src/requests/sync/ticket/repo.ts wasAnyRead", { rows: southOnly({ connector_ticket: { ...TICKET, read_at: AFTER } }), ask: (db) => wasAnyRead(db, "c", { since: AT, but: "another" }), gives: false }),
  forNorth("src/requests/sync/ticket/repo.ts countShared", { rows: () => ({ connector_item: { connector_id: "c", ticket_key: "k", item_id: "i", kind: "comment" } }), ask: async (db) => (await countShared(db, "c", "k", { comments: [], files: [] })).known, gives: 1 }),
  forNorth("src/requests/sync/write/repo.ts hastenWrites", { rows: () => ({ connector_write: WRITE }), ask: (db) => hastenWrites(db, "c", "k", AT) }),
  forNorth("src/requests/sync/write/repo.ts dropOpen", { rows: () => ({ connector_write: WRITE }), ask: (db) => dropOpen(db, "c", { at: AT, words: "for a test" }) }),
];
