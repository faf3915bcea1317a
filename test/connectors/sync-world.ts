// An organisation whose teams work in an ITSM in memory, and a clock of its own.
import { teams } from "../../src/cmdb/index.ts";
import { ConnectorSettings } from "../../src/contract/connectors.ts";
import { createSeal } from "../../src/identity/index.ts";
import { createConnectors, deliverDue, type RequestDraft, type RequestPage, sendRequest, showRequest } from "../../src/requests/index.ts";
import type { AnyConnectorKind } from "../../src/requests/connectors/connector.ts";
import type { StoredConnector } from "../../src/requests/sync/setup/connector.ts";
import { deliverAsTicket } from "../../src/requests/sync/ticket/deliver-ticket.ts";
import { addConnector, changeConnector, type ManageDeps, type Place, probeConnector, startConnector, useConnector } from "../../src/requests/sync/setup/manage.ts";
import { selectConnector } from "../../src/requests/sync/setup/repo.ts";
import { createRounds } from "../../src/requests/sync/round.ts";
import { tellTickets } from "../../src/requests/sync/write/tell.ts";
import type { StoredTicket } from "../../src/requests/sync/ticket/ticket.ts";
import { ticketsOf } from "../../src/requests/sync/ticket/repo.ts";
import { selectWrites, type StoredWrite } from "../../src/requests/sync/write/repo.ts";
import { agreeSetting, saveSetting } from "../../src/tenants/index.ts";
import { analyst, client, requestWorld, type RequestWorld, START } from "../requests.ts";
import { asSuperuser } from "../postgres.ts";
import type { Memory } from "./memory.ts";

export type SyncWorld = RequestWorld & {
  readonly itsm: Memory;
  readonly deps: ManageDeps;
  readonly place: Place;
  readonly now: () => Date;
  /** Makes and sends a request; gives its id. */
  readonly queued: (over?: Partial<RequestDraft>) => Promise<string>;
  /** The same, and everything due is done. */
  readonly sent: (over?: Partial<RequestDraft>) => Promise<string>;
  /** Time passes, then everything due is done until nothing is. */
  readonly run: (ms?: number) => Promise<void>;
  /** The same by a process that may stand still for ever: then another one takes over, with another's connections. */
  readonly runOrDie: (ms: number) => Promise<void>;
  readonly page: (id: string) => Promise<RequestPage>;
  readonly ticketsOf: (id: string) => Promise<readonly StoredTicket[]>;
  readonly writes: () => Promise<readonly StoredWrite[]>;
  readonly connector: () => Promise<StoredConnector>;
  readonly settings: (change: Partial<ConnectorSettings>) => Promise<void>;
  readonly setUse: (use: StoredConnector["use"]) => Promise<void>;
  readonly start: () => Promise<void>;
  readonly useKind: (kind: AnyConnectorKind) => void;
  readonly disclose: (disclosure: "reference" | "agreed-facts") => Promise<void>;
};

const STEP_MS = 31_000;

export async function syncWorld(make: (now: () => Date) => Memory): Promise<SyncWorld> {
  const world = await requestWorld();
  const { state, inNorth } = world;
  let ms = START.getTime();
  const now = (): Date => new Date(ms);
  const itsm = make(now);
  let kind: AnyConnectorKind = itsm.kind;
  await teams.create(state, analyst(), "north", { id: "net", given: { name: "Network", contact: null, email: null, phone: null, itsmName: null } });
  const deps: ManageDeps = { state, now, seal: createSeal(Buffer.alloc(32, 7)), internalHosts: new Set(["127.0.0.1"]), proxy: undefined, newId: () => "itsm-1", get kinds() { return [kind]; } };
  const settings = ConnectorSettings.parse({ teams: { ws: "Workstations Queue", net: "Network Queue" }, priorities: { high: "2 high" } });
  const { connector: { id } } = await addConnector(deps, analyst(), "north", { name: "ITSM", kind: "memory", url: "http://127.0.0.1:1", settings, secrets: {} });
  const place: Place = { tenant: "north", id };
  await probeConnector(deps, analyst(), place);
  await useConnector(deps, analyst(), place, { use: "on", reason: "for the test" });
  let seen = 0;
  const disclose = async (disclosure: "reference" | "agreed-facts"): Promise<void> => {
    const { version, state: proposed } = await saveSetting(state, analyst(), "north", "notifications", { document: { entries: [], disclosure, secondChannel: null }, reason: "for the test", seen });
    // That more leaves the portal is for the client to agree to.
    if (proposed === "proposed") await agreeSetting(state, client(), { tenant: "north", kind: "notifications", version });
    seen = version;
  };
  await disclose("agreed-facts");

  let connectors = createConnectors(deps);
  const once = async (): Promise<void> => {
    const sync = { state, now, connectors, linkOf: (ref: string) => `https://vigie.example/o/${ref}` };
    for (let i = 0; i < 20; i++) {
      const delivered = await deliverDue({ state, now, deliveryOf: deliverAsTicket(sync) });
      const told = await tellTickets(state, now());
      const before = itsm.calls.length;
      const rounds = createRounds(sync);
      await rounds.begin();
      await rounds.end();
      if (delivered === 0 && told === 0 && itsm.calls.length === before) return;
    }
  };
  const run = async (pass = STEP_MS): Promise<void> => {
    ms += pass;
    await once();
  };
  const stored = async (): Promise<StoredConnector> => (await inNorth((db) => selectConnector(db, id)))!;
  const queued = async (over?: Partial<RequestDraft>): Promise<string> => {
    const request = await world.make(over);
    await inNorth((db) => sendRequest(db, analyst(now()), request.id));
    return request.id;
  };
  return {
    ...world, itsm, deps, place, now, run, queued, disclose,
    async sent(over) {
      const request = await queued(over);
      await run(1000);
      return request;
    },
    async runOrDie(pass) {
      ms += pass;
      let isDead = false;
      await Promise.race([once(), new Promise<void>((done) => setTimeout(() => { isDead = true; done(); }, 700))]);
      // What the dead one held, its connections, is gone with it.
      if (isDead) {
        await asSuperuser(state.url, (server) => server.query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())"));
        connectors = createConnectors(deps);
      }
    },
    page: (request) => inNorth((db) => showRequest(db, analyst(now()), request)),
    ticketsOf: (request) => inNorth((db) => ticketsOf(db, request)),
    writes: () => inNorth((db) => selectWrites(db, { limit: 100 })),
    connector: stored,
    async settings(changed) {
      const { version, settings: before } = await stored();
      await changeConnector(deps, analyst(now()), place, { settings: { ...before, ...changed }, seen: version });
    },
    setUse: async (use) => { await useConnector(deps, analyst(now()), place, { use, reason: "for the test" }); },
    start: async () => { await startConnector(deps, client(now()), place, { reason: "for the test" }); },
    useKind(other) {
      kind = other;
      connectors = createConnectors(deps);
    },
  };
}
