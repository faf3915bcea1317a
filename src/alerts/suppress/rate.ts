// A rule gone wild must not bury the others: in an hour so many go to people, and one alert says that there are more. It
// counts by machine, so that nobody hides a rule on all machines by making it fire on one; and never what is critical.
import { createHash } from "node:crypto";
import { systemCaller } from "../../core/index.ts";
import type { SystemDb } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { entityOf } from "../grouping/entity.ts";
import { hoursOf, hoursToTell, putHours, type RuleHour, type RuleHourKey, setTold } from "./repo.ts";
import { type DetectionOfTenant, hexOf, type Suppressed } from "./suppressed.ts";

const HOUR_MS = 3_600_000;
/** Counts entities, not detections. */
const ALL = "";

/** Which of these are over a limit in the hour in which they were detected: of their rule on their entity, or of entities of their rule. */
export async function overLimit(db: SystemDb, detections: readonly DetectionOfTenant[], limit: number): Promise<ReadonlyMap<string, Suppressed>> {
  const placed = detections.filter(({ level }) => level !== "critical").map(placeOf);
  if (placed.length === 0) return new Map();
  const counts = new Map((await hoursOf(db, placed.flatMap((one) => [one, { ...one, entity: ALL }]))).map((one) => [nameOf(one), one]));
  const found = new Map<string, Suppressed>();
  const count = (hour: RuleHour, isOver: boolean): void => void counts.set(nameOf(hour), isOver ? { ...hour, over: hour.over + 1 } : { ...hour, passed: hour.passed + 1 });
  for (const { detection, ...place } of placed) {
    const { tenant, rule, hour, name } = place;
    const all = counts.get(nameOf({ ...place, entity: ALL })) ?? { tenant, rule, entity: ALL, name: "", hour, passed: 0, over: 0 };
    const known = counts.get(nameOf(place));
    const isStranger = known === undefined && all.passed >= limit;
    const own = known ?? { ...place, passed: 0, over: 0 };
    const isOver = isStranger || own.passed >= limit;
    if (isStranger) count(all, true);
    else {
      if (known === undefined) count(all, false);
      count(own, isOver);
    }
    const what = isStranger ? `This rule fired on ${limit} machines and accounts` : `${limit} detections of this rule${name === "" ? "" : ` on ${name}`} went to people`;
    if (isOver) found.set(hexOf(detection.id), { kind: "rate-limit", id: rule, owner: "Vigie", reason: `${what} in the hour from ${hour.toISOString()}: what is over is kept here.` });
  }
  await putHours(db, [...counts.values()]);
  return found;
}

function placeOf(detection: DetectionOfTenant): RuleHourKey & { readonly detection: DetectionOfTenant; readonly name: string } {
  const { kind, value, name } = entityOf(detection);
  const entity = createHash("sha256").update(`${kind}\n${value}`).digest("hex");
  return { detection, tenant: detection.tenant, rule: detection.rule.key, entity, name, hour: new Date(Math.floor(detection.detectedAt.getTime() / HOUR_MS) * HOUR_MS) };
}

const nameOf = ({ tenant, rule, entity, hour }: RuleHourKey): string => `${tenant}\n${rule}\n${entity}\n${hour.getTime()}`;

/** Writes on one alert of each that went over a limit that there is more. Both sides read it: the client is kept from it too. */
export async function tellOverLimit(db: SystemDb, now: Date): Promise<number> {
  const hours = await hoursToTell(db);
  for (const one of hours) {
    const what = one.entity === ALL ? `it fired on ${one.passed} machines and accounts` : `${one.passed} detections${one.name === "" ? "" : ` on ${one.name}`} went to alerts`;
    const text = `The rule went over its limit: ${what} in the hour from ${one.hour.toISOString()}, and those after them are kept below the line. Look at them by this rule before you judge, or narrow the rule.`;
    await addEntry(db, systemCaller("suppression", now), { subject: { kind: "alert", id: one.alert }, type: "fact", visibility: "shared", text, tenant: one.tenant, details: { rule: one.rule, hour: one.hour.toISOString() } });
    await setTold(db, one);
  }
  return hours.length;
}
