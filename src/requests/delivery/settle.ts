import { DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { takeRequest } from "../find.ts";
import type { Asker, Request } from "../request.ts";
import { writeChange } from "../step.ts";
import { ticketArrived } from "../sync/ticket/arrived.ts";
import { ticketKeyFor } from "../sync/ticket/ticket.ts";
import { arrive } from "./arrive.ts";
import { insertDelivery, selectDeliveries, updateDelivery } from "./repo.ts";

/** Takes back what is still to go out of a request that is cancelled. Refused while it is on its way. */
export async function withdrawDelivery(db: TenantDb, caller: Asker, request: Request): Promise<void> {
  for (const delivery of await selectDeliveries(db, request.id)) {
    if (delivery.state === "sending") throw new DomainError("conflict", `${request.ref} is on its way just now: try again in some minutes.${delivery.problem === null ? "" : ` ${delivery.problem}`}`);
    if (delivery.state === "due") await updateDelivery(db, delivery, { state: "withdrawn", at: caller.now });
  }
}

/** A person looked whether a request arrived that is unknown or failed: it did, or it is sent anew. */
export async function settleDelivery(db: TenantDb, caller: Asker, idOrRef: string, { arrived, ticket, reason }: { readonly arrived: boolean; readonly ticket?: string | undefined; readonly reason: string }): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  const last = (await selectDeliveries(db, request.id)).at(-1);
  if (request.state !== "queued" || last === undefined || (last.state !== "unknown" && last.state !== "failed")) throw new DomainError("conflict", `Nothing is unclear about the delivery of ${request.ref}.`);
  if (arrived) {
    if (last.connector !== null) {
      if (ticket === undefined) throw new DomainError("invalid", "ticket: say which one it is there, by its id, so that it is followed.");
      await ticketArrived(db, { connector: last.connector, request, remoteId: ticket, asked: { key: ticketKeyFor(last.key, last.connector), title: null, queue: null, priority: null }, now: caller.now });
    }
    await updateDelivery(db, last, { state: "sent", at: caller.now, ...(ticket === undefined ? {} : { remoteId: ticket }) });
    return arrive(db, caller, request, reason);
  }
  if (last.state === "unknown") await updateDelivery(db, last, { state: "failed", at: caller.now });
  await insertDelivery(db, request, { state: "due", now: caller.now });
  return writeChange(db, caller, request, { action: "sent-anew", changes: {}, reason });
}
