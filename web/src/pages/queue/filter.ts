// What the address says of the queue, and what the API is asked for it.
import type { AlertRow, QueueFilter } from "../../data/alerts.ts";
import type { Me } from "../../data/me.ts";
import type { View } from "../../data/search.ts";

export const STAGES = ["open", "mine", "unowned", "closed"] as const;
export type Stage = (typeof STAGES)[number] | "all";
export const STATUSES = ["new", "in_progress", "escalated", "waiting_client", "closed"] as const;
export const LEVELS = ["critical", "high", "medium", "low", "informational"] as const;
export const VERDICTS = ["none", "true_positive", "benign_positive", "false_positive"] as const;
export const SORTS = ["worst", "due", "newest"] as const;
const WINDOWS = { "24h": 24, "7d": 168, "30d": 720 } as const;
export type Window = keyof typeof WINDOWS | "all";

/** Members of the address that make the filter; without them it is the default. */
export const FILTER_MEMBERS = ["stage", "status", "level", "verdict", "technique", "asset", "entity", "rule", "incident", "text", "seen", "sort"] as const;

/** The filter as it is kept under a name. */
export const searchOf = (view: View): string => new URLSearchParams(FILTER_MEMBERS.flatMap((name) => (view[name] === undefined || view[name] === "" ? [] : [[name, view[name]] as [string, string]]))).toString();

const oneOf = <Name extends string>(names: readonly Name[], value: string | undefined): Name | undefined => names.find((name) => name === value);
const several = <Name extends string>(names: readonly Name[], value: string | undefined): readonly Name[] | undefined => {
  const chosen = names.filter((name) => value?.split(",").includes(name));
  return chosen.length === 0 ? undefined : chosen;
};

export const stageOf = (view: View): Stage => oneOf([...STAGES, "all"], view["stage"]) ?? "open";
/** The last 24 hours, unless the address says otherwise or names something of which all is wanted. */
export const windowOf = (view: View): Window => oneOf(["24h", "7d", "30d", "all"], view["seen"]) ?? (view["rule"] === undefined && view["incident"] === undefined && view["asset"] === undefined && view["entity"] === undefined ? "24h" : "all");
export const sortOf = (view: View) => oneOf(SORTS, view["sort"]) ?? "worst";

/** The filter that the address holds. */
export function filterOf(view: View): QueueFilter {
  const window = windowOf(view);
  const filter: QueueFilter = {
    stage: stageOf(view), sort: sortOf(view), status: several(STATUSES, view["status"]), level: several(LEVELS, view["level"]), verdict: several(VERDICTS, view["verdict"]),
    technique: /^T\d{4}(\.\d{3})?$/.test(view["technique"] ?? "") ? view["technique"] : undefined,
    asset: view["asset"], entity: view["entity"], rule: view["rule"], incident: view["incident"], text: view["text"]?.trim() === "" ? undefined : view["text"],
    hours: window === "all" ? undefined : WINDOWS[window],
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** Whether a row that was shown still belongs here: what people do to it may take it out of the filter. */
export function fits(row: AlertRow, { stage, status, level, verdict }: QueueFilter, me: Me): boolean {
  const isMine = row.owner !== null && row.owner.id === `person:${me.person?.id}`;
  const isOpen = row.status !== "closed" && row.mergedInto === null;
  if (stage === "open" && !isOpen) return false;
  if (stage === "mine" && !(isOpen && isMine)) return false;
  if (stage === "unowned" && !(isOpen && row.owner === null)) return false;
  if (stage === "closed" && isOpen) return false;
  return (status?.includes(row.status) ?? true) && (level?.includes(row.level) ?? true) && (verdict?.includes(row.verdict ?? "none") ?? true);
}
