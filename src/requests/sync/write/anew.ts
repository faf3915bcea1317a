// A ticket for a request that is with its team already: in place of one that is over, or because another team has it.
import { withTenant } from "../../../store/index.ts";
import { disclosureOf } from "../../delivery/disclosure.ts";
import { sheetFor } from "../../delivery/sheet.ts";
import { findRequest } from "../../find.ts";
import type { RequestState } from "../../states.ts";
import { wayOf } from "../setup/route.ts";
import { ticketArrived } from "../ticket/arrived.ts";
import { isBehind, newTicket } from "../ticket/deliver-ticket.ts";
import { takeTicket } from "../ticket/repo.ts";
import { callerOf, type World } from "../world.ts";
import { CONFIRMED, dropped, type Ended, SETTLED_MS } from "./ended.ts";
import { queueChange } from "./queue.ts";
import { type StoredWrite, takeWrite } from "./repo.ts";

// The team has it, and is to do it.
const WANTS: ReadonlySet<RequestState> = new Set(["sent", "acknowledged", "in_progress", "reopened"]);

export async function makeAnew(world: World, write: StoredWrite, after: string | null): Promise<Ended> {
  const { deps: { state, now }, stored, connector, kind: { capabilities: { findsKey } } } = world;
  const { ticketKey: key, attempt } = write;
  const later = (words: string): Ended => ({ state: "unknown", words, againAt: new Date(now().getTime() + SETTLED_MS) });
  // Also before the first try: a person may have had it tried again, and a backup may not know of it.
  const found = attempt > 1 || findsKey !== "never" ? await connector.findByKey(key) : { found: "no" as const };
  if (found.found === "no" && isBehind(findsKey, attempt - 1)) return later("Its search may be behind.");
  if (found.found === "unknown") return later(found.why);
  const asked = await ask(world, write, after);
  if (found.found === "no" && "not" in asked) return dropped(asked.not);
  const remoteId = found.found === "yes" ? found.id : await connector.create((asked as Asking).ticket);
  await withTenant(state, stored.tenant, async (db) => {
    if ((await takeTicket(db, stored.id, key)) !== undefined) return;
    const request = await findRequest(db, callerOf(world), write.request);
    const { title, queue, priority } = "not" in asked ? { title: null, queue: null, priority: null } : asked.ticket;
    const to = await ticketArrived(db, { connector: stored.id, request, remoteId, asked: { key, title, queue, priority }, now: now() });
    // It may have moved on while the ticket was made.
    if (request.state !== "sent") await queueChange(db, to, "state", "made");
  });
  return { ...CONFIRMED, remoteId };
}

type Asking = { readonly ticket: ReturnType<typeof newTicket> };

/** Right before it is made: whether the request still wants it here, and with what may leave now. */
async function ask(world: World, { id, request: requestId, ticketKey: key, attempt }: StoredWrite, after: string | null): Promise<Asking | { readonly not: string }> {
  const { deps, stored } = world;
  return withTenant(deps.state, stored.tenant, async (db) => {
    const caller = callerOf(world);
    const request = await findRequest(db, caller, requestId);
    const write = await takeWrite(db, stored.id, id);
    if (write === undefined || write.attempt !== attempt || write.state !== "sending") return { not: "Somebody let it be." };
    if (!WANTS.has(request.state)) return { not: `It is not wanted any more: the request is ${request.state.replace("_", " ")}.` };
    const way = await wayOf(db, request.routed.team);
    if (way?.connector.id !== stored.id) return { not: `${request.routed.name ?? "Its team"} works elsewhere now.` };
    return { ticket: newTicket(deps, stored, { sheet: sheetFor(request, await disclosureOf(db, request, caller.now)), request, queue: way.queue, key, after }) };
  });
}
