import { clocksOf, nextOf, type NextDue, type Reading } from "../clocks/index.ts";
import type { TenantDb } from "../store/index.ts";
import { subjectKey } from "../timeline/index.ts";
import type { Escalation } from "./escalation.ts";
import { countEscalations, type EscalationQuery, selectEscalations } from "./repo.ts";
import { getEscalation, threadOf } from "./verbs/step.ts";

/** An escalation with its clocks at a time. */
export type ClockedEscalation = { readonly escalation: Escalation; readonly clocks: readonly Reading[]; readonly due: NextDue | null };

// What is older is for reports.
const COUNTED = 10_000;

/** One, by its id or the reference of what it is about. */
export async function showEscalation(db: TenantDb, named: string, now: Date): Promise<ClockedEscalation> {
  const [shown] = await withClocks(db, [await getEscalation(db, named)], now);
  if (shown === undefined) throw new Error("an escalation lost its clocks");
  return shown;
}

/** A page of them, the newest first. */
export const listEscalations = async (db: TenantDb, query: EscalationQuery, now: Date): Promise<readonly ClockedEscalation[]> => withClocks(db, await selectEscalations(db, query), now);

/** How many are open, by state, and how many have ended, up to a bound. */
export const escalationCounts = (db: TenantDb): ReturnType<typeof countEscalations> => countEscalations(db, COUNTED);

async function withClocks(db: TenantDb, escalations: readonly Escalation[], now: Date): Promise<readonly ClockedEscalation[]> {
  const clocks = await clocksOf(db, escalations.map(threadOf), now);
  return escalations.map((escalation) => {
    const own = clocks.get(subjectKey(threadOf(escalation))) ?? [];
    return { escalation, clocks: own, due: nextOf(own) };
  });
}
