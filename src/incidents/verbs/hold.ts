// Who has an incident, on each side.
import { stopClock } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import { act, subjectOf } from "../act.ts";
import type { Incident, Owner, OwnerSide } from "../incident.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";

/** The caller has it now, for their side. */
export async function takeIncident(db: IncidentsDb, caller: Caller, name: string): Promise<Incident> {
  const { side, who, id } = caller;
  if (side === "system") throw new DomainError("invalid", "Only a person can have an incident.");
  return own(db, caller, name, { side, to: { id, who }, action: "incident.taken", text: "Took it." });
}

export type Assignment = { readonly side: OwnerSide; /** Null: nobody has it any more. */ readonly to: Owner | null; readonly comment?: string | undefined };

/** Somebody has it for their side now, and hears of it; each side says who has it for it. */
export async function assignIncident(db: IncidentsDb, caller: Caller, name: string, { side, to, comment }: Assignment): Promise<Incident> {
  if (caller.side === "client" && side !== "client") throw new DomainError("forbidden", "Who has it for the provider, the provider says.");
  const text = [to === null ? `Nobody has it for the ${side} any more.` : `Assigned it to ${to.who}.`, comment].filter((one) => one !== undefined).join(" ");
  return own(db, caller, name, { side, to, action: to === null ? "incident.released" : "incident.assigned", text, comment });
}

function own(db: IncidentsDb, caller: Caller, name: string, { side, to, action, text, comment }: Assignment & { readonly action: string; readonly text: string }): Promise<Incident> {
  return act(db, caller, name, {
    action, tells: "incident.changed", reason: comment, details: { side, to: to?.id ?? null },
    change: ({ ref, owners }) => {
      if (owners[side]?.id === to?.id) throw new DomainError("conflict", `${ref}: ${to?.who ?? "nobody"} has it already.`);
      return { owners: { ...owners, [side]: to } };
    },
    clocks: async (incident) => {
      if (side === "provider" && to !== null) await stopClock(db, subjectOf(incident), "acknowledge", { at: caller.now, by: action, tenant: tenantOf(db) });
    },
    entry: { type: "action", text },
  });
}
