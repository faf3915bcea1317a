import type { Caller } from "../../core/index.ts";
import { record, type TenantDb } from "../../store/index.ts";
import type { Entry } from "../../timeline/index.ts";
import { type IncidentDetail, LONGEST_THREAD, showIncident, threadOf } from "../show.ts";

export type ExportedIncident = {
  /** With the parts that were taken out. */
  readonly detail: IncidentDetail;
  readonly thread: readonly Entry[];
  readonly isWhole: boolean;
};

/** An incident with its whole thread, as the caller's side may know it; the journal says that it was taken out of the platform. */
export async function exportIncident(db: TenantDb, caller: Caller, name: string, format: "json" | "markdown"): Promise<ExportedIncident> {
  const detail = await showIncident(db, caller, name, { withRemoved: true });
  const { id, ref, tlp } = detail.incident;
  const thread = await threadOf(db, { id }, caller.side);
  await record(db, caller, { action: "incident.exported", subject: ref, details: { incident: id, format, tlp } });
  return { detail, thread, isWhole: thread.length < LONGEST_THREAD };
}
