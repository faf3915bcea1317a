// The same rule on the same machine with the same values, minutes after: one is enough for people.
import { createHash } from "node:crypto";
import type { SystemDb } from "../../store/index.ts";
import { type Anchor, anchorsOf, putAnchors } from "./repo.ts";
import { type DetectionOfTenant, hexOf, type Suppressed } from "./suppressed.ts";

/** Counted from the one that went to people, not from the last: every five minutes one of a row goes to them. */
const WITHIN_MS = 5 * 60_000;

/** Which repeat which, and from which detection on the next ones are counted. */
export type Duplicates = { readonly found: ReadonlyMap<string, Suppressed>; readonly anchors: readonly Anchor[] };

/** Which of these repeat another, in their order: as if all others went to people. `keepAnchors` says which of them did. */
export async function duplicatesIn(db: SystemDb, detections: readonly DetectionOfTenant[]): Promise<Duplicates> {
  const keyed = detections.flatMap((detection) => {
    const key = keyOf(detection);
    return key === undefined ? [] : [{ detection, key }];
  });
  if (keyed.length === 0) return { found: new Map(), anchors: [] };
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
  return { found, anchors: [...moved.values()] };
}

/** Remembers what went to people. What repeats one that did not is kept for the same reason as that one: it is given with it. */
export async function keepAnchors(db: SystemDb, { found, anchors }: Duplicates, over: ReadonlyMap<string, Suppressed>): Promise<ReadonlyMap<string, Suppressed>> {
  const seen = anchors.filter(({ detection }) => !over.has(detection));
  if (seen.length > 0) await putAnchors(db, seen);
  return new Map([...found].map(([id, why]) => [id, over.get(why.id) ?? why]));
}

const nameOf = ({ tenant, key }: Pick<Anchor, "tenant" | "key">): string => `${tenant}\n${key}`;

/** Undefined: nothing can repeat it. A correlation is of other events each time, and of a keyword no value is kept. */
function keyOf({ rule, host, fields, correlation, source }: DetectionOfTenant): string | undefined {
  const values = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (correlation !== null || values.length === 0) return undefined;
  return createHash("sha256").update(JSON.stringify([rule.key, host, source, values])).digest("hex").slice(0, 32);
}
