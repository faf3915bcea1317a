// A request goes out as a ticket: the delivery of src/requests/delivery, by a connector.
import { RemoteError } from "../../../outbound/index.ts";
import type { TenantDb } from "../../../store/index.ts";
import type { Capabilities, NewTicket } from "../../connectors/connector.ts";
import type { Delivery, DeliveryOf, Lost, Sent, Waits } from "../../delivery/delivery.ts";
import type { DeliverySheet } from "../../delivery/sheet.ts";
import type { Request } from "../../request.ts";
import { standsStill, type StoredConnector } from "../setup/connector.ts";
import type { OpenConnectors } from "../setup/open-connectors.ts";
import { selectConnector } from "../setup/repo.ts";
import { queueChange } from "../write/queue.ts";
import { wayOf, type Way } from "../setup/route.ts";
import { ticketArrived } from "./arrived.ts";
import { ticketKeyFor, ticketKeyOf } from "./ticket.ts";
import { insertWrite } from "../write/repo.ts";
import { textOfTicket, titleOfTicket } from "./words.ts";

export type DeliverTicketDeps = {
  readonly now: () => Date;
  readonly connectors: OpenConnectors;
  /** Where people open a request in the portal. */
  readonly linkOf: (ref: string) => string;
};

/** As which ticket a request goes out; the platform itself where no connector takes its team. */
export const deliverAsTicket = (deps: DeliverTicketDeps): DeliveryOf => async (db, request, on) => {
  const way = await wayOf(db, request.routed.team);
  if (on !== null) return deliverWhereItMayBe(deps, db, { request, on, way });
  if (way === undefined) return undefined;
  const { connector, queue } = way;
  if (connector.use === "dry-run") {
    await insertWrite(db, { connector: connector.id, request: request.id, ticketKey: ticketKeyOf(request.ref, connector.id), key: `${request.ref} dry run ${request.version}`, content: { kind: "ticket", after: null, would: { title: request.title, queue } }, now: deps.now(), state: "dropped" });
    return undefined;
  }
  return waitsFor(deps, connector) ?? deliveryBy(deps, way, request);
};

/** In doubt it stays with the connector on which it may be, though another has the team now. */
async function deliverWhereItMayBe(deps: DeliverTicketDeps, db: TenantDb, { request, on, way }: { readonly request: Request; readonly on: string; readonly way: Way | undefined }): Promise<Delivery | Waits | Lost> {
  if (way?.connector.id === on && way.connector.use === "on") return waitsFor(deps, way.connector) ?? deliveryBy(deps, way, request);
  const connector = await selectConnector(db, on);
  if (connector === undefined) return { lost: "the connector was removed." };
  if (connector.use !== "on") return { lost: `the connector ${connector.name} is ${connector.use}.` };
  return waitsFor(deps, connector) ?? { ...deliveryBy(deps, { connector, queue: "" }, request), looksOnly: true };
}

function waitsFor({ now }: DeliverTicketDeps, connector: StoredConnector): Waits | undefined {
  const still = standsStill(connector);
  if (still !== undefined) return { waits: still };
  return connector.problem !== null && connector.nextRoundAt > now() ? { waits: `${connector.name} does not take anything now: ${connector.problem.words}` } : undefined;
}

function deliveryBy(deps: DeliverTicketDeps, { connector: stored, queue }: Way, request: Request): Delivery {
  const { now, connectors } = deps;
  const opened = connectors.open(stored);
  const { findsKey } = connectors.kindOf(stored.kind).capabilities;
  let asked: NewTicket | undefined;
  return {
    channel: stored.kind, connector: stored.id, asksAgain: true, looksFirst: findsKey !== "never",
    send: async (sheet, key): Promise<Sent> => {
      asked = newTicket(deps, stored, { sheet, request, queue, key: ticketKeyFor(key, stored.id), after: null });
      try {
        return { ok: true, remoteId: await opened.create(asked) };
      } catch (error) {
        if (error instanceof RemoteError && error.arrived === "no") return { ok: false, problem: `${error.words} ${error.todo}`, retry: !error.isLasting || error.problem === "unauthorized" };
        throw error;
      }
    },
    readBack: async (key, tried) => {
      const found = await opened.findByKey(ticketKeyFor(key, stored.id));
      return found.found === "yes" ? { found: "yes", remoteId: found.id } : found.found === "no" && isBehind(findsKey, tried) ? { found: "unknown", why: "its search may be behind" } : found;
    },
    arrived: async (db, remoteId, key, { isRerouted }) => {
      const ticket = asked ?? newTicket(deps, stored, { sheet: undefined, request, queue, key: ticketKeyFor(key, stored.id), after: null });
      const to = await ticketArrived(db, { connector: stored.id, request, remoteId, asked: ticket, now: now() });
      if (isRerouted) await queueChange(db, to, "queue", "arrived");
    },
  };
}

// Looked for so often, minutes have passed.
const LOOKS = 5;

/** Whether a search that finds nothing says nothing: of what was tried a moment ago it may not know yet. */
export const isBehind = (findsKey: Capabilities["findsKey"], tried: number): boolean => findsKey === "later" && tried > 0 && tried < LOOKS;

export type ToAsk = { readonly sheet: DeliverySheet | undefined; readonly request: Request; readonly queue: string; readonly key: string; readonly after: string | null };

/** A ticket as it is asked for, with what may leave the platform. */
export function newTicket({ linkOf }: Pick<DeliverTicketDeps, "linkOf">, { settings }: Way["connector"], { sheet, request, queue, key, after }: ToAsk): NewTicket {
  const least: DeliverySheet = sheet ?? { ref: request.ref, team: null, severity: null, title: null, target: null, place: null, steps: [], care: null, proofs: [], incident: null };
  return {
    key, title: titleOfTicket(least, key, settings.language), text: textOfTicket(least, settings.language, linkOf(request.ref), after), queue,
    priority: least.severity === null ? null : settings.priorities[least.severity] ?? null, asset: request.target.kind === "asset" ? least.target : null, dueAt: least.title === null ? null : request.dueAt,
  };
}
