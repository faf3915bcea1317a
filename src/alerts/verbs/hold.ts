// Who has an alert.
import type { Caller } from "../../core/index.ts";
import { stopAlertClocks } from "../clocks-of-alerts.ts";
import type { AlertsDb } from "../repo.ts";
import { act, type Outcome, withDues } from "./act.ts";

/** Somebody who can have alerts; `id` as callers have it: `person:…`. */
export type Holder = { readonly id: string; readonly who: string };

/** The caller has these alerts now. */
export async function takeAlerts(db: AlertsDb, caller: Caller, alerts: readonly string[]): Promise<Outcome> {
  const { who, id, now } = caller;
  const owner = { id, who, since: now };
  const outcome = await act(db, caller, alerts, { move: { verb: "take", by: id }, change: () => ({ owner }), action: "alert.taken", tells: { kind: "alert.taken", details: {} }, entry: { type: "action", text: "Took it." } });
  return isHad(db, outcome, "alert.taken", now);
}

/** Somebody else has them now, and hears of it. */
export async function assignAlerts(db: AlertsDb, caller: Caller, alerts: readonly string[], { to, comment }: { readonly to: Holder; readonly comment?: string | undefined }): Promise<Outcome> {
  const text = withComment(`Assigned it to ${to.who}.`, comment);
  const outcome = await act(db, caller, alerts, {
    move: { verb: "assign", to: to.id }, change: () => ({ owner: { ...to, since: caller.now } }), action: "alert.assigned", reason: comment, details: { to: to.id },
    tells: { kind: "alert.assigned", details: { to: to.id } }, entry: { type: "action", text },
  });
  return isHad(db, outcome, "alert.assigned", caller.now);
}

/** Nobody has them any more. */
export const releaseAlerts = (db: AlertsDb, caller: Caller, alerts: readonly string[], { comment }: { readonly comment?: string | undefined } = {}): Promise<Outcome> =>
  act(db, caller, alerts, {
    move: { verb: "release" }, change: () => ({}), action: "alert.released", reason: comment, tells: { kind: "alert.assigned", details: { to: null } }, entry: { type: "action", text: withComment("Released it.", comment) },
  });

export const withComment = (text: string, comment: string | undefined): string => (comment === undefined || comment === "" ? text : `${text} ${comment}`);

const isHad = async (db: AlertsDb, outcome: Outcome, by: string, now: Date): Promise<Outcome> => withDues(outcome, await stopAlertClocks(db, outcome.done.map(({ id }) => id), { phases: ["acknowledge"], by, now }));
