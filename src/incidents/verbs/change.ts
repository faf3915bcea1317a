import { type Caller, DomainError } from "../../core/index.ts";
import { modeFor, settingsAt } from "../../tenants/index.ts";
import { act } from "../act.ts";
import type { Incident } from "../incident.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";

export type IncidentChange = {
  readonly [Part in "title" | "summary" | "category" | "tlp" | "pap" | "impact" | "risk" | "lessons" | "occurredAt"]?: Incident[Part] | undefined;
} & {
  /** With a reason: it differs from what the contract says. */
  readonly mode?: Incident["mode"] | undefined;
  readonly reason?: string | undefined;
};

/** Changes what is said of an incident. Lessons may be written to one that is closed. */
export async function changeIncident(db: IncidentsDb, caller: Caller, name: string, { reason, mode, ...asked }: IncidentChange): Promise<Incident> {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Partial<Incident>;
  const changes = [...Object.keys(given), ...(mode === undefined ? [] : ["mode"])];
  if (changes.length === 0) throw new DomainError("invalid", "Say what is to be changed.");
  if (mode !== undefined && reason === undefined) throw new DomainError("invalid", "reason: the mode follows the contract; say why this incident differs.");
  if (given.occurredAt !== undefined && given.occurredAt !== null && given.occurredAt > caller.now) throw new DomainError("invalid", "occurredAt: it cannot happen in the future.");
  let before = "";
  return act(db, caller, name, {
    action: "incident.changed", tells: "incident.changed", reason, details: { changes }, evenClosed: changes.every((one) => one === "lessons"),
    change: async (incident) => {
      before = beforeOf(incident, Object.keys(given) as (keyof Incident)[]);
      return { ...given, ...(await modeAfter(db, caller, incident, given, { mode, reason })) };
    },
    entry: () => ({ type: "action", text: `Changed ${changes.join(", ")}.${reason === undefined ? "" : ` ${reason}`}${before}`.slice(0, 19_000) }),
  });
}

/** What was written before, so that nothing that people said of it is lost. */
const beforeOf = (incident: Incident, changes: readonly (keyof Incident)[]): string =>
  changes.map((name) => {
    const was = incident[name];
    const text = was instanceof Date ? was.toISOString() : typeof was === "string" ? was : "";
    return text === "" ? "" : `\nBefore, ${name}: ${text}`;
  }).join("");

/** The mode that somebody chose stays; else another category may bring another mode. */
async function modeAfter(db: IncidentsDb, { now }: Caller, incident: Incident, { category }: Partial<Incident>, { mode, reason }: Pick<IncidentChange, "mode" | "reason">): Promise<Partial<Incident>> {
  if (mode !== undefined) return { mode, modeReason: reason ?? "" };
  if (category === undefined || incident.modeReason !== null) return {};
  const { documents } = await settingsAt(db.tenant === undefined ? { ...db, of: tenantOf(db) } : db, now);
  return { mode: modeFor(documents, category, incident.severity) };
}

export type Awareness = { readonly at: Date; readonly evidence: string };

/** Since when the organisation is aware of it, by whose decision and on what evidence: NIS2, art. 23, counts from there. */
export async function setAware(db: IncidentsDb, caller: Caller, name: string, { at, evidence }: Awareness): Promise<Incident> {
  if (at > caller.now) throw new DomainError("invalid", "at: nobody can be aware of it from a time to come.");
  return act(db, caller, name, {
    action: "incident.aware", tells: "incident.changed", details: { at: at.toISOString() }, reason: evidence,
    change: () => ({ aware: { at, by: caller.who, evidence } }),
    entry: { type: "decision", text: `Aware of it since ${at.toISOString()}: ${evidence}` },
  });
}
