// What an escalation is about: the one file here that knows alerts and incidents apart.
import { alertsNamed, closeAlerts, judge, type Outcome, setEscalated, unjudge } from "../alerts/index.ts";
import { type Caller, DomainError } from "../core/index.ts";
import type { TenantDb } from "../store/index.ts";
import { type SettingDocuments, severityKeyOf } from "../tenants/index.ts";
import { type ClientAnswer, type Escalation, VERDICT_OF } from "./escalation.ts";

/** An alert or an incident, as an escalation needs it. */
export type Escalated = Escalation["subject"] & { readonly severity: string; readonly alerts: readonly string[]; readonly incident: string | null };

/** Finds what is to be escalated, by id or reference; refuses what is closed. */
export async function findSubject(db: TenantDb, { kind, id }: { readonly kind: "alert" | "incident"; readonly id: string }, settings: SettingDocuments): Promise<Escalated> {
  const alert = (await alertsNamed(db, [id])).get(id);
  if (kind !== "alert" || alert === undefined) throw new DomainError("not_found", `There is no ${kind} ${id} here.`);
  if (alert.status === "closed") throw new DomainError("conflict", `${alert.ref} is closed: reopen it before you ask the client.`);
  return { kind, id: alert.id, ref: alert.ref, severity: severityKeyOf(settings, alert.level), alerts: [alert.id], incident: alert.incident };
}

/** The alerts wait for the client from now on. */
export const handOver = (db: TenantDb, caller: Caller, { alerts }: Pick<Escalated, "alerts">, escalation: string): Promise<Outcome> => setEscalated(db, caller, alerts, "escalated", escalation);

/** The alerts do not wait for the client any more. */
export const takeBack = (db: TenantDb, caller: Caller, { alerts, id }: Pick<Escalation, "alerts" | "id">): Promise<Outcome> => setEscalated(db, caller, alerts, "back", id);

// What a client says in plain words; whoever knows better gives the reason itself.
const REASON_OF = { "not-us": "attack-confirmed", "ours-allowed": "authorised-activity", "wrong-alarm": "rule-too-broad" } as const;

/** The client's answer is the verdict on the alerts, whatever was said of them before. */
export async function judgeBy(db: TenantDb, caller: Caller, { alerts }: Pick<Escalation, "alerts">, { answer, reason = REASON_OF[answer], words }: { readonly answer: ClientAnswer; readonly reason?: string | undefined; readonly words?: string | undefined }): Promise<void> {
  const judged = [...(await alertsNamed(db, alerts)).values()].filter(({ judgement }) => judgement.verdict !== null).map(({ id }) => id);
  if (judged.length > 0) await unjudge(db, caller, judged, { comment: "The client says what it was." });
  await judge(db, caller, alerts, { verdict: VERDICT_OF[answer], reason, comment: words });
}

/** Closes the alerts of a true positive that was dealt with; what belongs to an incident is the incident's. */
export async function settle(db: TenantDb, caller: Caller, escalation: Pick<Escalation, "alerts" | "id" | "incident">): Promise<void> {
  if (escalation.incident === null) await closeAlerts(db, caller, escalation.alerts, { comment: "The client has responded." });
  else await takeBack(db, caller, escalation);
}
