import { touchDelivery } from "../../../src/requests/delivery/repo.ts";
import { mayApprove, networkNamed, replaceRoutes, selectAddressed, selectOwners, zoneNamed } from "../../../src/requests/routing/repo.ts";
import { markRemoved, selectDue, writeHint } from "../../../src/requests/sync/setup/repo.ts";
import { countTickets } from "../../../src/requests/sync/ticket/repo.ts";
import { countWrites } from "../../../src/requests/sync/write/repo.ts";
import { AFTER, AT, BEFORE, forNorth, forPlatform, southOnly, type Statement } from "./statement.ts";

// On, with nothing to do by itself.
const IDLE = { id: "c", state: "on", failures: 0, next_round_at: AFTER };

export const REQUESTS: readonly Statement[] = [
  forNorth("src/requests/routing/repo.ts selectAddressed", {
    // South has the address, the asset that has it in north, and a network around it.
    rows: (tenant) => ({ asset_address: { asset_id: tenant === "north" ? "a" : "b", ip: "192.0.2.1" }, asset: { id: "a", name: tenant }, ...(tenant === "south" ? { network: { id: "n", cidr: "198.51.100.0/24", is_internal: true } } : {}) }),
    ask: async (db) => {
      const { machines } = await selectAddressed(db, "192.0.2.1", AT);
      const { isInside } = await selectAddressed(db, "198.51.100.1", AT);
      return { machines: machines.map(({ name }) => name), isInside };
    },
    gives: { machines: ["north"], isInside: false },
  }),
  forNorth("src/requests/routing/repo.ts teamsOfServices", {
    rows: (tenant) => (tenant === "north" ? { asset: { id: "a", services: ["s"] }, team: { id: "t", name: "t" } } : { business_service: { name: "s", team: "t" } }),
    ask: async (db) => (await selectOwners(db, "a", AT))?.ofServices, gives: [],
  }),
  forNorth("src/requests/routing/repo.ts replaceRoutes", { rows: () => ({ request_route: { scope: "zone", name: "z" } }), ask: (db) => replaceRoutes(db, []) }),
  forNorth("src/requests/routing/repo.ts networkNamed", { rows: southOnly({ network: { id: "n", cidr: "192.0.2.0/24" } }), ask: (db) => networkNamed(db, "192.0.2.0/24") }),
  forNorth("src/requests/routing/repo.ts zoneNamed", { rows: southOnly({ zone: { id: "z", name: "z" } }), ask: (db) => zoneNamed(db, "z") }),
  forNorth("src/requests/routing/repo.ts mayApprove", { rows: southOnly({ membership: { person_id: "p", role: "security" } }), ask: (db) => mayApprove(db, "p"), gives: false }),
  forNorth("src/requests/delivery/repo.ts touchDelivery", { rows: () => ({ request_delivery: { request_id: "r", round: 1, attempt: 1, state: "sending" } }), ask: (db) => touchDelivery(db, { request: "r", round: 1 }, 1, AT) }),
  forNorth("src/requests/sync/setup/repo.ts markRemoved", { rows: () => ({ connector: IDLE }), ask: (db) => markRemoved(db, "c", AT) }),
  forPlatform("src/requests/sync/setup/repo.ts selectDue", {
    // What waits is of another tenant's connector of that id, which is off.
    rows: (tenant) => (tenant === "north" ? { connector: IDLE } : { connector_write: { id: 1, connector_id: "c", state: "queued", due_at: BEFORE }, connector_ticket: { connector_id: "c", key: "k", unread_since: BEFORE } }),
    ask: (db) => selectDue(db, AT), gives: [],
  }),
  forPlatform("src/requests/sync/setup/repo.ts writeHint", { rows: () => ({ connector: IDLE }), ask: (db) => writeHint(db, { tenant: "north", id: "c" }, AT) }),
  forNorth("src/requests/sync/ticket/repo.ts countTickets", {
    rows: () => ({ connector_ticket: { connector_id: "c", key: "k", state: "open", missing_since: BEFORE } }),
    ask: async (db) => {
      const { open, missing } = await countTickets(db, "c");
      return [open, missing];
    },
    gives: [1, 1],
  }),
  forNorth("src/requests/sync/write/repo.ts countWrites", { rows: () => ({ connector_write: { id: 1, connector_id: "c", state: "queued" } }), ask: async (db) => (await countWrites(db, "c"))["queued"], gives: 1 }),
];
