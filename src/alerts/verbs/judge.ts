// What an alert was: judged, taken back, closed, opened again.
import { type Caller, DomainError } from "../../core/index.ts";
import { storableText } from "../../store/index.ts";
import type { Visibility } from "../../timeline/index.ts";
import { CLOSURE_REASONS, type ExplainedBy, type Verdict } from "../alert.ts";
import { startAlertClocks, stopAlertClocks } from "../clocks-of-alerts.ts";
import { alertsNamed, type AlertsDb, onTheirOwn } from "../repo.ts";
import { act, type Outcome, withDues } from "./act.ts";
import { withComment } from "./hold.ts";

export type Judging = {
  readonly verdict: Verdict;
  /** From the closed list of the verdict. */
  readonly reason: string;
  readonly explainedBy?: ExplainedBy | undefined;
  readonly comment?: string | undefined;
  readonly visibility?: Visibility | undefined;
  /** Without it: harmless ones are closed, true positives stay open until they are dealt with. */
  readonly closes?: boolean | undefined;
  /** It is what the client was asked, and answers. */
  readonly isAnswer?: boolean | undefined;
};

/** Judges alerts; one comment for all of them. */
export async function judge(db: AlertsDb, caller: Caller, alerts: readonly string[], { verdict, reason, explainedBy, comment, visibility, closes = verdict !== "true_positive", isAnswer }: Judging): Promise<Outcome> {
  const allowed: readonly string[] = CLOSURE_REASONS[verdict];
  if (!allowed.includes(reason)) throw new DomainError("invalid", `reason: ${JSON.stringify(reason)} is no reason for ${verdict}; it is one of ${allowed.join(", ")}.`);
  const { who, now, side } = caller;
  const explained = explainedBy === undefined ? null : { field: storableText(explainedBy.field), value: storableText(explainedBy.value) };
  const judgement = { verdict, reason, explainedBy: explained, at: now, by: who, side };
  const because = explained === null ? "" : `, because ${explained.field} is ${explained.value}`;
  const outcome = await act(db, caller, alerts, {
    move: { verb: "judge", verdict, closes, isAnswer }, change: () => ({ judgement }), action: "alert.judged", reason: comment, details: { verdict, reason, explainedBy: explained },
    tells: { kind: "alert.judged", details: { verdict, reason, side } }, entry: { type: "decision", text: withComment(`Judged it ${verdict.replace("_", " ")}: ${reason}${because}.`, comment).slice(0, LONGEST) }, visibility,
  });
  return withDues(outcome, await stopAlertClocks(db, outcome.done.map(({ id }) => id), { phases: ["acknowledge", "qualify"], by: "alert.judged", now }));
}

const LONGEST = 20_000;

/** Takes verdicts back: what they closed is open again, and the clock runs as if nobody had judged. */
export async function unjudge(db: AlertsDb, caller: Caller, alerts: readonly string[], { comment }: { readonly comment?: string | undefined } = {}): Promise<Outcome> {
  const outcome = await act(db, caller, alerts, {
    move: { verb: "unjudge", side: caller.side }, change: () => ({}), action: "alert.judgement-withdrawn", reason: comment, tells: { kind: "alert.judged", details: { verdict: null } }, entry: { type: "decision", text: withComment("Took the verdict back.", comment) },
  });
  const waiting = await onTheirOwn(db, outcome.done.filter(({ status }) => status === "new" || status === "in_progress"));
  return withDues(outcome, await startAlertClocks(db, waiting.map(({ id, level, raisedAt, reopened }) => ({ id, level, at: reopened.at ?? raisedAt })), { phases: ["qualify"], by: "alert.judgement-withdrawn", now: caller.now }));
}

/** Closes what was judged and stayed open. */
export const closeAlerts = (db: AlertsDb, caller: Caller, alerts: readonly string[], { comment }: { readonly comment?: string | undefined } = {}): Promise<Outcome> =>
  act(db, caller, alerts, { move: { verb: "close" }, change: () => ({}), action: "alert.closed", reason: comment, entry: { type: "action", text: withComment("Closed it.", comment) } });

/** Opens closed alerts again; they are to be judged anew. The client reads of those of which it had said what they were. */
export async function reopenAlerts(db: AlertsDb, caller: Caller, alerts: readonly string[], { why }: { readonly why: string }): Promise<Outcome> {
  const found = await alertsNamed(db, alerts, { forUpdate: true });
  const isClients = (name: string): boolean => found.get(name)?.judgement.side === "client";
  const [theirs, others] = [alerts.filter(isClients), alerts.filter((name) => !isClients(name))];
  const first = await reopenSome(db, caller, others, { why });
  if (theirs.length === 0) return first;
  const second = await reopenSome(db, caller, theirs, { why, visibility: "shared" });
  return { done: [...first.done, ...second.done], refused: [...first.refused, ...second.refused] };
}

async function reopenSome(db: AlertsDb, caller: Caller, alerts: readonly string[], { why, visibility }: { readonly why: string; readonly visibility?: Visibility }): Promise<Outcome> {
  const outcome = await act(db, caller, alerts, {
    visibility,
    move: { verb: "reopen" }, change: ({ reopened }) => ({ reopened: { count: reopened.count + 1, at: caller.now, why: storableText(why) } }), action: "alert.reopened", reason: why,
    tells: { kind: "alert.reopened", details: { by: "person" } }, entry: { type: "decision", text: withComment("Opened it again:", why) },
  });
  return withDues(outcome, await startAlertClocks(db, (await onTheirOwn(db, outcome.done)).map(({ id, level }) => ({ id, level, at: caller.now })), { phases: ["qualify"], by: "alert.reopened", now: caller.now }));
}
