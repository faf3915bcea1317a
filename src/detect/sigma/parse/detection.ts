// Sigma rules specification, "Detection": selections, field lists, keywords and the condition that joins them.
import { parseCondition, selectNames, type Condition } from "./condition.ts";
import { kind, mapping, type Mapping } from "./document.ts";
import { and, not, or, type Expression, type Item } from "./expression.ts";
import { ModifierError, type Scalar } from "./draft.ts";
import { applyModifiers } from "./modifiers.ts";
import { openEnd, openStart } from "../values/pattern.ts";
import { MissingPlaceholders, type Placeholders } from "./placeholders.ts";
import { RuleProblem, type At } from "./problem.ts";
import type { ValueTest } from "../values/value-test.ts";

/** What the values of a rule are read with, and where the placeholders stand that have none. */
type Context = { readonly placeholders: Placeholders; readonly missing: Map<string, At> };

/** Parses the `detection` of a rule, or of a filter (`at` is then `filter`), to one tree. Throws `RuleProblem`. */
export function parseDetection(value: unknown, at: At, placeholders: Placeholders, notSelections: readonly string[] = []): Expression {
  const detection = mapping(value, at, at.join("."));
  if (Object.hasOwn(detection, "timeframe")) {
    throw new RuleProblem([...at, "timeframe"], "timeframe is not part of Sigma 2", "Write a correlation document with a timespan that names this rule.");
  }
  const names = Object.keys(detection).filter((name) => name !== "condition" && !notSelections.includes(name));
  const context: Context = { placeholders, missing: new Map() };
  const parsed = new Map<string, Expression>();
  const selection = (name: string): Expression => {
    const known = parsed.get(name) ?? { op: "named", name, arg: parseSelection(detection[name], [...at, name], context) };
    parsed.set(name, known);
    return known;
  };
  const tree = or(conditions(detection, at).map((text) => resolve(parseCondition(text, [...at, "condition"]), names, selection, at)));
  // A selection that no condition names is still checked: a mistake in it would wait there unseen.
  for (const name of names) selection(name);
  const [first] = context.missing.values();
  if (first === undefined) return tree;
  const missing = [...context.missing.keys()];
  throw new RuleProblem(first, new MissingPlaceholders(missing).message, "Give their values in a file: --vars FILE, one line per name (Administrators: [adm_one, adm_two]).");
}

function conditions(detection: Mapping, at: At): string[] {
  const value = Object.hasOwn(detection, "condition") ? detection["condition"] : undefined;
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length > 0 && list.every((text) => typeof text === "string" && text.trim() !== "")) return list as string[];
  throw new RuleProblem([...at, "condition"], `the condition is ${kind(value)}`, 'Write "condition: selection", or a list of such texts.');
}

/** Replaces names and selectors of a condition by the selections that they mean. */
function resolve(condition: Condition, names: readonly string[], selection: (name: string) => Expression, at: At): Expression {
  switch (condition.op) {
    case "and": return and(condition.args.map((arg) => resolve(arg, names, selection, at)));
    case "or": return or(condition.args.map((arg) => resolve(arg, names, selection, at)));
    case "not": return not(resolve(condition.arg, names, selection, at));
    case "name":
      if (names.includes(condition.name)) return selection(condition.name);
      throw new RuleProblem([...at, "condition"], `the condition names "${condition.name}", which is not defined`, `Define it, or use one of: ${names.join(", ")}.`);
    case "of": {
      const meant = selectNames(condition.pattern, names);
      if (meant.length === 0) {
        throw new RuleProblem([...at, "condition"], `"${condition.quantity} of ${condition.pattern}" matches no selection`, `Use a pattern that matches one of: ${names.join(", ")}.`);
      }
      return condition.quantity === "all" ? and(meant.map(selection)) : or(meant.map(selection));
    }
  }
}

/** A mapping is an AND of its items; a list is an OR of mappings and keywords; a scalar is a keyword. */
function parseSelection(value: unknown, at: At, context: Context): Expression {
  if (isScalar(value)) return parseItem("", value, at, context);
  if (!Array.isArray(value)) return parseMap(value, at, context);
  if (value.length === 0) throw new RuleProblem(at, "the selection is an empty list", "Give it at least one value.");
  if (value.every(isScalar)) return parseItem("", value, at, context);
  return or(
    value.map((part, i) => (isScalar(part) ? parseItem("", part, [...at, i], context) : parseMap(part, [...at, i], context))),
  );
}

function parseMap(value: unknown, at: At, context: Context): Expression {
  const items = Object.entries(mapping(value, at, "a selection"));
  if (items.length === 0) throw new RuleProblem(at, "the selection is empty", "Give it at least one field.");
  return and(items.map(([key, values]) => parseItem(key, values, [...at, key], context)));
}

/** One `field|modifiers: values`. The whole key counts: one field may stand twice with other modifiers. */
function parseItem(key: string, value: unknown, at: At, context: Context): Expression {
  const [field = "", ...chain] = key.split("|");
  const values = scalars(value, at);
  try {
    const applied = applyModifiers(chain, values, context.placeholders);
    const groups = field === "" ? applied.groups.map((tests) => tests.map((test) => keyword(test, chain))) : applied.groups;
    const item = (tests: readonly ValueTest[]): Expression => ({ op: "item", item: { field: field === "" ? undefined : field, tests } satisfies Item });
    const tree = applied.all ? and(groups.map(item)) : item(groups.flat());
    return applied.negated ? not(tree) : tree;
  } catch (error) {
    if (error instanceof ModifierError) throw new RuleProblem(at, `${key === "" ? "keyword" : key}: ${error.message}`, error.hint);
    if (error instanceof MissingPlaceholders) {
      // The rule is refused when all of it is read, so that one report names all that it needs.
      for (const name of error.names) if (!context.missing.has(name)) context.missing.set(name, at);
      return and([]);
    }
    if (error instanceof RangeError) throw new RuleProblem(at, error.message, "Use fewer placeholders in one value, or shorter lists.");
    throw error;
  }
}

/** A keyword is searched inside each value, so its ends are open unless a modifier anchors one of them. */
function keyword(test: ValueTest, chain: readonly string[]): ValueTest {
  if (test.kind === "regex" || test.kind === "cidr") return test;
  if (test.kind !== "pattern") throw new ModifierError(`a keyword cannot be tested for ${test.kind}`, "Name the field in front of the modifier.");
  const isAnchored = chain.includes("startswith") || chain.includes("endswith");
  return isAnchored ? test : { ...test, pattern: openEnd(openStart(test.pattern)) };
}

function scalars(value: unknown, at: At): Scalar[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  // pySigma: an empty list asks for null.
  if (list.length === 0) return [null];
  for (const [i, one] of list.entries()) {
    if (!isScalar(one)) throw new RuleProblem(Array.isArray(value) ? [...at, i] : at, `a value is ${kind(one)}`, "A value is a text, a number, true, false or null; write nested fields as a.b.c.");
  }
  return list as Scalar[];
}

const isScalar = (value: unknown): value is Scalar => value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
