// What an organisation begins with: usable on the first day by a client in France, and nothing that the client would have
// to agree to first. So the client decides on incidents, and no action is authorised.
import type { SettingDocuments } from "./setting.ts";
import { FEARED_INCIDENTS, SEVERITY_LEVELS } from "./default-words.ts";

const BUSINESS = [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }];

// Severity → minutes to acknowledge, qualify, notify and advise on containment, and which minutes count.
const TARGETS = [
  ["critical", [15, 60, 30, 120], "calendar"],
  ["high", [30, 120, 60, 240], "calendar"],
  ["medium", [120, 480, 240, 960], "service-hours"],
  ["low", [480, 1440, 960, 2880], "service-hours"],
] as const;
const PHASES = ["acknowledge", "qualify", "notify", "contain-advice"] as const;
const SHARE = { critical: 95, high: 95, medium: 90, low: 90 } as const;

const SECURITY = [{ role: "security" as const }];

/** The platform's defaults, one document a kind. */
export const DEFAULT_SETTINGS: SettingDocuments = {
  "mode-matrix": { default: "escalate", cells: [] },
  "service-hours": {
    timeZone: "Europe/Paris",
    default: BUSINESS,
    bySeverity: [{ severity: "critical", hours: "always" }, { severity: "high", hours: "always" }],
  },
  holidays: { calendar: "fr", own: [] },
  "severity-scale": { levels: [...SEVERITY_LEVELS] },
  contacts: { people: [], onCall: [] },
  notifications: {
    entries: [
      { fact: "major-incident", severities: ["critical"], to: [{ onCall: true }, { role: "decision" }], channel: "phone", withinMinutes: 30, timing: "calendar" },
      { fact: "incident-opened", severities: ["critical", "high"], to: [{ onCall: true }], channel: "phone", withinMinutes: 60, timing: "calendar" },
      { fact: "incident-opened", severities: null, to: SECURITY, channel: "email", withinMinutes: 60, timing: "service-hours" },
      { fact: "alert-escalated", severities: null, to: SECURITY, channel: "email", withinMinutes: 60, timing: "service-hours" },
      { fact: "containment-advised", severities: null, to: SECURITY, channel: "email", withinMinutes: 30, timing: "service-hours" },
      { fact: "action-taken", severities: null, to: SECURITY, channel: "email", withinMinutes: 30, timing: "calendar" },
      { fact: "source-silent", severities: null, to: [{ role: "technical" }], channel: "email", withinMinutes: 240, timing: "service-hours" },
      { fact: "rule-failed", severities: null, to: SECURITY, channel: "email", withinMinutes: 1440, timing: "service-hours" },
    ],
    // The least that PDIS IV.2.3.g allows outside the portal; more is agreed in writing.
    disclosure: "reference",
    secondChannel: { channel: "phone", testedOn: null, testEveryMonths: 6 },
  },
  "feared-incidents": {
    incidents: FEARED_INCIDENTS.map(({ category, name }) => ({ key: category, category, name, description: "", agreedOn: null, reviewOn: null, rules: [], acceptedGap: null })),
  },
  objectives: {
    objectives: TARGETS.flatMap(([severity, minutes, timing]) => PHASES.map((phase, i) => ({ severity, phase, targetMinutes: minutes[i] ?? 0, timing, sharePercent: SHARE[severity] }))),
  },
  "pre-authorised-actions": { actions: [] },
  exceptions: { days: 90, wideSharePercent: 50, clientApproval: "none" },
};
