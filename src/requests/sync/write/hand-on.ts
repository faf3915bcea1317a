// Another team has a request, and works elsewhere: the ticket says so and is ended, and there may be one on the other side.
import type { TenantDb } from "../../../store/index.ts";
import type { Request } from "../../request.ts";
import { ENDED, UNSENT } from "../../states.ts";
import { wayOf } from "../setup/route.ts";
import type { Looked } from "../ticket/look.ts";
import { takeTicket, ticketsOf, updateTicket } from "../ticket/repo.ts";
import { ticketKeyOf } from "../ticket/ticket.ts";
import { handedOnText } from "../ticket/words.ts";
import type { World } from "../world.ts";
import { insertWrite } from "./repo.ts";

/** Ends the ticket of a request whose team the connector has not. */
export async function handOn(db: TenantDb, { deps: { now }, stored }: Pick<World, "deps" | "stored">, { ticket: { key }, request }: Pick<Looked, "ticket" | "request">): Promise<void> {
  const ticket = await takeTicket(db, stored.id, key);
  if (ticket === undefined) return;
  await updateTicket(db, { ...ticket, state: "ended" }, new Date(0));
  const to = { connector: stored.id, request: request.id, ticketKey: key, now: now() };
  const round = request.version;
  await insertWrite(db, { ...to, key: `${key}#handed-on-${round}`, content: { kind: "comment", text: handedOnText(request.routed.name, stored.settings.language), entry: null, who: stored.name, side: "system" } });
  await insertWrite(db, { ...to, key: `${key}#ended-${round}`, content: { kind: "state", to: "cancelled" } });
  await ticketForTeam(db, request, { after: ticket.number, now: now() });
}

/** A ticket for a request that has none, where its team works in an ITSM. */
export async function ticketForTeam(db: TenantDb, request: Request, { after, now }: { readonly after: string | null; readonly now: Date }): Promise<void> {
  if (ENDED.has(request.state) || UNSENT.includes(request.state)) return;
  const way = await wayOf(db, request.routed.team);
  if (way?.connector.use !== "on") return;
  const { connector: { id } } = way;
  const count = (await ticketsOf(db, request.id)).length;
  const key = ticketKeyOf(request.ref, id, count === 0 ? "" : `/R${count}`);
  await insertWrite(db, { connector: id, request: request.id, ticketKey: key, key: `${key}#ticket`, content: { kind: "ticket", after }, now });
}
