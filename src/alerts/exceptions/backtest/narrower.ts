// What some have in common and others lack: the condition that keeps true positives in sight.
import type { Fields, Value } from "../../../core/index.ts";
import { sigmaValue } from "../sigma-value.ts";
import type { Narrower } from "./result.ts";

/** One alert with what is known of it, its most telling fields included. */
export type Comparable = { readonly fields: Fields; readonly isTruePositive: boolean };

/** Fields by which people tell good from bad, the most telling first: the product's names and ECS's. */
const TELLING = [
  "process.parent.name", "process.parent.executable", "ParentImage", "process.executable", "process.name", "Image", "process.code_signature.subject_name", "Signature", "process.hash.sha256",
  "process.command_line", "CommandLine", "process.parent.command_line", "ParentCommandLine", "user.name", "User", "SubjectUserName", "TargetUserName", "source.ip", "IpAddress", "destination.ip", "DestinationIp",
  "destination.domain", "dns.question.name", "QueryName", "url.domain", "url.path", "file.path", "TargetFilename", "registry.path", "TargetObject", "service.name", "ServiceName", "user_agent.original",
  "event.code", "event.action", "host.name", "host.asset.name", "host.asset.tags", "host.asset.services", "source.asset.name", "user.interest",
];
const RANK = new Map(TELLING.map((name, i) => [name, i]));
// What is another one each time, or says nothing of the doing.
const NEVER = /(?:^|[._])(?:pid|ppid|entity_id|guid|time|timestamp|ingested|created|start|end|duration|sequence|record_id|port|bytes|packets|id|hash|raw|original)$|(?:Guid|Pid|ProcessId|LogonId|Time|ThreadID|RecordID)$|^@|^vigie\.|^event\.(?!code|action)|^log\.|^agent\.|^ecs\./i;
const TELLING_IDS = new Set(["user_agent.original"]);
const LONGEST = 200;
const MOST_PAIRS = 200_000;

/** Whether a condition on the field could be meant: known ones, and names that do not change each time. */
const isTelling = (name: string): boolean => RANK.has(name) || TELLING_IDS.has(name) || !NEVER.test(name);
export const rankOf = (name: string): number => RANK.get(name) ?? TELLING.length;

/** The plain values of fields that could tell something, each as its name and its text. */
export function pairsOf(fields: Fields): readonly (readonly [field: string, value: string])[] {
  return Object.entries(fields).flatMap(([field, value]) => (isTelling(field) ? textsOf(value).map((text) => [field, text] as const) : []));
}

function textsOf(value: Value): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Value[]).slice(0, 20).flatMap(textsOf);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return [];
  const text = String(value);
  return text === "" || text === "-" || text.length > LONGEST ? [] : [text];
}

/**
 * The one condition more that still hides most, and no true positive; where no true positive is hidden, one that most have
 * in common. `asked` are the fields that the exception asks for already. Null: nothing tells them apart.
 */
export function narrowerOf(hidden: readonly Comparable[], asked: readonly string[]): Narrower | null {
  const [bad, good] = [hidden.filter(({ isTruePositive }) => isTruePositive), hidden.filter(({ isTruePositive }) => !isTruePositive)];
  if (good.length === 0) return null;
  const kept = new Set(bad.flatMap(({ fields }) => pairsOf(fields).map(keyOf)));
  const counts = new Map<string, { readonly field: string; readonly value: string; hides: number }>();
  for (const { fields } of good) {
    for (const [field, value] of new Map(pairsOf(fields).map((pair) => [keyOf(pair), pair])).values()) {
      const key = keyOf([field, value]);
      const known = counts.get(key);
      if (known !== undefined) known.hides++;
      else if (!kept.has(key) && !asked.includes(field) && counts.size < MOST_PAIRS) counts.set(key, { field, value, hides: 1 });
    }
  }
  const [best] = [...counts.values()].toSorted((a, b) => b.hides - a.hides || rankOf(a.field) - rankOf(b.field) || (a.field < b.field ? -1 : 1) || (a.value < b.value ? -1 : 1));
  // What one in two has not is no narrower form of the same.
  if (best === undefined || (best.hides * 2 < good.length && bad.length === 0)) return null;
  const { field, value, hides } = best;
  const truths = bad.length === 0 ? "no true positive, as before" : "no true positive";
  return { field, value, condition: { [field]: sigmaValue(value) }, hides, of: hidden.length, truePositives: 0, sentence: `Add ${field} is ${value}: hides ${hides} of ${hidden.length}, ${truths}.` };
}

// Sigma compares without case, so two spellings are one.
const keyOf = ([field, value]: readonly [string, string]): string => `${field}\n${value.toLowerCase()}`;
