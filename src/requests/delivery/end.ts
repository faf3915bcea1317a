// What became of an attempt.
import { record, type TenantDb } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { takeRequest } from "../find.ts";
import type { Asker, Request } from "../request.ts";
import { subjectOf } from "../step.ts";
import { arrive } from "./arrive.ts";
import type { Begun, Outcome } from "./attempt.ts";
import { tellFailure } from "./fail.ts";
import { stillHeld, type StoredDelivery, takeDelivery, updateDelivery } from "./repo.ts";

const MOST_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 30_000;

/** Writes it down, if the attempt is still the last one. */
export async function end(db: TenantDb, caller: Asker, { delivery: { request: id, round, attempt, key }, to }: Begun, outcome: Outcome): Promise<void> {
  const request = await takeRequest(db, caller, id);
  const delivery = await takeDelivery(db, { request: id, round });
  if (delivery === undefined || !stillHeld(delivery, attempt)) return outcome.ok === true ? tellOrphan(db, caller, request, { delivery, remoteId: outcome.remoteId }) : undefined;
  const at = caller.now;
  if (outcome.ok === true) {
    await updateDelivery(db, delivery, { state: "sent", at, remoteId: outcome.remoteId, problem: null });
    if (request.state !== "queued") return;
    await to.arrived?.(db, outcome.remoteId, key, { isRerouted: delivery.team !== request.routed.name });
    await arrive(db, caller, request);
  } else if (outcome.ok === "not there") {
    // It was in doubt there alone: it goes by the way of now.
    await updateDelivery(db, delivery, { state: "due", at, problem: null, connector: null, againAt: at });
  } else if (outcome.ok === "unknown" && to.asksAgain === true && attempt < MOST_ATTEMPTS) {
    // Looked for again once the lease is over.
    await updateDelivery(db, delivery, { state: "sending", at, problem: outcome.why });
  } else if (outcome.ok === "unknown") {
    await updateDelivery(db, delivery, { state: "unknown", at, problem: `Nobody can tell whether it arrived: ${outcome.why}` });
    await tellFailure(db, caller, request, "unknown");
  } else if (outcome.retry && attempt < MOST_ATTEMPTS) {
    await updateDelivery(db, delivery, { state: "due", at, problem: outcome.problem, againAt: new Date(at.getTime() + FIRST_PAUSE_MS * 2 ** (attempt - 1)) });
  } else {
    await updateDelivery(db, delivery, { state: "failed", at, problem: outcome.problem });
    await tellFailure(db, caller, request, "failed");
  }
}

/** A process that stood still for minutes sent what another had sent meanwhile: nobody follows that one. */
async function tellOrphan(db: TenantDb, caller: Asker, request: Request, { delivery, remoteId }: { readonly delivery: StoredDelivery | undefined; readonly remoteId: string }): Promise<void> {
  if (delivery?.remoteId === remoteId) return;
  await record(db, caller, { action: "request.sent-twice", subject: request.ref, details: { followed: delivery?.remoteId ?? null, other: remoteId } });
  await addEntry(db, caller, { subject: subjectOf(request), type: "fact", visibility: "shared", text: `It was sent twice: ${remoteId} may be closed, ${delivery?.remoteId ?? "another"} is followed.` });
}
