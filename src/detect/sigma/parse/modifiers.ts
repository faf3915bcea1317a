// Sigma modifiers appendix v2.1: a chain `field|a|b` turns the values of a rule into tests, left to right.
import { base64, base64Offsets, bytesOf, spellDashes, toUtf16 } from "./encode.ts";
import { parseNetwork } from "../values/ip.ts";
import { ANY, DASH, join, literalOf, mapLiterals, openEnd, openStart, parsePattern, type Pattern } from "../values/pattern.ts";
import { expandPlaceholders, markPercents, type Placeholders } from "./placeholders.ts";
import { compileRegex, TIME_PARTS, type Comparison, type TimePart, type ValueTest } from "../values/value-test.ts";

/** A value on its way through the chain. `texts` are alternatives: some modifiers make several of one. */
type Draft =
  | { readonly form: "plain"; readonly value: Scalar }
  | { readonly form: "text"; readonly texts: readonly Pattern[]; readonly isBytes: boolean }
  | { readonly form: "regex"; readonly source: string; readonly flags: string }
  | { readonly form: "field"; readonly pattern: Pattern }
  | { readonly form: "time"; readonly part: TimePart; readonly value: number }
  | { readonly form: "done"; readonly test: ValueTest };
export type Scalar = string | number | boolean | null;

/** A modifier that does not fit: what is wrong and what to write instead. The caller knows where it stands. */
export class ModifierError extends Error {
  readonly hint: string;
  constructor(reason: string, hint: string) {
    super(reason);
    this.hint = hint;
  }
}

type Context = { readonly placeholders: Placeholders; readonly before: readonly string[] };
type Step = (draft: Draft, context: Context) => Draft;

/** The value modifiers. Adding one is adding a row here, and rows to modifiers.test.ts. */
const STEPS: Readonly<Record<string, Step>> = {
  contains: anchor((pattern) => openEnd(openStart(pattern))),
  startswith: anchor(openEnd),
  endswith: anchor(openStart),
  windash: onText((pattern) => [windash(pattern)]),
  wide: utf16("le", false),
  utf16le: utf16("le", false),
  utf16be: utf16("be", false),
  utf16: utf16("le", true),
  base64: onBytes((bytes) => [base64(bytes)]),
  base64offset: onBytes(base64Offsets),
  expand: (draft, { placeholders }) => expand(draft, placeholders),
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
  if (unknown !== undefined) throw new ModifierError(`"${unknown}" is not a modifier`, `Use one of: ${MODIFIER_NAMES.join(", ")}.`);
  if (new Set(chain).size < chain.length) throw new ModifierError("a modifier stands twice", "Write each modifier once.");
  const steps = chain.filter((name) => !LIST_MODIFIERS.includes(name));
  const cased = chain.includes("cased");
  const groups = values.map((value) => {
    const marked = typeof value === "string" && steps.includes("expand") ? markPercents(value) : value;
    let draft: Draft = { form: "plain", value: marked };
    for (const [i, name] of steps.entries()) draft = STEPS[name]!(draft, { placeholders, before: steps.slice(0, i) });
    return finish(draft, cased);
  });
  if (cased && groups.flat().some((test) => test.kind !== "pattern" && test.kind !== "field")) {
    throw new ModifierError("cased needs text", 'Only text has case; "re" minds case unless "i" follows it.');
  }
  return { groups, all: chain.includes("all"), negated: chain.includes("neq") };
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

const literal = (text: string): Pattern => (text === "" ? [] : [text]);

/** The patterns of a draft that is, or can become, text. */
function texts(draft: Draft, modifier: string): { readonly texts: readonly Pattern[]; readonly isBytes: boolean } {
  if (draft.form === "text") return draft;
  if (draft.form === "plain" && typeof draft.value === "string") return { texts: [parsePattern(draft.value)], isBytes: false };
  if (draft.form === "plain" && draft.value !== null) return { texts: [literal(String(draft.value))], isBytes: false };
  const what = draft.form === "plain" ? "null" : draft.form === "done" ? "a finished test" : `a ${draft.form}`;
  throw new ModifierError(`${modifier} cannot follow ${what}`, `Give ${modifier} a text, and put it before the other modifiers.`);
}

function fieldref(draft: Draft, { before }: Context): Draft {
  const isName = before.every((name) => ["contains", "startswith", "endswith"].includes(name)) && (draft.form === "text" || (draft.form === "plain" && typeof draft.value === "string"));
  if (!isName) throw new ModifierError("fieldref needs the name of a field", 'Write "field|fieldref: other", with contains, startswith or endswith if you like.');
  return { form: "field", pattern: texts(draft, "fieldref").texts[0]! };
}

function anchor(open: (pattern: Pattern) => Pattern): Step {
  return (draft) => {
    if (draft.form === "field") return { form: "field", pattern: open(draft.pattern) };
    const before = texts(draft, "contains, startswith or endswith");
    return { form: "text", texts: before.texts.map(open), isBytes: before.isBytes };
  };
}

function onText(change: (pattern: Pattern) => Pattern[]): Step {
  return (draft) => {
    const before = texts(draft, "windash");
    if (before.isBytes) throw new ModifierError("windash cannot follow an encoding", "Put windash first.");
    return { form: "text", texts: before.texts.flatMap(change), isBytes: false };
  };
}

function utf16(order: "le" | "be", bom: boolean): Step {
  return (draft) => {
    const before = texts(draft, "a UTF-16 modifier");
    if (before.isBytes) throw new ModifierError("two UTF-16 modifiers follow each other", "Keep one of them.");
    return { form: "text", texts: before.texts.flatMap(spelt).map((pattern) => toUtf16(pattern, order, bom)), isBytes: true };
  };
}

function spelt(pattern: Pattern): readonly Pattern[] {
  const all = spellDashes(pattern);
  if (all !== undefined) return all;
  throw new ModifierError("too many dashes to encode", "Keep at most four dashes in a text that is encoded.");
}

function onBytes(encode: (bytes: string) => readonly string[]): Step {
  return (draft) => {
    const before = texts(draft, "base64");
    const made = before.texts.flatMap(spelt).flatMap((pattern) => {
      const bytes = bytesOf(pattern, before.isBytes);
      if (bytes === undefined) throw new ModifierError("base64 cannot encode wildcards", 'Remove * and ?, or escape them with a backslash; put "contains" after base64.');
      return encode(bytes).map(literal);
    });
    return { form: "text", texts: made, isBytes: false };
  };
}

// pySigma's reading: a dash or slash where a word begins may be any of the five; within a word it stays.
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu;

function windash(pattern: Pattern): Pattern {
  return mapLiterals(pattern, (text) => {
    const between = text.split(OPTION_DASH);
    return join(between.map((part, i) => (i === 0 ? [part] : [DASH, part])));
  });
}

function expand(draft: Draft, placeholders: Placeholders): Draft {
  const before = texts(draft, "expand");
  if (before.isBytes) throw new ModifierError("expand cannot follow an encoding", "Put expand first.");
  return { form: "text", texts: before.texts.flatMap((pattern) => expandPlaceholders(pattern, placeholders)), isBytes: before.isBytes };
}

function regex(draft: Draft, { before }: Context): Draft {
  if (before.length === 0 && draft.form === "plain" && draft.value !== null) return { form: "regex", source: String(draft.value), flags: "" };
  throw new ModifierError("re must be the first modifier and needs a text", 'Write "field|re", or "field|re|i"; it searches anywhere in the value.');
}

function flag(name: string): Step {
  return (draft) => {
    if (draft.form === "regex") return { ...draft, flags: draft.flags + name };
    throw new ModifierError(`"${name}" belongs behind re`, `Write "field|re|${name}".`);
  };
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

function cidr(draft: Draft, { before }: Context): Draft {
  const network = before.length === 0 && draft.form === "plain" && typeof draft.value === "string" ? parseNetwork(draft.value) : undefined;
  if (network === undefined) throw new ModifierError("cidr must be the first modifier and needs a network", 'Write an address with no bit behind its prefix, such as "10.0.0.0/8" or "fe80::/10".');
  return { form: "done", test: { kind: "cidr", network } };
}

function exists(draft: Draft, { before }: Context): Draft {
  if (before.length > 0 || draft.form !== "plain" || typeof draft.value !== "boolean") throw new ModifierError("exists stands alone and needs true or false", 'Write "field|exists: true".');
  return { form: "done", test: { kind: "exists", want: draft.value } };
}

function comparison(op: Comparison): Step {
  return (draft) => {
    const value = draft.form === "time" ? draft.value : draft.form === "plain" ? number(draft.value) : NaN;
    if (Number.isNaN(value)) throw new ModifierError(`${op} needs a number`, `Write "field|${op}: 10", or put ${op} behind a time modifier.`);
    return { form: "done", test: { kind: "compare", op, than: value, ...(draft.form === "time" ? { part: draft.part } : {}) } };
  };
}

function time(part: TimePart): Step {
  return (draft, { before }) => {
    const value = before.length === 0 && draft.form === "plain" ? number(draft.value) : NaN;
    if (Number.isNaN(value)) throw new ModifierError(`${part} must be the first modifier and needs a number`, `Write "field|${part}: 10" or "field|${part}|gte: 10".`);
    return { form: "time", part, value };
  };
}

const number = (value: Scalar): number => (typeof value === "number" ? value : typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : NaN);
