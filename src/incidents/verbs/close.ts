import { alertFacts, closeAlerts, type ClosureReason, handToIncident, judge, type Verdict } from "../../alerts/index.ts";
import { startClocks, stopClocks } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import { act, lockIncident, subjectOf } from "../act.ts";
import { linksOf } from "../alerts/repo.ts";
import type { Incident } from "../incident.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";
import { needsLessons } from "../severity.ts";

/** What others have to do about an incident before it is closed: references of requests that are not done yet, and of what the client is asked. */
export type Unfinished = { readonly requests: readonly string[]; readonly escalations: readonly string[] };
export type UnfinishedOf = (db: IncidentsDb, incident: { readonly id: string; readonly alerts: readonly string[] }) => Promise<Unfinished>;

export type Closing = {
  readonly reason: string;
  readonly verdict?: Verdict | undefined;
  readonly lessons?: string | undefined;
  /** What alerts that nobody judged yet are closed as. */
  readonly alertsAs?: ClosureReason | undefined;
};

/** Closes an incident; refuses with all that is missing, at once. */
export async function closeIncident(db: IncidentsDb, caller: Caller, name: string, closing: Closing, unfinishedOf: UnfinishedOf): Promise<Incident> {
  const { who, side, now } = caller;
  const tenant = tenantOf(db);
  const before = await lockIncident(db, name);
  const verdict = closing.verdict === undefined ? before.verdict : { value: closing.verdict, words: closing.reason, by: who, side, at: now };
  const lessons = closing.lessons ?? before.lessons;
  const alerts = (await alertFacts(db, (await linksOf(db, [before.id])).map(({ alert }) => alert))).map(({ alert }) => alert);
  const unjudged = alerts.filter(({ judgement }) => judgement.verdict === null).map(({ ref }) => ref);
  const missing = missingToClose({ ...before, verdict, lessons }, { ...(await unfinishedOf(db, { id: before.id, alerts: alerts.map(({ id }) => id) })), unjudged: closing.alertsAs === undefined ? unjudged : [] });
  if (missing.length > 0) throw new DomainError("conflict", `${before.ref} cannot be closed yet: ${missing.join("; ")}.`);
  if (unjudged.length > 0 && verdict !== null && closing.alertsAs !== undefined) await judgeAll(db, caller, unjudged, { verdict: verdict.value, reason: closing.alertsAs, comment: `Closed with ${before.ref}.`, closes: true });
  const judged = alerts.filter(({ status, judgement }) => status !== "closed" && judgement.verdict !== null).map(({ ref }) => ref);
  if (judged.length > 0) await closeAlerts(db, caller, judged, { comment: `Closed with ${before.ref}.` });
  return act(db, caller, before.id, {
    action: "incident.closed", tells: "incident.closed", reason: closing.reason, details: { verdict: verdict?.value ?? null },
    change: ({ stageTimes }) => ({ stage: "closed", stageTimes: { ...stageTimes, closed: now.toISOString() }, verdict, lessons, waits: null, closedAt: now, closedReason: closing.reason }),
    clocks: async (incident) => {
      const subjects = [subjectOf(incident)];
      await stopClocks(db, { subjects, phases: ["acknowledge", "qualify"], at: now, by: "incident.closed", tenant });
      // Nobody has to be told, or advised, of what was none.
      await stopClocks(db, { subjects, at: now, by: "incident.closed", isCancelled: verdict?.value !== "true_positive", tenant });
    },
    entry: { type: "decision", text: `Closed: ${closing.reason}` },
  });
}

/** What has to be there before an incident can be closed, each with what to do. */
function missingToClose(incident: Pick<Incident, "weight" | "verdict" | "lessons" | "severity">, { requests, escalations, unjudged }: Unfinished & { readonly unjudged: readonly string[] }): readonly string[] {
  const missing: string[] = [];
  if (incident.verdict === null) missing.push("nobody has said what it turned out to be (verdict)");
  if (needsLessons(incident) && (incident.lessons ?? "").trim() === "") missing.push(`at severity ${incident.severity} lessons are compulsory (lessons)`);
  if (requests.length > 0) missing.push(`requests are open: verify or cancel ${requests.join(", ")}`);
  if (escalations.length > 0) missing.push(`the client is being asked: wait for its answer, or withdraw the escalation of ${escalations.join(", ")}`);
  if (unjudged.length > 0) missing.push(`alerts have no verdict: judge ${unjudged.join(", ")}, or say what they are closed as (alertsAs)`);
  return missing;
}

async function judgeAll(db: IncidentsDb, caller: Caller, alerts: readonly string[], judging: Parameters<typeof judge>[3]): Promise<void> {
  const { refused } = await judge(db, caller, alerts, judging);
  if (refused.length > 0) throw new DomainError(refused[0]!.code, refused.map(({ why }) => why).join(" "));
}

/** Opens an incident again; what it is, is to be said anew. */
export async function reopenIncident(db: IncidentsDb, caller: Caller, name: string, reason: string): Promise<Incident> {
  const { now } = caller;
  return act(db, caller, name, {
    action: "incident.reopened", tells: "incident.stage-changed", reason, details: { to: "open" }, evenClosed: true,
    change: ({ ref, stage, stageTimes, reopened }) => {
      if (stage !== "closed") throw new DomainError("conflict", `${ref} is ${stage}, not closed.`);
      const { closed: _, ...times } = stageTimes;
      return { stage: "open", stageTimes: { ...times, open: now.toISOString() }, verdict: null, closedAt: null, closedReason: null, reopened: reopened + 1 };
    },
    clocks: async (incident) => {
      await handToIncident(db, (await linksOf(db, [incident.id])).map(({ alert }) => alert), now);
      await startClocks(db, { subject: subjectOf(incident), severity: incident.severity, at: now, by: "incident.reopened", phases: ["qualify", "contain-advice"], tenant: tenantOf(db) });
    },
    entry: { type: "decision", text: `Opened again: ${reason}` },
  });
}
