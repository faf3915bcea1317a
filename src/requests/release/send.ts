// How a request comes to be sent: by a person, by the client's approval, or alone where that was agreed beforehand.
import { DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { insertDelivery } from "../delivery/repo.ts";
import { takeRequest } from "../find.ts";
import type { Asker, LapseDefault, Request } from "../request.ts";
import { assetOf, barredNow, routeAgain } from "../routing/route.ts";
import { next } from "../states.ts";
import { takeStep, writeChange } from "../step.ts";
import { askIn } from "./ask.ts";
import { heldBy } from "./guard.ts";
import { preAuthorised } from "./pre-authorised.ts";
import { selectGuard } from "./repo.ts";

/** A person of the provider sends it to the team. */
export async function sendRequest(db: TenantDb, caller: Asker, idOrRef: string, { reason }: { readonly reason?: string | undefined } = {}): Promise<Request> {
  if (caller.side === "client") throw new DomainError("forbidden", "The provider sends requests.");
  const request = await takeRequest(db, caller, idOrRef);
  return release(db, caller, request, { verb: "queue", changes: { releasedBy: "person" }, note: reason });
}

export type Unattended = {
  /** How the conditions of the agreement are met; none: nobody says so, and the client is asked. */
  readonly confirmed?: string | undefined;
  /** What to ask the client where nothing allows it. */
  readonly approval: { readonly deadline: Date; readonly default: LapseDefault };
};

/**
 * Sends a draft without a person, if the client agreed to that beforehand and no guard holds it; else asks for the
 * client's approval. What a guard holds stays a draft that says why.
 */
export async function sendAlone(db: TenantDb, caller: Asker, idOrRef: string, { confirmed, approval }: Unattended): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  // Only a draft is tried: the rest is refused here, before anybody is asked.
  next(request.ref, request.state, "queue");
  const { documents } = await settingsAt(db, caller.now);
  const found = preAuthorised(documents, request.action, { target: request.target, asset: await assetOf(db, request.target, caller.now), barred: await barredNow(db, request, caller.now) }, caller.now);
  const unmet = found.allowed && confirmed === undefined ? `${found.why} It holds under conditions, and nobody said how they are met: ${found.entry.conditions}` : undefined;
  if (!found.allowed || unmet !== undefined) return askIn(db, caller, request, { ...approval, person: null, note: unmet ?? found.why });
  const because = `${found.why} Conditions: ${found.entry.conditions} Met: ${confirmed ?? ""}`;
  return releaseAlone(db, caller, request, { verb: "queue", releasedBy: "pre-authorisation", because });
}

/** Sends without a person unless a guard holds it. */
export async function releaseAlone(db: TenantDb, caller: Asker, request: Request, { verb, releasedBy, because }: { readonly verb: "queue" | "approve"; readonly releasedBy: "pre-authorisation" | "approval"; readonly because: string }): Promise<Request> {
  const guard = await selectGuard(db, caller.now, { lock: true });
  const held = heldBy(guard);
  if (held !== undefined) return holdBack(db, caller, request, `${held}.`);
  if (!guard.isDryRun) return release(db, caller, request, { verb, changes: { releasedBy, aloneAt: caller.now }, note: because });
  const changes = { ...(await routeAgain(db, request, caller.now)), aloneAt: caller.now };
  await insertDelivery(db, { ...request, ...changes }, { state: "dry_run", now: caller.now });
  return holdBack(db, caller, { ...request, ...changes }, `Dry run: it would have been sent. ${because}`);
}

/** Leaves it with the SOC, as a draft that says why. */
export function holdBack(db: TenantDb, caller: Asker, request: Request, held: string): Promise<Request> {
  if (request.state === "draft") return writeChange(db, caller, request, { action: "held", changes: { held, aloneAt: request.aloneAt }, reason: held });
  const verb = request.state === "queued" ? "hold" : "let-lapse";
  return takeStep(db, caller, request, { verb, changes: { held, releasedBy: null, approval: null }, note: held });
}

/** Puts it before the delivery, to the team that the CMDB gives now. */
export async function release(db: TenantDb, caller: Asker, request: Request, { verb, changes, note }: { readonly verb: "queue" | "approve"; readonly changes: Partial<Request>; readonly note?: string | undefined }): Promise<Request> {
  const routed = await routeAgain(db, request, caller.now);
  if (routed.routed.team === null) {
    // Asked by nobody, nobody can be told to choose.
    if (caller.side === "system") return holdBack(db, caller, { ...request, ...routed }, routed.routed.reason);
    throw new DomainError("conflict", `${request.ref} has no team. ${routed.routed.reason}`);
  }
  const after = await takeStep(db, caller, request, { verb, changes: { held: null, ...routed, ...changes }, note, details: { team: routed.routed.name, releasedBy: changes.releasedBy } });
  await insertDelivery(db, after, { state: "due", now: caller.now });
  return after;
}
