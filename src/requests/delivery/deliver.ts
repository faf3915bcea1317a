// What is queued goes out: to the platform itself in one transaction, elsewhere so that a crash leaves it once or unknown.
import { systemCaller } from "../../core/index.ts";
import { emit, type State, type TenantDb, withSystem, withTenant } from "../../store/index.ts";
import { each } from "../each.ts";
import { takeRequest } from "../find.ts";
import { platformAsker, type Asker, type Request } from "../request.ts";
import { selectGuard } from "../release/repo.ts";
import { holdBack } from "../release/send.ts";
import { arrive } from "./arrive.ts";
import { disclosureOf } from "./disclosure.ts";
import { type Delivery, type DeliveryOf, PORTAL, type Sent } from "./delivery.ts";
import { selectDue, type StoredDelivery, takeDelivery, updateDelivery } from "./repo.ts";
import { factDetails } from "../step.ts";
import { sheetFor } from "./sheet.ts";

export type DeliverDeps = { readonly state: State; readonly now: () => Date; readonly deliveryOf?: DeliveryOf | undefined; readonly isDraining?: (() => boolean) | undefined };

const AT_ONCE = 50;
// Systems outside answer in seconds; one that is slow keeps the others from nothing.
const WIDTH = 6;
// Whoever has not ended by then broke down.
const LEASE_MS = 90_000;
const MOST_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 30_000;
const WAITS_MS = 15_000;

/** Sends what is due. Gives how many deliveries there were. */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const now = deps.now();
  const due = await withSystem(deps.state, (db) => selectDue(db, now, new Date(now.getTime() - LEASE_MS), AT_ONCE));
  await each(due, async (delivery) => (deps.isDraining?.() === true ? undefined : deliverOne(deps, delivery)), WIDTH);
  return due.length;
}

async function deliverOne(deps: DeliverDeps, { tenant, request: id, round }: StoredDelivery): Promise<void> {
  const { state, now, deliveryOf = async () => undefined } = deps;
  const begun = await withTenant(state, tenant, (db) => begin(db, platformAsker(systemCaller("delivery", now())), { request: id, round }, deliveryOf));
  if (begun === undefined) return;
  const outcome = await sendOnce(begun);
  await withTenant(state, tenant, (db) => end(db, platformAsker(systemCaller("delivery", now())), begun, outcome));
}

type Begun = { readonly delivery: StoredDelivery; readonly to: Delivery; readonly request: Request; readonly sheet: ReturnType<typeof sheetFor>; readonly isAgain: boolean };

/** Ends it at once where the platform itself is the channel; else marks it as begun, and gives what to send. */
async function begin(db: TenantDb, caller: Asker, place: Pick<StoredDelivery, "request" | "round">, deliveryOf: DeliveryOf): Promise<Begun | undefined> {
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
  const to = await deliveryOf(db, request);
  if (to !== undefined && "waits" in to) {
    await updateDelivery(db, delivery, { state: "due", at: caller.now, problem: to.waits, againAt: new Date(caller.now.getTime() + WAITS_MS) });
    return undefined;
  }
  if (to === undefined) {
    await updateDelivery(db, delivery, { state: "sent", at: caller.now, channel: PORTAL, attempt: delivery.attempt + 1 });
    await arrive(db, caller, request);
    return undefined;
  }
  await updateDelivery(db, delivery, { state: "sending", at: caller.now, channel: to.channel, connector: to.connector ?? null, attempt: delivery.attempt + 1 });
  return { delivery: { ...delivery, attempt: delivery.attempt + 1 }, to, request, sheet: sheetFor(request, await disclosureOf(db, request, caller.now)), isAgain };
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

type Outcome = Sent | { readonly ok: "unknown"; readonly why: string };

/** Sends it, unless it is there already or that cannot be told. */
async function sendOnce({ to, delivery, sheet, isAgain }: Begun): Promise<Outcome> {
  // Also where the last attempt was said to be nothing: a slow system may have done it since. And always where looking is
  // cheap: a platform that was restored from yesterday's backup does not know what it sent today.
  if (isAgain || delivery.attempt > 1 || to.looksFirst === true) {
    const looked = await lookUp(to, delivery.key, delivery.attempt - 1);
    if (looked !== undefined) return looked;
  }
  try {
    return await to.send(sheet, delivery.key);
  } catch (error) {
    // It may have arrived though the answer was lost.
    const looked = await lookUp(to, delivery.key, delivery.attempt);
    return looked ?? { ok: false, problem: messageOf(error), retry: true };
  }
}

/** Undefined: it is not there for sure. */
async function lookUp({ readBack }: Delivery, key: string, tried: number): Promise<Outcome | undefined> {
  try {
    const read = await readBack(key, tried);
    if (read.found === "yes") return { ok: true, remoteId: read.remoteId };
    return read.found === "no" ? undefined : { ok: "unknown", why: read.why };
  } catch (error) {
    return { ok: "unknown", why: messageOf(error) };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

async function end(db: TenantDb, caller: Asker, { delivery, to, request: { id } }: Begun, outcome: Outcome): Promise<void> {
  const request = await takeRequest(db, caller, id);
  const at = caller.now;
  if (outcome.ok === true) {
    await updateDelivery(db, delivery, { state: "sent", at, remoteId: outcome.remoteId, problem: null });
    if (request.state === "queued") await to.arrived?.(db, outcome.remoteId, delivery.key);
    if (request.state === "queued") await arrive(db, caller, request);
  } else if (outcome.ok === "unknown" && to.asksAgain === true && delivery.attempt < MOST_ATTEMPTS) {
    // Looked for again once the lease is over.
    await updateDelivery(db, delivery, { state: "sending", at, problem: outcome.why });
  } else if (outcome.ok === "unknown") {
    await updateDelivery(db, delivery, { state: "unknown", at, problem: `Nobody can tell whether it arrived: ${outcome.why}` });
    await tellFailure(db, caller, request, "unknown");
  } else if (outcome.retry && delivery.attempt < MOST_ATTEMPTS) {
    await updateDelivery(db, delivery, { state: "due", at, problem: outcome.problem, againAt: new Date(at.getTime() + FIRST_PAUSE_MS * 2 ** (delivery.attempt - 1)) });
  } else {
    await updateDelivery(db, delivery, { state: "failed", at, problem: outcome.problem });
    await tellFailure(db, caller, request, "failed");
  }
}

/** It needs a person now, who looks on the other side or sends it anew. */
const tellFailure = (db: TenantDb, caller: Asker, request: Request, state: "failed" | "unknown"): Promise<void> => emit(db, caller, { kind: "request.not-delivered", subject: request.id, details: { ...factDetails(request), delivery: state } });
