import { type Caller, DomainError } from "../../core/index.ts";
import { findDetection } from "../../detections/index.ts";
import type { TenantDb } from "../../store/index.ts";
import type { Outcome } from "../verbs/act.ts";
import { judge } from "../verbs/judge.ts";
import { findAlert } from "./show.ts";
import { SIMILAR_DAYS, similarTo } from "./similar.ts";

/** Judges an alert as most of the similar ones were; the thread says how many those were, and what differs. */
export async function judgeAlike(db: TenantDb, caller: Caller, name: string): Promise<Outcome> {
  const alert = await findAlert(db, name);
  const lead = await findDetection(db, alert.leadDetection);
  const { common, differs } = await similarTo(db, alert, lead?.fields ?? {}, caller.now);
  if (common === null) throw new DomainError("conflict", `No similar alert of ${alert.ref} was judged within ${SIMILAR_DAYS} days: judge it by itself.`);
  const but = differs.length === 0 ? "" : ` It differs in ${differs.map(({ field }) => field).join(", ")}.`;
  return judge(db, caller, [alert.id], { verdict: common.verdict, reason: common.reason, comment: `As ${common.count} similar in ${SIMILAR_DAYS} days.${but}` });
}
