// What the settings mean for one incident.
import type { Channel, Mode, NotifiedFact, Phase } from "../../contract/setting-kinds.ts";
import type { IncidentCategory } from "../../contract/setting-parts.ts";
import type { SettingDocument } from "../../contract/settings.ts";
import { DomainError } from "../../core/index.ts";
import { dueAt, isOpenAt, serviceHoursOf, type Timing } from "../hours/service-time.ts";
import { modeFor } from "./mode.ts";
import { type OnCall, onCallAt } from "./on-call.ts";
import type { SettingDocuments } from "./setting.ts";

export type Due = {
  readonly phase: Phase;
  /** Null: the hours never come. */
  readonly dueAt: Date | null;
  readonly targetMinutes: number;
  readonly timing: Timing;
  readonly sharePercent: number;
};

export type Notice = { readonly fact: NotifiedFact; readonly channel: Channel; readonly to: SettingDocument<"notifications">["entries"][number]["to"]; readonly dueAt: Date | null };

/** Under which terms the service works on an incident that begins at a time. */
export type ServiceTerms = {
  readonly mode: Mode;
  readonly isOpen: boolean;
  readonly due: readonly Due[];
  readonly notices: readonly Notice[];
  readonly onCall: readonly OnCall[];
};

/** Refuses a severity that the scale does not have. A fact's own time is not known yet: notices are due as if it came at `at`. */
export function termsFor(settings: SettingDocuments, { category, severity, at }: { readonly category: IncidentCategory; readonly severity: string; readonly at: Date }): ServiceTerms {
  const levels = settings["severity-scale"].levels.map(({ key }) => key);
  if (!levels.includes(severity)) throw new DomainError("invalid", `The severity scale has no level ${severity}: it has ${levels.join(", ")}.`);
  const due = (minutes: number, timing: Timing): Date | null => dueAt(serviceHoursOf(settings, severity, timing), at, minutes) ?? null;
  return {
    mode: modeFor(settings, category, severity),
    isOpen: isOpenAt(serviceHoursOf(settings, severity), at),
    due: settings.objectives.objectives
      .filter((one) => one.severity === severity)
      .map(({ phase, targetMinutes, timing, sharePercent }) => ({ phase, targetMinutes, timing, sharePercent, dueAt: due(targetMinutes, timing) })),
    notices: settings.notifications.entries
      .filter(({ severities }) => severities === null || severities.includes(severity))
      .map(({ fact, channel, to, withinMinutes, timing }) => ({ fact, channel, to, dueAt: due(withinMinutes, timing) })),
    onCall: onCallAt(settings.contacts, at),
  };
}
