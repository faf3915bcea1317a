import type { SettingKind } from "../../contract/settings.ts";
import { DomainError } from "../../core/index.ts";
import type { Decider } from "../../identity/index.ts";
import { record, withTenant, type State, type TenantDb } from "../../store/index.ts";
import { invitedBy } from "./decide-setting.ts";
import { checkReferences } from "./references.ts";
import { insertDecision, insertVersion, latestVersion, lockSettings, versionOf } from "./repo.ts";
import { parseSetting, type SettingVersion } from "./setting.ts";
import { documentsAt } from "./settings-at.ts";
import { decidesAlone } from "./sides.ts";

/** The next version as somebody wants it. */
export type SettingChange = {
  readonly document: unknown;
  readonly reason: string;
  /** The last version that they saw. */
  readonly seen: number;
  readonly from?: Date | undefined;
};

/**
 * Writes the next version of a setting. It holds where the caller's side may decide alone, and waits for the other side
 * otherwise. One proposal at a time: else what is agreed would stand on what was refused.
 */
export function saveSetting(state: State, caller: Decider, tenant: string, kind: SettingKind, change: SettingChange): Promise<SettingVersion> {
  const document = parseSetting(kind, change.document);
  const wantedFrom = change.from ?? null;
  if (wantedFrom !== null && wantedFrom < caller.now) throw new DomainError("invalid", "A setting cannot begin in the past: what held then is what people worked by.");
  return withTenant(state, tenant, async (db) => {
    await lockSettings(db);
    const last = await latestVersion(db, kind);
    checkSeen(kind, last?.version ?? 0, change.seen);
    if (last?.state === "proposed") throw new DomainError("conflict", `Version ${last.version} of ${kind} waits for a decision: have it agreed, refused or withdrawn first.`);
    const others = await documentsAt(db, wantedFrom ?? caller.now);
    checkReferences(kind, document, others);
    const version = change.seen + 1;
    if (!(await insertVersion(db, caller, { kind, version, document, reason: change.reason, wantedFrom }))) throw stale(kind, change.seen, version);
    const isAlone = decidesAlone(kind, { side: caller.side, before: others[kind], after: document });
    if (isAlone) await insertDecision(db, caller, { kind, version, outcome: "in_force", validFrom: wantedFrom ?? caller.now });
    await record(db, caller, { action: isAlone ? "setting.changed" : "setting.proposed", subject: kind, reason: change.reason, details: { version, ...invitedBy(caller), ...(wantedFrom === null ? {} : { from: wantedFrom.toISOString() }) } });
    return written(db, kind, version);
  });
}

function checkSeen(kind: SettingKind, last: number, seen: number): void {
  if (last !== seen) throw stale(kind, seen, last);
}

const stale = (kind: SettingKind, seen: number, last: number): DomainError => new DomainError("conflict", `Version ${last} of ${kind} is the last, and you saw ${seen}: read it, and bring your change into it.`);

async function written(db: TenantDb, kind: SettingKind, version: number): Promise<SettingVersion> {
  const row = await versionOf(db, kind, version);
  if (row === undefined) throw new Error(`version ${version} of ${kind} was written and is not there`);
  return row;
}
