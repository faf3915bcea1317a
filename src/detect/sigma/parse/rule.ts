// Sigma rules specification v2.1: one document with `detection`.
import { kind, mapping, type Mapping, type Place } from "./document.ts";
import { parseDetection } from "./detection.ts";
import type { Expression } from "./expression.ts";
import type { Placeholders } from "./placeholders.ts";
import { RuleProblem } from "./problem.ts";
import { LEVELS, type Level, type LogSource, type RuleHead } from "../types.ts";

/** A detection rule, checked and ready to compile. */
export type Rule = {
  /** What correlations, filters and detections call it: its id, or path and line where it has none. */
  readonly key: string;
  readonly head: RuleHead;
  readonly logsource: LogSource;
  readonly expression: Expression;
  /** Fields that the author wants shown with a match (`fields`). */
  readonly fields: readonly string[];
};

const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"] as const;

/** What every Sigma document says of itself. Throws `RuleProblem` where a title is missing or a word is not Sigma's. */
export function parseHead(document: Mapping, path: string, place: Place): RuleHead {
  const title = text(document, "title");
  if (title === undefined || title.trim() === "") throw new RuleProblem(["title"], "the document has no title", 'Add "title:" with a short name.');
  return {
    id: text(document, "id"),
    name: text(document, "name"),
    title,
    level: oneOf(document, "level", LEVELS) as Level | undefined,
    status: oneOf(document, "status", STATUSES),
    author: text(document, "author"),
    description: text(document, "description"),
    date: prose(document, "date"),
    modified: prose(document, "modified"),
    references: texts(document, "references"),
    tags: texts(document, "tags"),
    falsepositives: texts(document, "falsepositives"),
    related: related(document),
    path,
    line: place.line,
    column: place.column,
  };
}

/** Parses a rule. Throws `RuleProblem` where it cannot be used. */
export function parseRule(document: Mapping, head: RuleHead, placeholders: Placeholders): Rule {
  return {
    key: keyOf(head),
    head,
    logsource: parseLogSource(document),
    expression: parseDetection(document["detection"], ["detection"], placeholders),
    fields: texts(document, "fields"),
  };
}

export const keyOf = (head: RuleHead): string => head.id ?? `${head.path}:${head.line}`;

/** A log source names at least one of category, product and service; other attributes are prose. */
export function parseLogSource(document: Mapping): LogSource {
  const at = ["logsource"];
  const source = mapping(document["logsource"], at, "logsource");
  const out: { category?: string; product?: string; service?: string } = {};
  for (const name of ["category", "product", "service"] as const) {
    const value = text(source, name, at);
    if (value !== undefined) out[name] = value;
  }
  if (Object.keys(out).length > 0) return out;
  throw new RuleProblem(at, "the log source names no category, product or service", "Name at least one; a rule without log source would fire on everything.");
}

/** A text of the document; numbers and truth values are taken as written. */
function text(document: Mapping, key: string, at: readonly string[] = []): string | undefined {
  const value = Object.hasOwn(document, key) ? document[key] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new RuleProblem([...at, key], `${key} is ${kind(value)}`, `Write ${key} as one text.`);
}

/** What is for people alone: of another kind it is left out, and no reason to refuse a rule. */
const prose = (document: Mapping, key: string): string | undefined => texts(document, key)[0];

/** A list of texts; one text stands for a list of one, and what is no text is left out: these fields are for people. */
function texts(document: Mapping, key: string): string[] {
  const value = Object.hasOwn(document, key) ? document[key] : undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => one !== undefined && one !== null && typeof one !== "object").map(String);
}

function oneOf(document: Mapping, key: string, words: readonly string[]): string | undefined {
  const value = text(document, key)?.toLowerCase();
  if (value === undefined || words.includes(value)) return value;
  throw new RuleProblem([key], `${key} "${value}" is not Sigma`, `Use one of: ${words.join(", ")}.`);
}

function related(document: Mapping): RuleHead["related"] {
  const value = document["related"];
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const { id, type } = (typeof one === "object" && one !== null ? one : {}) as Mapping;
    return typeof id === "string" ? [{ id, type: typeof type === "string" ? type : "similar" }] : [];
  });
}
