import { numberOfRef, refOf, tenantCode, type TenantDb } from "../../store/index.ts";
import type { Asker } from "../request.ts";
import { selectNumbersAmong } from "./repo.ts";

/** Of these changes, as the journal calls them, those of requests that the asker sees now, and in which their team has a part. */
export async function changesOfSeen<Change extends { readonly action: string; readonly subject: string }>(db: TenantDb, asker: Pick<Asker, "side" | "sees">, changes: readonly Change[]): Promise<readonly Change[]> {
  const ofRequests = changes.filter(({ action }) => OF_TEAM.has(action));
  const numbers = ofRequests.flatMap(({ subject }) => numberOfRef("request", subject)?.number ?? []);
  if (numbers.length === 0) return [];
  const code = await tenantCode(db, db.tenant);
  const seen = new Set((await selectNumbersAmong(db, asker, [...new Set(numbers)])).map((number) => refOf(code, "request", number)));
  return ofRequests.filter(({ subject }) => seen.has(subject));
}

// What happens once a request is with its team. Before, and beside, it is the SOC's or the approver's.
const OF_TEAM: ReadonlySet<string> = new Set(["deliver", "acknowledge", "start", "claim-done", "cannot", "verify", "checked", "reopen", "rerouted", "reroute", "cancel", "moved", "message", "asked", "answered", "file-added"].map((what) => `request.${what}`));
