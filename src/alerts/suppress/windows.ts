// Planned work: what happens on a machine while people work on it is likely theirs.
import type { WindowDuring } from "../../cmdb/index.ts";
import { textsAt, valueAt } from "../values.ts";
import type { DetectionOfTenant, Suppressed } from "./suppressed.ts";

/** The window that explains a detection. Work explains noise, not an attack: what is critical stays above the line. */
export function windowOf(detection: DetectionOfTenant, windows: readonly WindowDuring[]): Suppressed | undefined {
  const { tenant, time, context, level, detectedAt } = detection;
  if (level === "critical" || windows.length === 0) return undefined;
  // A machine that may be another one is not known to be worked on.
  if (valueAt(context, "host.asset.ambiguous") !== false) return undefined;
  const [ids, services, tags] = ["id", "services", "tags"].map((list) => new Set(textsAt(context, `host.asset.${list}`).map(lower)));
  const found = windows.find(
    (one) => one.tenant === tenant && one.startsAt <= time && time < one.endsAt && (one.cancelledAt === null || one.cancelledAt > detectedAt) &&
      (one.assets.some((id) => ids?.has(lower(id))) || one.services.some((name) => services?.has(lower(name))) || one.tags.some((tag) => tags?.has(lower(tag)))),
  );
  if (found === undefined) return undefined;
  return { kind: "maintenance", id: found.id, owner: found.createdBy, reason: `${found.title}: planned until ${found.endsAt.toISOString()}. ${found.reason}` };
}

const lower = (text: string): string => text.toLowerCase();
