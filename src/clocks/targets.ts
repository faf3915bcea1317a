// How long a clock runs: what was agreed for the severity.
import type { Phase } from "../contract/setting-kinds.ts";
import { type Level, type SettingDocuments, severityKeyOf, type Timing } from "../tenants/index.ts";

export type Target = { readonly minutes: number; readonly timing: Timing };

type Agreed = Pick<SettingDocuments, "objectives" | "severity-scale">;

// Where nothing was agreed for the client, it has the time that the provider gives itself for the like of it.
const LIKE: Readonly<Partial<Record<Phase, Phase>>> = { "client-acknowledge": "acknowledge", "client-qualify": "qualify", "request-acknowledge": "acknowledge", "request-done": "contain-advice" };

const LEVELS: ReadonlySet<string> = new Set<Level>(["critical", "high", "medium", "low", "informational"]);

/** The organisation's own severity for one of its keys, or for a level of the platform; undefined if it is neither. */
export function severityOf(settings: Agreed, severity: string): string | undefined {
  if (settings["severity-scale"].levels.some(({ key }) => key === severity)) return severity;
  return LEVELS.has(severity) ? severityKeyOf(settings, severity as Level) : undefined;
}

/** What was agreed for a phase at a severity of the organisation's scale; undefined: no clock runs for it. */
export function targetOf(settings: Pick<Agreed, "objectives">, severity: string, phase: Phase): Target | undefined {
  const found = settings.objectives.objectives.find((one) => one.severity === severity && one.phase === phase);
  if (found !== undefined) return { minutes: found.targetMinutes, timing: found.timing };
  const like = LIKE[phase];
  return like === undefined ? undefined : targetOf(settings, severity, like);
}
