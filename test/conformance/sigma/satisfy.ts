// Values that a Sigma rule looks for: what a record must hold for its detection to match. For tests: it knows the usual forms
// of detections and says of others that it does not.
import fc from "fast-check";

/** What a record must hold: values by field, and words that stand anywhere in it. */
export type Wanted = { readonly fields: ReadonlyMap<string, string>; readonly words: readonly string[] };

type Scalar = string | number | boolean | null | undefined;
type Constraint = { exact?: string; start: string; parts: string[]; end: string };
type Draft = { readonly fields: Map<string, Constraint>; readonly words: string[] };

/** What the detection wants, or why that cannot be told. */
export function wantedBy(detection: Readonly<Record<string, unknown>>): Wanted | string {
  const draft: Draft = { fields: new Map(), words: [] };
  const { condition } = detection;
  const text = Array.isArray(condition) ? String(condition[0]) : String(condition);
  for (const name of chosen(text, Object.keys(detection).filter((key) => key !== "condition" && key !== "timeframe"))) {
    const problem = take(detection[name], draft);
    if (problem !== undefined) return problem;
  }
  const fields = new Map<string, string>();
  for (const [field, { exact, start, parts, end }] of draft.fields) fields.set(field, exact ?? composed(start, parts, end));
  return { fields, words: draft.words };
}

// What begins with the end of what stands before need not be written twice.
function composed(start: string, parts: readonly string[], end: string): string {
  let text = start;
  for (const part of parts) if (!text.includes(part)) text += text === "" ? part : ` ${part}`;
  return text.endsWith(end) ? text : text + end;
}

/** The selections that make the condition hold: of alternatives the first, of what is denied none. */
function chosen(condition: string, names: readonly string[]): readonly string[] {
  const tokens = condition.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const matching = (pattern: string): readonly string[] => (pattern === "them" ? names.filter((name) => !name.startsWith("_")) : names.filter((name) => (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern)));
  const primary = (): readonly string[] => {
    const token = tokens[at++] ?? "";
    if (token === "(") {
      const inner = either();
      at += 1;
      return inner;
    }
    if (token.toLowerCase() === "not") {
      primary();
      return [];
    }
    if (tokens[at]?.toLowerCase() === "of") {
      at += 1;
      const found = matching(tokens[at++] ?? "");
      return token.toLowerCase() === "all" ? found : found.slice(0, Number(token) || 1);
    }
    return matching(token);
  };
  const both = (): readonly string[] => {
    let found = primary();
    while (tokens[at]?.toLowerCase() === "and") {
      at += 1;
      found = [...found, ...primary()];
    }
    return found;
  };
  const either = (): readonly string[] => {
    let found = both();
    while (tokens[at]?.toLowerCase() === "or") {
      at += 1;
      const other = both();
      if (found.length === 0) found = other;
    }
    return found;
  };
  return either();
}

function take(selection: unknown, draft: Draft): string | undefined {
  if (Array.isArray(selection)) {
    const first: unknown = selection[0];
    return typeof first === "object" && first !== null ? take(first, draft) : void draft.words.push(plain(String(first)));
  }
  if (typeof selection !== "object" || selection === null) return void draft.words.push(plain(String(selection)));
  for (const [key, value] of Object.entries(selection)) {
    const [field = "", ...modifiers] = key.split("|");
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const wanted = modifiers.includes("all") ? values : values.slice(0, 1);
    for (const one of wanted) {
      if (typeof one === "object" && one !== null) return "a value is no scalar";
      const problem = field === "" ? keyword(one as Scalar, modifiers, draft) : constrain(field, one as Scalar, modifiers, draft);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function keyword(value: Scalar, modifiers: readonly string[], { words }: Draft): string | undefined {
  const text = modifiers.includes("re") ? sampleOf(String(value)) : plain(String(value));
  if (text === undefined) return `no text is known for ${String(value)}`;
  words.push(text);
  return undefined;
}

const IGNORED = new Set(["all", "cased", "windash", "i", "m", "s"]);

function constrain(field: string, value: Scalar, modifiers: readonly string[], { fields }: Draft): string | undefined {
  const known = fields.get(field) ?? { start: "", parts: [], end: "" };
  const kinds = modifiers.filter((one) => !IGNORED.has(one));
  if (value === null) return undefined;
  const text = plain(String(value));
  if (kinds.length === 0) known.exact = text;
  else if (kinds.join() === "contains") known.parts.push(text);
  else if (kinds.join() === "startswith") known.start = text;
  else if (kinds.join() === "endswith") known.end = text;
  else if (kinds.join() === "re") {
    const sample = sampleOf(String(value));
    if (sample === undefined) return `no text is known for ${String(value)}`;
    known.exact = sample;
  } else if (kinds.join() === "cidr") known.exact = String(value).replace(/\/\d+$/, "").replace(/\.0$/, ".7");
  else if (kinds.join() === "exists") known.exact ??= "x";
  else if (kinds.join() === "gt" || kinds.join() === "gte") known.exact = String(Number(value) + 1);
  else if (kinds.join() === "lt" || kinds.join() === "lte") known.exact = String(Number(value) - 1);
  else return `nothing is known of the modifier ${kinds.join("|")}`;
  fields.set(field, known);
  return undefined;
}

// Sigma's wildcards stand for nothing, or for one letter; a backslash before one takes its meaning away.
const plain = (text: string): string => text.replace(/\\([*?\\])|(\*)|(\?)/g, (_, kept: string | undefined, any: string | undefined) => kept ?? (any === undefined ? "a" : ""));

function sampleOf(pattern: string): string | undefined {
  try {
    const insensitive = pattern.startsWith("(?i)");
    const regex = new RegExp(insensitive ? pattern.slice(4) : pattern);
    return fc.sample(fc.stringMatching(regex, { maxLength: 200 }), { numRuns: 20, seed: 1 }).map((text) => text.replace(/[^\x20-\x7e]/g, "a")).find((text) => regex.test(text));
  } catch {
    return undefined;
  }
}
