// What an incident's severity weighs, and how it is changed.
import { restartClocks } from "../clocks/index.ts";
import { type Caller, DomainError } from "../core/index.ts";
import { modeFor, type SettingDocuments, settingsAt } from "../tenants/index.ts";
import { act, subjectOf } from "./act.ts";
import type { Incident, SeverityReasons } from "./incident.ts";
import { type IncidentsDb, tenantOf } from "./repo.ts";

type Scale = Pick<SettingDocuments, "severity-scale">;

/** How near a severity is to the top of the organisation's scale: 100 is the top. Refuses what the scale does not have. */
export function weightOf({ "severity-scale": { levels } }: Scale, severity: string): number {
  const rank = levels.findIndex(({ key }) => key === severity);
  if (rank < 0) throw new DomainError("invalid", `severity: the organisation's scale has ${levels.map(({ key }) => key).join(", ")}, and no ${severity}.`);
  return 100 - rank;
}

// Of the two levels at the top of any scale.
const LEAST_WITH_LESSONS = 99;

/** Whether an incident closes only with lessons: those of the two most severe levels (ISO/IEC 27035-1; 2024/2690, annex, 3.6). */
export const needsLessons = ({ weight, verdict }: Pick<Incident, "weight" | "verdict">): boolean => weight >= LEAST_WITH_LESSONS && verdict?.value !== "false_positive";

/**
 * Changes the severity. Clocks get the new target from the same start. The mode follows the contract's matrix unless
 * somebody set it with a reason.
 */
export async function changeSeverity(db: IncidentsDb, caller: Caller, name: string, { severity, reasons, reason }: { readonly severity: string; readonly reasons?: SeverityReasons | undefined; readonly reason: string }): Promise<Incident> {
  const tenant = tenantOf(db);
  const { documents } = await settingsAt(db.tenant === undefined ? { ...db, of: tenant } : db, caller.now);
  const weight = weightOf(documents, severity);
  let before = "";
  return act(db, caller, name, {
    action: "incident.severity-changed", tells: "incident.severity-changed", reason, details: { severity },
    change: (incident) => {
      before = incident.severity;
      if (before === severity && reasons === undefined) throw new DomainError("conflict", `${incident.ref} is ${severity} already: give other reasons, or another severity.`);
      const mode = incident.modeReason === null ? modeFor(documents, incident.category, severity) : incident.mode;
      return { severity, weight, mode, severityReasons: reasons ?? incident.severityReasons };
    },
    clocks: (incident) => (before === severity ? Promise.resolve() : restartClocks(db, { subject: subjectOf(incident), severity, phases: ["acknowledge", "qualify", "notify", "contain-advice"], at: caller.now, by: "incident.severity-changed", tenant })),
    entry: () => ({ type: "decision", text: before === severity ? `Severity stays ${severity}: ${reason}` : `Severity ${severity} instead of ${before}: ${reason}` }),
  });
}
