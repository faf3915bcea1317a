// Which side may decide what: what both agreed on, neither changes alone.
import type { SettingKind } from "../../contract/settings.ts";
import { DomainError, type Caller } from "../../core/index.ts";

export type Side = Caller["side"];

// What the contract says is for both to agree. How the provider works, and how the client is reached, each tells itself.
const ALONE: Readonly<Record<SettingKind, readonly Side[]>> = {
  "mode-matrix": [],
  "severity-scale": [],
  objectives: [],
  "pre-authorised-actions": [],
  "service-hours": ["provider"],
  notifications: ["provider"],
  "feared-incidents": ["provider"],
  holidays: ["provider", "client"],
  contacts: ["provider", "client"],
};

/** Whether a change of this side holds without the other's agreement. */
export const decidesAlone = (kind: SettingKind, side: Side): boolean => ALONE[kind].includes(side);

/** Refuses whoever may not decide on a proposal of that side: only a person of the other side may. */
export function requireOtherSide(caller: Caller, proposedBy: Side): void {
  if (!caller.id.startsWith("person:")) throw new DomainError("forbidden", "An agreement is given by a person: sign in, a key cannot agree to anything.");
  if (caller.side === proposedBy) throw new DomainError("forbidden", `The ${proposedBy} proposed this: somebody of the ${proposedBy === "client" ? "provider" : "client"} agrees or refuses; the ${proposedBy} may withdraw it.`);
}
