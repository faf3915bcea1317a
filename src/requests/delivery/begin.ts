// A delivery is taken up: ended at once where the platform itself is the channel, else marked as begun before anything is sent.
import type { TenantDb } from "../../store/index.ts";
import { takeRequest } from "../find.ts";
import { selectGuard } from "../release/repo.ts";
import { holdBack } from "../release/send.ts";
import type { Asker, Request } from "../request.ts";
import { arrive } from "./arrive.ts";
import { type Begun, type DeliverDeps, LEASE_MS, type Place } from "./attempt.ts";
import { PORTAL } from "./delivery.ts";
import { tellFailure } from "./fail.ts";
import { type StoredDelivery, takeDelivery, updateDelivery } from "./repo.ts";

const WAITS_MS = 15_000;

/** All of the system's turns are taken. */
type Full = { readonly waitsFor: string };

/** Undefined: nothing is left to do now. */
export async function begin(db: TenantDb, caller: Asker, place: Place, { deps: { deliveryOf = async () => undefined }, mayEnter }: { readonly deps: DeliverDeps; readonly mayEnter: (system: string) => boolean }): Promise<Begun | Full | undefined> {
  // The request first, as all who change one.
  const request = await takeRequest(db, caller, place.request);
  const delivery = await takeDelivery(db, place);
  if (delivery === undefined || (delivery.state !== "due" && delivery.state !== "sending")) return undefined;
  const isAgain = delivery.state === "sending";
  // Another process took it up in between.
  if (isAgain && delivery.triedAt !== null && caller.now.getTime() - delivery.triedAt.getTime() < LEASE_MS) return undefined;
  if (request.state !== "queued") {
    await updateDelivery(db, delivery, { state: isAgain ? "unknown" : "withdrawn", at: caller.now, problem: isAgain ? `It was being sent when the request became ${request.state}.` : null });
    return undefined;
  }
  if (!isAgain && (await isHeld(db, caller, request))) {
    await updateDelivery(db, delivery, { state: "withdrawn", at: caller.now });
    return undefined;
  }
  // What may be on one system already is looked for there, whatever was decided since.
  const to = await deliveryOf(db, request, isAgain ? delivery.connector : null);
  if (to !== undefined && "waits" in to) {
    await updateDelivery(db, delivery, isAgain ? { state: "sending", at: caller.now, problem: to.waits } : { state: "due", at: caller.now, problem: to.waits, againAt: new Date(caller.now.getTime() + WAITS_MS) });
    return undefined;
  }
  if (isAgain && (to === undefined || "lost" in to)) {
    await lose(db, caller, { delivery, request }, to?.lost);
    return undefined;
  }
  if (to === undefined || "lost" in to) {
    await updateDelivery(db, delivery, { state: "sent", at: caller.now, channel: PORTAL, attempt: delivery.attempt + 1 });
    await arrive(db, caller, request);
    return undefined;
  }
  const system = `${place.tenant} ${to.connector ?? to.channel}`;
  if (!mayEnter(system)) return { waitsFor: system };
  const attempt = delivery.attempt + 1;
  await updateDelivery(db, delivery, { state: "sending", at: caller.now, channel: to.channel, connector: to.connector ?? null, attempt });
  return { delivery: { ...delivery, attempt, connector: to.connector ?? null }, to, isAgain };
}

/** Nobody can look any more where it may have arrived: a person has to. */
async function lose(db: TenantDb, caller: Asker, { delivery, request }: { readonly delivery: StoredDelivery; readonly request: Request }, why = "No system is named any more for the team."): Promise<void> {
  await updateDelivery(db, delivery, { state: "unknown", at: caller.now, problem: `It may have arrived, and cannot be looked for: ${why}` });
  await tellFailure(db, caller, request, "unknown");
}

/** What was to go out without a person stays here once somebody stopped that. */
async function isHeld(db: TenantDb, caller: Asker, request: Request): Promise<boolean> {
  if (request.aloneAt === null) return false;
  const { stopped, stoppedForAll } = await selectGuard(db, caller.now);
  const stop = stoppedForAll ?? stopped;
  if (stop === null) return false;
  await holdBack(db, caller, { ...request, aloneAt: null }, `Sending without a person was stopped by ${stop.by} before it went out: ${stop.reason}`);
  return true;
}
