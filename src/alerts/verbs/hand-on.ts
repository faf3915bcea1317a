// What escalations and incidents say of their alerts. They call these in their own transactions.
import type { Caller } from "../../core/index.ts";
import { type Dues, startAlertClocks, stopAlertClocks } from "../clocks-of-alerts.ts";
import type { AlertsDb } from "../repo.ts";
import { act, type Outcome, withDues } from "./act.ts";

const HANDED_ON = ["acknowledge", "qualify"] as const;

/** The client was told of the alerts (`escalated`) or is asked for something (`waiting_client`); `back`: neither any more. */
export async function setEscalated(db: AlertsDb, caller: Caller, alerts: readonly string[], to: "escalated" | "waiting_client" | "back", escalation: string): Promise<Outcome> {
  const details = { escalation };
  if (to === "back") {
    return act(db, caller, alerts, { move: { verb: "return" }, change: () => ({}), action: "alert.returned", details, entry: { type: "action", text: `Does not wait for the client any more (${escalation}).` } });
  }
  const text = to === "escalated" ? `Escalated to the client (${escalation}).` : `Waits for the client (${escalation}).`;
  const outcome = await act(db, caller, alerts, { move: { verb: "escalate", to }, change: () => ({}), action: "alert.escalated", details, entry: { type: "action", text } });
  return withDues(outcome, await stopAlertClocks(db, outcome.done.map(({ id }) => id), { phases: HANDED_ON, by: "escalation.made", now: caller.now }));
}

/** The alerts belong to an incident now. */
export async function linkToIncident(db: AlertsDb, caller: Caller, alerts: readonly string[], incident: { readonly id: string; readonly ref: string }): Promise<Outcome> {
  const outcome = await act(db, caller, alerts, {
    move: { verb: "link", incident: incident.id }, change: () => ({}), action: "alert.linked", details: { incident: incident.id, incidentRef: incident.ref }, entry: { type: "action", text: `Added to incident ${incident.ref}.` },
  });
  return withDues(outcome, await stopAlertClocks(db, outcome.done.map(({ id }) => id), { phases: HANDED_ON, by: "incident.opened", now: caller.now }));
}

/** Their incident is open again: what was to be done with each of them is done there. */
export const handToIncident = (db: AlertsDb, alerts: readonly string[], now: Date): Promise<Dues> => stopAlertClocks(db, alerts, { phases: HANDED_ON, by: "incident.reopened", now, isCancelled: true });

/** They do not belong to it any more, and are to be qualified again. */
export async function unlinkFromIncident(db: AlertsDb, caller: Caller, alerts: readonly string[], incident: { readonly id: string; readonly ref: string }): Promise<Outcome> {
  const outcome = await act(db, caller, alerts, { move: { verb: "unlink" }, change: () => ({}), action: "alert.unlinked", details: { incident: incident.id, incidentRef: incident.ref }, entry: { type: "action", text: `Taken out of incident ${incident.ref}.` } });
  const waiting = outcome.done.filter(({ status, judgement }) => (status === "new" || status === "in_progress") && judgement.verdict === null);
  return withDues(outcome, await startAlertClocks(db, waiting.map(({ id, level }) => ({ id, level, at: caller.now })), { phases: ["qualify"], by: "alert.unlinked", now: caller.now }));
}
