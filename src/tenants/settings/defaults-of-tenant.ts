// An organisation begins with the platform's defaults, written down: a later version of the platform may have others,
// and what held when an incident was opened must be found then too.
import { SETTING_KINDS } from "../../contract/settings.ts";
import type { Caller } from "../../core/index.ts";
import { record, type SystemDb } from "../../store/index.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { insertDecision, insertVersion } from "./repo.ts";

const REASON = "the platform's default, until both sides agree on another";

/** Gives a tenant the first version of each setting that it does not have yet. */
export async function giveDefaults(db: SystemDb, caller: Caller, tenant: string): Promise<void> {
  const of = { ...db, of: tenant };
  // Nobody of either side chose them.
  const author: Caller = { ...caller, who: "vigie", id: "system", side: "system" };
  const given: string[] = [];
  for (const kind of SETTING_KINDS) {
    if (!(await insertVersion(of, author, { kind, version: 1, document: DEFAULT_SETTINGS[kind], reason: REASON, wantedFrom: null }))) continue;
    await insertDecision(of, author, { kind, version: 1, outcome: "in_force", validFrom: caller.now, reason: REASON });
    given.push(kind);
  }
  if (given.length > 0) await record(db, author, { action: "setting.defaults", subject: given.join(" "), tenant, reason: REASON });
}
