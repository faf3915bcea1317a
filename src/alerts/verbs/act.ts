// One verb on many alerts: each is changed or refused by itself, all in one transaction, each with its line in the journal.
import { type Caller, DomainError } from "../../core/index.ts";
import { emitAll, record } from "../../store/index.ts";
import { addEntry, type Visibility } from "../../timeline/index.ts";
import type { Alert } from "../alert.ts";
import type { Dues } from "../clocks-of-alerts.ts";
import { type AlertChange, alertsNamed, type AlertsDb, tenantOf, updateAlerts } from "../repo.ts";
import { isRefusal, type Move, standingAfter } from "../standing.ts";

/** What is done, and what of it is written where. */
export type Order = {
  readonly move: Move;
  /** The changed alert's parts that the move does not tell: who has it, who judged and why. */
  readonly change: (alert: Alert) => Partial<AlertChange>;
  /** `alert.taken` in the journal. */
  readonly action: string;
  /** What readers of the outbox hear, if anything. */
  readonly tells?: { readonly kind: string; readonly details: Readonly<Record<string, unknown>> } | undefined;
  readonly reason?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** For the thread; `decision` for verdicts. */
  readonly entry: { readonly type: "action" | "decision"; readonly text: string };
  readonly visibility?: Visibility | undefined;
};

export type Refused = { readonly alert: string; readonly why: string; readonly code: "not_found" | "conflict" };
export type Outcome = { readonly done: readonly Alert[]; readonly refused: readonly Refused[] };

/** Most of one batch: longer ones would keep others waiting. */
export const MOST_AT_ONCE = 500;

/** Does a verb to alerts, named by id or reference. */
export async function act(db: AlertsDb, caller: Caller, named: readonly string[], order: Order): Promise<Outcome> {
  if (named.length > MOST_AT_ONCE) throw new DomainError("invalid", `At most ${MOST_AT_ONCE} alerts at once: send the rest in a further request.`);
  const found = await alertsNamed(db, named, { forUpdate: true });
  const refused: Refused[] = named.filter((name) => !found.has(name)).map((alert) => ({ alert, why: `There is no alert ${alert} here.`, code: "not_found" }));
  const done: Alert[] = [];
  for (const alert of new Map([...found.values()].map((one) => [one.id, one])).values()) {
    const after = standingAfter(standingOf(alert), order.move);
    if (isRefusal(after)) refused.push({ alert: alert.ref, why: `${alert.ref}: ${after.refused}`, code: "conflict" });
    else done.push(changed(alert, after, order, caller.now));
  }
  await updateAlerts(db, done, caller.now);
  await tell(db, caller, done, order);
  return { done, refused };
}

/** The outcome with what is due now, after clocks have started or stopped. */
export const withDues = (outcome: Outcome, dues: Dues): Outcome => ({ ...outcome, done: outcome.done.map((alert) => ({ ...alert, due: dues.has(alert.id) ? (dues.get(alert.id) ?? null) : alert.due })) });

/** The only alert that was asked for; throws what refused it. */
export function onlyOne({ done, refused }: Outcome): Alert {
  const [why] = refused;
  if (why !== undefined) throw new DomainError(why.code, why.why);
  const [alert] = done;
  if (alert === undefined) throw new DomainError("invalid", "Name an alert.");
  return alert;
}

const standingOf = ({ status, statusBefore, owner, judgement, incident, mergedInto }: Alert) => ({ status, statusBefore, owner: owner?.id ?? null, verdict: judgement.verdict, isClients: judgement.side === "client", incident, mergedInto });

const NOT_JUDGED = { verdict: null, reason: null, explainedBy: null, at: null, by: null, side: null };

function changed(alert: Alert, { status, statusBefore, owner, verdict, incident, mergedInto }: ReturnType<typeof standingOf>, { change }: Order, now: Date): Alert {
  const closedAt = status !== "closed" ? null : (alert.closedAt ?? now);
  return { ...alert, status, statusBefore, incident, mergedInto, closedAt, changedAt: now, owner: owner === null ? null : alert.owner, judgement: verdict === null ? NOT_JUDGED : alert.judgement, ...change(alert) };
}

async function tell(db: AlertsDb, caller: Caller, alerts: readonly Alert[], { action, tells, reason, details = {}, entry, visibility }: Order): Promise<void> {
  const tenant = tenantOf(db);
  for (const { id, ref } of alerts) {
    await record(db, caller, { action, subject: ref, reason, details: { alert: id, ...details }, tenant });
    await addEntry(db, caller, { subject: { kind: "alert", id }, ...entry, visibility, tenant, details });
  }
  if (tells !== undefined) await emitAll(db, caller, alerts.map(({ id, ref, level, owner, incident }) => ({ kind: tells.kind, subject: id, tenant, details: { ref, level, owner: owner?.id ?? null, incident, ...tells.details } })));
}
