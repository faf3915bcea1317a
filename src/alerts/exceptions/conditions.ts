// What an exception asks of a detection, in the Sigma manner: a selection, or a whole detection with a condition.
import { createHash } from "node:crypto";
import { DomainError } from "../../core/index.ts";
import { type Decision, decisionOf, loadRules, strictness } from "../../detect/index.ts";

/** Field and modifiers → value or values; with a key `condition`, selections by name. */
export type Conditions = Readonly<Record<string, unknown>>;

/** Which detections an exception is about: of one rule or of all, on all assets or on those that have one of each list. */
export type Scope = {
  readonly rule: string | null;
  readonly assets: { readonly tags: readonly string[]; readonly services: readonly string[]; readonly environments: readonly string[] };
};

/** Conditions that were checked. */
export type Compiled = {
  readonly decide: Decision;
  /** How many different fields a match must have with values that the conditions name. */
  readonly strictness: number;
  /** Names of the fields that are asked for. */
  readonly fields: readonly string[];
};

const MAX_CHARS = 32_768;
const MAX_FIELDS = 50;
const MAX_VALUES = 500;
const MAX_VALUE_CHARS = 2_000;

/** The text that is kept, by which a backtest is known. */
export const textOf = (conditions: Conditions): string => JSON.stringify(conditions);

/** One digest for scope and conditions: what was tested is what is saved. */
export function digestOf({ rule, assets }: Scope, conditions: Conditions): string {
  const lists = [assets.tags, assets.services, assets.environments].map((list) => list.toSorted());
  return createHash("sha256").update(JSON.stringify([rule, lists, conditions])).digest("hex");
}

/** Checks and compiles conditions; refuses what cannot be used, with what to write instead. */
export function compileConditions(conditions: Conditions): Compiled {
  checkSize(conditions);
  const detection = Object.hasOwn(conditions, "condition") ? conditions : { conditions, condition: "conditions" };
  const text = JSON.stringify({ title: "exception", logsource: { product: "vigie" }, detection });
  const { rules: [rule], refused: [wrong] } = loadRules([{ path: "exception", text }]);
  if (wrong !== undefined) throw new DomainError("invalid", `conditions: ${wrong.reason}. ${wrong.hint}`);
  if (rule === undefined) throw new DomainError("invalid", 'conditions: write fields with their values, as {"user.name": "svc-backup", "process.parent.name|endswith": "agent.exe"}.');
  return { decide: decisionOf(rule), strictness: strictness(rule), fields: fieldsIn(conditions) };
}

function checkSize(conditions: Conditions): void {
  if (Object.keys(conditions).length === 0) throw new DomainError("invalid", "conditions: an exception without any would hide all of its scope; switch the rule off instead, which is shown as such.");
  const { length } = textOf(conditions);
  if (length > MAX_CHARS) throw new DomainError("invalid", `conditions: ${length} characters are more than ${MAX_CHARS}; for long lists give the rule a placeholder, whose values stand in the registry.`);
  const fields = keysIn(conditions);
  if (fields.length > MAX_FIELDS) throw new DomainError("invalid", `conditions: ${fields.length} fields are more than ${MAX_FIELDS}; write several exceptions, each about one thing.`);
  const values = valuesIn(conditions);
  if (values.length > MAX_VALUES) throw new DomainError("invalid", `conditions: ${values.length} values are more than ${MAX_VALUES}; use a wildcard, a network (|cidr) or the scope's asset group.`);
  if (values.some((value) => String(value).length > MAX_VALUE_CHARS)) throw new DomainError("invalid", `conditions: a value has more than ${MAX_VALUE_CHARS} characters; write its beginning with |startswith.`);
  const expanding = fields.find((key) => key.split("|").slice(1).includes("expand"));
  if (expanding !== undefined) throw new DomainError("invalid", `conditions: ${expanding}: write the values out; an exception says all that it hides.`);
}

/** All keys of selections, with their modifiers. */
function keysIn(conditions: Conditions): string[] {
  const maps = (value: unknown): object[] => (Array.isArray(value) ? (value as unknown[]).flatMap(maps) : typeof value === "object" && value !== null ? [value] : []);
  const selections = Object.hasOwn(conditions, "condition") ? Object.entries(conditions).filter(([name]) => name !== "condition").map(([, value]) => value) : [conditions];
  return selections.flatMap(maps).flatMap((map) => Object.keys(map));
}

const fieldsIn = (conditions: Conditions): readonly string[] => [...new Set(keysIn(conditions).map((key) => key.split("|")[0] ?? "").filter((field) => field !== ""))];

function valuesIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  return Object.values(value).flatMap(valuesIn);
}
