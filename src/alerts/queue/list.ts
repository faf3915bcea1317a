// The queue: one organisation's, or all of them at once.
import type { SystemDb, TenantDb } from "../../store/index.ts";
import type { Alert } from "../alert.ts";
import { type AlertQuery, type Place, type Stage, STAGES } from "./query.ts";
import { countStages, selectPage } from "./repo.ts";

export type AlertPage = { readonly alerts: readonly Alert[]; readonly next: Place | null; /** By stage, under the same filters; all that is over 10,000 is 10,001. */ readonly counts: ReadonlyMap<Stage, number> };

const COUNTED = STAGES.filter((stage) => stage !== "all");

/** A page with the counts of the tabs above it. */
export async function listAlerts(db: TenantDb | SystemDb, query: AlertQuery, { after, limit }: { readonly after?: Place | undefined; readonly limit: number }): Promise<AlertPage> {
  // One more than asked for shows whether there is a next page.
  const found = await selectPage(db, query, { after, limit: limit + 1 });
  const alerts = found.slice(0, limit);
  const last = alerts.at(-1);
  const counts = await countStages(db, query, COUNTED);
  return { alerts, next: found.length > limit && last !== undefined ? placeOf(last) : null, counts };
}

/** The first alert of a view behind the one that was looked at, or from the top: what `next` leads to. */
export async function nextAlert(db: TenantDb | SystemDb, query: AlertQuery, after: Place | undefined): Promise<Alert | null> {
  const [next] = await selectPage(db, query, { after, limit: 1 });
  return next ?? null;
}

export const placeOf = ({ id, score, raisedAt, due }: Alert): Place => ({ id, score, raisedAt, dueAt: due?.at ?? null });
