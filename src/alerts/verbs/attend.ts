// What changes nothing of an alert: comments, watching, having seen it.
import { type Caller, DomainError } from "../../core/index.ts";
import { record } from "../../store/index.ts";
import { addEntry, type Visibility } from "../../timeline/index.ts";
import type { Alert } from "../alert.ts";
import { alertsNamed, type AlertsDb, tenantOf } from "../repo.ts";
import { deleteWatch, insertWatch, upsertSeen } from "./repo.ts";
import { MOST_AT_ONCE, type Outcome } from "./act.ts";

/** One comment on each of these alerts. */
export async function commentAlerts(db: AlertsDb, caller: Caller, named: readonly string[], { text, visibility }: { readonly text: string; readonly visibility?: Visibility | undefined }): Promise<Outcome> {
  const outcome = await found(db, named);
  for (const { id, ref } of outcome.done) {
    const entry = await addEntry(db, caller, { subject: { kind: "alert", id }, type: "message", text, visibility, tenant: tenantOf(db) });
    await record(db, caller, { action: "alert.commented", subject: ref, tenant: tenantOf(db), details: { entry: entry.id, visibility: entry.visibility } });
  }
  return outcome;
}

/** The caller hears of what becomes of these alerts, or no more. */
export async function watchAlerts(db: AlertsDb, caller: Caller, named: readonly string[], isWatched: boolean): Promise<Outcome> {
  const outcome = await found(db, named);
  const ids = outcome.done.map(({ id }) => id);
  if (ids.length === 0) return outcome;
  await (isWatched ? insertWatch(db, ids, caller.id, caller.now) : deleteWatch(db, ids, caller.id));
  for (const { ref } of outcome.done) await record(db, caller, { action: isWatched ? "alert.watched" : "alert.unwatched", subject: ref, tenant: tenantOf(db) });
  return outcome;
}

/** The caller has looked at these alerts. Looking is no change: the access log has it, the journal does not. */
export async function markSeen(db: AlertsDb, caller: Caller, named: readonly string[]): Promise<Outcome> {
  const outcome = await found(db, named);
  if (outcome.done.length > 0) await upsertSeen(db, outcome.done.map(({ id }) => id), caller.id, caller.now);
  return outcome;
}

async function found(db: AlertsDb, named: readonly string[]): Promise<{ readonly done: readonly Alert[]; readonly refused: Outcome["refused"] }> {
  if (named.length > MOST_AT_ONCE) throw new DomainError("invalid", `At most ${MOST_AT_ONCE} alerts at once: send the rest in a further request.`);
  const alerts = await alertsNamed(db, named);
  return { done: [...new Map([...alerts.values()].map((alert) => [alert.id, alert])).values()], refused: named.filter((name) => !alerts.has(name)).map((alert) => ({ alert, why: `There is no alert ${alert} here.`, code: "not_found" })) };
}
