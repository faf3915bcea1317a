// An organisation with an incident, a team and three machines, for tests of requests.
import { createAsset, teams } from "../src/cmdb/index.ts";
import { openIncident } from "../src/incidents/index.ts";
import { type Asker, type Delivery, deliverDue, findRequest, makeRequest, type Request, type RequestDraft } from "../src/requests/index.ts";
import { type State, type TenantDb, withTenant } from "../src/store/index.ts";
import { agreeSetting, saveSetting } from "../src/tenants/index.ts";
import { freshState } from "./postgres.ts";

export const START = new Date("2026-11-24T12:00:00Z");
export const HOUR = 3_600_000;
export const at = (ms: number): Date => new Date(START.getTime() + ms);
export const analyst = (now = START): Asker => ({ who: "Analyst A.", id: "person:a", side: "provider", now, sees: "all" });
export const client = (now = START): Asker => ({ who: "Client C.", id: "person:c", side: "client", now, sees: "all" });
export const playbook = (now = START): Asker => ({ who: "playbooks", id: "system", side: "system", now, sees: "all" });

export type RequestWorld = {
  readonly state: State;
  readonly incident: { readonly id: string; readonly ref: string };
  readonly inNorth: <T>(work: (db: TenantDb) => Promise<T>) => Promise<T>;
  /** A draft to isolate PC-1, or another; r1, r2, … */
  readonly make: (over?: Partial<RequestDraft>) => Promise<Request>;
  readonly stateOf: (id: string) => Promise<string>;
  readonly deliver: (now?: Date, delivery?: () => Delivery) => Promise<number>;
  /** The client agrees beforehand to isolate what is tagged so. */
  readonly agree: () => Promise<void>;
};

/** PC-1 and PC-2 are ordinary, SRV-1 is critical; the team Workstations owns all three. */
export async function requestWorld(): Promise<RequestWorld> {
  const state = await freshState("north");
  const inNorth: RequestWorld["inNorth"] = (work) => withTenant(state, "north", work);
  const { id, ref } = await inNorth((db) => openIncident(db, analyst(), { title: "Malware", severity: "high", origin: "provider" }));
  await teams.create(state, analyst(), "north", { id: "ws", given: { name: "Workstations", contact: null, email: null, phone: null, itsmName: null } });
  for (const [name, criticality] of [["PC-1", 2], ["PC-2", 2], ["SRV-1", 4]] as const) await createAsset(state, analyst(), "north", { id: name, values: { name, kind: "workstation", criticality, team: "Workstations", tags: ["agreed"] } });
  let made = 0;
  return {
    state, incident: { id, ref }, inNorth,
    make: (over = {}) => inNorth((db) => makeRequest(db, analyst(), { id: `r${++made}`, incident: { id, ref }, severity: "high", action: "isolate-host", target: { kind: "asset", name: "PC-1" }, ...over })),
    stateOf: async (request) => (await inNorth((db) => findRequest(db, analyst(), request))).state,
    deliver: (now = START, delivery) => deliverDue({ state, now: () => now, deliveryOf: async () => delivery?.() }),
    async agree() {
      const document = { actions: [{ key: "isolate", action: "isolate-host", assets: { tags: ["agreed"], services: [], environments: [] }, except: [], conditions: "Malware is confirmed.", tell: [{ onCall: true }], agreedBy: "A. Martin", since: "2026-01-01", until: null }] };
      const { version } = await saveSetting(state, analyst(), "north", "pre-authorised-actions", { document, reason: "agreed in the kick-off", seen: 0 });
      await agreeSetting(state, client(), { tenant: "north", kind: "pre-authorised-actions", version });
    },
  };
}
