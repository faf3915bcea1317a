// What a rule may do to a value on its way, in the order in which it is done.
import type { Value } from "../../core/index.ts";
import { MappingProblem, type At } from "./problem.ts";
import { attributeOfName, PARTS, valueOfKey } from "./text-parts.ts";
import { flagAt, mapping, textAt, textsAt, type Mapping } from "./yaml.ts";

type Step = (value: Value) => Value;
type Tables = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** The keys of steps, in the order in which they are done. */
export const STEP_KEYS: readonly string[] = ["key", "dn", "split", "item", "trim", "slice", "after", "before", "take", "lower", "upper", "replace", "prepend", "table", "else", "times", "join"];

/** Compiles one step of a rule. */
export function step(key: string, rule: Mapping, at: At, tables: Tables): Step {
  const text = (): string => textAt(rule, key, at) ?? "";
  if (key === "table") return table(rule, at, tables);
  if (key === "else") return otherwise(rule["else"], [...at, key]);
  if (key === "times") return times(Number(text()), [...at, key]);
  if (key === "take") return take(textsAt(rule, key, at) ?? [], [...at, key]);
  if (key === "item") return item(text(), [...at, key]);
  if ((key === "lower" || key === "upper") && !flagAt(rule, key, at)) return (value) => value;
  if (key === "join") return join(text());
  if (key === "slice") return slice(textsAt(rule, key, at) ?? [], [...at, key]);
  if (key === "replace") return replace(textsAt(rule, key, at) ?? [], [...at, key]);
  return onTexts(textStep(key, text(), textsAt(rule, key, at) ?? []));
}

function textStep(key: string, text: string, texts: readonly string[]): (value: string) => Value {
  switch (key) {
    case "key": return (value) => valueOfKey(value, text);
    case "dn": return (value) => attributeOfName(value, text.toUpperCase());
    case "split": return (value) => value.split(text).map((part) => part.trim()).filter((part) => part !== "");
    case "trim": return (value) => some(trimmed(value, texts.join("")));
    case "after": return (value) => cut(value, value.indexOf(text), text.length);
    case "before": return (value) => (value.includes(text) ? some(value.slice(0, value.indexOf(text))) : value);
    case "prepend": return (value) => `${text}${value}`;
    case "lower": return (value) => value.toLowerCase();
    default: return (value) => value.toUpperCase();
  }
}

const some = (text: string): string | undefined => (text === "" ? undefined : text);
const cut = (value: string, at: number, length: number): string | undefined => (at < 0 ? undefined : some(value.slice(at + length)));

/** Without the given characters at both ends, and without blanks. */
function trimmed(value: string, marks: string): string {
  const signs = ` \t\r\n${marks === "true" ? "" : marks}`;
  let from = 0;
  let to = value.length;
  while (from < to && signs.includes(value[from]!)) from += 1;
  while (to > from && signs.includes(value[to - 1]!)) to -= 1;
  return value.slice(from, to);
}

/** On a text, on the text of a number, or on each text of a list. */
function onTexts(change: (text: string) => Value): Step {
  return (value) => {
    if (typeof value === "string") return change(value);
    if (typeof value === "number" || typeof value === "boolean") return change(String(value));
    if (!Array.isArray(value)) return undefined;
    const changed = (value as readonly Value[]).flatMap((one) => (typeof one === "string" || typeof one === "number" ? [change(String(one))] : [])).flat();
    const kept = (changed as readonly Value[]).filter((one) => one !== undefined);
    return kept.length === 0 ? undefined : kept;
  };
}

function take(names: readonly string[], at: At): Step {
  const parts = names.map((name) => {
    if (!Object.hasOwn(PARTS, name)) throw new MappingProblem(at, `there is no part "${name}"`, `Take one of ${Object.keys(PARTS).join(", ")}.`);
    return onTexts(PARTS[name]!);
  });
  return (value) => parts.reduce<Value>((taken, part) => part(taken), value);
}

/** One item of a list: `first`, `last`, or its number from 0. */
function item(which: string, at: At): Step {
  if (which !== "first" && which !== "last" && !/^-?\d+$/.test(which)) throw new MappingProblem(at, `there is no item "${which}"`, "Write first, last or a number from 0.");
  return (value) => {
    if (!Array.isArray(value)) return which === "first" || which === "last" || which === "0" ? value : undefined;
    return (value as readonly Value[]).at(which === "first" ? 0 : which === "last" ? -1 : Number(which));
  };
}

function join(separator: string): Step {
  return (value) => (Array.isArray(value) ? (value as readonly Value[]).filter((one) => typeof one === "string" || typeof one === "number").join(separator) : value);
}

/** The characters from the first number up to the second, as `slice(from, to)` of JavaScript. */
function slice(numbers: readonly string[], at: At): Step {
  const [from = 0, to] = numbers.map(Number);
  if (numbers.length === 0 || numbers.length > 2 || Number.isNaN(from) || Number.isNaN(to ?? 0)) throw new MappingProblem(at, "slice wants one or two numbers", "Write slice: [0, 17].");
  return onTexts((value) => some(value.slice(from, to)));
}

function replace(pair: readonly string[], at: At): Step {
  const [what, by = ""] = pair;
  if (what === undefined || what === "" || pair.length > 2) throw new MappingProblem(at, "replace wants two texts", 'Write replace: ["_", " "].');
  return onTexts((value) => value.replaceAll(what, () => by));
}

function times(factor: number, at: At): Step {
  if (!Number.isFinite(factor)) throw new MappingProblem(at, "times wants a number", "Write the factor, such as 1000000 from milliseconds to nanoseconds.");
  return (value) => {
    const number = typeof value === "number" ? value : typeof value === "string" && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : Number.NaN;
    // What a text of decimals cannot hold exactly shows as …0000001.
    return Number.isNaN(number) ? undefined : Math.round(number * factor * 1000) / 1000;
  };
}

function otherwise(value: unknown, at: At): Step {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") throw new MappingProblem(at, "else wants one value", "Write a text or a number.");
  return (given) => given ?? value;
}

/** Looks values up without case. What the table does not have gives nothing, unless the rule has an `else`. */
function table(rule: Mapping, at: At, tables: Tables): Step {
  const named = rule["table"];
  const rows = typeof named === "string" ? tables.get(named) : tableOf(named, [...at, "table"]);
  if (rows === undefined) throw new MappingProblem([...at, "table"], `there is no table "${String(named)}"`, "Write it under tables: of this file or in content/technologies/tables.yml, or write the rows here.");
  const look = (text: string): Value => rows.get(text) ?? rows.get(text.toLowerCase());
  return (value) => {
    if (typeof value === "string") return look(value);
    if (typeof value === "number" || typeof value === "boolean") return rows.get(String(value));
    if (!Array.isArray(value)) return undefined;
    const found = (value as readonly Value[]).flatMap((one) => (typeof one === "string" || typeof one === "number" ? [look(String(one))] : [])).flat();
    const kept = found.filter((one) => one !== undefined);
    return kept.length === 0 ? undefined : [...new Set(kept)];
  };
}

/** The rows of a table; keys in lower case. */
export function tableOf(value: unknown, at: At): ReadonlyMap<string, Value> {
  const rows = mapping(value, at, "table");
  return new Map(Object.keys(rows).map((key) => [key.toLowerCase(), rows[key] as Value]));
}
