// A rule gone wild must not bury the others: in an hour so many go to people, and one alert says that there are more.
import { systemCaller } from "../../core/index.ts";
import type { SystemDb } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { hoursOf, hoursToTell, putHours, type RuleHour, setTold } from "./repo.ts";
import { type DetectionOfTenant, hexOf, type Suppressed } from "./suppressed.ts";

const HOUR_MS = 3_600_000;

/** Which of these are over their rule's limit in the hour in which they were detected; counts the others. */
export async function overLimit(db: SystemDb, detections: readonly DetectionOfTenant[], limit: number): Promise<ReadonlyMap<string, Suppressed>> {
  if (detections.length === 0) return new Map();
  const placed = detections.map((detection) => ({ detection, tenant: detection.tenant, rule: detection.rule.key, hour: new Date(Math.floor(detection.detectedAt.getTime() / HOUR_MS) * HOUR_MS) }));
  const counts = new Map((await hoursOf(db, placed)).map((one) => [nameOf(one), one]));
  const found = new Map<string, Suppressed>();
  for (const { detection, tenant, rule, hour } of placed) {
    const before = counts.get(nameOf({ tenant, rule, hour })) ?? { tenant, rule, hour, passed: 0, over: 0 };
    const isOver = before.passed >= limit;
    counts.set(nameOf(before), isOver ? { ...before, over: before.over + 1 } : { ...before, passed: before.passed + 1 });
    if (isOver) found.set(hexOf(detection.id), { kind: "rate-limit", id: rule, owner: "Vigie", reason: `${limit} detections of this rule went to people in the hour from ${hour.toISOString()}: what is over is kept here.` });
  }
  await putHours(db, [...counts.values()]);
  return found;
}

const nameOf = ({ tenant, rule, hour }: Pick<RuleHour, "tenant" | "rule" | "hour">): string => `${tenant}\n${rule}\n${hour.getTime()}`;

/** Writes on one alert of each rule that went over its limit that there is more. Both sides read it: the client is kept from it too. */
export async function tellOverLimit(db: SystemDb, now: Date): Promise<number> {
  const hours = await hoursToTell(db);
  for (const one of hours) {
    const text = `The rule went over its limit: ${one.passed} detections went to alerts in the hour from ${one.hour.toISOString()}, and those after them are kept below the line. Look at them by this rule before you judge, or narrow the rule.`;
    await addEntry(db, systemCaller("suppression", now), { subject: { kind: "alert", id: one.alert }, type: "fact", visibility: "shared", text, tenant: one.tenant, details: { rule: one.rule, hour: one.hour.toISOString() } });
    await setTold(db, one);
  }
  return hours.length;
}
