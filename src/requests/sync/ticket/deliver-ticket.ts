// A request goes out as a ticket: the delivery of src/requests/delivery, by a connector.
import { RemoteError } from "../../../outbound/index.ts";
import type { TenantDb } from "../../../store/index.ts";
import { listEntries } from "../../../timeline/index.ts";
import type { Capabilities, NewTicket } from "../../connectors/connector.ts";
import type { Delivery, DeliveryOf, Sent, Waits } from "../../delivery/delivery.ts";
import { disclosureOf } from "../../delivery/disclosure.ts";
import type { DeliverySheet } from "../../delivery/sheet.ts";
import { filesOf } from "../../files/repo.ts";
import type { Request } from "../../request.ts";
import { subjectOf } from "../../step.ts";
import { standsStill } from "../setup/connector.ts";
import type { OpenConnectors } from "../setup/open-connectors.ts";
import { queueComment, queueFile } from "../write/queue.ts";
import { wayOf, type Way } from "../setup/route.ts";
import { ticketKeyFor, ticketKeyOf, ticketMade } from "./ticket.ts";
import { endEarlier, insertTicket } from "./repo.ts";
import { insertWrite } from "../write/repo.ts";
import { textOfTicket, titleOfTicket } from "./words.ts";

export type DeliverTicketDeps = {
  readonly now: () => Date;
  readonly connectors: OpenConnectors;
  /** Where people open a request in the portal. */
  readonly linkOf: (ref: string) => string;
};

/** As which ticket a request goes out; the platform itself where no connector takes its team. */
export const deliverAsTicket = (deps: DeliverTicketDeps): DeliveryOf => async (db, request) => {
  const way = await wayOf(db, request.routed.team);
  if (way === undefined) return undefined;
  const { connector, queue } = way;
  if (connector.use === "dry-run") {
    await insertWrite(db, { connector: connector.id, request: request.id, ticketKey: ticketKeyOf(request.ref, connector.id), key: `${request.ref} dry run ${request.version}`, content: { kind: "ticket", after: null, would: { title: request.title, queue } }, now: deps.now(), state: "dropped" });
    return undefined;
  }
  const still = standsStill(connector);
  if (still !== undefined) return { waits: still };
  if (connector.problem !== null && connector.nextRoundAt > deps.now()) return { waits: `${connector.name} does not take anything now: ${connector.problem.words}` } satisfies Waits;
  return deliveryBy(deps, way, request);
};

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
    arrived: async (db, remoteId, key) => {
      const ticket = asked ?? newTicket(deps, stored, { sheet: undefined, request, queue, key: ticketKeyFor(key, stored.id), after: null });
      await ticketArrived(db, { connector: stored, request, remoteId, asked: ticket, now: now() });
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
    priority: least.severity === null ? null : settings.priorities[least.severity] ?? null, asset: request.target.kind === "asset" ? least.target : null, dueAt: request.dueAt,
  };
}

/** A request has a ticket: it is followed from now on, and what was said before goes there too. */
export async function ticketArrived(db: TenantDb, { connector, request, remoteId, asked, now }: { readonly connector: Way["connector"]; readonly request: Request; readonly remoteId: string; readonly asked: NewTicket; readonly now: Date }): Promise<void> {
  const { key, title, queue, priority } = asked;
  await endEarlier(db, request.id);
  await insertTicket(db, ticketMade({ connector: connector.id, key, request: request.id, remoteId, now, asked: { title, queue, priority } }));
  const to = { connector: connector.id, request: request.id, ticketKey: key, disclosure: await disclosureOf(db, request, now), now };
  const entries = await listEntries(db, { subjects: [subjectOf(request)], side: "provider", visibility: "shared", limit: 200 });
  for (const entry of entries) if (entry.type === "message" && !entry.author.id.startsWith("connector:")) await queueComment(db, to, entry);
  for (const file of await filesOf(db, request.id)) await queueFile(db, to, file);
}
