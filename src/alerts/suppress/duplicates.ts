// The same rule on the same machine with the same values, minutes after: one is enough for people.
import { createHash } from "node:crypto";
import type { SystemDb } from "../../store/index.ts";
import { type Anchor, anchorsOf, putAnchors } from "./repo.ts";
import { type DetectionOfTenant, hexOf, type Suppressed } from "./suppressed.ts";

/** Counted from the one that went to people, not from the last: every five minutes one of a row goes to them. */
const WITHIN_MS = 5 * 60_000;

/** Which of these repeat another. What is put in goes to people unless it is found here: in their order. */
export async function duplicatesIn(db: SystemDb, detections: readonly DetectionOfTenant[]): Promise<ReadonlyMap<string, Suppressed>> {
  const keyed = detections.flatMap((detection) => {
    const key = keyOf(detection);
    return key === undefined ? [] : [{ detection, key }];
  });
  if (keyed.length === 0) return new Map();
  const anchors = new Map((await anchorsOf(db, keyed.map(({ detection: { tenant }, key }) => ({ tenant, key })))).map((anchor) => [nameOf(anchor), anchor]));
  const found = new Map<string, Suppressed>();
  const moved = new Map<string, Anchor>();
  for (const { detection: { tenant, id, time }, key } of keyed) {
    const anchor = anchors.get(nameOf({ tenant, key }));
    const apartMs = anchor === undefined ? Infinity : Math.abs(time.getTime() - anchor.timeMs);
    if (anchor !== undefined && apartMs <= WITHIN_MS && anchor.detection !== hexOf(id)) {
      found.set(hexOf(id), { kind: "duplicate", id: anchor.detection, owner: "Vigie", reason: `The same rule, machine and values as another detection ${Math.round(apartMs / 1000)} s ${time.getTime() < anchor.timeMs ? "later" : "before"}.` });
      continue;
    }
    // One that comes late does not make the newest one older.
    if (anchor !== undefined && time.getTime() < anchor.timeMs) continue;
    const next = { tenant, key, detection: hexOf(id), timeMs: time.getTime() };
    anchors.set(nameOf(next), next);
    moved.set(nameOf(next), next);
  }
  if (moved.size > 0) await putAnchors(db, [...moved.values()]);
  return found;
}

const nameOf = ({ tenant, key }: Pick<Anchor, "tenant" | "key">): string => `${tenant}\n${key}`;

/** Undefined: nothing can repeat it. A correlation is of other events each time, and of a keyword no value is kept. */
function keyOf({ rule, host, fields, correlation, source }: DetectionOfTenant): string | undefined {
  const values = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (correlation !== null || values.length === 0) return undefined;
  return createHash("sha256").update(JSON.stringify([rule.key, host, source, values])).digest("hex").slice(0, 32);
}
