// Sigma modifiers appendix v2.1: a chain `field|a|b` turns the values of a rule into tests, left to right.
import { ANY, literalOf, parsePattern, openEnd, openStart, type Pattern } from "../values/pattern.ts";
import { nearest } from "../values/nearest.ts";
import { compileRegex, TIME_PARTS, type ValueTest } from "../values/value-test.ts";
import { literal, ModifierError, type Draft, type Scalar, type Step } from "./draft.ts";
import { base64, base64Offsets } from "./encode.ts";
import { markPercents, MissingPlaceholders, type Placeholders } from "./placeholders.ts";
import { cidr, comparison, exists, flag, regex, time } from "./test-modifiers.ts";
import { anchor, expand, fieldref, onBytes, utf16, windash } from "./text-modifiers.ts";

/** The value modifiers. Adding one is adding a row here, and rows to modifiers.test.ts. */
const STEPS: Readonly<Record<string, Step>> = {
  contains: anchor((pattern) => openEnd(openStart(pattern))),
  startswith: anchor(openEnd),
  endswith: anchor(openStart),
  windash,
  wide: utf16("le", false),
  utf16le: utf16("le", false),
  utf16be: utf16("be", false),
  utf16: utf16("le", true),
  base64: onBytes((bytes) => [base64(bytes)]),
  base64offset: onBytes(base64Offsets),
  expand,
  fieldref,
  re: regex,
  i: flag("i"), m: flag("m"), s: flag("s"),
  ignorecase: flag("i"), multiline: flag("m"), dotall: flag("s"),
  cidr,
  exists,
  lt: comparison("lt"), lte: comparison("lte"), gt: comparison("gt"), gte: comparison("gte"),
  ...Object.fromEntries(TIME_PARTS.map((part) => [part, time(part)])),
};

/** The modifiers that concern the whole item: every value must match; the item is negated; case counts. */
const LIST_MODIFIERS = ["all", "neq", "cased"];

export const MODIFIER_NAMES: readonly string[] = [...Object.keys(STEPS), ...LIST_MODIFIERS];

/** What an item asks: one group of alternative tests per value, joined by `or` or, with `all`, by `and`. */
export type Applied = { readonly groups: readonly (readonly ValueTest[])[]; readonly all: boolean; readonly negated: boolean };

/** Applies a chain to an item's values. Throws `ModifierError` for an unknown modifier or a combination that means nothing. */
export function applyModifiers(chain: readonly string[], values: readonly Scalar[], placeholders: Placeholders): Applied {
  const unknown = chain.find((name) => !MODIFIER_NAMES.includes(name));
  if (unknown !== undefined) throw unknownModifier(unknown);
  if (new Set(chain).size < chain.length) throw new ModifierError("a modifier stands twice", "Write each modifier once.");
  const steps = chain.filter((name) => !LIST_MODIFIERS.includes(name));
  const cased = chain.includes("cased");
  const missing = new Set<string>();
  const groups = values.map((value) => {
    const marked = typeof value === "string" && steps.includes("expand") ? markPercents(value) : value;
    let draft: Draft = { form: "plain", value: marked };
    for (const [i, name] of steps.entries()) draft = STEPS[name]!(draft, { placeholders, missing, before: steps.slice(0, i) });
    return finish(draft, cased);
  });
  if (missing.size > 0) throw new MissingPlaceholders([...missing]);
  if (cased && groups.flat().some((test) => test.kind !== "pattern" && test.kind !== "field")) {
    throw new ModifierError("cased needs text", 'Only text has case; "re" minds case unless "i" follows it.');
  }
  return { groups, all: chain.includes("all"), negated: chain.includes("neq") };
}

function unknownModifier(name: string): ModifierError {
  const near = nearest(name, MODIFIER_NAMES);
  return new ModifierError(`"${name.slice(0, 60)}" is not a modifier`, `${near === undefined ? "" : `Did you mean "${near}"? `}Use one of: ${MODIFIER_NAMES.join(", ")}.`);
}

function finish(draft: Draft, cased: boolean): ValueTest[] {
  switch (draft.form) {
    case "plain": {
      if (draft.value === null) return [{ kind: "null" }];
      const pattern = typeof draft.value === "string" ? parsePattern(draft.value) : literal(String(draft.value));
      return [{ kind: "pattern", pattern, cased }];
    }
    case "text": return draft.texts.map((pattern) => ({ kind: "pattern", pattern, cased }));
    case "regex": return [regexTest(draft)];
    case "field": return [fieldTest(draft.pattern, cased)];
    case "time": return [{ kind: "compare", op: "eq", than: draft.value, part: draft.part }];
    case "done": return [draft.test];
  }
}

function regexTest({ source, flags }: { readonly source: string; readonly flags: string }): ValueTest {
  try {
    compileRegex(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModifierError(`not a regular expression that can be searched in linear time: ${reason}`, "Use RE2 syntax: no look-around and no back-references.");
  }
  return { kind: "regex", source, flags };
}

function fieldTest(pattern: Pattern, cased: boolean): ValueTest {
  const opensStart = pattern[0] === ANY;
  const opensEnd = pattern.length > 1 && pattern.at(-1) === ANY;
  const name = literalOf(pattern.slice(opensStart ? 1 : 0, opensEnd ? -1 : undefined));
  if (name === undefined || name === "") throw new ModifierError("fieldref needs the name of a field", "Write the other field's name without wildcards.");
  return { kind: "field", field: name, opensStart, opensEnd, cased };
}
