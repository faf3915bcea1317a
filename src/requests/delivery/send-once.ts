// One attempt: looked for where it may be there, claimed again right before it is sent, and looked for after a lost answer.
import { systemCaller } from "../../core/index.ts";
import { withTenant } from "../../store/index.ts";
import { takeRequest } from "../find.ts";
import { platformAsker } from "../request.ts";
import type { Begun, DeliverDeps, Outcome, Place } from "./attempt.ts";
import type { Delivery } from "./delivery.ts";
import { disclosureOf } from "./disclosure.ts";
import { stillHeld, takeDelivery, touchDelivery, updateDelivery } from "./repo.ts";
import { type DeliverySheet, sheetFor } from "./sheet.ts";

const BEAT_MS = 20_000;
const CHANGED_MS = 5_000;

/** Sends it, unless it is there already or that cannot be told. Undefined: it is another's by now, or waits. */
export async function sendOnce(deps: DeliverDeps, place: Place, begun: Begun): Promise<Outcome | undefined> {
  const { attempt } = begun.delivery;
  // A process that lives keeps what it took up, however slow the other side is.
  const beat = setInterval(() => void withTenant(deps.state, place.tenant, (db) => touchDelivery(db, place, attempt, deps.now())).catch(() => {}), deps.beatMs ?? BEAT_MS);
  try {
    return await lookAndSend(deps, place, begun);
  } finally {
    clearInterval(beat);
  }
}

async function lookAndSend(deps: DeliverDeps, place: Place, begun: Begun): Promise<Outcome | undefined> {
  const { to, delivery: { attempt, key }, isAgain } = begun;
  // Also where the last attempt was said to be nothing: a slow system may have done it since. And always where looking is
  // cheap: a platform that was restored from yesterday's backup does not know what it sent today.
  if (isAgain || attempt > 1 || to.looksFirst === true) {
    const looked = await lookUp(to, key, attempt - 1);
    if (looked !== undefined) return looked;
  }
  if (to.looksOnly === true) return { ok: "not there" };
  const sheet = await claim(deps, place, begun);
  if (sheet === undefined) return undefined;
  try {
    return await to.send(sheet, key);
  } catch (error) {
    // It may have arrived though the answer was lost.
    return (await lookUp(to, key, attempt)) ?? { ok: false, problem: messageOf(error), retry: true };
  }
}

/** Looking took its time: whether it is still ours to send, still wanted, and what it may say now. */
async function claim({ state, now, deliveryOf = async () => undefined }: DeliverDeps, place: Place, { to, delivery: { attempt } }: Begun): Promise<DeliverySheet | undefined> {
  return withTenant(state, place.tenant, async (db) => {
    const caller = platformAsker(systemCaller("delivery", now()));
    const request = await takeRequest(db, caller, place.request);
    const delivery = await takeDelivery(db, place);
    if (delivery === undefined || !stillHeld(delivery, attempt)) return undefined;
    const way = await deliveryOf(db, request, null);
    const isSame = way !== undefined && !("waits" in way) && !("lost" in way) && way.channel === to.channel && way.connector === to.connector;
    await updateDelivery(db, delivery, isSame ? { state: "sending", at: caller.now } : { state: "due", at: caller.now, againAt: new Date(caller.now.getTime() + CHANGED_MS) });
    return isSame ? sheetFor(request, await disclosureOf(db, request, caller.now)) : undefined;
  });
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
