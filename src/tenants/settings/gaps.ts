// Which feared incidents nobody watches for (PDIS IV.2.1.b, d–f).
import { INCIDENT_CATEGORIES } from "../../contract/setting-parts.ts";
import type { FearedIncidentGap, SettingDocument } from "../../contract/settings.ts";
import { storedSetting, type SettingVersion } from "./setting.ts";

type FearedIncident = SettingDocument<"feared-incidents">["incidents"][number];

export type FearedIncidentCoverage = {
  /** Feared incidents that a rule at work watches for, and those whose gap was accepted. */
  readonly covered: number;
  readonly accepted: number;
  readonly gaps: FearedIncidentGap[];
};

/** Compares the register with the rules: `atWork` says of each rule of the organisation whether it is at work. */
export function fearedIncidentGaps(register: Pick<SettingVersion, "version" | "document">, atWork: ReadonlyMap<string, boolean>, now: Date): FearedIncidentCoverage {
  const { incidents } = storedSetting("feared-incidents", register);
  const isWatched = ({ rules }: FearedIncident): boolean => rules.some((rule) => atWork.get(rule) === true);
  const isAccepted = (one: FearedIncident): boolean => !isWatched(one) && one.acceptedGap !== null;
  return {
    covered: incidents.filter(isWatched).length,
    accepted: incidents.filter(isAccepted).length,
    gaps: [...uncovered(incidents, (one) => isWatched(one) || isAccepted(one)), ...incidents.flatMap((one) => gapsOf(one, atWork, now))],
  };
}

function uncovered(incidents: readonly FearedIncident[], isSettled: (one: FearedIncident) => boolean): readonly FearedIncidentGap[] {
  return INCIDENT_CATEGORIES.flatMap((category) => {
    const ofCategory = incidents.filter((one) => one.category === category);
    if (ofCategory.some(isSettled) || (category === "other" && ofCategory.length === 0)) return [];
    return [{ type: "category-without-rule" as const, category, incident: null, rule: null, message: `No rule at work watches for ${category}, and nobody accepted that.` }];
  });
}

function gapsOf({ key, category, rules, acceptedGap, reviewOn }: FearedIncident, atWork: ReadonlyMap<string, boolean>, now: Date): readonly FearedIncidentGap[] {
  const gap = (type: FearedIncidentGap["type"], rule: string | null, message: string): FearedIncidentGap => ({ type, category, incident: key, rule, message });
  const today = now.toISOString().slice(0, 10);
  return [
    ...(rules.length === 0 && acceptedGap === null ? [gap("no-link", null, `${key} has neither a rule nor an accepted gap: link a rule that watches for it, or write down why there is none.`)] : []),
    ...rules.flatMap((rule) => {
      const on = atWork.get(rule);
      if (on === true) return [];
      return on === false ? [gap("rule-off", rule, `${key} relies on the rule ${rule}, which is off.`)] : [gap("rule-unknown", rule, `${key} relies on the rule ${rule}, which the organisation does not have.`)];
    }),
    ...(reviewOn !== null && reviewOn <= today ? [gap("review-due", null, `${key} was to be reviewed on ${reviewOn}.`)] : []),
  ];
}
