import type { SettingKind } from "../../contract/settings.ts";
import { DomainError } from "../../core/index.ts";
import type { Decider } from "../../identity/index.ts";
import { record, withTenant, type State } from "../../store/index.ts";
import { checkReferences } from "./references.ts";
import { type Decision, insertDecision, lockSettings, versionOf } from "./repo.ts";
import { parseSetting, type SettingVersion } from "./setting.ts";
import { documentsAt } from "./settings-at.ts";
import { requireOtherSide } from "./sides.ts";

/** Which version is decided on. */
export type Proposal = { readonly tenant: string; readonly kind: SettingKind; readonly version: number };

/** The other side agrees: the version holds from now, or from the time that was proposed. */
export const agreeSetting = (state: State, caller: Decider, proposal: Proposal, reason?: string): Promise<SettingVersion> => decide(state, caller, proposal, "in_force", reason);

/** The other side refuses: what held goes on. */
export const refuseSetting = (state: State, caller: Decider, proposal: Proposal, reason: string): Promise<SettingVersion> => decide(state, caller, proposal, "refused", reason);

/** The side that proposed thinks better of it. */
export const withdrawSetting = (state: State, caller: Decider, proposal: Proposal, reason: string): Promise<SettingVersion> => decide(state, caller, proposal, "withdrawn", reason);

const ACTIONS = { in_force: "setting.agreed", refused: "setting.refused", withdrawn: "setting.withdrawn" } as const;

function decide(state: State, caller: Decider, { tenant, kind, version }: Proposal, outcome: Decision["outcome"], reason: string | undefined): Promise<SettingVersion> {
  return withTenant(state, tenant, async (db) => {
    await lockSettings(db);
    const proposal = await versionOf(db, kind, version);
    if (proposal === undefined) throw new DomainError("not_found", `There is no version ${version} of ${kind}.`);
    if (proposal.state !== "proposed") throw decided(proposal);
    if (outcome !== "withdrawn") requireOtherSide(caller, proposal.side);
    else if (caller.side !== proposal.side) throw new DomainError("forbidden", `The ${proposal.side} proposed this: agree to it or refuse it.`);
    const validFrom = outcome === "in_force" ? new Date(Math.max(caller.now.getTime(), proposal.wantedFrom?.getTime() ?? 0)) : null;
    // Others may have changed what it refers to since.
    if (validFrom !== null) checkReferences(kind, parseSetting(kind, proposal.document), await documentsAt(db, validFrom));
    const isFirst = await insertDecision(db, caller, { kind, version, outcome, validFrom, reason });
    const after = await versionOf(db, kind, version);
    if (!isFirst || after === undefined) throw decided(after ?? proposal);
    await record(db, caller, { action: ACTIONS[outcome], subject: kind, reason, details: { version, proposedBy: proposal.author, ...invitedBy(caller), ...(validFrom === null ? {} : { from: validFrom.toISOString() }) } });
    return after;
  });
}

/** For the journal: who let in the one who decides for the client. */
export const invitedBy = ({ invitedBy: by }: Decider): object => (by === undefined ? {} : { invitedBy: by.who, invitedBySide: by.side });

const decided = ({ kind, version, state, decision }: SettingVersion): DomainError => new DomainError("conflict", `Version ${version} of ${kind} is ${state.replace("_", " ")} already${decision === null ? "" : `, by ${decision.by} at ${decision.at.toISOString()}`}.`);
